//! # Translations with fallbacks
//!
//! A catalogue translates messages into one language. What it does not know, another catalogue may: Swiss German falls
//! back to German. What nobody knows is shown as it is in the program.
//!
//! Types are as they should be. Most of the signatures that you are given promise `'static`, or a type that suits only an
//! empty body: write what the bodies need, and make the callers lend nothing else. The tests drop messages and
//! catalogues as early as correct signatures allow, and compare addresses: no text is copied that need not be changed.

use std::{borrow::Cow, cell::Cell, collections::BTreeMap};

/// A language's translations, and where to ask for those that are missing.
#[derive(Default)]
pub struct Catalogue<'c> {
    texts: BTreeMap<String, String>,
    /// Languages may have their own rules for plurals.
    plural: Option<Plural>,
    fallback: Option<&'c Catalogue<'c>>,
    /// How often a text was looked up in this catalogue.
    asked: Cell<usize>,
}

/// How a language chooses a form by number: the number's form is the first whose limit it does not exceed.
#[derive(Debug, PartialEq)]
pub struct Plural {
    limits: Vec<u64>,
}

impl Plural {
    /// One form for everything.
    pub const fn none() -> Self {
        Self { limits: Vec::new() }
    }

    /// The index of the form for `number`, in 0 to the number of limits.
    pub fn form(&self, number: u64) -> usize {
        self.limits.iter().take_while(|limit| **limit < number).count()
    }
}

impl<'c> Catalogue<'c> {
    pub fn new(texts: &[(&str, &str)], fallback: Option<&'c Catalogue<'c>>) -> Self {
        let texts = texts.iter().map(|(message, text)| (message.to_string(), text.to_string())).collect();
        Self { texts, fallback, ..Self::default() }
    }

    /// The text for `message` in this catalogue alone.
    fn own(&self, message: &str) -> Option<&str> {
        self.asked.set(self.asked.get() + 1);
        self.texts.get(message).map(String::as_str)
    }

