//! # Messages as functions
//!
//! The messages of a program stand in a file that is edited by people who do not write Rust:
//!
//! ```text
//! # At the top of the page.
//! greeting = Hello {name}, there are {count} new "articles".
//! type = {name} is a {kind}, and {name} stays one.
//! ```
//!
//! Write the generator that makes a function of each. A message that is gone, or has another argument, is then an error
//! where it is used. Of the file above, it makes exactly this:
//!
//! ```text
//! // Generated from messages.txt: edit that instead.
//!
//! pub fn greeting(name: &str, count: &str) -> String {
//!     ["Hello ", name, ", there are ", count, " new \"articles\"."].concat()
//! }
//!
//! pub fn r#type(name: &str, kind: &str) -> String {
//!     [name, " is a ", kind, ", and ", name, " stays one."].concat()
//! }
//! ```
//!
//! The functions stand in the order of their keys, whatever the order in the file, so that two people who add messages
//! get the same file. Not even a wrong file may lead to source that does not compile: everything that is wrong with it is
//! reported, with its line.

use std::collections::BTreeMap;

/// What cannot be a name unless it is written raw.
pub const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What cannot be a name at all. (`Self` and `_` are none of ours anyway.)
pub const NEVER_RAW: [&str; 3] = ["crate", "self", "super"];

#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// As it is in the file.
    pub key: String,
    /// The key as an identifier.
    pub name: String,
    /// At least one; no empty text, and no two texts in a row.
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Text(String),
    /// An identifier.
    Argument(String),
}

#[derive(Debug, PartialEq)]
pub enum Fault {
    /// There is no `=` in the line.
    NoText,
    /// A key, or what stands between braces.
    NotAName(String),
    /// An earlier line has the same key.
    Twice { first: usize },
    /// There is nothing behind the `=`.
    Empty,
    /// A `{` without a `}`, or a `}` without a `{`.
    Brace,
}

/// A literal with this value, on one line, that the compiler takes.
pub fn literal(text: &str) -> String {
    // solution:begin
    // hint: Which characters end a literal, begin an escape, or break the line?
    // hint: The compiler takes no lone `\r` in one, and nothing that turns the direction of writing, as U+202E does.
    // hint: There is a formatting trait whose output for texts is written like a literal.
    format!("{text:?}")
    // solution:end
}

/// A word as an identifier: raw if it is a keyword. `None` if it does not consist of `a` to `z`, digits and `_` with a
/// letter first, or cannot be an identifier.
pub fn identifier(word: &str) -> Option<String> {
    // solution:begin
    // hint: `r#self` is no identifier, `r#type` is one.
    // hint: `strip_prefix` takes a closure over characters; what it leaves has its own rule.
    let rest = word.strip_prefix(|first: char| first.is_ascii_lowercase())?;
    let is_name = rest.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if !is_name || NEVER_RAW.contains(&word) {
        return None;
    }
    Some(if KEYWORDS.contains(&word) { format!("r#{word}") } else { word.to_owned() })
    // solution:end
}

/// The text of a message in pieces, or the first fault from the left. An argument reaches from a `{` to the next `}`.
pub fn pieces(text: &str) -> Result<Vec<Piece>, Fault> {
    // solution:begin
    // hint: Look for the next brace of either kind, and decide what it is.
    // hint: `find` takes an array of characters; `strip_prefix` and `split_once` do the rest.
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, behind) = rest.split_at(brace);
        let argument = behind.strip_prefix('{').and_then(|behind| behind.split_once('}'));
        let (word, after) = argument.ok_or(Fault::Brace)?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Argument(identifier(word).ok_or_else(|| Fault::NotAName(word.to_owned()))?));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
    // solution:end
}

