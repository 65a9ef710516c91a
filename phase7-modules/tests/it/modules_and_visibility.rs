use std::{collections::BTreeSet, fs};

use phase7_modules::modules_and_visibility::{Answer, Archive, ArticleId, Slug, ToSlug as _, slug};

use crate::cargo::Workspace;

const FACADE: &str = include_str!("../../src/modules_and_visibility.rs");
const TOUR: &str = include_str!("../../examples/modules_and_visibility.rs");
const STORY: &str = include_str!("../golden/modules_and_visibility.txt");

/// The files below the facade, parents first.
const FILES: [(&str, &str); 5] = [
    ("slug", include_str!("../../src/modules_and_visibility/slug.rs")),
    ("slug/derived", include_str!("../../src/modules_and_visibility/slug/derived.rs")),
    ("slug/literal", include_str!("../../src/modules_and_visibility/slug/literal.rs")),
    ("archive", include_str!("../../src/modules_and_visibility/archive.rs")),
    ("archive/renaming", include_str!("../../src/modules_and_visibility/archive/renaming.rs")),
];

/// The lesson as a crate of its own, as the facade stands and with the files below `directory`.
fn tree(facade: &str, directory: &str) -> Workspace {
    let workspace = Workspace::copy_of("modules_and_visibility/tree");
    workspace.write("src/modules_and_visibility.rs", facade);
    for (name, text) in FILES {
        workspace.write(&format!("src/modules_and_visibility/{directory}{name}.rs"), text);
    }
    workspace
}

#[track_caller]
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replace(old, new)
}

#[track_caller]
fn tells_the_same_story(workspace: &Workspace) {
    workspace.write("examples/tour.rs", TOUR);
    let output = workspace.cargo(&["run", "--quiet", "--example", "tour"]);
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), (STORY, ""));
}

fn codes(workspace: &Workspace, arguments: &[&str]) -> Vec<(String, String)> {
    let messages = workspace.messages(arguments);
    let coded = messages.iter().filter_map(|message| {
        let file = message["spans"][0]["file_name"].as_str()?;
        Some((file.to_owned(), message["code"]["code"].as_str()?.to_owned()))
    });
    coded.collect()
}

#[test]
fn callers_do_not_notice_when_the_files_move_into_another_module() {
    let facade = replaced(FACADE, "mod archive;\nmod slug;\n", "mod registry;\n");
    let facade = replaced(&facade, "pub use archive::", "pub use registry::archive::");
    let facade = replaced(&facade, "pub use slug::", "pub use registry::slug::");
    let workspace = tree(&facade, "registry/");
    workspace
        .write("src/modules_and_visibility/registry.rs", "pub(super) mod archive;\npub(super) mod slug;\n");
    tells_the_same_story(&workspace);
}

#[test]
fn callers_do_not_notice_when_all_modules_are_in_one_file() {
    let mut single = FACADE.to_owned();
    for (name, text) in FILES {
        let name = name.rsplit('/').next().expect("a path has an end");
        single = replaced(&single, &format!("\nmod {name};\n"), &format!("\nmod {name} {{\n{text}\n}}\n"));
    }
    let workspace = Workspace::copy_of("modules_and_visibility/tree");
    workspace.write("src/modules_and_visibility.rs", &single);
    tells_the_same_story(&workspace);
}

