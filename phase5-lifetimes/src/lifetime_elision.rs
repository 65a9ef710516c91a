//! Which lifetimes the compiler fills in, by which rule, and where it fills in none.
//!
//! An elided lifetime is not inferred. The compiler looks at the signature, never at the body, and puts in what three
//! rules say. So elision can be wrong, and the refusal comes from the body or, later and stranger, from a caller. Who
//! can read a signature as the compiler does sees that beforehand, and writes the one lifetime that matters:
//!
//! | rule | written | read as |
//! |---|---|---|
//! | 1. Each elided lifetime of a parameter is a new one. | `fn same(left: &str, right: &str)` | `fn same<'l, 'r>(left: &'l str, right: &'r str)` |
//! | 2. If only one parameter has lifetimes, and all are the same, results get it. | `fn clause(text: &str) -> &str` | `fn clause<'t>(text: &'t str) -> &'t str` |
//! | 3. If the receiver is a reference to `Self`, results get its lifetime. | `fn slip(&self, text: &str) -> &str` | `fn slip<'s, 't>(&'s self, text: &'t str) -> &'s str` |
//!
//! Rule 2 counts parameters before names: two of type `&'a str` are one too many (E0106). Rule 3 comes before rule 2, and
//! it wins even if it is wrong: [`Check::slip`] has to overrule it. It is for references only, those in a `Pin<&mut Self>`
//! included. A receiver by value has no lifetime in its type that the rules see, so rule 2 turns to the other
//! parameters, and is wrong in its own way: [`Excerpt::until`]. Elsewhere, other rules hold, or none:
//!
//! | place | an elided lifetime is |
//! |---|---|
//! | `const`, `static` | `'static` |
//! | an associated constant | `'static`, unless the `impl` or trait has a lifetime: then it must be written ([`Avoid::NAME`]) |
//! | inside `fn(&str) -> &str`, `Fn(&str) -> &str` | by rules 1 and 2 again, for this type alone ([`Pattern::find`]) |
//! | the path of a type in a parameter of an `async fn`, or in the header of an `impl` | not to be hidden: `Excerpt<'_>` |
//! | a field, an associated type, a bound | an error: there is no parameter to take it from |
//!
//! A trait object has one more lifetime, that of the borrows inside of the hidden type. It is elided nearly always, and
//! what stands for it depends on what stands *around* the `dyn`, not on what is put in:
//!
//! | written | read as | |
//! |---|---|---|
//! | `&'a dyn Check`, `&'a mut dyn Check`, `Ref<'a, dyn Check>` | `dyn Check + 'a` | around it is a type that says `T: 'a` |
//! | `Box<dyn Check>`, `Rc<dyn Check>`, `Vec<Box<dyn Check>>` | `dyn Check + 'static` | around it is a type that says nothing |
//! | `&'a Box<dyn Check>` | `&'a Box<dyn Check + 'static>` | the innermost type decides |
//! | `impl dyn Check { … }` | `impl dyn Check + 'static` | nothing is around it |
//! | `let checks: Vec<Box<dyn Check>>` in a body | whatever fits | bodies are inferred, signatures are not |
//! | `dyn Check + '_` | by the three rules, like the `'_` of a reference | |
//!
//! Elision costs nothing and gains nothing when the program runs: lifetimes are gone by then. The lesson is a desk
//! that checks the style of articles.

/// The words that the house never prints. In a `static`, an elided lifetime is `'static`.
pub static HOUSE_LIST: &str = "utilize leverage synergy";

/// One rule of the house's style.
pub trait Check {
    /// What the check is called.
    ///
    /// Rule 3 is right here: the name belongs to the check.
    fn name(&self) -> &str;

    /// The first slip in `text`, as a part of it.
    ///
    /// Rule 3 is wrong here. It would tie the slip to the check, which finds it but does not have it: every
    /// implementation that returns a part of `text` would be refused. One lifetime, written twice, overrules it; the
    /// one of `&self` stays elided.
    fn slip<'t>(&self, text: &'t str) -> Option<&'t str>;
}

/// What all checks can do, whatever they are.
///
/// Without the `'_`, these would be methods of `dyn Check + 'static` alone. For a check that borrows its words, the
/// refusal would not be that there is no such method. It would be found, and then ask for words that last for ever: a
/// parameter "escapes" (E0521), or a local list does not live long enough.
impl dyn Check + '_ {
    /// Whether the check has nothing to say about `text`.
    pub fn passes(&self, text: &str) -> bool {
        self.slip(text).is_none()
    }
}

/// Finds words that are on a list. The list is borrowed, so this check cannot outlive it.
#[derive(Debug, Clone, Copy)]
pub struct Avoid<'w> {
    list: &'w str,
}

impl<'w> Avoid<'w> {
    /// What this check is called.
    ///
    /// The `'static` must be written, because there is a `'w` around, which might be meant instead.
    pub const NAME: &'static str = "avoid";

    /// Avoids the words in `list`, which white space separates.
    pub fn new(list: &'w str) -> Self {
        Self { list }
    }