/// The messages of a file in its order, or all faults in the order of the lines, which are counted from 1. A line has one
/// fault at most: what is wrong with its key comes before what is wrong with its text.
///
/// Lines that are blank, or begin with `#`, are skipped. The key stands before the first `=`, and there are no spaces
/// around key and text. A key that is a name is taken from there on, even if its text is wrong.
pub fn parse(file: &str) -> Result<Vec<Message>, Vec<(usize, Fault)>> {
    // solution:begin
    // hint: Keep faults and messages in two lists; a function or closure for one line lets you use `?` there.
    // hint: A `BTreeMap` from keys to lines knows who came first: `entry` tells the two cases apart.
    let (mut messages, mut faults, mut first) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (number, line) in (1..).zip(file.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut message = || {
            let (key, text) = line.split_once('=').ok_or(Fault::NoText)?;
            let (key, text) = (key.trim(), text.trim());
            let name = identifier(key).ok_or_else(|| Fault::NotAName(key.to_owned()))?;
            let first = *first.entry(key).or_insert(number);
            if first != number {
                return Err(Fault::Twice { first });
            }
            if text.is_empty() {
                return Err(Fault::Empty);
            }
            Ok(Message { key: key.to_owned(), name, pieces: pieces(text)? })
        };
        match message() {
            Ok(message) => messages.push(message),
            Err(fault) => faults.push((number, fault)),
        }
    }
    if faults.is_empty() { Ok(messages) } else { Err(faults) }
    // solution:end
}

/// The source text.
///
/// A parameter is declared once, where it is used first.
pub fn generate(messages: &[Message]) -> String {
    // solution:begin
    // hint: Sort references to the messages; by the key, as `r#type` would come before `save`.
    // hint: An argument that is there already is not declared again. The order of a hash set is no order.
    let mut sorted: Vec<_> = messages.iter().collect();
    sorted.sort_by_key(|message| &message.key);
    let mut source = "// Generated from messages.txt: edit that instead.\n".to_owned();
    for Message { name, pieces, .. } in sorted {
        let (mut parameters, mut parts) = (Vec::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Text(text) => parts.push(literal(text)),
                Piece::Argument(argument) => {
                    let parameter = format!("{argument}: &str");
                    if !parameters.contains(&parameter) {
                        parameters.push(parameter);
                    }
                    parts.push(argument.clone());
                }
            }
        }
        let (parameters, parts) = (parameters.join(", "), parts.join(", "));
        source += &format!("\npub fn {name}({parameters}) -> String {{\n    [{parts}].concat()\n}}\n");
    }
    source
    // solution:end
}

/// The value of a literal, if it is one and all on one line.
fn value(literal: &str) -> Option<String> {
    let (mut value, mut characters) = (String::new(), literal.strip_prefix('"')?.strip_suffix('"')?.chars());
    while let Some(character) = characters.next() {
        value.push(match character {
            '"' | '\n' | '\r' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return None,
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                same @ ('"' | '\'' | '\\') => same,
                'x' => {
                    let digits: String = characters.by_ref().take(2).collect();
                    char::from(u8::from_str_radix(&digits, 16).ok().filter(u8::is_ascii)?)
                }
                'u' => {
                    let digits: String = characters.by_ref().take_while(|next| *next != '}').collect();
                    char::from_u32(u32::from_str_radix(digits.strip_prefix('{')?, 16).ok()?)?
                }
                _ => return None,
            },
            other => other,
        });
    }
    Some(value)
}

fn text(text: &str) -> Piece {
    Piece::Text(text.into())
}

fn argument(name: &str) -> Piece {
    Piece::Argument(name.into())
}

#[test]
fn a_literal_has_the_value_of_the_text() {
    let alphabet: Vec<char> = "\"\\'{}\n\r\t\0\u{1b}\u{202e}\u{301}é漢nrux07a".chars().collect();
    let mut seed = 1_u64;
    for _ in 0..500 {
        let mut any = String::new();
        while any.len() < (seed >> 60) as usize {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            any.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
        }
        assert_eq!(value(&literal(&any)).as_deref(), Some(&*any), "{}", literal(&any));
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    }
}

#[test]
fn a_word_is_an_identifier_raw_or_none() {
    for word in ["a", "name", "new_articles", "a1_", "a__b", "selfish", "types"] {
        assert_eq!(identifier(word).as_deref(), Some(word));
    }
    assert_eq!(identifier("type").as_deref(), Some("r#type"));
    assert_eq!(identifier("gen").as_deref(), Some("r#gen"));
    for word in
        ["", "_", "_a", "1a", "Name", "nAme", "naïve", "a-b", "a b", " a", "r#type", "self", "super", "crate"]
    {
        assert_eq!(identifier(word), None, "{word:?}");
    }
}

