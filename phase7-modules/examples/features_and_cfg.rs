//! A program asks what it was built with: which renderers its features have brought, and what the target decided.
//!
//! Run: `cargo run --example features_and_cfg`. Look for what is decided when: the renderers by all dependants
//! together, the directory by the build, and the page by whoever runs the program.

use std::{error::Error, fs};

use phase7_modules::features_and_cfg::{BUILD, Layout, run, save};
use press_core::Article;

fn main() -> Result<(), Box<dyn Error>> {
    let renderers = press_render::all();
    let names: Vec<_> = renderers.iter().map(|renderer| renderer.name()).collect();
    println!("built in: {}", names.join(", "));
    // Another dependant may have asked for more; nobody can have asked for less.
    assert!(["html", "text", "ansi"].iter().all(|name| names.contains(name)));

    let article = Article::parse("Moving\n\nA move is a copy & a promise.");
    for wanted in ["html", "pdf"] {
        let Some(renderer) = renderers.iter().find(|renderer| renderer.name() == wanted) else {
            println!("{wanted}: not among what this program was built with");
            assert_eq!(wanted, "pdf");
            continue;
        };
        let mut page = Vec::new();
        press_render::write(renderer.as_ref(), &article, &mut page)?;
        assert!(page.ends_with(b"<p>A move is a copy &amp; a promise.</p>\n"));
        println!("{wanted}: {} bytes, in every build with this renderer", page.len());
        assert_eq!(page.len(), 57);
    }

    let ada = |name: &str| (name == "HOME").then(|| "/home/ada".into());
    for layout in [Layout::Xdg, Layout::Apple] {
        let drafts = layout.drafts(ada).expect("the home is known");
        let below_home: Vec<_> = drafts.iter().skip(3).map(|part| part.to_string_lossy()).collect();
        println!("{layout:?}: Ada's drafts would be below her home in {}", below_home.join(" > "));
        assert!(drafts.starts_with("/home/ada"));
    }
    println!("the rules of all systems are in this program; which of them is its own, the build has settled");
    assert_eq!(BUILD.layout, Layout::HOST);

    let directory = tempfile::tempdir()?;
    let path = directory.path().join("moving");
    save(&path, "A move is a copy.")?;
    let kind = save(&path, "Another draft").expect_err("it is there").kind();
    println!("a draft is not written twice: {kind:?}, and the first one is {:?}", fs::read_to_string(&path)?);
    assert_eq!(fs::read_to_string(&path)?, "A move is a copy.");

    let words = run(|draft| draft.split(' ').count(), "A move is a copy.");
    println!("a plugin counts {words:?} words");
    assert_eq!(words, Some(5));

    println!("nothing here is under test, as far as `cfg` knows");
    assert_eq!([BUILD.under_test, cfg!(test)], [false, false]);
    Ok(())
}
