use press_core::{Article, Block};

fn article() -> Article {
    Article::parse("Fish & chips\n\nA <b> is\nno markup.\n\n    if a < b {\n    }\n")
}

fn page(name: &str) -> Option<String> {
    let renderers = press_render::all();
    let renderer = renderers.iter().find(|renderer| renderer.name() == name)?;
    let mut page = String::new();
    renderer.render(&article(), &mut page).expect("a string takes everything");
    Some(page)
}

#[test]
fn only_what_stands_between_empty_lines_is_a_block() {
    let article = Article::parse("\n\n Moving \n\n\n\nA move.\n\n  \n\n");
    assert_eq!(article, Article { title: "Moving".into(), blocks: vec![Block::Paragraph("A move.".into())] });
    assert_eq!(Article::parse("Moving"), Article { title: "Moving".into(), blocks: vec![] });
}

/// The phase's proofs read what is printed here, for every set of features.
#[test]
fn exactly_the_renderers_whose_features_are_on_were_built() {
    let names: Vec<_> = press_render::all().iter().map(|renderer| renderer.name()).collect();
    println!("renderers: {}", names.join(" "));
    let wanted = [
        ("html", cfg!(feature = "html")),
        ("text", cfg!(feature = "text")),
        ("ansi", cfg!(feature = "ansi")),
    ];
    let wanted: Vec<_> = wanted.into_iter().filter_map(|(name, on)| on.then_some(name)).collect();
    assert_eq!(names, wanted);
}

/// The expected pages do not depend on features, so no feature can change what another one has added.
#[test]
fn a_page_is_the_same_whatever_else_was_built() {
    let html = "<h1>Fish &amp; chips</h1>\n<p>A &lt;b&gt; is no markup.</p>\n<pre><code>if a &lt; b {\n}</code></pre>\n";
    let body = "\nA <b> is no markup.\n\n    if a < b {\n    }\n";
    let text = format!("Fish & chips\n============\n{body}");
    let ansi = format!("\x1b[1mFish & chips\x1b[0m\n{body}");
    for (name, expected) in [("html", html), ("text", &text), ("ansi", &ansi)] {
        assert!(page(name).is_none_or(|page| page == expected), "{name}: {:?}", page(name));
    }
}

#[test]
fn a_title_and_nothing_else_is_an_article() {
    let article = Article { title: "Moving".into(), blocks: Vec::<Block>::new() };
    for renderer in press_render::all() {
        let mut page = String::new();
        renderer.render(&article, &mut page).expect("a string takes everything");
        assert!(page.contains("Moving") && page.ends_with('\n'), "{}: {page:?}", renderer.name());
    }
}

#[cfg(feature = "html")]
#[test]
fn nothing_that_an_author_writes_is_markup() {
    use press_core::Renderer;

    let mut page = String::new();
    let article = Article { title: "é\"&<é>&&".into(), blocks: vec![] };
    press_render::Html.render(&article, &mut page).expect("a string takes everything");
    assert_eq!(page, "<h1>é&quot;&amp;&lt;é&gt;&amp;&amp;</h1>\n");
}

#[cfg(feature = "text")]
#[test]
fn a_title_is_underlined_as_far_as_it_goes() {
    use press_core::Renderer;

    let mut page = String::new();
    press_render::Text.render(&Article::parse("Émigré"), &mut page).expect("a string takes everything");
    assert_eq!(page, "Émigré\n======\n");
}

#[cfg(feature = "io")]
mod io {
    use std::{
        fmt,
        io::{self, ErrorKind, Write},
    };

    use press_core::{Article, Renderer};

    struct Titles;

    impl Renderer for Titles {
        fn name(&self) -> &'static str {
            "titles"
        }

        fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
            article.title.split_inclusive(' ').try_for_each(|word| out.write_str(word))
        }
    }

    #[test]
    fn a_page_goes_to_a_stream_as_it_goes_to_a_string() {
        let mut out = Vec::new();
        press_render::write(&Titles, &super::article(), &mut out).expect("a vector takes everything");
        assert_eq!(out, b"Fish & chips");
        for renderer in press_render::all() {
            let mut out = Vec::new();
            press_render::write(renderer.as_ref(), &super::article(), &mut out)
                .expect("a vector takes everything");
            assert_eq!(String::from_utf8(out).ok(), super::page(renderer.name()));
        }
    }

    #[test]
    fn the_reason_why_a_stream_failed_is_not_lost() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let failed = press_render::write(&Titles, &super::article(), &mut Full).expect_err("no room");
        assert_eq!(failed.kind(), ErrorKind::StorageFull);
    }

    #[test]
    fn a_stream_gets_a_page_while_it_is_made() {
        struct Pieces(Vec<Vec<u8>>);
        impl Write for Pieces {
            fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
                self.0.push(piece.into());
                Ok(piece.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut out = Pieces(Vec::new());
        press_render::write(&Titles, &super::article(), &mut out).expect("it takes everything");
        assert_eq!(out.0, [&b"Fish "[..], b"& ", b"chips"]);
    }

    #[test]
    #[should_panic]
    fn an_error_that_no_stream_had_is_a_fault_of_the_renderer() {
        struct Moody;
        impl Renderer for Moody {
            fn name(&self) -> &'static str {
                "moody"
            }

            fn render(&self, _: &Article, _: &mut dyn fmt::Write) -> fmt::Result {
                Err(fmt::Error)
            }
        }
        let _ = press_render::write(&Moody, &super::article(), &mut Vec::new());
    }

    #[cfg(feature = "ansi")]
    #[test]
    fn a_terminal_left_in_bold_can_be_reset() {
        let mut out = Vec::new();
        press_render::Ansi.reset(&mut out).expect("a vector takes everything");
        assert_eq!(out, b"\x1b[0m");
    }
}
