//! What is billed: a tree of lines, an iterator over what counts in it, and a visitor for passes that need its shape.
//!
//! A visitor is how languages without sum types choose code by the kind of a node. Here, `match` does that, and reports
//! what a pass has forgotten. So one writes, in this order:
//!
//! 1. a function with a `match`, for a single pass;
//! 2. an iterator, [`items`], for passes that see nodes of one kind and do not care where they are: all adapters come
//!    with it, and the caller stops when it likes;
//! 3. a visitor, [`Visit`], for passes of others that differ in a few kinds of nodes, and need to know when a branch
//!    begins and ends. Compilers and formatters have dozens of kinds, and each pass overrides two or three.

/// An amount. The name is all that is needed, as every number is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub u64);

/// A line of an invoice.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// To be paid.
    Item(Item),
    /// Lines that belong together.
    Bundle {
        /// Its heading.
        name: String,
        /// What is in it.
        lines: Vec<Line>,
    },
    /// To be read.
    Note(String),
}

/// Copies of a book.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// Of the book.
    pub title: String,
    /// How many.
    pub copies: u64,
    /// Of a single copy.
    pub price: Cents,
}

impl Item {
    /// The price of all copies, if it is a number at all.
    pub fn amount(&self) -> Option<Cents> {
        self.copies.checked_mul(self.price.0).map(Cents)
    }
}

/// All items in their order, those in bundles included. Memory is needed for the depth of the tree only.
pub fn items(lines: &[Line]) -> impl Iterator<Item = &Item> {
    let mut open = vec![lines.iter()];
    std::iter::from_fn(move || {
        while let Some(innermost) = open.last_mut() {
            match innermost.next() {
                Some(Line::Item(item)) => return Some(item),
                Some(Line::Bundle { lines, .. }) => open.push(lines.iter()),
                Some(Line::Note(_)) => {}
                None => drop(open.pop()),
            }
        }
        None
    })
}

/// A method for the iterators of all crates, if they are over amounts that may be missing.
///
/// It is there for those who import it (`use … as _` keeps the name out of the way). With the blanket impl, no type can
/// have one of its own (E0119): what belongs into a trait that others implement, but must not be overridden, is put into
/// an extension of it.
///
/// # Example: a sum that is missing if one of the amounts is, or if there are too many of them
/// ```
/// use phase8_macros::rust_patterns::lines::{Cents, CheckedTotal as _};
///
/// assert_eq!([Some(Cents(3)), Some(Cents(4))].into_iter().checked_total(), Some(Cents(7)));
/// assert_eq!([Some(Cents(3)), None].into_iter().checked_total(), None);
/// assert_eq!([Some(Cents(1)), Some(Cents(u64::MAX))].into_iter().checked_total(), None);
/// ```
pub trait CheckedTotal: Iterator<Item = Option<Cents>> {
    /// The sum of all amounts. Ends at the first that is missing.
    fn checked_total(mut self) -> Option<Cents>
    where
        Self: Sized,
    {
        self.try_fold(Cents(0), |sum, amount| sum.0.checked_add(amount?.0).map(Cents))
    }
}

impl<I: Iterator<Item = Option<Cents>>> CheckedTotal for I {}

/// A pass over lines. Each method has a default that does what a pass without interest in such lines would do.
///
/// That is the bargain: a pass says only what is special about it, and says nothing about kinds that are added later.
pub trait Visit {
    /// Sees an item.
    fn item(&mut self, _item: &Item) {}

    /// Sees a bundle, and decides about what is in it. The default goes in; a method of a pass calls [`walk`] between
    /// what it does before and after, or does not.
    fn bundle(&mut self, _name: &str, lines: &[Line]) {
        walk(self, lines);
    }

    /// Sees a note.
    fn note(&mut self, _text: &str) {}
}

/// Takes a visitor through lines, one after the other. The way is here; what is done on it is the visitor's.
pub fn walk(visitor: &mut (impl Visit + ?Sized), lines: &[Line]) {
    for line in lines {
        match line {
            Line::Item(item) => visitor.item(item),
            Line::Bundle { name, lines } => visitor.bundle(name, lines),
            Line::Note(text) => visitor.note(text),
        }
    }
}

/// The lines as text, indented by their depth: a pass that has to know when a bundle ends.
pub fn outline(lines: &[Line]) -> String {
    struct Outline {
        depth: usize,
        text: String,
    }

    impl Outline {
        fn push(&mut self, line: &str) {
            self.text.extend(std::iter::repeat_n("  ", self.depth));
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    impl Visit for Outline {
        fn item(&mut self, item: &Item) {
            self.push(&format!("{} x {}", item.copies, item.title));
        }

        fn bundle(&mut self, name: &str, lines: &[Line]) {
            self.push(name);
            self.depth += 1;
            walk(self, lines);
            self.depth -= 1;
        }
    }

    let mut outline = Outline { depth: 0, text: String::new() };
    walk(&mut outline, lines);
    outline.text
}
