//! # Which language?
//!
//! A browser says which languages its user reads: `de-AT;q=0.8, en, fr;q=0.25`. Each entry is a language and a weight,
//! from 0 to 1 with up to three decimals; without `;q=`, the weight is 1. An article is offered in some languages, and
//! the best of them is wanted.
//!
//! Complete the five parts. Nothing is copied: languages and errors are parts of the header, the language that is chosen
//! is a part of the offer, and the tests drop whatever a result is no part of.

/// An entry that cannot be read, as it stands in the header, without white space at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable<'h> {
    pub entry: &'h str,
}

/// A weight in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = decimals.bytes().chain(*b"000").take(3);
    let weight = digits.fold(0, |weight, digit| weight * 10 + u16::from(digit - b'0'));
    match whole {
        "0" => Some(weight),
        "1" if weight == 0 => Some(1000),
        _ => None,
    }
}

/// The entries of a header. `None` when there are no more.
pub struct Entries<'h> {
    rest: Option<&'h str>,
}

impl<'h> Entries<'h> {
    pub fn new(header: &'h str) -> Self {
        Self { rest: Some(header) }
    }
}

impl<'h> Iterator for Entries<'h> {
    type Item = Result<(&'h str, u16), Unreadable<'h>>;

    /// The next entry. One without a language, or with a weight that is none, is unreadable, and the next call goes on
    /// after it. Entries of nothing but white space are left out.
    fn next(&mut self) -> Option<Self::Item> {
        // solution:begin
        // hint: `self.rest?` copies the reference out; its cuts live for `'h`, whatever happens to `self`.
        // hint: `split_once(',')` gives entry and rest; without a comma, the entry is the last one, and the rest `None`.
        // hint: In the entry, `split_once(";q=")`; `unwrap_or((entry, "1"))`.
        // ban: to_string because an entry is a part of the header
        // ban: to_owned because an entry is a part of the header
        loop {
            let rest = self.rest?;
            let (entry, rest) =
                rest.split_once(',').map_or((rest, None), |(entry, rest)| (entry, Some(rest)));
            self.rest = rest;
            let entry = entry.trim();
            if entry.is_empty() {
                continue;
            }
            let (language, weight) = entry.split_once(";q=").unwrap_or((entry, "1"));
            return Some(match thousandths(weight) {
                Some(weight) if !language.is_empty() => Ok((language, weight)),
                _ => Err(Unreadable { entry }),
            });
        }
        // solution:end
    }
}

/// The language of the offer with the highest weight in `header`; of several with this weight, the first in the offer.
/// A weight of 0 means "not at all". The first unreadable entry is an error, wherever it stands.
// solution:begin
// hint: Language and error are parts of different texts, so two lifetimes need names.
// hint: `fn best<'o, 'h>(offer: &'o [String], header: &'h str) -> Result<Option<&'o str>, Unreadable<'h>>`
// hint: `collect::<Result<Vec<_>, _>>()?` stops at the first error. `max_by_key` returns the last of several.
// ban: 'static because neither offer nor header lasts that long
// ban: leak because memory that is never freed is no signature
// stub: pub fn best(offer: &[String], header: &str) -> Result<Option<&'static str>, Unreadable<'static>> {
// stub:     todo!()
// stub: }
pub fn best<'o, 'h>(offer: &'o [String], header: &'h str) -> Result<Option<&'o str>, Unreadable<'h>> {
    let entries = Entries::new(header).collect::<Result<Vec<_>, _>>()?;
    let weight =
        |language: &str| entries.iter().find(|(known, _)| *known == language).map_or(0, |entry| entry.1);
    let offered = offer.iter().map(String::as_str).filter(|language| weight(language) > 0);
    Ok(offered.rev().max_by_key(|language| weight(language)))
}
// solution:end

/// The readable languages of `header` that the offer does not have, in the order of the header, one at a time.
// solution:begin
// hint: The iterator holds offer and header; its items are parts of the header only.
// hint: `impl Iterator<Item = &'h str> + use<'o, 'h>`. Why not `+ 'h`?
// hint: `Entries::new(header).flatten()` leaves out the errors. The closure of `filter` must own what it captures.
// ban: 'static because neither offer nor header lasts that long
// ban: leak because memory that is never freed is no signature
// ban: collect because the caller decides how many are read
// stub: pub fn missing(offer: &[String], header: &str) -> impl Iterator<Item = &'static str> {
// stub:     std::iter::from_fn(|| todo!())
// stub: }
pub fn missing<'o, 'h>(offer: &'o [String], header: &'h str) -> impl Iterator<Item = &'h str> + use<'o, 'h> {
    let languages = Entries::new(header).flatten().map(|(language, _)| language);
    languages.filter(move |language| offer.iter().all(|offered| offered != language))
}
// solution:end

/// A reader, who may have chosen a language.
pub struct Reader {
    pub chosen: Option<String>,
}

impl Reader {
    /// The language that was chosen, or else that of the first readable entry of `header`.
    // solution:begin
    // hint: Elision would tie the result to `&self`, but it may be a part of either.
    // hint: One lifetime for both parameters, and `Option<&str>`, because there is no `Option<String>` to refer to.
    // hint: `as_deref`, then `or_else`.
    // ban: 'static because neither reader nor header lasts that long
    // ban: leak because memory that is never freed is no signature
    // ban: .clone() because a view is wanted
    // stub: pub fn language(&self, header: &str) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn language<'l>(&'l self, header: &'l str) -> Option<&'l str> {
        self.chosen.as_deref().or_else(|| Entries::new(header).flatten().next().map(|(language, _)| language))
    }
    // solution:end
}

