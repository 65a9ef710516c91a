//! # Honest signatures
//!
//! The catalogue of a library is one text with an entry a line: `QA 76 | Moves and Borrows | Ada King`. Everything below
//! hands out parts of texts, and copies none.
//!
//! Each stub promises `'static`, so that every caller compiles; no body can keep that. Write the six functions with
//! signatures that are true, and that promise callers as much as can be kept. Leave to the compiler each lifetime for
//! which it has the right rule, and write only the others. The tests drop whatever a result does not borrow from.

/// The entries of a library, as parts of a text that somebody else owns.
pub struct Catalogue<'c> {
    text: &'c str,
}

/// Notes of the librarian, who owns them.
pub struct Notes {
    notes: Vec<String>,
}

/// Where a book stands, as a part of its entry: `QA 76`.
#[derive(Clone, Copy)]
pub struct Shelfmark<'e> {
    mark: &'e str,
}

/// The field of an entry that has this index, without white space at its ends.
// solution:begin
// hint: One parameter has a lifetime. Which rule is that?
// hint: With `&str` in the result, all is said. `split('|')`, `nth`, `str::trim`.
// ban: 'static because no part of a text lasts that long
// ban: leak because memory that is never freed is no signature
// ban: field< because the second rule says all there is to say
// stub: pub fn field(entry: &str, index: usize) -> Option<&'static str> {
// stub:     todo!()
// stub: }
pub fn field(entry: &str, index: usize) -> Option<&str> {
    entry.split('|').nth(index).map(str::trim)
}
// solution:end

impl Notes {
    /// The first note in which `word` occurs.
    // solution:begin
    // hint: Two references, and one of them is the receiver. Whose note is it?
    // hint: The third rule is right here. `iter().find(…)`, then `String::as_str`.
    // ban: 'static because no part of a text lasts that long
    // ban: leak because memory that is never freed is no signature
    // ban: about< because the third rule says all there is to say
    // stub: pub fn about(&self, word: &str) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn about(&self, word: &str) -> Option<&str> {
        self.notes.iter().find(|note| note.contains(word)).map(String::as_str)
    }
    // solution:end
}

impl<'c> Catalogue<'c> {
    /// The entry whose first field is `mark`.
    // solution:begin
    // hint: Which of the three lifetimes does the entry have: that of the catalogue's text, of `&self`, or of `mark`?
    // hint: The third rule says `&self`, but the entry can be kept longer. The lifetime already has a name: `'c`.
    // ban: 'static because no part of a text lasts that long
    // ban: leak because memory that is never freed is no signature
    // stub: pub fn entry(&self, mark: &str) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn entry(&self, mark: &str) -> Option<&'c str> {
        self.text.lines().find(|entry| field(entry, 0) == Some(mark))
    }
    // solution:end

    /// Where an article names a book by its title: the part of `article` that is the title, and the entry of the book.
    /// If there are several, the first entry in the order of the catalogue, and the first place in the article.
    // solution:begin
    // hint: The two results are parts of different texts, and neither belongs to `&self`.
    // hint: Only the lifetime of `article` has no name yet: `fn mention<'a>(&self, article: &'a str)`.
    // hint: The title from the catalogue is equal to the part of the article, but it is not that part.
    // hint: `str::find` has the place: `&article[at..at + title.len()]`. `lines()` and `find_map` go through the entries.
    // ban: 'static because no part of a text lasts that long
    // ban: leak because memory that is never freed is no signature
    // stub: pub fn mention(&self, article: &str) -> Option<(&'static str, &'static str)> {
    // stub:     todo!()
    // stub: }
    pub fn mention<'a>(&self, article: &'a str) -> Option<(&'a str, &'c str)> {
        self.text.lines().find_map(|entry| {
            let title = field(entry, 1)?;
            let at = article.find(title)?;
            Some((&article[at..at + title.len()], entry))
        })
    }
    // solution:end
}

impl<'e> Shelfmark<'e> {
    /// What follows `class` in the shelfmark, without white space at its ends; `None` if it does not begin with `class`.
    // solution:begin
    // hint: The receiver is a value. Which parameter is left for the second rule, and is that right?
    // hint: The lifetime of the shelfmark's text has a name: `'e`. `str::strip_prefix`.
    // ban: 'static because no part of a text lasts that long
    // ban: leak because memory that is never freed is no signature
    // stub: pub fn within(self, class: &str) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn within(self, class: &str) -> Option<&'e str> {
        self.mark.strip_prefix(class).map(str::trim)
    }
    // solution:end
}