    /// The list's own spelling of `word`, if it is listed; case does not matter.
    ///
    /// Three lifetimes could be meant: that of `&self`, that of `word`, and `'w`. By rule 3 it would be the first, and
    /// the answer could not be kept longer than this value. It is a part of the list, and so it says.
    pub fn listed(&self, word: &str) -> Option<&'w str> {
        self.list.split_whitespace().find(|listed| listed.eq_ignore_ascii_case(word))
    }
}

impl Check for Avoid<'_> {
    fn name(&self) -> &str {
        Self::NAME
    }

    fn slip<'t>(&self, text: &'t str) -> Option<&'t str> {
        words(text).find(|word| self.listed(word).is_some())
    }
}

/// A check that any function can be.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// What it is called.
    pub name: &'static str,
    /// Finds the first slip.
    ///
    /// A field has no elided lifetimes, but the type of a function has rules of its own inside: this one says
    /// `for<'t> fn(&'t str) -> Option<&'t str>`, and `Pattern` has no lifetime at all.
    pub find: fn(&str) -> Option<&str>,
}

impl Check for Pattern {
    fn name(&self) -> &str {
        self.name
    }

    fn slip<'t>(&self, text: &'t str) -> Option<&'t str> {
        (self.find)(text)
    }
}

/// The second of two equal words in a row. Rule 2, inside an `Option` as well.
pub fn doubled(text: &str) -> Option<&str> {
    words(text).zip(words(text).skip(1)).find(|(left, right)| left == right).map(|(_, right)| right)
}

/// The text up to the first comma or semicolon. Rule 2.
pub fn clause(text: &str) -> &str {
    text.split([',', ';']).next().unwrap_or(text)
}

/// A part of an article that is on its way through the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excerpt<'t> {
    /// The part.
    pub text: &'t str,
}

impl<'t> Excerpt<'t> {
    /// The part before `mark`; all of it, if the mark is not there.
    ///
    /// With `&str` as the result, rule 3 would not apply: `self` is a value, no reference. What its type contains does
    /// not count either, so `mark` would be the only parameter with a lifetime, and by rule 2 the result would be
    /// a part of the mark (E0621).
    pub fn until(self, mark: &str) -> &'t str {
        self.text.split(mark).next().unwrap_or(self.text)
    }
}

/// The excerpt without white space at its ends, when `permission` has been given.
///
/// Rule 2 holds for `async fn`, too. But the future keeps all that its parameters borrow, so a reader must see that
/// there is something: `Excerpt` without `<'_>` is refused (E0726). An ordinary function only gets a warning, from
/// `mismatched_lifetime_syntaxes`, and only if its result borrows from the hidden lifetime.
pub async fn released(excerpt: Excerpt<'_>, permission: impl Future<Output = ()>) -> &str {
    permission.await;
    excerpt.text.trim()
}

/// The checks through which every article goes, in order.
#[derive(Default)]
pub struct Desk<'c> {
    // Without the `'c`, each box would be `dyn Check + 'static`, and a desk could have no check that borrows.
    checks: Vec<Box<dyn Check + 'c>>,
}

impl<'c> Desk<'c> {
    /// The desk with one more check at its end.
    #[must_use]
    pub fn with(mut self, check: impl Check + 'c) -> Self {
        self.checks.push(Box::new(check));
        self
    }

    /// The check of this name.
    ///
    /// Rule 3 gives the reference its lifetime, and the reference around it gives the `dyn` the same:
    /// `Option<&'s (dyn Check + 's)>`. So the result says less than `dyn Check + 'c`, which the desk has; behind a `&`,
    /// a lifetime can be shortened.
    pub fn check(&self, name: &str) -> Option<&dyn Check> {
        self.checks.iter().map(|check| &**check).find(|check| check.name() == name)
    }

    /// The first slip that a check finds, and the name of the check.
    ///
    /// The slip belongs to the text and the name to the desk. Rule 3 fills in the second.
    pub fn first_slip<'t>(&self, text: &'t str) -> Option<(&str, &'t str)> {
        self.checks.iter().find_map(|check| Some((check.name(), check.slip(text)?)))
    }
}

/// A check for doubled words. Nothing is borrowed, so the default of the box, `'static`, is right.
pub fn doubled_check() -> Box<dyn Check> {
    Box::new(Pattern { name: "doubled", find: doubled })
}

/// A check for the words in `list`.
///
/// `list` has a lifetime, and by rule 2 a `&` in the result would get it. A `dyn` in a `Box` does not ask for one: its
/// default is `'static`, whatever the parameters are. `'_` asks.
///
/// # Example: the check borrows its list, and the slip does not borrow the check
/// ```
/// use phase5_lifetimes::lifetime_elision::avoiding;
///
/// let article = String::from("We leverage lifetimes.");
/// let slip = {
///     let list = String::from("leverage");
///     avoiding(&list).slip(&article)
/// };
/// assert_eq!(slip, Some("leverage"));
/// ```
pub fn avoiding(list: &str) -> Box<dyn Check + '_> {
    Box::new(Avoid::new(list))
}

/// The words of a text, without punctuation at their ends. A dash between two spaces is no word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|edge: char| !edge.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}
