//! What a learner's file says, whatever its comments and its layout: comparisons of tokens.

use std::collections::HashSet;

use proc_macro2::{Delimiter, LexError, TokenStream, TokenTree};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// One token, with the line it stands on. Delimiters are tokens of their own; doc comments are none.
#[derive(Clone, Debug)]
pub struct Token {
    pub text: String,
    /// From 1.
    pub line: usize,
}

/// Something that was given and is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// As people would name it: "the test `empty_input`", "`struct Session`".
    pub item: String,
    /// In the learner's file, from 1.
    pub line: usize,
}

/// The tokens of a text.
///
/// # Errors
/// The line where it stops being made of tokens; a delimiter without its partner does that, too.
pub fn lex(text: &str) -> Result<Vec<Token>, usize> {
    let mut tokens = Vec::new();
    flatten(parse(text)?, &mut tokens);
    Ok(tokens)
}

fn parse(text: &str) -> Result<TokenStream, usize> {
    text.parse().map_err(|error: LexError| error.span().start().line)
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        if let TokenTree::Punct(punct) = &tree
            && punct.as_char() == '#'
        {
            let inner =
                trees.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
            if trees.next_if(is_doc).is_some() {
                continue;
            }
            push(tokens, "#", &tree);
            inner.iter().for_each(|bang| push(tokens, "!", bang));
            continue;
        }
        let TokenTree::Group(group) = tree else {
            push(tokens, &tree.to_string(), &tree);
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        tokens.push(Token { text: open.into(), line: group.span_open().start().line });
        flatten(group.stream(), tokens);
        tokens.push(Token { text: close.into(), line: group.span_close().start().line });
    }
}

fn push(tokens: &mut Vec<Token>, text: &str, tree: &TokenTree) {
    tokens.push(Token { text: text.into(), line: tree.span().start().line });
}

/// Whether this follows the `#` of a doc comment.
fn is_doc(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket
        && group.stream().into_iter().next().is_some_and(|first| is_ident(&first, "doc")))
}

fn is_ident(tree: &TokenTree, name: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == name)
}

/// Where `pattern` stands in `tokens`: the line of its first token there.
pub fn find(tokens: &[Token], pattern: &[Token]) -> Option<usize> {
    let same = |(token, wanted): (&Token, &Token)| token.text == wanted.text;
    let mut windows = tokens.windows(pattern.len().max(1));
    windows.find(|window| window.iter().zip(pattern).all(same)).map(|window| window[0].line)
}

/// What is different in `theirs`, item by item, in the order of the file.
pub fn edits(given: &[Token], theirs: &[Token]) -> Vec<Edit> {
    let texts = |tokens: &[Token]| tokens.iter().map(|token| token.text.clone()).collect::<Vec<_>>();
    let (given_texts, their_texts) = (texts(given), texts(theirs));
    if given_texts == their_texts {
        return Vec::new();
    }
    let (given_items, their_items) = (items(given), items(theirs));
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &given_texts, &their_texts) {
        let (given_at, their_at) = match op {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete { old_index, new_index, .. } => (Some(old_index), new_index),
            DiffOp::Insert { new_index, .. } => (None, new_index),
            DiffOp::Replace { old_index, new_index, .. } => (Some(old_index), new_index),
        };
        // What was there before is named as it was given, what is new as the learner names it.
        let item = match given_at {
            Some(index) => item_at(&given_items, index),
            None => item_at(&their_items, their_at),
        };
        let line = theirs.get(their_at).or(theirs.last()).map_or(1, |token| token.line);
        if !edits.iter().any(|edit| edit.item == item) {
            edits.push(Edit { item, line });
        }
    }
    edits
}

/// A piece of a file: the index of its first token, and how people would name it.
type Item = (usize, String);

fn item_at(items: &[Item], index: usize) -> String {
    let found = items.iter().rev().find(|(start, _)| *start <= index);
    found.map_or_else(|| "the file".into(), |(_, name)| name.clone())
}

/// The items at the top of a file.
fn items(tokens: &[Token]) -> Vec<Item> {
    let mut items = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(token.text.as_str(), "}" | ";") {
            items.push((start, name_of(&tokens[start..=index])));
            start = index + 1;
        }
    }
    if start < tokens.len() {
        items.push((start, name_of(&tokens[start..])));
    }
    items
}

