//! # Cells of a spreadsheet
//!
//! The sales department wants its lists as CSV. A cell that contains a quotation mark, a comma or a line break (`\n` or
//! `\r`) is put in quotation marks, and every quotation mark in it is doubled; all other cells stand as they are.
//!
//! Write both directions, and the shortening of notes that are too long for the old import. Nearly all cells are plain,
//! and there are millions of them, so what need not be changed must not be copied: the tests look at the address. Where
//! text has to be built, one buffer of the right size will do: the tests look at the capacity.

use std::borrow::Cow;

/// What makes a cell need quotation marks.
const SPECIAL: [char; 4] = ['"', ',', '\n', '\r'];

/// The cell that stands for `text`. A quoted cell has no spare capacity.
pub fn quoted(text: &str) -> Cow<'_, str> {
    // solution:begin
    // hint: `str::contains` takes an array of characters; leave early with what you were given.
    // hint: How long will the cell be? Two marks around it, and one more for each mark in it: `str::matches`.
    // hint: `split_inclusive('"')` gives pieces that end with a mark, apart from the last one, which may or may not.
    if !text.contains(SPECIAL) {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len() + text.matches('"').count() + 2);
    cell.push('"');
    for piece in text.split_inclusive('"') {
        cell.push_str(piece);
        if piece.ends_with('"') {
            cell.push('"');
        }
    }
    cell.push('"');
    Cow::Owned(cell)
    // solution:end
}

/// The text that a cell stands for; `None` for what [`quoted`] never makes, such as a cell with needless marks. Only a
/// text with quotation marks in it is copied: where the marks around it are all that has to go, the rest is borrowed.
pub fn unquoted(cell: &str) -> Option<Cow<'_, str>> {
    // solution:begin
    // hint: First the cells that do not begin with a mark: they must have nothing special in them.
    // hint: `strip_prefix` and `strip_suffix` return views, and `None` where there is nothing to strip.
    // hint: Marks inside come in pairs. With all pairs removed, is there one left over?
    let Some(opened) = cell.strip_prefix('"') else {
        return (!cell.contains(SPECIAL)).then_some(Cow::Borrowed(cell));
    };
    let text = opened.strip_suffix('"')?;
    if !text.contains(SPECIAL) {
        return None;
    }
    if !text.contains('"') {
        return Some(Cow::Borrowed(text));
    }
    (!text.replace(r#""""#, "").contains('"')).then(|| Cow::Owned(text.replace(r#""""#, r#"""#)))
    // solution:end
}

/// The text in at most `limit` bytes. If it has to be shortened, it ends with `…`, which counts as well; where there is
/// no room even for that, it is simply cut. Characters stay whole.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    // solution:begin
    // hint: `…` takes more than one byte. How many are left for the text, and what if there are fewer than none?
    // hint: `floor_char_boundary` finds the place to cut; `checked_sub` and `let … else` the case without room.
    if text.len() <= limit {
        return Cow::Borrowed(text);
    }
    let Some(room) = limit.checked_sub('…'.len_utf8()) else {
        return Cow::Borrowed(&text[..text.floor_char_boundary(limit)]);
    };
    Cow::Owned([&text[..text.floor_char_boundary(room)], "…"].concat())
    // solution:end
}

#[track_caller]
fn is_borrowed_from(whole: &str, part: Cow<str>) {
    let Cow::Borrowed(part) = part else { panic!("{part:?} was copied") };
    assert!(whole.as_bytes().as_ptr_range().contains(&part.as_ptr()), "{part:?} is somebody else's");
}

#[test]
fn a_plain_cell_is_not_copied_in_either_direction() {
    for text in ["Emma", "naïve café", "semi;colon", "it's"] {
        is_borrowed_from(text, quoted(text));
        is_borrowed_from(text, unquoted(text).expect("plain"));
    }
}

#[test]
fn marks_are_put_around_and_doubled() {
    let cases = [
        ("Austen, Jane", r#""Austen, Jane""#),
        ("\"Emma\"", r#""""Emma""""#),
        ("\"", r#""""""#),
        ("two\nlines", "\"two\nlines\""),
        ("old\rMac", "\"old\rMac\""),
    ];
    for (text, cell) in cases {
        assert_eq!(quoted(text), cell);
        assert_eq!(unquoted(cell).as_deref(), Some(text));
    }
}

#[test]
fn a_quoted_cell_is_built_in_one_buffer_of_the_right_size() {
    for text in ["\"\"\"\"\"\"\"\"\"", "é, è", "a \"b\" c, \"d\""] {
        let Cow::Owned(cell) = quoted(text) else { panic!("{text} needs quotation marks") };
        assert_eq!(cell.capacity(), cell.len(), "for {text}");
    }
}

#[test]
fn only_doubled_marks_have_to_be_copied() {
    let cell = "\"Austen, Jane\"";
    is_borrowed_from(cell, unquoted(cell).expect("properly quoted"));
}

#[test]
fn a_cell_that_no_text_is_quoted_as_is_refused() {
    for cell in
        ["\"", "\"open, ", "clo,sed\"", "\"a\"b,\"", "\"\"\"", "a,b", "\"a\"\"\"b\"", "\"needless\"", "\"\""]
    {
        assert_eq!(unquoted(cell), None, "for {cell}");
    }
}

#[test]
fn every_short_text_survives_the_round_trip() {
    let pieces = ["", "\"", ",", "\n", "é", "🦀"];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let text = [a, b, c].concat();
                assert_eq!(unquoted(&quoted(&text)).as_deref(), Some(text.as_str()));
            }
        }
    }
}

#[test]
fn a_short_note_is_not_copied() {
    is_borrowed_from("été", shortened("été", 5));
    is_borrowed_from("été", shortened("été", usize::MAX));
}

#[test]
fn a_long_note_is_cut_between_characters_and_says_so() {
    assert_eq!(shortened("an été indien", 8), "an é…");
    assert_eq!(shortened("an été indien", 7), "an …");
    assert_eq!(shortened("an été indien", 3), "…");
    assert_eq!((shortened("été", 2), shortened("été", 1)), ("é".into(), "".into()));
}

#[test]
fn a_note_never_exceeds_its_limit() {
    let text = "a é 日 🦀";
    for limit in 0..=text.len() {
        let note = shortened(text, limit);
        assert!(note.len() <= limit && text.starts_with(note.trim_end_matches('…')), "{note:?} at {limit}");
    }
}
