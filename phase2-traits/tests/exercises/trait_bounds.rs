//! # The copy desk
//!
//! A copy desk has rules that correct texts. Others bring the rules, the texts, and the means to ask an author.
//!
//! The functions below take anything at all, as long as they are not written: their type parameters have no bounds.
//! Write each one, with the weakest bounds that let you do so. The tests bring what a bound that is too strong would
//! turn away. Names and arguments stay; whether you write `F: …`, `where` or `impl …` is up to you, and so are further
//! type parameters.

use std::borrow::Cow;

type Rule<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

#[derive(Default)]
pub struct Desk<'a> {
    rules: Vec<Rule<'a>>,
}

impl<'a> Desk<'a> {
    /// The text after all rules, which are applied in order; borrowed if none of them had anything to correct.
    pub fn correct<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.rules.iter().fold(Cow::Borrowed(text), |text, rule| match rule(&text) {
            Some(corrected) => Cow::Owned(corrected),
            None => text,
        })
    }

    /// Adds a rule, which is given a text and returns the corrected one, or `None` if nothing is wrong. A rule may use
    /// what outlives the desk, such as a dictionary.
    // solution:begin
    // stub: pub fn add<F>(&mut self, rule: F) {
    // stub:     todo!()
    // stub: }
    // hint: A rule is called through `&self`, more than once. Which of `FnOnce`, `FnMut` and `Fn` is that?
    // hint: The box needs to know how long the rule can be kept. `'static` would turn away rules that borrow.
    // hint: `F: Fn(&str) -> Option<String> + 'a`
    pub fn add<F: Fn(&str) -> Option<String> + 'a>(&mut self, rule: F) {
        self.rules.push(Box::new(rule));
    }
    // solution:end

    /// Corrects the text, or, if no rule has anything to correct, returns what `otherwise` makes of it.
    // solution:begin
    // stub: pub fn correct_or<F>(&self, text: &str, otherwise: F) -> String {
    // stub:     todo!()
    // stub: }
    // hint: `otherwise` is called once at most, so it may give away what it captured.
    // hint: `FnOnce(&str) -> String`; `correct` says by `Cow::Borrowed` that nothing was corrected.
    pub fn correct_or(&self, text: &str, otherwise: impl FnOnce(&str) -> String) -> String {
        match self.correct(text) {
            Cow::Owned(corrected) => corrected,
            Cow::Borrowed(text) => otherwise(text),
        }
    }
    // solution:end

    /// Corrects several texts, whoever owns them and however they are kept. A text may be of a type that the desk has
    /// never heard of, as long as a `str` can be read from it.
    // solution:begin
    // stub: pub fn correct_all<I>(&self, texts: I) -> Vec<String> {
    // stub:     todo!()
    // stub: }
    // hint: Ask for something that can be iterated, and of its items only what lends a `&str` without a copy.
    // hint: `IntoIterator<Item: AsRef<str>>`: a `&String` is an `AsRef<str>`, but no `Borrow<str>`.
    pub fn correct_all(&self, texts: impl IntoIterator<Item: AsRef<str>>) -> Vec<String> {
        texts.into_iter().map(|text| self.correct(text.as_ref()).into_owned()).collect()
    }
    // solution:end

    /// Corrects several texts, but asks the author about each one that would change: `ask` is given the corrected text
    /// and says whether to take it; otherwise the text stays as it was. The first error ends it all.
    // solution:begin
    // stub: pub async fn confirm<I, F, X>(&self, texts: I, ask: F) -> Result<Vec<String>, X> {
    // stub:     todo!()
    // stub: }
    // hint: `ask` may borrow what it captured for as long as its answer takes. No `FnMut` that returns a future can.
    // hint: `mut ask: F` with `F: AsyncFnMut(&str) -> Result<bool, X>`; then `ask(&corrected).await?`.
    // hint: `?` inside of a closure would leave the closure only, so a `for` loop is the simplest.
    pub async fn confirm<I, F, X>(&self, texts: I, mut ask: F) -> Result<Vec<String>, X>
    where
        I: IntoIterator<Item: AsRef<str>>,
        F: AsyncFnMut(&str) -> Result<bool, X>,
    {
        let mut confirmed = Vec::new();
        for text in texts {
            let text = text.as_ref();
            confirmed.push(match self.correct(text) {
                Cow::Owned(corrected) if ask(&corrected).await? => corrected,
                _ => text.to_owned(),
            });
        }
        Ok(confirmed)
    }
    // solution:end
}

/// The item with the smallest `field`, the first of several; `None` if there are no items. `field` lends a part of an
/// item, which nobody has to copy, and which need not have a size.
// solution:begin
// stub: pub fn first_by<T, F>(items: &[T], field: F) -> Option<&T> {
// stub:     todo!()
// stub: }
// hint: In `FnMut(&T) -> K`, the `K` cannot borrow from the item. How does a bound say that the result does?
// hint: `FnMut(&T) -> &K`, with one more type parameter: `K: Ord + ?Sized`.
// hint: `min_by_key` has the problem that you have just solved. `min_by` compares two items, and keeps the first one.
pub fn first_by<T, K, F>(items: &[T], mut field: F) -> Option<&T>
where
    K: Ord + ?Sized,
    F: FnMut(&T) -> &K,
{
    items.iter().reduce(|first, item| if field(item) < field(first) { item } else { first })
}
// solution:end

/// Cannot be cloned, compared or printed, and has a field of each kind.
struct Article {
    title: String,
    pages: Vec<u32>,
}