/// A function that tells whether an entry is by `author`. It looks at the name where it is, and keeps no copy.
// solution:begin
// hint: The closure borrows `author`. What does a `dyn` in a `Box` say about borrows, if nothing is written?
// hint: `Box<dyn Fn(&str) -> bool + '_>`, and `move`, so that the closure holds the reference itself.
// ban: 'static because no part of a text lasts that long
// ban: leak because memory that is never freed is no signature
// stub: pub fn by(author: &str) -> Box<dyn Fn(&str) -> bool> {
// stub:     todo!()
// stub: }
pub fn by(author: &str) -> Box<dyn Fn(&str) -> bool + '_> {
    Box::new(move |entry| field(entry, 2) == Some(author))
}
// solution:end

const ENTRIES: &str = "QA 76 | Moves and Borrows | Ada King\n\
    QA 9 | Paths | Grace Hopper\n\
    Z 1 | Moves | Ada King";

/// Panics unless `part` is a part of `whole`, in the same memory.
#[track_caller]
fn assert_view(part: &str, whole: &str) {
    let bytes = whole.as_bytes().as_ptr_range();
    assert!(bytes.contains(&part.as_ptr()) && part.len() <= whole.len(), "{part:?} is a copy");
}

#[test]
fn a_field_is_a_part_of_its_entry() {
    let entry = String::from("Z 1 |  Moves | Ada King ");
    let fields = [field(&entry, 0), field(&entry, 1), field(&entry, 2), field(&entry, 3)];
    assert_eq!(fields, [Some("Z 1"), Some("Moves"), Some("Ada King"), None]);
    fields.into_iter().flatten().for_each(|field| assert_view(field, &entry));
}

#[test]
fn a_note_outlives_the_word_that_found_it() {
    let notes =
        Notes { notes: vec!["shelf 3 is damp".into(), "Ada called".into(), "Ada called again".into()] };
    let note = {
        let word = String::from("Ada");
        notes.about(&word)
    };
    assert_eq!(note, Some("Ada called"));
    assert_view(note.unwrap(), &notes.notes[1]);
    assert_eq!(notes.about("Grace"), None);
}

#[test]
fn an_entry_outlives_the_catalogue_and_the_mark() {
    let text = ENTRIES.to_owned();
    let entry = {
        let catalogue = Catalogue { text: &text };
        let mark = String::from("QA 9");
        catalogue.entry(&mark)
    };
    assert_eq!(entry, Some("QA 9 | Paths | Grace Hopper"));
    assert_view(entry.unwrap(), &text);
}

#[test]
fn a_beginning_of_a_mark_finds_no_entry() {
    assert_eq!(Catalogue { text: ENTRIES }.entry("QA"), None);
    assert_eq!(Catalogue { text: "" }.entry("QA 9"), None);
}

#[test]
fn a_mention_is_a_part_of_the_article_and_outlives_the_catalogue_with_its_text() {
    let article = String::from("I read Moves, then Paths, and Paths again.");
    let place = {
        let text = ENTRIES.to_owned();
        Catalogue { text: &text }.mention(&article).map(|(mention, _)| mention)
    };
    assert_eq!(place, Some("Paths"), "the first entry that is named, not the first name");
    assert_eq!(place.map(str::as_ptr), Some(article[19..].as_ptr()));
}

#[test]
fn the_entry_of_a_mention_outlives_the_catalogue_and_the_article() {
    let text = ENTRIES.to_owned();
    let entry = {
        let article = String::from("Moves and Borrows is on my desk");
        Catalogue { text: &text }.mention(&article).map(|(_, entry)| entry)
    };
    assert_eq!(entry, Some("QA 76 | Moves and Borrows | Ada King"));
    assert_view(entry.unwrap(), &text);
    assert_eq!(Catalogue { text: &text }.mention("No book"), None);
}

#[test]
fn what_follows_the_class_outlives_the_class() {
    let entry = String::from("QA 76");
    let shelfmark = Shelfmark { mark: &entry };
    let number = {
        let class = String::from("QA");
        shelfmark.within(&class)
    };
    assert_eq!(number, Some("76"));
    assert_view(number.unwrap(), &entry);
    assert_eq!(
        (shelfmark.within("Z"), shelfmark.within("76"), shelfmark.within("QA 76")),
        (None, None, Some(""))
    );
}

#[test]
fn entries_are_filtered_by_a_name_that_is_borrowed() {
    let author = String::from("Ada King");
    let is_hers = by(&author);
    let hers: Vec<_> = ENTRIES.lines().filter(|entry| is_hers(entry)).collect();
    assert_eq!(hers, ["QA 76 | Moves and Borrows | Ada King", "Z 1 | Moves | Ada King"]);
    assert!(!by("Ada")(hers[0]) && !by("King")(hers[0]), "a part of a name is another name");
    assert_eq!(
        size_of_val(&*is_hers),
        size_of::<&str>(),
        "the filter should hold a reference and nothing else"
    );
}
