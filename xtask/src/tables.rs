//! The tables in READMEs that are made from the manifests.

use std::fmt::Write as _;

use crate::roadmap::{Phase, Roadmap};

const BEGIN: &str = "<!-- roadmap:begin, written by `cargo xtask bless` -->\n";
const END: &str = "<!-- roadmap:end -->\n";

/// Every README with a table, relative to the root, and the table that belongs there.
pub fn all(roadmap: &Roadmap) -> Vec<(String, String)> {
    let mut tables = vec![("README.md".into(), map(roadmap))];
    tables.extend(roadmap.phases.iter().map(|phase| (format!("{}/README.md", phase.name()), topics(phase))));
    tables
}

/// `readme` with `table` between the markers.
///
/// # Errors
/// If there are no markers.
pub fn insert(readme: &str, table: &str) -> Result<String, String> {
    let parts = readme.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match parts {
        Some((before, after)) => Ok(format!("{before}{BEGIN}\n{table}\n{END}{after}")),
        None => {
            Err(format!("has no place for its table: two lines, {} and {}", BEGIN.trim_end(), END.trim_end()))
        }
    }
}

fn map(roadmap: &Roadmap) -> String {
    let mut table = String::from("| step | | phase | topics |\n|---|---|---|---|\n");
    for (number, (step, phases)) in (1..).zip(roadmap.by_step()) {
        for (index, phase) in phases.iter().enumerate() {
            let [number, title] = match index {
                0 => [number.to_string(), format!("{} ({})", step.title, step.priority.label())],
                _ => [String::new(), String::new()],
            };
            let (name, slugs) = (phase.name(), phase.topics.iter().map(|topic| format!("`{}`", topic.slug)));
            let slugs = slugs.collect::<Vec<_>>().join(" ");
            let _ = writeln!(
                table,
                "| {number} | {title} | [`{name}`]({name}/README.md) {} | {slugs} |",
                phase.title
            );
        }
    }
    table
}

fn topics(phase: &Phase) -> String {
    let mut table = String::from("| topic | read | run | test | practise |\n|---|---|---|---|---|\n");
    for topic in &phase.topics {
        let slug = &topic.slug;
        let _ = writeln!(
            table,
            "| {} | [`{slug}`](src/{slug}.rs) | `cargo run --example {slug}` | `cargo test -p {} {slug}` | \
             `cargo xtask practice {slug}` |",
            topic.title,
            phase.name(),
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_replaces_what_stands_between_the_markers() {
        let readme = format!("# Title\n{BEGIN}old\n{END}\nmore\n");
        let fresh = insert(&readme, "| new |\n").unwrap();
        assert_eq!(fresh, format!("# Title\n{BEGIN}\n| new |\n\n{END}\nmore\n"));
        assert_eq!(insert(&fresh, "| new |\n").unwrap(), fresh);
    }

    #[test]
    fn a_readme_without_markers_is_refused() {
        assert!(insert("# Title\n", "").unwrap_err().starts_with("has no place for its table"));
        assert!(insert(&format!("{END}{BEGIN}"), "").is_err());
    }
}