fn name_of(item: &[Token]) -> String {
    const KEYWORDS: [&str; 10] =
        ["fn", "struct", "enum", "trait", "impl", "mod", "const", "static", "type", "use"];
    let mut depth = 0_usize;
    let mut is_test = false;
    for (index, token) in item.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "test" if depth == 1 => is_test = true,
            "impl" | "use" if depth == 0 => {
                let head = item[index..].iter().map(|token| token.text.as_str());
                let words: Vec<_> = head.take_while(|text| !matches!(*text, "{" | ";" | "where")).collect();
                return format!("`{}`", joined(&words));
            }
            keyword if depth == 0 && KEYWORDS.contains(&keyword) => {
                let Some(name) = item.get(index + 1).map(|token| token.text.as_str()) else { break };
                // As in `const fn`.
                if KEYWORDS.contains(&name) {
                    continue;
                }
                return if is_test && keyword == "fn" {
                    format!("the test `{name}`")
                } else {
                    format!("`{keyword} {name}`")
                };
            }
            _ => {}
        }
    }
    let first = item.first().map_or("", |token| token.text.as_str());
    format!("what begins with `{first}`")
}

/// Tokens as a line of code: spaces between words only.
fn joined(texts: &[&str]) -> String {
    let is_word = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let mut line = String::new();
    for (index, text) in texts.iter().enumerate() {
        let after_word = index > 0 && (is_word(texts[index - 1]) || texts[index - 1] == ">");
        if after_word && is_word(text) {
            line.push(' ');
        }
        line.push_str(text);
    }
    line
}

/// The tests of a file, as the harness names them.
///
/// # Errors
/// As [`lex`].
pub fn tests(text: &str) -> Result<Vec<String>, usize> {
    let mut names = Vec::new();
    collect_tests(parse(text)?, "", &mut names);
    Ok(names)
}

fn collect_tests(stream: TokenStream, path: &str, names: &mut Vec<String>) {
    let trees: Vec<_> = stream.into_iter().collect();
    let mut pending = false;
    // The module whose braces come next.
    let mut module = None;
    for (index, tree) in trees.iter().enumerate() {
        let next_ident = || match trees.get(index + 1) {
            Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
            _ => None,
        };
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                pending |= is_test_attribute(group.stream());
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = module.take().map_or_else(|| path.to_owned(), |name| format!("{path}{name}::"));
                collect_tests(group.stream(), &inner, names);
            }
            TokenTree::Ident(ident) if ident == "mod" => module = next_ident(),
            TokenTree::Ident(ident) if ident == "fn" && std::mem::take(&mut pending) => {
                names.extend(next_ident().map(|name| format!("{path}{name}")));
            }
            _ => {}
        }
    }
}

/// Whether the path of an attribute ends in `test`.
fn is_test_attribute(attribute: TokenStream) -> bool {
    let path = attribute.into_iter().take_while(|tree| !matches!(tree, TokenTree::Group(_)));
    path.last().is_some_and(|last| is_ident(&last, "test"))
}

/// The macros that a file uses by name.
pub fn macros_used(tokens: &[Token]) -> HashSet<&str> {
    let mut used = HashSet::new();
    for window in tokens.windows(3) {
        let [name, bang, open] = window else { continue };
        let is_call = bang.text == "!" && matches!(open.text.as_str(), "(" | "[" | "{");
        if is_call && name.text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            used.insert(name.text.as_str());
        }
    }
    used
}

/// The first macro of `used` that these tokens define or import anew, with its line.
pub fn shadowed<'a>(tokens: &'a [Token], used: &HashSet<&str>) -> Option<&'a Token> {
    let mut in_use = false;
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "use" => in_use = true,
            ";" => in_use = false,
            "macro_rules" if tokens.get(index + 1).is_some_and(|bang| bang.text == "!") => {
                if let Some(name) = tokens.get(index + 2)
                    && used.contains(name.text.as_str())
                {
                    return Some(name);
                }
            }
            name if in_use && used.contains(name) => return Some(token),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "\
//! A task.
use std::iter::Peekable;

/// A session.
#[derive(Debug)]
pub struct Session { pub first: u64 }

impl<I: Iterator<Item = u64>> Iterator for Sessions<I> {
    fn next(&mut self) -> Option<Session> {
        \"yours:next\"
    }
}

#[test]
fn one() {
    assert_eq!(1, 1);
}

