//! Decide with a trait who may implement it, how often, and what can still be changed once others do.
//!
//! An interface is claimed by a type, where the type is written. A trait is not: an impl is a third thing, apart from
//! both, and the compiler finds it from the types alone. So for one type, and one choice of the trait's parameters, a
//! program must not contain two. Otherwise a `BTreeSet` that one crate filled by its own `Ord` would be searched by
//! another crate's. This is *coherence*, and each crate is checked without knowing those that come later:
//!
//! - **The orphan rule** says who may write `impl Trait<T1, …> for T0`: the trait must be local, or one of the types.
//!   If it is a type, no bare type parameter may stand before it, in the order `T0`, `T1`, … (E0210). `Vec<T>` *covers*
//!   its `T`; `&T` and `Box<T>` do not. So `impl<T> From<Article> for Vec<T>` is in order, and for `Box<T>` it is not.
//! - **No overlap**: no type may fit two impls (E0119), not even one that nobody has written. "This type of mine does
//!   not implement `Display`" is a valid argument, "`Option` does not" is none: its owner may add that impl without
//!   asking anyone.
//!
//! What a trait gives to its callers is taken from its implementers, or from its owner's freedom to change it:
//!
//! | what you write | what it gives | what it costs |
//! |---|---|---|
//! | an associated type | an *output*: whoever knows the type knows it too | a second impl for the same type (E0119) |
//! | a type parameter | an *input*: as many impls for a type as there are arguments | callers may have to choose (E0283) |
//! | a blanket impl | every type that fits, in crates yet to be written | every impl that might overlap (E0119) |
//! | a default method | can be added later: old impls need not have it | an impl may do something else |
//! | the same, with one blanket impl for all | nobody can do something else | every other impl (E0119) |
//! | a supertrait | its methods and bounds, wherever `Self: Trait` is known | every implementer needs it |
//! | a supertrait that cannot be named | the list of implementers is yours ([`formats`]) | impls by others (E0277) |
//! | `-> impl Future + Send` | generic callers may send the future to another thread ([`sources`]) | impls that stay on one |
//!
//! The lesson is the intake desk of a publishing platform. Articles come from [`sources`], pass a [`Rule`], and leave in
//! one of the [`formats`].

pub mod formats;
pub mod sources;

use std::borrow::Borrow;

/// What comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// One line.
    pub title: String,
    /// One paragraph.
    pub text: String,
}

/// What an article must fulfil.
///
/// The attribute words the error for a type that is no rule. It never changes what compiles.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule",
    note = "a rule is a closure `|article: &Article| …` that returns `Result<(), String>`, or has an `impl Rule`"
)]
pub trait Rule {
    /// Whether `article` is in order.
    ///
    /// # Errors
    /// The objection, for its author to read.
    fn check(&self, article: &Article) -> Result<(), String>;

    /// This rule, and `next` for what passes it.
    ///
    /// A default method: rules written before it have it, too.
    fn and<R: Rule>(self, next: R) -> Both<Self, R>
    where
        Self: Sized,
    {
        Both(self, next)
    }
}

/// Every closure and function of this signature is a rule.
///
/// It forbids `impl<R: Rule> Rule for &R` (E0119): a reference to a closure is callable itself, so it would have two
/// impls. A reference to another rule is used through a closure, `|article: &Article| rule.check(article)`.
///
/// Such an impl belongs in the first release: added later, it breaks each crate with an impl that it overlaps; taken
/// back, each that relies on it.
///
/// The attribute tells the compiler not to explain a missing [`Rule`] by this impl. Otherwise the error would go
/// on about `Fn`.
#[diagnostic::do_not_recommend]
impl<F: Fn(&Article) -> Result<(), String>> Rule for F {
    fn check(&self, article: &Article) -> Result<(), String> {
        self(article)
    }
}