/// Puts what is unreadable in a header on the list, if there is one, and returns how many entries are readable.
pub fn count<'h>(header: &'h str, unreadable: Option<&mut Vec<Unreadable<'h>>>) -> usize {
    let entries: Vec<_> = Entries::new(header).collect();
    if let Some(unreadable) = unreadable {
        unreadable.extend(entries.iter().filter_map(|entry| entry.err()));
    }
    entries.iter().filter(|entry| entry.is_ok()).count()
}

/// The number of readable entries in each header; what is unreadable goes to the list.
pub fn counts<'h>(headers: &[&'h str], mut unreadable: Option<&mut Vec<Unreadable<'h>>>) -> Vec<usize> {
    // solution:begin
    // hint: `count` takes the option, and it is needed again for the next header.
    // hint: `Option::as_deref_mut` lends what is inside.
    // require: count because the given function does the work
    headers.iter().map(|header| count(header, unreadable.as_deref_mut())).collect()
    // solution:end
}

fn offer<const N: usize>(languages: [&str; N]) -> Vec<String> {
    languages.map(String::from).to_vec()
}

#[test]
fn entries_have_weights_in_thousandths() {
    let entries: Vec<_> = Entries::new("de-AT;q=0.8, en ,,fr;q=0.25,it;q=0,es;q=1.000").collect();
    let expected = [("de-AT", 800), ("en", 1000), ("fr", 250), ("it", 0), ("es", 1000)].map(Ok);
    assert_eq!(entries, expected);
    assert_eq!(Entries::new(" ").next(), None);
}

#[test]
fn an_unreadable_entry_is_shown_as_it_is_and_the_next_one_is_read() {
    let entries: Vec<_> = Entries::new(" ;q=1, de;q=2, en;q=, fr;q=0.1234 ,it").collect();
    let unreadable = [";q=1", "de;q=2", "en;q=", "fr;q=0.1234"].map(|entry| Err(Unreadable { entry }));
    assert_eq!(entries[..4], unreadable);
    assert_eq!(entries[4..], [Ok(("it", 1000))]);
}

#[test]
fn entries_are_parts_of_the_header_and_outlive_the_iterator() {
    let header = String::from("de, en;q=7");
    let entries: Vec<_> = {
        let mut entries = Entries::new(&header);
        entries.by_ref().collect()
    };
    let [Ok((language, _)), Err(Unreadable { entry })] = entries[..] else { panic!("not {entries:?}") };
    assert_eq!((language.as_ptr(), entry.as_ptr()), (header.as_ptr(), header[4..].as_ptr()));
}

#[test]
fn the_best_language_is_a_part_of_the_offer() {
    let offer = offer(["fr", "de", "en"]);
    let chosen = {
        let header = String::from("en;q=0.5, de;q=0.9, fr;q=0.9, it");
        best(&offer, &header).expect("all entries are readable")
    };
    assert_eq!(chosen, Some("fr"), "the first of two in the offer");
    assert_eq!(chosen.map(str::as_ptr), Some(offer[0].as_ptr()));
}

#[test]
fn what_has_no_weight_is_not_chosen() {
    assert_eq!(best(&offer(["de", "en"]), "de;q=0, fr"), Ok(None));
    assert_eq!(best(&[], "de"), Ok(None));
}

#[test]
fn the_error_is_a_part_of_the_header() {
    let header = String::from("de, en;q=x, ;q=1");
    let error = {
        let offer = offer(["de"]);
        best(&offer, &header).expect_err("two entries are unreadable")
    };
    assert_eq!(error, Unreadable { entry: "en;q=x" });
    assert_eq!(error.entry.as_ptr(), header[4..].as_ptr());
}

#[test]
fn missing_languages_outlive_the_offer() {
    let header = String::from("de, ;q=1, en;q=0, fr");
    let first = {
        let offer = offer(["de"]);
        let mut missing = missing(&offer, &header);
        (missing.next(), missing.next(), missing.next())
    };
    assert_eq!(first, (Some("en"), Some("fr"), None));
    assert_eq!(first.0.map(str::as_ptr), Some(header[10..].as_ptr()));
}

#[test]
fn a_language_is_a_view_of_the_choice_or_of_the_header() {
    let header = String::from(";q=1, en, de");
    let reader = Reader { chosen: Some("fr".into()) };
    let language = reader.language(&header);
    assert_eq!(language, Some("fr"));
    assert_eq!(language.map(str::as_ptr), reader.chosen.as_deref().map(str::as_ptr));
    let language = Reader { chosen: None };
    let language = language.language(&header);
    assert_eq!((language, language.map(str::as_ptr)), (Some("en"), Some(header[6..].as_ptr())));
    assert_eq!(reader.language(""), Some("fr"));
    assert_eq!(Reader { chosen: None }.language(""), None);
}

#[test]
fn one_list_serves_all_headers() {
    let mut unreadable = Vec::new();
    let headers = ["de, ;q=1", "en;q=3", "fr, it"];
    assert_eq!(counts(&headers, Some(&mut unreadable)), [1, 0, 2]);
    assert_eq!(unreadable, [Unreadable { entry: ";q=1" }, Unreadable { entry: "en;q=3" }]);
    assert_eq!(counts(&headers, None), [1, 0, 2]);
}
