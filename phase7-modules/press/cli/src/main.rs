//! Renders an article from standard input: `press [RENDERER] < article`.

use std::{
    io::{self, Read},
    process::ExitCode,
};

use press_core::Article;

fn main() -> ExitCode {
    let renderers = press_render::all();
    let names: Vec<_> = renderers.iter().map(|renderer| renderer.name()).collect();
    let wanted = std::env::args().nth(1);
    let chosen = match &wanted {
        Some(wanted) => renderers.iter().find(|renderer| renderer.name() == wanted),
        None => renderers.first(),
    };
    let Some(renderer) = chosen else {
        let wanted = wanted.unwrap_or_default();
        eprintln!("error: no renderer `{wanted}` was built in; there are: {}", names.join(", "));
        return ExitCode::from(2);
    };
    let mut source = String::new();
    let written = io::stdin().read_to_string(&mut source).and_then(|_| {
        press_render::write(renderer.as_ref(), &Article::parse(&source), &mut io::stdout().lock())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