/// Two rules, in this order; see [`Rule::and`].
///
/// Its impl does not overlap with the closures': the type is local, and this crate does not make it callable.
///
/// # Example: rules without state need no memory
/// ```
/// use phase2_traits::traits::{Article, Rule};
///
/// fn titled(article: &Article) -> Result<(), String> {
///     if article.title.is_empty() { Err("no title".into()) } else { Ok(()) }
/// }
/// let brief = |article: &Article| if article.text.len() > 9 { Err("too long".into()) } else { Ok(()) };
/// let rule = titled.and(brief);
/// assert_eq!(size_of_val(&rule), 0); // which code to call is in the type
/// assert_eq!(rule.check(&Article { title: "".into(), text: "Once".into() }), Err("no title".into()));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Both<A, B>(A, B);

impl<A: Rule, B: Rule> Rule for Both<A, B> {
    fn check(&self, article: &Article) -> Result<(), String> {
        self.0.check(article)?;
        self.1.check(article)
    }
}

/// A house style: as many rules as an editor has written down, checked in order.
///
/// `Vec` is foreign, and so is `Fn`. That this is accepted all the same is a privilege of `Fn`, which is a *fundamental*
/// trait: for these, std promises not to implement them for existing types, so "`Vec` is not callable" counts. Were
/// the blanket impl above for all `T: Display`, this one would be refused.
impl<R: Rule> Rule for Vec<R> {
    fn check(&self, article: &Article) -> Result<(), String> {
        self.iter().try_for_each(|rule| rule.check(article))
    }
}

/// What can be made into a rule; `Kind` says which impl is meant.
///
/// A closure that returns a `bool` should do, too. But `impl<F: Fn(&Article) -> bool> Rule for F` is refused (E0119):
/// what a closure returns is an associated type, and the check for overlap does not tell impls apart by these. A type
/// parameter keeps the two apart, because `IntoRule<Itself>` and `IntoRule<Condition>` are different traits. Callers
/// never write it, as for any one type only one impl has bounds that hold. Some web frameworks take handlers of many
/// signatures in this way.
///
/// `Rule` is an associated type, because it follows from `Self` and `Kind`. As a parameter it would have to
/// be named by every function that takes an `IntoRule`, and nothing would say that a closure becomes only one.
pub trait IntoRule<Kind> {
    /// What it becomes.
    type Rule: Rule;

    /// Makes it a rule.
    fn into_rule(self) -> Self::Rule;
}

/// The kind of [`IntoRule`] that is a rule already. There are no values of it.
#[derive(Debug)]
pub enum Itself {}

/// The kind of [`IntoRule`] that answers with yes or no. There are no values of it.
#[derive(Debug)]
pub enum Condition {}

impl<R: Rule> IntoRule<Itself> for R {
    type Rule = R;

    fn into_rule(self) -> R {
        self
    }
}

impl<F: Fn(&Article) -> bool> IntoRule<Condition> for F {
    type Rule = Holds<F>;

    fn into_rule(self) -> Holds<F> {
        Holds(self)
    }
}

/// A condition as a rule.
#[derive(Debug, Clone, Copy)]
pub struct Holds<F>(F);

impl<F: Fn(&Article) -> bool> Rule for Holds<F> {
    fn check(&self, article: &Article) -> Result<(), String> {
        if (self.0)(article) { Ok(()) } else { Err("a condition does not hold".into()) }
    }
}

/// An *extension trait*: it gives iterators over articles, or over references to them, a method more.
///
/// Callers have to import it. If they import another extension with a `passing`, their calls are ambiguous, unless they
/// are written as `Articles::passing(…)`. An inherent `passing(self, …)` would win without a word.
pub trait Articles: Iterator<Item: Borrow<Article>> {
    /// The articles that `rule` does not object to.
    ///
    /// Each `Self`, `Kind` and `R` has a result type of its own, with nothing boxed. It borrows what they borrow.
    fn passing<Kind, R: IntoRule<Kind>>(self, rule: R) -> impl Iterator<Item = Self::Item>
    where
        Self: Sized,
    {
        let rule = rule.into_rule();
        self.filter(move |article| rule.check(article.borrow()).is_ok())
    }
}

// No other impl can exist beside this one, so `passing` does the same for every iterator, and no caller needs to ask.
impl<I: Iterator<Item: Borrow<Article>> + ?Sized> Articles for I {}
