//! `#[derive(Entity)]`: code that is written from the shape of a type.
//!
//! A procedural macro is a function from tokens to tokens, and tokens are all that it gets: no types, no values, no
//! other items. After this lesson you can divide a derive into parts that can be tested, put every error where the
//! mistake is, leave to the compiler what only the compiler knows, and say which names in an expansion mean what.
//!
//! | what you want | what does it |
//! |---|---|
//! | all mistakes in one run | collect them with `syn::Error::combine`; each becomes a `compile_error!` of its own |
//! | the mark where the mistake is | the span of the token that is wrong; for what is missing, the name of the item |
//! | the compiler's errors there, too | `span.located_at(ty.span())` on what depends on the type |
//! | names that nobody can shadow | paths that begin with `::`, trait functions called by path, `mixed_site` |
//! | a question about a type | a bound, never a look at the spelling: `Option` may be anybody's |
//! | tests without a compiler | logic on `proc_macro2`, in an ordinary library |
//!
//! # Three crates
//!
//! A crate of procedural macros is built for the machine that compiles, is loaded by the compiler, and exports nothing
//! but macros. The trait has to live elsewhere, and the logic should. Here `phase8_proc_macros` is the shell, a line
//! for each macro; `phase8_expand` is the logic, and its module `procedural_macros` is the other half of this lesson;
//! and this library has what expansions call, and exports the macro again, under the name of its trait. The two do not
//! clash: macros and types are different namespaces.
//!
//! Between these crates and yours go plain tokens, so two macros may use two versions of syn side by side. They are two
//! crates then, and both are compiled.
//!
//! # Spans
//!
//! A span is two things at once: a *place*, which messages show, and a *context*, in which a name is looked up. A token
//! of the input has both from the user. For its own tokens a macro chooses:
//!
//! | span | context |
//! |---|---|
//! | `call_site` | everything means what it means where the macro is used, locals and `self` included |
//! | `mixed_site` | locals and `self` belong to the expansion, all else means what it means where the macro is used |
//! | `def_site` | everything means what it means in the macro's crate; not stable |
//!
//! All three have the place of the macro's call. `a.located_at(b)` is the context of `a` at the place of `b`, which
//! lets the expansion keep its `self` and blame a field. There is no stable context that hides items, so their names
//! begin with `::`, and even `str` is written as `::core::primitive::str`. A macro can also read a place (`Span::line`,
//! `Span::file`; since 1.88), but what it then writes changes with every line that is added above.
//!
//! # What a derive cannot see
//!
//! - **Types.** An alias and its type are different tokens; two types of one name are the same ones. So nothing in here
//!   looks for `Option`: the expansion asks for [`Column`], which `Option` implements.
//! - **Values.** In `#[entity(table = TABLE)]` the constant is a path, in `concat!(…)` a macro call: arguments are
//!   neither evaluated nor expanded.
//! - **What was configured out.** `cfg` is applied to all of an item before its derives run.
//! - **The library it writes for.** `$crate` would be the crate of the macros, which has nothing to call. The expansion
//!   says `::phase8_macros`, and so that this is a name inside of this library, too, the library says
//!   `extern crate self as phase8_macros`.
//!
//! It cannot change anything either: a derive only adds. `#[entity(…)]` is *inert*: it stays on the item, means nothing
//! to the compiler, and is known only inside of an item that derives `Entity`.
//!
//! What a macro reads apart from its input, the compiler does not know, and so it does not know either when to expand
//! anew. An expansion should be the same every time: no clock, no environment, no iteration over a `HashMap`.

pub mod by_hand;

pub use phase8_proc_macros::Entity;

/// What a database takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

/// A type that has a column to itself.
///
/// This is what the derive asks instead of looking at types. Whoever writes a field of another type gets this message,
/// at the type of that field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column",
    label = "the database knows no such type",
    note = "implement `Column` for it, or leave the field out with `#[entity(skip)]`"
)]
pub trait Column {
    /// What is stored.
    fn value(&self) -> Value;
}

impl Column for u32 {
    fn value(&self) -> Value {
        Value::Integer((*self).into())
    }
}

impl Column for str {
    fn value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Column for String {
    fn value(&self) -> Value {
        self.as_str().value()
    }
}

impl<C: Column + ?Sized> Column for &C {
    fn value(&self) -> Value {
        (**self).value()
    }
}

/// Any `Option`, by whichever name: aliases and renamed imports included.
impl<C: Column> Column for Option<C> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::value)
    }
}

