//! # Payloads of a webhook
//!
//! A platform tells other servers what has happened, in payloads of lists, objects and plain values. Written with the
//! constructors of the enum, they are hard to read. Write three macros, so that the code looks like the payload.
//!
//! Lists may be longer than calls of macros may be deep, which is 128 unless a crate allows more. So `payload!` must not
//! call itself for the rest of a list; for what is nested in an item, it may.

#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Payload>),
    /// Keys and values, in the order in which they were written.
    Object(Vec<(String, Payload)>),
}

impl From<bool> for Payload {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Payload {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Payload {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

/// Makes a payload of one of these:
///
/// - `null`;
/// - a list `[a, b]` of what this macro takes;
/// - an object `{ key: a, "other-key": b }`, where keys are names or texts, and values what this macro takes;
/// - any other expression, whose value has a conversion into a payload. It is evaluated once.
///
/// A comma may stand behind the last item. In lists and objects, each value is a single token or a group in brackets; so
/// `-1` is written as `(-1)` there, and `a + b` as `(a + b)`.
macro_rules! payload {
    // solution:begin
    // stub: ($($any:tt)*) => {{
    // stub:     let payload: Payload = todo!();
    // stub:     payload
    // stub: }};
    // hint: One rule for each line of the list above. Rules are tried from the top, and `null` is an expression, too.
    // hint: What is handed on to another call must not be parsed yet: match items as `tt`.
    // hint: A list: `([$($item:tt),* $(,)?]) => { Payload::List(vec![$(payload!($item)),*]) };`.
    // hint: Keys need two rules of their own, `(@key $name:ident)` and `(@key $text:literal)`: `stringify!` would keep the
    // hint: quotes of a text.
    (@key $name:ident) => { stringify!($name) };
    (@key $text:literal) => { $text };
    (null) => { Payload::Null };
    ([$($item:tt),* $(,)?]) => { Payload::List(vec![$(payload!($item)),*]) };
    ({ $($key:tt: $value:tt),* $(,)? }) => {
        Payload::Object(vec![$((payload!(@key $key).to_owned(), payload!($value))),*])
    };
    ($value:expr) => { Payload::from($value) };
    // solution:end
}

/// Makes a `Vec` of objects from a table: the keys in parentheses, then a list of values for each row.
///
/// `rows! { (title, "copies-sold") ["Moves", 310] ["Loans", null] }` has two objects with two keys each. Keys and values
/// are those that `payload!` takes. A row that is longer or shorter than the keys need not compile.
macro_rules! rows {
    // solution:begin
    // stub: ($($any:tt)*) => {{
    // stub:     let rows: Vec<Payload> = todo!();
    // stub:     rows
    // stub: }};
    // hint: Keys and rows cannot be repeated together: there are not as many keys as rows.
    // hint: `$keys:tt` matches the parentheses with all that is in them. It is not repeated, so each row can have it.
    // hint: A rule `(@row ($($key:tt),*) [$($value:tt),*])` then sees one row, with as many values as keys, and leaves the
    // hint: rest to `payload!`.
    (@row ($($key:tt),* $(,)?) [$($value:tt),* $(,)?]) => { payload!({ $($key: $value),* }) };
    ($keys:tt $($row:tt)*) => {{
        let rows: Vec<Payload> = vec![$(rows!(@row $keys $row)),*];
        rows
    }};
    // solution:end
}

/// The first of several options that is `Some`, or `None`. A comma may stand behind the last one.
///
/// Options behind the first `Some` are not evaluated. `?`, `return` and a `break` with a label, in an option, are those of
/// the caller.
macro_rules! first_of {
    // solution:begin
    // stub: ($($any:tt)*) => {{
    // stub:     let found: Option<_> = todo!();
    // stub:     found
    // stub: }};
    // hint: `or` evaluates its argument always, and a `?` in the closure of `or_else` would leave the closure only.
    // hint: A block with a label can be left from any statement in it: `break 'found Some(value)`.
    // hint: `'found: { $(if let Some(value) = $option { break 'found Some(value); })+ None }`. The caller's variables and
    // hint: labels of these names are others.
    ($($option:expr),+ $(,)?) => {
        'found: {
            $(if let Some(value) = $option {
                break 'found Some(value);
            })+
            None
        }
    };
    // solution:end
}

fn object<const N: usize>(fields: [(&str, Payload); N]) -> Payload {
    Payload::Object(fields.map(|(key, value)| (key.to_owned(), value)).into())
}

#[test]
fn null_is_no_variable_and_all_other_names_are() {
    let (sold, title) = (310, "Moves");
    assert_eq!(payload!(null), Payload::Null);
    assert_eq!([payload!(sold), payload!(title)], [Payload::Number(310), Payload::Text("Moves".into())]);
    assert_eq!([payload!(true), payload!("null")], [Payload::Bool(true), Payload::Text("null".into())]);
}

#[test]
fn lists_and_objects_may_be_nested() {
    let written = payload!({
        event: "published",
        article: { title: "Moves", tags: ["rust", ["nested", null]], corrections: [] },
        extra: {},
    });
    let tags = Payload::List(vec!["rust".into(), Payload::List(vec!["nested".into(), Payload::Null])]);
    let article =
        object([("title", "Moves".into()), ("tags", tags), ("corrections", Payload::List(Vec::new()))]);
    assert_eq!(written, object([("event", "published".into()), ("article", article), ("extra", object([]))]));
}

#[test]
fn keys_are_names_or_texts_and_stay_in_order() {
    let written = payload!({ second: 2, "first-of-all": 1, "second": 3 });
    assert_eq!(written, object([("second", 2.into()), ("first-of-all", 1.into()), ("second", 3.into())]));
}

#[test]
fn a_comma_may_stand_behind_the_last_item() {
    assert_eq!(payload!([1, 2,]), payload!([1, 2]));
    assert_eq!(payload!({ a: 1, b: [2,], }), payload!({ a: 1, b: [2] }));
}

#[test]
fn an_expression_is_evaluated_once_and_in_its_place() {
    let mut calls = 0;
    let mut next = || {
        calls += 1;
        calls
    };
    let written = payload!([(next() * 10), (-next()), { n: (next()) }]);
    assert_eq!(written, Payload::List(vec![10.into(), (-2).into(), object([("n", 3.into())])]));
    assert_eq!((payload!(1 + 2), calls), (Payload::Number(3), 3));
}

#[test]
fn a_list_may_be_longer_than_calls_may_be_deep() {
    let Payload::List(items) = payload!([
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0
    ]) else {
        panic!("a list was written")
    };
    assert_eq!(items, vec![Payload::Number(0); 140]);
}

#[test]
fn every_row_of_a_table_has_all_keys() {
    let sold = 95;
    let rows = rows! {
        (title, "copies-sold", tags)
        ["Moves", 310, ["rust"]]
        ["Loans", null, []]
        ["Paths", sold, { main: "rust" }]
        ["Cells", (sold + 1), null]
    };
    assert_eq!(
        rows,
        [
            payload!({ title: "Moves", "copies-sold": 310, tags: ["rust"] }),
            payload!({ title: "Loans", "copies-sold": null, tags: [] }),
            payload!({ title: "Paths", "copies-sold": 95, tags: { main: "rust" } }),
            payload!({ title: "Cells", "copies-sold": 96, tags: null }),
        ]
    );
}

#[test]
fn a_table_may_have_one_key_or_no_rows() {
    assert_eq!(
        rows! { (title) ["Moves"] ["Loans"] },
        [payload!({ title: "Moves" }), payload!({ title: "Loans" })]
    );
    assert_eq!(rows! { (title, sold) }, []);
}

#[test]
fn options_behind_the_first_that_is_there_are_not_evaluated() {
    let mut asked = Vec::new();
    let mut ask = |name: &'static str, answer: Option<u32>| {
        asked.push(name);
        answer
    };
    let found = first_of!(ask("cache", None), ask("disk", Some(7)), ask("network", Some(9)));
    let none: Option<u32> = first_of!(ask("attic", None),);
    assert_eq!((found, none, asked), (Some(7), None, vec!["cache", "disk", "attic"]));
}

#[test]
fn leaving_early_leaves_the_function_of_the_caller() {
    fn shelf_of(cached: Option<&str>, title: Option<&str>) -> Option<String> {
        let found = first_of!(cached, Some(title?).filter(|title| title.len() > 3));
        Some(format!("shelf {}", found.unwrap_or("of short titles")))
    }
    assert_eq!(shelf_of(Some("m"), None).as_deref(), Some("shelf m"));
    assert_eq!(shelf_of(None, Some("Moves")).as_deref(), Some("shelf Moves"));
    assert_eq!(shelf_of(None, Some("A")).as_deref(), Some("shelf of short titles"));
    assert_eq!(shelf_of(None, None), None);
}

#[test]
fn leaving_a_loop_leaves_the_loop_of_the_caller() {
    let cached = [None, Some(1), None, Some(5)];
    let mut found = Vec::new();
    'found: for (round, cached) in cached.into_iter().enumerate() {
        let value: Option<usize> =
            first_of!(cached, if round == 2 { break 'found } else { Some(round + 10) });
        found.extend(value);
    }
    assert_eq!(found, [10, 1]);
}