    /// The text for `message`, in the first catalogue of the chain that has one.
    // solution:begin
    // hint: Is the text ever a part of `message`? Its lifetime has no place in the result.
    // hint: A catalogue that is borrowed as `&self` has a fallback that lasts longer. Both can be returned as `&str`.
    // hint: `or_else` asks the next one only if this one does not know: `self.fallback?.lookup(message)`.
    // stub: pub fn lookup(&self, _message: &str) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn lookup(&self, message: &str) -> Option<&str> {
        self.own(message).or_else(|| self.fallback?.lookup(message))
    }
    // solution:end

    /// The text for `message`, or the message itself.
    // solution:begin
    // hint: Now the result may be either: catalogue or message. Elision would choose the catalogue.
    // hint: One name on `&self`, on the message and on the result.
    // stub: pub fn translate(&self, _message: &str) -> &'static str {
    // stub:     todo!()
    // stub: }
    pub fn translate<'a>(&'a self, message: &'a str) -> &'a str {
        self.lookup(message).unwrap_or(message)
    }
    // solution:end

    /// The translation with `name` in place of each `{}`; without one, the translation as it is.
    // solution:begin
    // hint: What is returned if there is nothing to replace? And what, if there is? A `Cow` can be both.
    // hint: The name is copied into the new text, so it has no part in the result's lifetime.
    // stub: pub fn filled(&self, _message: &str, _name: &str) -> Cow<'static, str> {
    // stub:     todo!()
    // stub: }
    pub fn filled<'a>(&'a self, message: &'a str, name: &str) -> Cow<'a, str> {
        let text = self.translate(message);
        if text.contains("{}") { text.replace("{}", name).into() } else { text.into() }
    }
    // solution:end

    /// The rule for plurals: this catalogue's, or the first one down the chain; `Plural::none()` if nobody has one.
    pub fn plural(&self) -> &Plural {
        // solution:begin
        // hint: `&Plural::none()` is a reference to a temporary: a call is not moved to constant memory by itself.
        // hint: `const { … }` makes a constant of it, whose reference is good for ever.
        // ban: leak because nothing has to be allocated
        match (&self.plural, self.fallback) {
            (Some(own), _) => own,
            (None, Some(fallback)) => fallback.plural(),
            (None, None) => const { &Plural::none() },
        }
        // solution:end
    }

    /// Those of `messages` that no catalogue of the chain can translate, looked up only as they are asked for.
    // solution:begin
    // hint: The items are parts of `messages`; the iterator also needs the catalogue. The items do not.
    // hint: Edition 2024 lets an `impl Iterator` hold every parameter. What it yields, you have to say.
    // hint: `iter().copied().filter(…)` looks nothing up before it is asked.
    // stub: pub fn missing(&self, _messages: &[&str]) -> impl Iterator<Item = &'static str> {
    // stub:     let todo: Vec<&'static str> = todo!();
    // stub:     todo.into_iter()
    // stub: }
    pub fn missing<'m>(&self, messages: &[&'m str]) -> impl Iterator<Item = &'m str> {
        messages.iter().copied().filter(|message| self.lookup(message).is_none())
    }
    // solution:end

    /// All messages of this catalogue alone that begin with the upper-case form of `area` and a dot, in order: those of
    /// `mail` begin with `MAIL.`.
    // solution:begin
    // hint: The upper-case form is a new text. The iterator may own it; then it need not hold `area`.
    // hint: `&'a self`, and `+ use<'a>` for what the iterator holds.
    // hint: `strip_prefix` with the area, then a test for the dot; the closure has to be `move`.
    // stub: pub fn in_area(&self, _area: &str) -> impl Iterator<Item = &'static str> + use<> {
    // stub:     let todo: Vec<&'static str> = todo!();
    // stub:     todo.into_iter()
    // stub: }
    pub fn in_area<'a>(&'a self, area: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let area = area.to_uppercase();
        let messages = self.texts.keys().map(String::as_str);
        messages.filter(move |message| message.strip_prefix(&*area).is_some_and(|rest| rest.starts_with('.')))
    }
    // solution:end

    /// The indices of the forms that a translator has to fill in, from 0 on: one more than the plural rule has limits.
    // solution:begin
    // hint: Numbers borrow nothing, and callers may change the catalogue while they go through them.
    // hint: Say so: `-> impl Iterator<Item = usize> + use<>`. It is checked, so compute the end of the range before.
    // require: impl because the type of the iterator is to stay hidden
    // stub: pub fn forms(&self) -> std::iter::Empty<usize> {
    // stub:     todo!()
    // stub: }
    pub fn forms(&self) -> impl Iterator<Item = usize> + use<> {
        0..=self.plural().limits.len()
    }
    // solution:end
}

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

#[test]
fn a_text_comes_from_the_first_catalogue_that_has_one() {
    let german = Catalogue::new(&[("SHOP.PAY", "Zahlen"), ("SHOP.ICE", "Eis")], None);
    let swiss = Catalogue::new(&[("SHOP.ICE", "Glace")], Some(&german));
    let local = Catalogue::new(&[], Some(&swiss));
    assert_eq!(local.lookup("SHOP.PAY"), Some("Zahlen"));
    swiss.asked.set(0);
    german.asked.set(0);
    let ice = swiss.lookup(&["SHOP", "ICE"].join("."));
    assert_eq!((ice, german.asked.get()), (Some("Glace"), 0));
    let pay = swiss.lookup(&["SHOP", "PAY"].join("."));
    assert_eq!((pay, swiss.asked.get(), german.asked.get()), (Some("Zahlen"), 2, 1));
    assert!(pay.is_some_and(|text| is_part_of(text, &german.texts["SHOP.PAY"])));
    assert_eq!(swiss.lookup("SHOP.CASH"), None);
}