/// A struct that is a row of a table.
///
/// The derive of the same name implements it. On the struct it wants `#[entity(table = "…")]`, on one field
/// `#[entity(id)]`; other fields may have `#[entity(column = "…")]` or `#[entity(skip)]`.
///
/// # Example: the derive follows the fields
/// ```
/// use phase8_macros::procedural_macros::{Entity, Value};
///
/// #[derive(Entity)]
/// #[entity(table = "articles")]
/// struct Article<'a> {
///     #[entity(id)]
///     number: u32,
///     title: &'a str,
///     r#type: Option<&'a str>,
///     #[entity(skip)]
///     html: Vec<u8>,
/// }
///
/// let article = Article { number: 7, title: "Spans", r#type: None, html: b"<p>".to_vec() };
/// assert_eq!((Article::TABLE, Article::COLUMNS), ("articles", &["number", "title", "type"][..]));
/// assert_eq!(article.row(), [Value::Integer(7), Value::Text("Spans".into()), Value::Null]);
/// assert_eq!(article.html, b"<p>");
/// ```
pub trait Entity {
    /// The type of the id.
    type Id: Column;
    /// The name of the table.
    const TABLE: &'static str;
    /// The column of the id, one of [`Entity::COLUMNS`].
    const ID: &'static str;
    /// The columns, in the order of the fields.
    const COLUMNS: &'static [&'static str];

    /// Which row it is.
    fn id(&self) -> &Self::Id;

    /// The values, one for each column and in the same order.
    fn row(&self) -> Vec<Value>;
}

/// The id, as the database takes it.
pub fn key<E: Entity + ?Sized>(entity: &E) -> Value {
    entity.id().value()
}

/// The statement that makes the row of `old` that of `new`, with its values; none if nothing differs.
///
/// It works for every entity, so it is a function. A macro writes only what a function cannot: what follows from the
/// names and the number of the fields.
///
/// # Example: only what has changed is written
/// ```
/// use phase8_macros::procedural_macros::{Entity, Value, update};
///
/// #[derive(Entity)]
/// #[entity(table = "readers")]
/// struct Reader {
///     #[entity(id)]
///     number: u32,
///     name: String,
///     city: String,
/// }
///
/// let reader = |city: &str| Reader { number: 3, name: "Ada".into(), city: city.into() };
/// let (statement, values) = update(&reader("Bath"), &reader("York")).expect("one column differs");
/// assert_eq!(statement, "update readers set city = ? where number = ?");
/// assert_eq!(values, [Value::Text("York".into()), Value::Integer(3)]);
/// ```
pub fn update<E: Entity>(old: &E, new: &E) -> Option<(String, Vec<Value>)> {
    let columns = E::COLUMNS.iter().zip(old.row()).zip(new.row());
    let changed = columns.filter(|((_, old), new)| old != new);
    let (assignments, mut values): (Vec<_>, Vec<_>) =
        changed.map(|((column, _), new)| (format!("{column} = ?"), new)).unzip();
    if assignments.is_empty() {
        return None;
    }
    values.push(key(old));
    let assignments = assignments.join(", ");
    Some((format!("update {} set {assignments} where {} = ?", E::TABLE, E::ID), values))
}

/// A version of a text, as an author saves it. The derive writes the impl; [`by_hand`] has what a person would write.
///
/// The bounds of the struct are kept, its default for `T` is not repeated (an impl cannot have one), and
/// `Vec<&T>: Column` is not asked for, because that field is skipped.
#[derive(Debug, Entity)]
#[entity(table = "revisions")]
pub struct Revision<'a, T = String>
where
    T: AsRef<str> + ?Sized + 'a,
{
    /// Which one.
    #[entity(id)]
    pub number: u32,
    /// What was written.
    #[entity(column = "body")]
    pub text: &'a T,
    /// Who asked for it.
    pub editor: Option<Editor>,
    /// Where the text differs from the one before; computed when needed.
    #[entity(skip)]
    pub differences: Vec<&'a T>,
}

/// The number of an editor: a type of one's own becomes a column by an impl, not by an option of the derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Editor(pub u32);

impl Column for Editor {
    fn value(&self) -> Value {
        self.0.value()
    }
}