/// Can be read as a `str`, and nothing else.
struct Headline(&'static str);

impl AsRef<str> for Headline {
    fn as_ref(&self) -> &str {
        self.0
    }
}

fn title(article: &Article) -> &str {
    &article.title
}

fn pages(article: &Article) -> &[u32] {
    &article.pages
}

fn article(title: &str, pages: &[u32]) -> Article {
    Article { title: title.into(), pages: pages.into() }
}

fn no_double_spaces(text: &str) -> Option<String> {
    text.contains("  ").then(|| text.replace("  ", " "))
}

/// A future that is not ready at first, as if an author had to think.
async fn thinking() {
    let mut asked = false;
    let thought = std::future::poll_fn(|_| match std::mem::replace(&mut asked, true) {
        true => std::task::Poll::Ready(()),
        false => std::task::Poll::Pending,
    });
    thought.await;
}

/// Polls a future that needs nobody to wake it.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..100 {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the future is never ready");
}

#[test]
fn rules_are_applied_in_the_order_in_which_they_were_added() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    desk.add(|text: &str| text.ends_with(' ').then(|| text.trim_end().to_owned()));
    let novel = article("Emma", &[]); // cannot be cloned, so neither can the rule
    desk.add(move |text: &str| (text == novel.title).then(|| format!("{text}!")));
    assert_eq!(desk.correct("Em  ma  "), "Em ma");
    assert_eq!(desk.correct("Emma "), "Emma!");
    assert!(matches!(desk.correct("Persuasion"), Cow::Borrowed("Persuasion")));
}

#[test]
fn a_rule_may_borrow_what_outlives_the_desk() {
    let dictionary = [("colour".to_owned(), "color".to_owned())];
    let asked = std::cell::Cell::new(0);
    let mut desk = Desk::default();
    desk.add(|text: &str| {
        asked.set(asked.get() + 1);
        dictionary.iter().find(|entry| entry.0 == text).map(|entry| entry.1.clone())
    });
    assert_eq!((desk.correct("colour"), desk.correct("color")), ("color".into(), "color".into()));
    drop(desk);
    assert_eq!((asked.get(), dictionary.len()), (2, 1));
}

#[test]
fn otherwise_may_give_away_what_it_captured() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    let note = String::from("nothing to do");
    let address = note.as_ptr();
    let answer = desk.correct_or("Emma", move |text: &str| {
        assert_eq!(text, "Emma");
        note
    });
    assert_eq!(answer.as_ptr(), address);
}

#[test]
fn otherwise_is_not_called_if_a_rule_corrected_the_text() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    let otherwise = |text: &str| -> String { panic!("{text:?} has been corrected") };
    assert_eq!(desk.correct_or("a  b", otherwise), "a b");
    desk.add(|text: &str| Some(text.to_owned()));
    assert_eq!(
        desk.correct_or("ab", otherwise),
        "ab",
        "the second rule corrects every text, if only to the same one"
    );
}

#[test]
fn texts_may_be_owned_or_borrowed_and_in_any_container() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    let kept = vec!["a  b".to_owned(), "c".to_owned()];
    assert_eq!(desk.correct_all(&kept), ["a b", "c"]);
    assert_eq!(desk.correct_all(["a  b"]), ["a b"]);
    assert_eq!(desk.correct_all(Some(Box::<str>::from("a  b"))), ["a b"]);
    assert_eq!(desk.correct_all(kept.iter().map(|text| Cow::Borrowed(text.as_str()))), ["a b", "c"]);
    assert_eq!(desk.correct_all(kept), ["a b", "c"]);
    assert_eq!(desk.correct_all([Headline("a  b")]), ["a b"]);
}

#[test]
fn the_author_is_asked_about_changes_only_and_may_refuse_them() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    let mut asked = Vec::new();
    let texts = vec!["a  b".to_owned(), "c".to_owned(), "d  e".to_owned()];
    let confirmed: Result<Vec<String>, ()> = wait(desk.confirm(&texts, async |text: &str| {
        asked.push(text.to_owned());
        thinking().await;
        asked.push("answered".to_owned());
        Ok::<_, ()>(text == "d e")
    }));
    assert_eq!(confirmed, Ok(vec!["a  b".to_owned(), "c".to_owned(), "d e".to_owned()]));
    assert_eq!(asked, ["a b", "answered", "d e", "answered"]);
}

#[test]
fn the_first_error_of_an_author_ends_it_all() {
    let mut desk = Desk::default();
    desk.add(no_double_spaces);
    let mut asked = 0;
    let confirmed: Result<Vec<String>, Article> =
        wait(desk.confirm(["a", "b  c", "d  e"], async |text: &str| {
            asked += 1;
            thinking().await;
            Err::<bool, _>(article(text, &[]))
        }));
    assert!(confirmed.is_err_and(|error| error.title == "b c"), "an error may be of any type");
    assert_eq!(asked, 1);
}

#[test]
fn a_field_is_lent_by_the_item_and_needs_no_size() {
    let articles = [article("Traits", &[7, 9]), article("Bounds", &[7, 12]), article("Macros", &[7, 8, 1])];
    let by_title = first_by(&articles, title).expect("there are articles");
    let by_pages = first_by(&articles, pages).expect("there are articles");
    assert!(std::ptr::eq(by_title, &articles[1]) && std::ptr::eq(by_pages, &articles[2]));
    assert!(first_by(&articles[..0], title).is_none());
}

#[test]
fn a_field_may_count_its_calls_and_the_first_of_equals_is_found() {
    let articles = [article("Traits", &[]), article("Bounds", &[])];
    let mut calls = 0;
    let first = first_by(&articles, |_: &Article| {
        calls += 1;
        "the same"
    });
    assert!(first.is_some_and(|first| std::ptr::eq(first, &articles[0])));
    assert!(calls >= 2);
}