#[test]
fn what_nobody_knows_is_the_message_itself() {
    let german = Catalogue::new(&[("Pay", "Zahlen")], None);
    let (known, unknown) = (String::from("Pay"), String::from("Cash"));
    let (text, message) = {
        let swiss = Catalogue::new(&[], Some(&german));
        (swiss.translate(&known).to_owned(), swiss.translate(&unknown).len())
    };
    assert_eq!((text.as_str(), message), ("Zahlen", 4));
    assert!(is_part_of(german.translate(&unknown), &unknown));
    assert!(is_part_of(german.translate(&known), &german.texts["Pay"]));
}

#[test]
fn only_what_has_to_be_filled_is_copied() {
    let german = Catalogue::new(&[("Hello {}", "Hallo {}, ja, {}"), ("Pay", "Zahlen")], None);
    let filled =
        ["Hello {}", "Bye {}", "Pay", "Cash"].map(|message| german.filled(message, &"ada".to_uppercase()));
    assert_eq!(filled, ["Hallo ADA, ja, ADA", "Bye ADA", "Zahlen", "Cash"]);
    assert!(matches!(filled[2], Cow::Borrowed(text) if is_part_of(text, &german.texts["Pay"])));
    assert!(matches!(filled[3], Cow::Borrowed(_)));
}

#[test]
fn the_rule_for_plurals_is_inherited_or_none() {
    let mut german = Catalogue::new(&[], None);
    assert_eq!(german.plural(), &Plural::none());
    german.plural = Some(Plural { limits: vec![1] });
    let mut swiss = Catalogue::new(&[], Some(&german));
    assert!(german.plural.as_ref().is_some_and(|rule| std::ptr::eq(rule, swiss.plural())));
    assert_eq!([0, 1, 2].map(|number| swiss.plural().form(number)), [0, 0, 1]);
    swiss.plural = Some(Plural { limits: vec![1, 4] });
    assert_eq!(swiss.plural().form(9), 2);
}

#[test]
fn missing_messages_are_looked_up_one_by_one() {
    let german = Catalogue::new(&[("Pay", "Zahlen")], None);
    let swiss = Catalogue::new(&[("Ice", "Glace")], Some(&german));
    let messages = ["Ice", "Cash", "Pay", "Bye"];
    let mut missing = swiss.missing(&messages);
    assert_eq!(swiss.asked.get(), 0);
    assert_eq!((missing.next(), swiss.asked.get()), (Some("Cash"), 2));
    assert_eq!((missing.next(), missing.next(), german.asked.get()), (Some("Bye"), None, 3));
}

#[test]
fn a_missing_message_outlives_catalogue_and_list() {
    let message = String::from("Cash");
    let missing: Vec<&str> = {
        let german = Catalogue::new(&[("Pay", "Zahlen")], None);
        let list = [message.as_str(), "Pay"];
        german.missing(&list).collect()
    };
    assert!(missing == ["Cash"] && is_part_of(missing[0], &message));
}

#[test]
fn an_area_is_asked_for_by_a_name_that_may_go() {
    let texts = [
        ("SHOP.PAY", "Zahlen"),
        ("MAIL.TO", "An"),
        ("SHOP", "Laden"),
        ("SHOP.ICE", "Eis"),
        ("SHOPS.NEW", "Neu"),
    ];
    let german = Catalogue::new(&texts, None);
    let area = german.in_area(&["sh", "op"].concat());
    let found: Vec<&str> = area.collect();
    assert_eq!(found, ["SHOP.ICE", "SHOP.PAY"]);
    assert!(german.texts.keys().any(|message| is_part_of(found[0], message)));
    assert_eq!(german.in_area("").count(), 0);
}

#[test]
fn the_catalogue_is_filled_in_while_its_forms_are_listed() {
    let rules = Catalogue { plural: Some(Plural { limits: vec![1, 4] }), ..Catalogue::default() };
    let mut polish = Catalogue::new(&[], Some(&rules));
    for form in polish.forms() {
        polish.texts.insert(format!("FILE.{form}"), format!("plik {form}"));
    }
    assert_eq!(polish.in_area("file").collect::<Vec<_>>(), ["FILE.0", "FILE.1", "FILE.2"]);
    let forms = Catalogue::default().forms();
    assert!(forms.eq([0]));
}