#[test]
#[should_panic(expected = \"no\")]
fn two() {
    panic!(\"no\");
}
";

    fn edits_after(from: &str, to: &str) -> Vec<String> {
        assert!(GIVEN.contains(from));
        let edited = GIVEN.replace(from, to);
        edits(&lex(GIVEN).unwrap(), &lex(&edited).unwrap()).into_iter().map(|edit| edit.item).collect()
    }

    #[test]
    fn comments_documentation_and_layout_are_no_edits() {
        assert_eq!(edits_after("A task.", "Another task.\n//! And more."), [] as [&str; 0]);
        assert_eq!(edits_after("/// A session.\n", ""), [] as [&str; 0]);
        assert_eq!(edits_after("fn one() {", "fn one()\n/* here */{ // there"), [] as [&str; 0]);
    }

    #[test]
    fn an_edit_is_named_by_the_item_it_is_in() {
        assert_eq!(edits_after("assert_eq!(1, 1)", "assert_eq!(1, 2)"), ["the test `one`"]);
        assert_eq!(edits_after("assert_eq!(1, 1);", ""), ["the test `one`"]);
        assert_eq!(edits_after("first: u64", "first: u32"), ["`struct Session`"]);
        assert_eq!(edits_after("(Debug)", "(Debug, Clone)"), ["`struct Session`"]);
        assert_eq!(
            edits_after("        \"yours:next\"", "None"),
            ["`impl<I:Iterator<Item=u64>> Iterator for Sessions<I>`"]
        );
        assert_eq!(edits_after("use std::iter::Peekable;", ""), ["`use std::iter::Peekable`"]);
        assert_eq!(edits_after("#[test]\nfn one", "#[test]\n#[ignore]\nfn one"), ["the test `one`"]);
        assert_eq!(edits_after("\nuse std", "\nconst fn extra() {}\nuse std"), ["`fn extra`"]);
    }

    #[test]
    fn an_edit_has_its_line_in_the_learners_file() {
        let edited = GIVEN.replace("panic!(\"no\")", "panic!(\"no, no\")");
        let expected = Edit { item: "the test `two`".into(), line: 22 };
        assert_eq!(edits(&lex(GIVEN).unwrap(), &lex(&edited).unwrap()), [expected]);
    }

    #[test]
    fn several_edits_are_named_in_order_and_once() {
        let edited =
            GIVEN.replace("1, 1", "2, 2").replace("panic!(\"no\")", "").replace("pub first", "first");
        let edits = edits(&lex(GIVEN).unwrap(), &lex(&edited).unwrap());
        let items: Vec<_> = edits.iter().map(|edit| edit.item.as_str()).collect();
        assert_eq!(items, ["`struct Session`", "the test `one`", "the test `two`"]);
    }

    #[test]
    fn a_lost_delimiter_has_a_line() {
        assert_eq!(lex("fn f() {}\n}").unwrap_err(), 2);
        assert!(lex("fn f() {").is_err());
    }

    #[test]
    fn a_pattern_is_found_in_code_and_not_in_comments_or_strings() {
        let find = |text: &str| super::find(&lex(text).unwrap(), &lex(".clone()").unwrap());
        assert_eq!(find("let a = b\n    .clone ();"), Some(2));
        assert_eq!(find("let a = b; // b.clone()"), None);
        assert_eq!(find("let a = \"b.clone()\";"), None);
        assert_eq!(find("vec![b.clone()]"), Some(1));
    }

    #[test]
    fn tests_are_named_as_the_harness_names_them() {
        let text = "
#[test] fn plain() {}
#[tokio::test(start_paused = true)] async fn asynchronous() {}
#[cfg(test)] fn helper() {}
mod inner { use super::*; #[test] #[ignore] pub fn nested() -> Result<(), String> { Ok(()) } }
proptest! { #[test] fn generated(x in 0..9) {} }
#[derive(Debug)] struct Test;
fn test() {}
";
        assert_eq!(tests(text).unwrap(), ["plain", "asynchronous", "inner::nested", "generated"]);
    }

    #[test]
    fn a_macro_that_the_tests_use_can_neither_be_defined_nor_imported_anew() {
        let given = lex(GIVEN).unwrap();
        let used = macros_used(&given);
        let shadows = |text: &str| shadowed(&lex(text).unwrap(), &used).map(|token| token.text.clone());
        assert_eq!(shadows("macro_rules! assert_eq { ($($t:tt)*) => {} }"), Some("assert_eq".into()));
        assert_eq!(shadows("use std::{dbg as panic, fmt};"), Some("panic".into()));
        assert_eq!(shadows("macro_rules! own { () => {} } assert_eq!(1, 1);"), None);
        assert_eq!(shadows("use std::fmt; panic!()"), None);
    }
}
