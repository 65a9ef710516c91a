//! # Links that lead somewhere
//!
//! An editor for documentation wants to underline broken links while the author types. Its rules are like rustdoc's, but
//! simpler:
//!
//! - `[text](target)` is a link, and so is `[target]` alone. Backticks around a target do not belong to it. Text between
//!   backticks that stands outside of brackets is code, and has no links. Behind a backtick or `[` without its other half,
//!   there are no links at all.
//! - A target is a path only if it consists of letters, digits, `_`, `::`, and what the next rule allows. Web addresses
//!   and `[see below]` are none of rustdoc's business.
//! - A path may say what it means: `fn@fee` or `fee()` a function, `mod@fee` a module, `struct@Fee` a struct, `macro@fee`
//!   or `fee!` a macro. With another word before the `@`, it is no path. What follows a `#` is a place on the page, and
//!   does not belong to the path. The parentheses of `fee()` belong to the target, also in `[text](fee())`.
//! - Paths begin in the module of the page, except for `crate::…`, `self::…` and any number of `super::…`.
//! - A path must lead to one item. If a module and a function have the same name, the link has to say which is meant.
//! - A page of a public item must not link to a private one.

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Function,
    Macro,
    Module,
    Struct,
}

/// What can be linked to, and can have a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// From the root, such as `crate::fees::fee`.
    pub path: &'static str,
    pub kind: Kind,
    pub public: bool,
}

/// What is wrong with a link, with its target as it was written, without backticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault<'t> {
    Missing(&'t str),
    Ambiguous(&'t str),
    Private(&'t str),
}

/// The targets of all links of a text, in order and without backticks, paths or not. Brackets do not nest.
pub fn targets(text: &str) -> Vec<&str> {
    // solution:begin
    // hint: Look for the next backtick or opening bracket, whichever comes first: `find(['`', '['])`.
    // hint: After a backtick, go on behind the next one. After a bracket, `split_once(']')` has the text of the link.
    // hint: What follows it begins with `(`, or the text itself is the target. A bracket without an end ends the search.
    // hint: In `(fee())`, the first `)` belongs to the target: look at what stands before it.
    let mut targets = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '[']) {
        let is_code = rest[start..].starts_with('`');
        let Some((inner, behind)) = rest[start + 1..].split_once(if is_code { '`' } else { ']' }) else {
            break;
        };
        rest = behind;
        if is_code {
            continue;
        }
        let mut target = inner;
        if let Some(explicit) = behind.strip_prefix('(')
            && let Some(end) = explicit.find(')')
        {
            // `fee()` has a bracket of its own.
            let end = if explicit[..end].ends_with('(') { end + 1 } else { end };
            target = &explicit[..end];
            rest = &explicit[end..];
        }
        targets.push(target.trim_matches('`'));
    }
    targets
    // solution:end
}

/// The path of a target and the kind that it asks for, or `None` if it is no path.
pub fn path_of(target: &str) -> Option<(&str, Option<Kind>)> {
    // solution:begin
    // hint: First drop what follows `#`, then look for a word before `@`, then for `()` or `!` at the end.
    // hint: An unknown word before `@` makes it no path: `match` on the word, with `_ => return None`.
    let target = target.split('#').next().unwrap_or_default();
    let (path, kind) = if let Some((word, path)) = target.split_once('@') {
        let kind = match word {
            "fn" => Kind::Function,
            "macro" => Kind::Macro,
            "mod" => Kind::Module,
            "struct" => Kind::Struct,
            _ => return None,
        };
        (path, Some(kind))
    } else if let Some(path) = target.strip_suffix("()") {
        (path, Some(Kind::Function))
    } else if let Some(path) = target.strip_suffix('!') {
        (path, Some(Kind::Macro))
    } else {
        (target, None)
    };
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    path.split("::").all(is_word).then_some((path, kind))
    // solution:end
}

/// The items to which a path leads from a page in `module`, such as `crate::fees`.
pub fn items_at<'i>(items: &'i [Item], module: &str, path: &str, kind: Option<Kind>) -> Vec<&'i Item> {
    // solution:begin
    // hint: First make an absolute path of it. `super::` takes the last segment from the module, as often as it comes.
    // hint: `rsplit_once("::")` has the parent. The root has none, and so no items are above it.
    let (mut module, mut path) = (module, path);
    if let Some(absolute) = path.strip_prefix("crate::") {
        (module, path) = ("crate", absolute);
    } else if let Some(below) = path.strip_prefix("self::") {
        path = below;
    }
    while let Some(below) = path.strip_prefix("super::") {
        let Some((parent, _)) = module.rsplit_once("::") else { return Vec::new() };
        (module, path) = (parent, below);
    }
    let wanted = format!("{module}::{path}");
    let fits = |item: &&Item| item.path == wanted && kind.is_none_or(|kind| kind == item.kind);
    items.iter().filter(fits).collect()
    // solution:end
}

/// What is wrong with the links on the page of an item, in order.
pub fn faults<'t>(items: &[Item], page: Item, text: &'t str) -> Vec<Fault<'t>> {
    // solution:begin
    // hint: A page belongs to the module above its item; the page of a module begins in the module itself.
    // hint: A slice pattern tells none, one and several items apart.
    let module = match page.kind {
        Kind::Module => page.path,
        _ => page.path.rsplit_once("::").map_or(page.path, |(module, _)| module),
    };
    let fault = |target| {
        let (path, kind) = path_of(target)?;
        match items_at(items, module, path, kind)[..] {
            [] => Some(Fault::Missing(target)),
            [item] if page.public && !item.public => Some(Fault::Private(target)),
            [_] => None,
            _ => Some(Fault::Ambiguous(target)),
        }
    };
    targets(text).into_iter().filter_map(fault).collect()
    // solution:end
}

