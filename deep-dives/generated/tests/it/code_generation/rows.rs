use deep_dives_generated::Problem;
use proc_macro2::{TokenStream, TokenTree};

use super::{TABLE, by_quote, parsed};
use crate::{
    source,
    table::{self, Row},
};

#[track_caller]
fn faults(text: &str) -> Vec<String> {
    table::parse(text).expect_err("the table is wrong").iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check_fault(row: &str, fault: &str) {
    assert_eq!(faults(&format!("# A table.\n\n{row}\n")), [fault]);
}

#[test]
fn a_row_says_what_its_names_become_and_a_title_keeps_its_bars() {
    let rows = parsed("# A table.\n\n deadline-2-s | 504|later |a | b \n");
    let (code, variant, title) = ("deadline-2-s".into(), "Deadline2S".into(), "a | b".into());
    assert_eq!(rows, [Row { line: 3, code, variant, status: 504, retry: true, title }]);
}

#[test]
fn a_fault_names_its_line_and_what_to_do() {
    check_fault("gone | 410 | never", "3: fewer than four columns; write `code | status | retry | title`");
    for code in
        ["", "Gone", "gone-", "-gone", "gone--away", "2-late", "gone_away", "göne", "gone away", "gone\u{a0}"]
    {
        let fault =
            "is no code; use lower-case letters, digits and single hyphens between them, a letter first";
        check_fault(&format!("{code} | 410 | never | gone"), &format!("3: `{code}` {fault}"));
    }
    check_fault(
        "self | 410 | never | gone",
        "3: `self` would be `Self`, which is taken; choose another word",
    );
    check_fault(
        "a-l-l | 410 | never | gone",
        "3: `a-l-l` would be `ALL`, which is taken; choose another word",
    );
    for status in ["", "399", "600", "4O4", "-404", "4040404"] {
        let fault = format!("3: `{status}` is no status of an error; write a number from 400 to 599");
        check_fault(&format!("gone | {status} | never | gone"), &fault);
    }
    check_fault(
        "gone | 410 | Never | gone",
        "3: `Never` does not say when to retry; write `never` or `later`",
    );
    for control in ['\r', '\u{1b}', '\u{202e}', '\u{2066}'] {
        let fault = "3: a control character in the title; write a line of text";
        check_fault(&format!("gone | 410 | never | go{control}ne"), fault);
    }
    check_fault("gone | 410 | never | ", "3: no title; say what the client is told");
    assert_eq!(faults("# Nothing.\n"), ["1: no rows; restore the table"]);
}

#[test]
fn the_limits_of_a_status_are_statuses() {
    assert_eq!(parsed("a | 400 | never | a\nb | 599 | never | b").len(), 2);
}

#[test]
fn codes_of_one_name_are_told_apart_from_codes_that_stand_twice() {
    let rows = "a-1 | 404 | never | one\nb | 404 | never | two\na1 | 404 | never | three\n";
    assert_eq!(faults(rows), ["3: `a1` and `a-1` in line 1 are both `A1`; rename the newer one"]);
    let rows =
        "b | 404 | never | one\na | 404 | never | two\na | 404 | never | three\na | 404 | never | four";
    assert_eq!(
        faults(rows),
        [
            "3: `a` stands in line 2, too; remove one of them",
            "4: `a` stands in line 2, too; remove one of them"
        ]
    );
}

#[test]
fn all_faults_are_reported_in_the_order_of_the_lines() {
    let faults = faults("a | 1 | never | a\nb\n# Not this.\nc | 404 | sometimes | c");
    let lines: Vec<_> = faults.iter().map(|fault| fault.split(':').next().unwrap_or_default()).collect();
    assert_eq!(lines, ["1", "2", "4"]);
}

#[test]
fn generators_of_the_same_rows_write_the_same_bytes_every_time() {
    let many: String = (0..200).map(|row| format!("code-{row}x | 404 | never | {row}\n")).collect();
    for text in [TABLE, &many] {
        let rows = parsed(text);
        for _ in 0..20 {
            // Each parse has a hash map of its own, and each of these another order.
            assert_eq!(source::of(&parsed(text)), source::of(&rows));
            assert_eq!(by_quote::of(&parsed(text)), by_quote::of(&rows));
        }
    }
}

#[test]
fn a_title_is_in_both_outputs_the_text_that_it_was() {
    let alphabet: Vec<char> = "\"\\'#{}|/*!\u{301}\u{200f}é漢a n]".chars().collect();
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for _ in 0..300 {
        let middle: String = (0..next(12)).map(|_| alphabet[next(alphabet.len())]).collect();
        let title = format!("<{middle}>");
        let rows = parsed(&format!("gone | 410 | never | {title}"));
        for source in [source::of(&rows), by_quote::of(&rows)] {
            // The title is there twice, as documentation and as data. A generator may put a space before the former.
            let found = texts_in(source.parse().unwrap_or_else(|error| panic!("{error}: {source}")));
            let found = found.iter().filter(|text| text.trim_start() == title).count();
            assert_eq!(found, 2, "{title:?} in {source}");
        }
    }
}

/// The values of all string literals. Documentation is one, too.
fn texts_in(tokens: TokenStream) -> Vec<String> {
    let texts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => texts_in(group.stream()),
        TokenTree::Literal(literal) => {
            let text = syn::parse2::<syn::LitStr>(TokenTree::Literal(literal).into());
            text.map(|text| text.value()).into_iter().collect()
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => Vec::new(),
    });
    texts.flatten().collect()
}

#[test]
fn what_is_compiled_is_what_the_table_says() {
    let rows = parsed(TABLE);
    assert_eq!(Problem::ALL.len(), rows.len());
    for (problem, row) in Problem::ALL.into_iter().zip(&rows) {
        assert_eq!(format!("{problem:?}"), row.variant);
        assert_eq!(problem.code(), row.code);
        assert_eq!(problem.status(), row.status);
        assert_eq!(problem.may_retry(), row.retry);
        assert_eq!(problem.title(), row.title);
        assert_eq!(Problem::find(&row.code), Some(problem));
    }
    for code in ["", "a", "name-taken ", "name-take", "name-takenn", "zebra"] {
        assert_eq!(Problem::find(code), None);
    }
}
