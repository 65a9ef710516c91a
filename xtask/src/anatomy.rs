//! What a phase must consist of, and must not: the part of `check` that needs nothing but its files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    check::Finding,
    golden,
    roadmap::{Phase, Topic},
};

/// Fewer refused programs do not show where a topic's limits are.
const REFUSALS: usize = 2;

/// All findings about the files of one phase.
pub fn check(phase: &Phase) -> Vec<Finding> {
    let mut findings = Findings { phase, all: Vec::new() };
    phase.topics.iter().for_each(|topic| findings.topic(topic));
    findings.modules("src/lib.rs");
    findings.modules("tests/it/main.rs");
    findings.modules("tests/exercises/main.rs");
    findings.orphans();
    findings.all
}

struct Findings<'a> {
    phase: &'a Phase,
    all: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, file: &str, what: impl Into<String>, rule: &'static str, fix: impl Into<String>) {
        let file = format!("{}/{file}", self.phase.name());
        self.all.push(Finding { file, what: what.into(), rule, fix: fix.into() });
    }

    fn topic(&mut self, topic: &Topic) {
        let slug = &topic.slug;
        for (file, what) in [
            (format!("src/{slug}.rs"), "lesson"),
            (format!("examples/{slug}.rs"), "tour"),
            (format!("tests/it/{slug}.rs"), "proofs"),
            (format!("tests/exercises/{slug}.rs"), "exercise"),
        ] {
            match fs::read_to_string(self.phase.dir().join(&file)) {
                Err(error) => {
                    self.add(
                        &file,
                        error.to_string(),
                        "a topic has lesson, tour, proofs and exercise",
                        format!("write the {what}"),
                    );
                }
                Ok(text) if what == "exercise" && !text.starts_with("//! # ") => {
                    self.add(
                        &file,
                        "does not begin with `//! # `",
                        "an exercise begins with its title",
                        "give it a title",
                    );
                }
                Ok(text) if what != "proofs" && !text.starts_with("//! ") => {
                    self.add(
                        &file,
                        "does not begin with `//! `",
                        "a file says first what it is",
                        "write its first line",
                    );
                }
                Ok(_) => {}
            }
        }
        let directory = format!("tests/rejected/{slug}");
        let programs = files(&self.phase.dir().join(&directory));
        if programs.len() < REFUSALS {
            let what = format!("{} refused programs", programs.len());
            self.add(
                &directory,
                what,
                "a topic shows at least two faults that the compiler refuses",
                "add one a file",
            );
        }
        for program in programs {
            let begins_well = fs::read_to_string(&program).is_ok_and(|text| text.starts_with("//! "));
            if !begins_well {
                let file = format!("{directory}/{}", name(&program));
                self.add(
                    &file,
                    "does not begin with `//! `",
                    "a refused program says what is refused and why",
                    "write its head",
                );
            }
        }
    }

    /// A file that no `mod` line names is never compiled, and modules stand in reading order.
    fn modules(&mut self, root: &str) {
        let path = self.phase.dir().join(root);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let declared: Vec<_> = text
            .lines()
            .filter_map(|line| {
                line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
            })
            .collect();
        let topics = self.phase.topics.iter().map(|topic| topic.slug.as_str());
        let in_order: Vec<_> =
            declared.iter().copied().filter(|name| topics.clone().any(|slug| slug == *name)).collect();
        if !topics.clone().eq(in_order) {
            let expected = topics.map(|slug| format!("mod {slug};")).collect::<Vec<_>>().join(" ");
            let rule = "the modules of all topics stand in reading order";
            self.add(
                root,
                "its `mod` lines are not the topics of the manifest",
                rule,
                format!("write {expected}"),
            );
        }
        let directory = path.parent().expect("a root stands in a directory");
        let below = Path::new(root).parent().expect("a root stands in a directory").display().to_string();
        // The phase's own program is a root as well.
        let is_root = |file: &Path| file == path || file == self.phase.dir().join("src/main.rs");
        for file in files(directory).iter().filter(|file| !is_root(file)) {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            if !declared.contains(&&*stem) {
                let rule = "a file that no `mod` line names is never compiled";
                self.add(
                    &format!("{below}/{}", name(file)),
                    "is an orphan",
                    rule,
                    format!("name it in {root}, or remove it"),
                );
            }
        }
    }

    /// Files that belong to no topic. Those of `src`, `tests/it` and `tests/exercises` are looked after by `modules`.
    fn orphans(&mut self) {
        let rule = "a file belongs to a topic, by its name: `<topic>` or `<topic>_<variant>`";
        for (directory, exact) in [("examples", false), ("benches", false), ("tests/rejected", true)] {
            for file in files(&self.phase.dir().join(directory)) {
                let stem = file.file_stem().unwrap_or_default().to_string_lossy();
                let topic = self.phase.topic_of(&stem).filter(|topic| !exact || topic.slug == stem);
                if topic.is_none() && !(exact && stem == "main") {
                    let fix = "rename it, remove it, or add its topic to the manifest";
                    self.add(&format!("{directory}/{}", name(&file)), "is an orphan", rule, fix);
                }
            }
        }
        let examples: Vec<_> = self.phase.targets(cargo_metadata::TargetKind::Example).collect();
        for file in files(&self.phase.dir().join("tests/golden")) {
            if !examples.iter().any(|example| golden::path(self.phase, example) == file) {
                let rule = "a golden file is what an example prints, and has its name";
                self.add(
                    &format!("tests/golden/{}", name(&file)),
                    "is an orphan",
                    rule,
                    "remove it, or name it after its example",
                );
            }
        }
    }
}

/// What stands in a directory, sorted; nothing, if there is none.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
