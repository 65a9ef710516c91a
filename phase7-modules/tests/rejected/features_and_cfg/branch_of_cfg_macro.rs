//! `cfg!` is a `bool`: both branches are compiled, and one of them is never run. So the module must exist either way.
//!
//! Repair: where a branch cannot be compiled, the choice has to be made before, by `cfg_select!` or `#[cfg]`.

#[cfg(feature = "ansi")]
mod ansi {
    pub fn bold(title: &str) -> String {
        format!("\x1b[1m{title}\x1b[0m")
    }
}

fn heading(title: &str) -> String {
    #[cfg(not(fixed))]
    if cfg!(feature = "ansi") {
        return ansi::bold(title); //~ E0433
    } else {
        return title.to_owned();
    }
    #[cfg(fixed)]
    cfg_select! {
        feature = "ansi" => ansi::bold(title),
        _ => title.to_owned(),
    }
}

fn main() {
    println!("{}", heading("Moving"));
}
