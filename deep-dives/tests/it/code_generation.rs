use std::{panic, sync::LazyLock};

use deep_dives::code_generation::{
    constants::{self, PROBLEMS, Row},
    problems,
};
use deep_dives_generated::Problem;

/// As a program gets it that reads it when it runs.
const TABLE: &str = include_str!("../../generated/problems.txt");

/// The obvious reading of the table, for comparison.
fn naive() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let rows = lines.map(|line| {
        let columns: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        let status = columns[1].parse().expect("the table is right");
        Row { code: columns[0], status, retry: columns[2] == "later", title: columns[3] }
    });
    rows.collect()
}

#[test]
fn three_ways_lead_to_the_same_rows_in_the_same_order() {
    let rows = naive();
    assert_eq!(PROBLEMS.as_slice(), rows);
    assert_eq!((Problem::ALL.len(), problems::Problem::ALL.len()), (rows.len(), rows.len()));
    for ((row, built), client) in rows.iter().zip(Problem::ALL).zip(problems::Problem::ALL) {
        assert_eq!(format!("{built:?}"), format!("{client:?}"));
        assert_eq!(
            (built.code(), built.status(), built.may_retry(), built.title()),
            (row.code, row.status, row.retry, row.title)
        );
        assert_eq!(
            (client.code(), client.status(), client.may_retry(), client.title()),
            (row.code, row.status, row.retry, row.title)
        );
    }
}

#[test]
fn a_code_finds_its_problem_and_every_other_text_finds_none() {
    for row in &PROBLEMS {
        assert_eq!(Problem::find(row.code).map(Problem::code), Some(row.code));
        assert_eq!(problems::Problem::find(row.code).map(problems::Problem::code), Some(row.code));
        assert_eq!(constants::problem(row.code), *row);
        let (longer, loud) = (format!("{}s", row.code), row.code.to_uppercase());
        for other in [&row.code[1..], &row.code[..row.code.len() - 1], &longer, &loud] {
            assert_eq!((Problem::find(other), problems::Problem::find(other)), (None, None));
            assert_eq!(message(|| constants::problem(other)), "problems.txt has no such code");
        }
    }
}

#[test]
fn only_lines_with_something_to_say_are_counted() {
    for (text, count) in [
        ("", 0),
        ("\n\n", 0),
        ("# a | 404 | never | a", 0),
        ("a | 404 | never | a", 1),
        ("a | 404 | never | a\n", 1),
        (" \t\r\n# c\r\na | 404 | never | a\r\n \r\nb | 404 | never | b", 2),
    ] {
        assert_eq!(constants::count(text), count, "{text:?}");
    }
    assert_eq!(constants::count(TABLE), naive().len());
}

#[test]
fn spaces_and_line_ends_are_not_part_of_a_row_and_bars_are_part_of_a_title() {
    let rows: [Row; 2] = constants::rows("# c\r\n a|400|later|x | y\r\n\r\n\tb\t| 599 |never |é \n");
    let [a, b] = rows;
    assert_eq!(a, Row { code: "a", status: 400, retry: true, title: "x | y" });
    assert_eq!(b, Row { code: "b", status: 599, retry: false, title: "é" });
}

/// Mistakes in a row, and what is said about them behind the line.
const MISTAKES: [(&str, &str); 9] = [
    ("gone", "no status"),
    ("gone | 410", "nothing about retries"),
    ("gone | 410 | never", "no title"),
    ("gone | 399 | never | gone", "a status is a number from 400 to 599"),
    ("gone | 600 | never | gone", "a status is a number from 400 to 599"),
    ("gone | 41O | never | gone", "a status is a number from 400 to 599"),
    ("gone | 410 | Never | gone", "retry `never` or `later`"),
    (" | 410 | never | gone", "a code and a title are not empty"),
    ("gone | 410 | never | ", "a code and a title are not empty"),
];

/// Each mistake, in several lines, with another behind it. What rows are made of lives as long as the program.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let in_lines = |&(row, fault): &(&str, &str)| {
        [0, 1, 8, 9, 99, 1234].map(|lines| {
            let text = format!("{}{row}\ngone", "# a comment\n".repeat(lines));
            (text, format!("problems.txt:{}: {fault}", lines + 1))
        })
    };
    MISTAKES.iter().flat_map(in_lines).collect()
});

#[test]
fn the_first_mistake_is_reported_with_its_line() {
    for (text, expected) in TEXTS.iter() {
        assert_eq!(message(|| constants::rows::<2>(text)), *expected);
    }
}

#[test]
fn a_number_of_rows_that_is_not_the_text_s_is_refused() {
    let text = "a | 404 | never | a";
    assert_eq!(message(|| constants::rows::<2>(text)), "`count` says how many rows the text has");
    assert!(panic::catch_unwind(|| constants::rows::<0>(text)).is_err());
}

/// What a panic says.
#[track_caller]
fn message<T>(panics: impl FnOnce() -> T + panic::UnwindSafe) -> String {
    let Err(payload) = panic::catch_unwind(panics) else { panic!("nothing was refused") };
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic with a text")).to_owned(),
    }
}
