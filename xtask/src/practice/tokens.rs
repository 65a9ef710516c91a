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

/// The tokens of a text, without commas that a layout may or may not have before a closing delimiter.
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
        let first = tokens.len();
        flatten(group.stream(), tokens);
        if tokens.len() > first && tokens.last().is_some_and(|last| last.text == ",") {
            tokens.pop();
        }
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
    let begins_with_dot = pattern.first().is_some_and(|first| first.text == ".");
    // In `..expect`, there is no method call.
    let is_range = |index: usize| begins_with_dot && index > 0 && tokens[index - 1].text == ".";
    let mut windows = tokens.windows(pattern.len().max(1)).enumerate();
    let found = windows.find(|(index, window)| window.iter().zip(pattern).all(same) && !is_range(*index));
    found.map(|(_, window)| window[0].line)
}

/// The tokens of a text without its tests.
///
/// # Errors
/// As [`lex`].
pub fn lex_without_tests(text: &str) -> Result<Vec<Token>, usize> {
    let mut kept = TokenStream::new();
    let mut trees = parse(text)?.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_test = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '#')
            && matches!(trees.peek(), Some(TokenTree::Group(group)) if is_for_tests(group.stream()));
        if is_test {
            // Up to the end of the item.
            let is_end = |tree: &TokenTree| match tree {
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(punct) => punct.as_char() == ';',
                _ => false,
            };
            trees.by_ref().find(is_end);
        } else {
            kept.extend([tree]);
        }
    }
    let mut tokens = Vec::new();
    flatten(kept, &mut tokens);
    Ok(tokens)
}

/// Whether an attribute makes a test of its item, or leaves it to the tests.
fn is_for_tests(attribute: TokenStream) -> bool {
    is_test_attribute(attribute.clone()) || attribute.to_string().replace(' ', "") == "cfg(test)"
}

/// Something that a part must not contain, because it would reach beyond the part: its line, and what it is.
pub fn beyond(tokens: &[Token]) -> Option<(usize, String)> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    for (index, token) in tokens.iter().enumerate() {
        let what = match token.text.as_str() {
            "mod" if text(index + 2) == ";" => format!("`mod {};`", text(index + 1)),
            name @ ("include" | "include_str" | "include_bytes") if text(index + 1) == "!" => {
                format!("`{name}!`")
            }
            _ => continue,
        };
        return Some((token.line, format!("{what} takes in another file, and an answer is one file")));
    }
    // The bracket that ends the part: does it begin with a `#`?
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().rev() {
        match token.text.as_str() {
            "]" => depth += 1,
            "[" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let is_attribute = token.text == "[" && index > 0 && text(index - 1) == "#";
            return is_attribute
                .then(|| (token.line, "an attribute at the end of a part belongs to what was given".into()));
        }
    }
    None
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
        let new = |offset: usize| theirs.get(their_at + offset).map(|token| token.text.as_str());
        let part = given_at.and_then(|index| given[index].text.strip_prefix("\"yours:")?.strip_suffix('"'));
        let item = match (given_at, part) {
            (_, Some(part)) => format!("the place of your part `{part}`"),
            (Some(index), None) => item_at(&given_items, index),
            (None, None) if (new(0), new(1)) == (Some("#"), Some("!")) => "the head of the file".into(),
            (None, None) => item_at(&their_items, their_at),
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

/// The first macro of `used` that these tokens define anew.
pub fn shadowed<'a>(tokens: &'a [Token], used: &HashSet<&str>) -> Option<&'a Token> {
    let definitions =
        tokens.windows(3).filter(|window| window[0].text == "macro_rules" && window[1].text == "!");
    definitions.map(|window| &window[2]).find(|name| used.contains(name.text.as_str()))
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
            edits_after("Option<Session>", "Option<u64>"),
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
    fn a_comma_before_a_closing_delimiter_is_layout() {
        assert_eq!(edits_after("{ pub first: u64 }", "{\n    pub first: u64,\n}"), [] as [&str; 0]);
        assert_eq!(edits_after("assert_eq!(1, 1)", "assert_eq!(1)"), ["the test `one`"]);
    }

    #[test]
    fn a_lost_part_and_an_attribute_of_the_file_have_names_of_their_own() {
        assert_eq!(edits_after("\"yours:next\"", ""), ["the place of your part `next`"]);
        assert_eq!(edits_after("use std", "#![allow(unused)]\nuse std"), ["the head of the file"]);
    }

    #[test]
    fn tests_of_ones_own_can_be_left_out() {
        let text = "fn f() { a(); }\n#[test]\n#[ignore]\nfn t() { b(); }\n#[cfg(test)]\nuse c;\n#[cfg(test)] mod m { d!() }\n#[inline]\nfn g() {}";
        let kept: Vec<_> = lex_without_tests(text).unwrap().into_iter().map(|token| token.text).collect();
        assert_eq!(kept.concat(), "fnf(){a();}#[inline]fng(){}");
    }

    #[test]
    fn what_reaches_beyond_a_part_is_found() {
        let found = |text: &str| beyond(&lex(text).unwrap()).map(|(line, _)| line);
        assert_eq!(found("\nmod util;"), Some(2));
        assert_eq!(found("mod util { fn f() {} }"), None);
        assert_eq!(found("const TEXT: &str = include_str!(\"a.txt\");"), Some(1));
        assert_eq!(found("fn f() {}\n#[derive(Clone)]"), Some(2));
        assert_eq!(found("#[derive(Clone)] struct S([u8; 2]);"), None);
        assert_eq!(found("samples[0]"), None);
        assert_eq!(found("[1, 2]"), None);
        assert_eq!(found(""), None);
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
        let expect = lex(".expect").unwrap();
        assert_eq!(super::find(&lex("&numbers[..expect]").unwrap(), &expect), None);
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
    fn a_macro_that_the_tests_use_cannot_be_defined_anew() {
        let given = lex(GIVEN).unwrap();
        let used = macros_used(&given);
        let shadows = |text: &str| shadowed(&lex(text).unwrap(), &used).map(|token| token.text.clone());
        assert_eq!(shadows("macro_rules! assert_eq { ($($t:tt)*) => {} }"), Some("assert_eq".into()));
        assert_eq!(shadows("macro_rules! own { () => {} } assert_eq!(1, 1);"), None);
        assert_eq!(shadows("use std::{fs, panic, vec};"), None);
    }
}