const fn item(path: &'static str, kind: Kind, public: bool) -> Item {
    Item { path, kind, public }
}

const FEES: Item = item("crate::fees", Kind::Module, true);
const ROUNDED: Item = item("crate::fees::rounded", Kind::Function, false);
const FEE: Item = item("crate::fees::Fee", Kind::Struct, true);
const ITEMS: [Item; 7] = [
    FEES,
    item("crate::fees", Kind::Macro, true),
    FEE,
    ROUNDED,
    item("crate::fees::euro", Kind::Module, true),
    item("crate::fees::euro::Fee", Kind::Struct, true),
    item("crate::fee", Kind::Function, true),
];

#[test]
fn a_link_has_a_target_of_its_own_or_is_its_target() {
    let text = "A [`Fee`] is [rounded], see [the rules](self::rules#half) and [`here`](`crate::here`)(too).";
    assert_eq!(targets(text), ["Fee", "rounded", "self::rules#half", "crate::here"]);
    assert_eq!(targets("[a][b] [call](fee()) [`fee()`], [c]"), ["a", "b", "fee()", "fee()", "c"]);
}

#[test]
fn code_has_no_links_and_open_ends_are_none() {
    assert_eq!(targets("`pages[seven]` and [`Fee`] `[x]`"), ["Fee"]);
    assert_eq!(targets("[a] and [b"), ["a"]);
    assert_eq!(targets("[a] and `[b]"), ["a"]);
    assert!(targets("").is_empty());
    let text = "in [text](target)";
    assert_eq!(targets(text)[0].as_ptr(), text[10..].as_ptr());
}

#[test]
fn a_path_may_say_what_it_means() {
    use Kind::*;
    for (target, path, kind) in [
        ("Fee", "Fee", None),
        ("crate::fees::Fee#rounding", "crate::fees::Fee", None),
        ("fn@fees::fee", "fees::fee", Some(Function)),
        ("fee()", "fee", Some(Function)),
        ("fee()#errors", "fee", Some(Function)),
        ("fees!", "fees", Some(Macro)),
        ("macro@fees", "fees", Some(Macro)),
        ("mod@fees", "fees", Some(Module)),
        ("struct@rounded_fee2", "rounded_fee2", Some(Struct)),
    ] {
        assert_eq!(path_of(target), Some((path, kind)), "{target}");
    }
}

#[test]
fn what_is_no_path_is_left_alone() {
    for target in [
        "",
        "see below",
        "https://example.org",
        "fees.html",
        "fees::",
        "::fees",
        "#rules",
        "author@example",
        "a:b",
        "fn@",
        "!",
    ] {
        assert_eq!(path_of(target), None, "{target}");
    }
}

#[test]
fn paths_begin_in_the_module_or_say_where() {
    let found =
        |module, path| items_at(&ITEMS, module, path, None).iter().map(|item| item.path).collect::<Vec<_>>();
    assert_eq!(found("crate::fees", "Fee"), ["crate::fees::Fee"]);
    assert_eq!(found("crate::fees", "self::euro::Fee"), ["crate::fees::euro::Fee"]);
    assert_eq!(found("crate::fees::euro", "super::Fee"), ["crate::fees::Fee"]);
    assert_eq!(found("crate::fees::euro", "super::super::fee"), ["crate::fee"]);
    assert_eq!(found("crate::fees::euro", "self::super::Fee"), ["crate::fees::Fee"]);
    assert_eq!(found("crate::fees::euro", "crate::fee"), ["crate::fee"]);
    for (module, path) in
        [("crate", "super::fee"), ("crate::fees", "fee"), ("crate", "Fee"), ("crate", "crate::crate::fee")]
    {
        assert!(found(module, path).is_empty(), "{path} in {module}");
    }
}

#[test]
fn a_kind_chooses_between_items_of_one_name() {
    let found =
        |kind| items_at(&ITEMS, "crate", "fees", kind).iter().map(|item| item.kind).collect::<Vec<_>>();
    assert_eq!(found(None), [Kind::Module, Kind::Macro]);
    assert_eq!(found(Some(Kind::Macro)), [Kind::Macro]);
    assert!(found(Some(Kind::Struct)).is_empty());
}

#[test]
fn faults_are_reported_in_order_with_what_was_written() {
    let text = "[`Fee`], [round](rounded()), [`fn@fee`], [see below], [`crate::fees`], [`crate::fees!`], [`struct@rounded`]";
    assert_eq!(
        faults(&ITEMS, FEE, text),
        [
            Fault::Private("rounded()"),
            Fault::Missing("fn@fee"),
            Fault::Ambiguous("crate::fees"),
            Fault::Missing("struct@rounded")
        ]
    );
}

#[test]
fn private_pages_may_link_to_private_items() {
    assert_eq!(faults(&ITEMS, ROUNDED, "[`rounded`] [`euro::rounded`]"), [Fault::Missing("euro::rounded")]);
}

#[test]
fn the_page_of_a_module_begins_in_the_module() {
    let text = "[`Fee`] [`super::fee`] [`fee`]";
    assert_eq!(faults(&ITEMS, FEES, text), [Fault::Missing("fee")]);
    assert_eq!(faults(&ITEMS, item("crate", Kind::Module, true), "[`fee`] [`Fee`]"), [Fault::Missing("Fee")]);
}