#[test]
fn texts_and_arguments_take_turns_or_follow_each_other() {
    assert_eq!(pieces("Hello {name}."), Ok(vec![text("Hello "), argument("name"), text(".")]));
    assert_eq!(pieces("{a}{type}{a}"), Ok(vec![argument("a"), argument("r#type"), argument("a")]));
    assert_eq!(pieces("none"), Ok(vec![text("none")]));
}

#[test]
fn braces_come_in_pairs_around_a_name() {
    for wrong in ["{", "}", "a {name", "a} b", "{name}}", "}{", "{a} {b", "} {A}"] {
        assert_eq!(pieces(wrong), Err(Fault::Brace), "{wrong}");
    }
    for (wrong, word) in [("{}", ""), ("{ a}", " a"), ("{{a}", "{a"), ("a {self} b", "self"), ("{A} }", "A")]
    {
        assert_eq!(pieces(wrong), Err(Fault::NotAName(word.into())), "{wrong}");
    }
}

#[test]
fn messages_are_read_in_the_order_of_the_file() {
    let messages = parse("# At the top.\r\n\r\n  type=a = {b} \r\n \t\nask = # {c}?").unwrap();
    assert_eq!(
        messages,
        [
            Message { key: "type".into(), name: "r#type".into(), pieces: vec![text("a = "), argument("b")] },
            Message {
                key: "ask".into(),
                name: "ask".into(),
                pieces: vec![text("# "), argument("c"), text("?")]
            },
        ]
    );
    assert_eq!(parse("# Nothing yet.\n"), Ok(vec![]));
}

#[test]
fn all_faults_are_reported_with_their_lines() {
    let file = "no text\n\nBad = x\na = {\na = {Y}\nb =\nb = z\nself = x\n# = {\nc = {D}\nd = x\nd = }\n # e";
    assert_eq!(
        parse(file),
        Err(vec![
            (1, Fault::NoText),
            (3, Fault::NotAName("Bad".into())),
            (4, Fault::Brace),
            (5, Fault::Twice { first: 4 }),
            (6, Fault::Empty),
            (7, Fault::Twice { first: 6 }),
            (8, Fault::NotAName("self".into())),
            (10, Fault::NotAName("D".into())),
            (12, Fault::Twice { first: 11 }),
            (13, Fault::NoText),
        ])
    );
}

#[test]
fn the_third_of_a_key_is_told_of_the_first() {
    let twice = |line| (line, Fault::Twice { first: 1 });
    assert_eq!(parse("a = x\na = y\na = z"), Err(vec![twice(2), twice(3)]));
}

#[test]
fn the_source_is_the_one_of_the_task() {
    let file = "type = {name} is a {kind}, and {name} stays one.\n\
                greeting = Hello {name}, there are {count} new \"articles\".\n";
    let expected = r#"// Generated from messages.txt: edit that instead.

pub fn greeting(name: &str, count: &str) -> String {
    ["Hello ", name, ", there are ", count, " new \"articles\"."].concat()
}

pub fn r#type(name: &str, kind: &str) -> String {
    [name, " is a ", kind, ", and ", name, " stays one."].concat()
}
"#;
    assert_eq!(generate(&parse(file).unwrap()), expected);
    assert_eq!(generate(&[]), "// Generated from messages.txt: edit that instead.\n");
}

#[test]
fn the_order_of_the_file_does_not_show_in_the_source() {
    let words = ["save", "type", "abc", "ab", "use", "z9", "s", "t"];
    let mut messages: Vec<_> =
        words.iter().flat_map(|word| parse(&format!("{word} = {{b}}{{a}}")).unwrap()).collect();
    let first = generate(&messages);
    for _ in 0..words.len() {
        messages.rotate_left(1);
        assert_eq!(generate(&messages), first);
    }
    let names: Vec<_> =
        first.lines().filter_map(|line| line.strip_prefix("pub fn ")?.split('(').next()).collect();
    assert_eq!(names, ["ab", "abc", "s", "save", "t", "r#type", "r#use", "z9"]);
    assert_eq!(first.matches("(b: &str, a: &str)").count(), words.len());
}