#[test]
fn callers_reach_what_the_facade_names_and_nothing_else() {
    let rejected: [(&str, &str, &str); 12] = [
        ("module", "E0603", "use house::archive::Archive;"),
        ("parts", "E0603", "use house::slug::derived::ToSlug;"),
        ("step", "E0432", "use house::Renaming;"),
        ("prelude", "E0432", "use house::prelude::ToSlug;"),
        ("meaning", "E0603", "use house::prelude::slug::Slug;"),
        ("constructor", "E0423", "fn main() { house::Slug(\"A b\".into()); }"),
        ("number", "E0423", "fn main() { house::ArticleId(7); }"),
        ("articles", "E0616", "fn main() { house::Archive::default().articles.clear(); }"),
        ("slugs", "E0616", "fn main() { house::Archive::default().slugs.clear(); }"),
        ("literal", "E0451", "fn main() { house::Archive { ..Default::default() }; }"),
        ("method", "E0624", "fn main() { house::slug!(\"moves\").numbered(2); }"),
        ("helper", "E0624", "fn main() { house::Archive::default().claim(todo!(), todo!()); }"),
    ];
    let workspace = tree(FACADE, "");
    for (name, _, program) in rejected {
        let main = if program.contains("fn main") { "" } else { "fn main() {}" };
        let program = format!("use phase7_modules::modules_and_visibility as house;\n{program}\n{main}\n");
        workspace.write(&format!("examples/{name}.rs"), &program);
    }
    let found: BTreeSet<_> = codes(&workspace, &["check", "--examples", "--keep-going"])
        .into_iter()
        .filter(|(_, code)| code.starts_with('E'))
        .collect();
    let expected = rejected.map(|(name, code, _)| (format!("examples/{name}.rs"), code.to_owned()));
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn a_literal_that_is_no_slug_is_an_error_of_the_compiler() {
    let workspace = tree(FACADE, "");
    let program = "fn main() { phase7_modules::modules_and_visibility::slug!(\"Moving Day\"); }\n";
    workspace.write("examples/literal.rs", program);
    let found = codes(&workspace, &["build", "--example", "literal"]);
    assert!(found.iter().all(|(_, code)| code == "E0080") && !found.is_empty(), "{found:?}");
}

#[test]
fn a_prelude_with_an_unnamed_trait_brings_its_methods_and_leaves_its_name_free() {
    use phase7_modules::modules_and_visibility::prelude::*;

    trait ToSlug {
        fn words(&self) -> usize;
    }

    impl ToSlug for str {
        fn words(&self) -> usize {
            self.split_whitespace().count()
        }
    }

    assert_eq!(("Moving Day".words(), "Moving Day".to_slug()), (2, Some(slug!("moving-day"))));
}

#[test]
fn the_lints_of_the_facade_notice_what_no_caller_can_reach_or_name() {
    assert_eq!(codes(&tree(FACADE, ""), &["check"]), []);

    let file = |name: &str| format!("src/modules_and_visibility/{name}.rs");
    let hidden = replaced(FACADE, "Slug, ToSlug, slug};", "ToSlug, slug};\nuse slug::Slug;");
    let workspace = tree(&hidden, "");
    assert_eq!(codes(&workspace, &["check"]), [(file("slug"), "unnameable_types".to_owned())]);

    let derived = &FILES[1].1.replace("pub(in crate::modules_and_visibility) fn", "pub fn");
    let suffix = "struct Suffix;\npub struct Unused;\nimpl Slug {\npub fn suffix(&self) -> Suffix { Suffix }";
    workspace.write("src/modules_and_visibility.rs", FACADE);
    workspace.write(&file("slug/derived"), &replaced(derived, "impl Slug {", suffix));
    let found = codes(&workspace, &["check"]);
    for lint in ["unreachable_pub", "private_interfaces"] {
        assert!(found.contains(&(file("slug/derived"), lint.to_owned())), "{found:?}");
    }
}

#[test]
fn what_callers_can_name_has_a_page_and_nothing_else() {
    let workspace = tree(FACADE, "");
    assert!(workspace.cargo(&["doc"]).success);
    let directory = workspace.path().join("target/doc/phase7_modules/modules_and_visibility");
    let pages = fs::read_dir(&directory).expect("the facade has pages").map(|entry| {
        entry.expect("it can be read").file_name().into_string().expect("its name is made of ours")
    });
    // `macro.slug!.html` redirects to the page of the macro.
    let pages: BTreeSet<_> = pages.filter(|name| name.contains(".html") && !name.contains('!')).collect();
    let expected = [
        "enum.Answer.html",
        "index.html",
        "macro.slug.html",
        "struct.Archive.html",
        "struct.Article.html",
        "struct.ArticleId.html",
        "struct.Slug.html",
        "trait.ToSlug.html",
    ];
    assert_eq!(pages, BTreeSet::from(expected.map(str::to_owned)));
    assert!(!directory.with_file_name("macro.__slug.html").exists());
}

#[test]
fn a_slug_has_words_of_letters_and_digits_with_single_hyphens_between() {
    for text in ["a", "7", "moving-day", "a-1-b-22"] {
        assert_eq!(Slug::new(text).map(|slug| slug.to_string()).as_deref(), Some(text));
    }
    for text in ["", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "é", "a/b"] {
        assert_eq!(Slug::new(text), None, "{text:?}");
    }
}

#[test]
fn whatever_is_derived_from_a_title_is_a_slug() {
    for (title, slug) in [
        ("Moving Day", Some("moving-day")),
        ("  Move, Copy & Clone! ", Some("move-copy-clone")),
        ("100 %", Some("100")),
        ("Año", Some("a-o")),
        ("…", None),
        ("", None),
    ] {
        let derived = title.to_slug();
        assert_eq!(derived.as_ref().map(Slug::as_str), slug);
        assert!(derived.is_none_or(|slug| Slug::new(slug.as_str()) == Some(slug)));
    }
}

#[test]
fn a_written_slug_borrows_the_literal() {
    const TEXT: &str = "moving-day";
    let [one, other] = [(); 2].map(|()| slug!("moving-day"));
    assert_eq!(one, Slug::new(TEXT).expect("two words"));
    assert_eq!(one.as_str().as_ptr(), other.as_str().as_ptr());
    let copy = one.clone();
    assert_eq!(copy.as_str().as_ptr(), one.as_str().as_ptr());
}

/// All addresses ever given, in order, each with its owner; and the current one of each article.
#[derive(Default)]
struct Oracle {
    given: Vec<(String, usize)>,
    current: Vec<String>,
}

impl Oracle {
    fn claim(&mut self, wanted: &str, article: usize) -> String {
        let mut number = 1;
        loop {
            let address = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
            match self.given.iter().find(|(given, _)| *given == address) {
                Some((_, owner)) if *owner != article => number += 1,
                _ => break self.given.push((address.clone(), article)),
            }
            assert!(number < 1000);
        }
        self.given.last().expect("one was just given").0.clone()
    }
}

#[test]
fn an_address_leads_to_its_first_article_for_ever() {
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..200 {
        let (mut archive, mut oracle, mut ids) =
            (Archive::default(), Oracle::default(), Vec::<ArticleId>::new());
        for _ in 0..12 {
            let wanted = ["a", "b", "a-2", "a-3", "b-2"][random(5)];
            let slug = Slug::new(wanted).expect("they all are");
            if ids.is_empty() || random(2) == 0 {
                let address = oracle.claim(wanted, ids.len());
                oracle.current.push(address);
                ids.push(archive.publish("", slug));
            } else {
                let article = random(ids.len());
                oracle.current[article] = oracle.claim(wanted, article);
                archive.rename(ids[article]).expect("it exists").slug(slug).commit();
            }
        }
        for (id, address) in ids.iter().zip(&oracle.current) {
            let article = archive.article(*id).expect("it was published");
            assert_eq!(article.slug().as_str(), address);
            assert_eq!(archive.find(address), Some(Answer::Here(article)));
        }
        for (address, owner) in &oracle.given {
            let article = archive.article(ids[*owner]).expect("it was published");
            let moved = oracle.current[*owner] != *address;
            let answer = if moved { Answer::Moved(article) } else { Answer::Here(article) };
            assert_eq!(archive.find(address), Some(answer));
        }
        for address in ["c", "a-9", "A", ""] {
            assert_eq!(archive.find(address), None);
        }
    }
}

#[test]
fn renaming_changes_what_it_is_told_to_and_nothing_before_commit() {
    let mut archive = Archive::default();
    let id = archive.publish("Moving", slug!("moving"));
    _ = archive.rename(id).expect("it exists").title("Moves").slug(slug!("moves"));
    let seen = |archive: &Archive| {
        let article = archive.article(id).expect("it exists");
        (article.title().to_owned(), article.slug().to_string())
    };
    assert_eq!(seen(&archive), ("Moving".into(), "moving".into()));
    assert_eq!(archive.find("moves"), None);
    archive.rename(id).expect("it exists").title("Moves").commit();
    assert_eq!(seen(&archive), ("Moves".into(), "moving".into()));
    archive.rename(id).expect("it exists").slug(slug!("moves")).commit();
    assert_eq!(seen(&archive), ("Moves".into(), "moves".into()));
    assert_eq!(archive.rename(id).expect("it exists").commit().title(), "Moves");
}

#[test]
fn a_number_of_another_archive_finds_nothing_where_there_is_nothing() {
    let id = Archive::default().publish("Moving", slug!("moving"));
    let mut empty = Archive::default();
    assert_eq!(empty.article(id), None);
    assert!(empty.rename(id).is_none());
}
