//! # Blocks of a page
//!
//! An article is a page of blocks: headings, quotes, and whatever plugins bring along. Plugins implement `Block`, which
//! is pleasant to write and cannot stand behind `dyn`: its blocks are cloned and compared, one method is generic, and
//! there is an associated constant. The page needs all blocks in one list, and undo needs pages that are cloned and
//! compared.
//!
//! Complete `DynBlock`, the twin of `Block` for trait objects that every block has for nothing, and the page. Two
//! blocks are equal if they have the same type and that type's `==` says so. A block that is taken out of a page stays
//! in the box that it is in.

use std::{any::Any, fmt};

/// What plugins implement.
pub trait Block: Clone + PartialEq + 'static {
    const KIND: &'static str;

    fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result;
}

/// What the page works with. Upcast it to `Any` to ask for the type behind it.
pub trait DynBlock: Any {
    fn kind(&self) -> &'static str;
    fn write_dyn(&self, out: &mut dyn fmt::Write) -> fmt::Result;
    fn boxed_clone(&self) -> Box<dyn DynBlock>;
    fn equals(&self, other: &dyn DynBlock) -> bool;
}

impl<B: Block> DynBlock for B {
    fn kind(&self) -> &'static str {
        B::KIND
    }

    fn write_dyn(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        // solution:begin
        // hint: `write` takes a `&mut W` with a sized `W`, and `dyn fmt::Write` is not sized.
        // hint: But a `&mut dyn fmt::Write` is sized, and it implements `fmt::Write`: let it be the `W`.
        // hint: `self.write(&mut out)`, with `mut out` as a variable of your own.
        let mut out = out;
        self.write(&mut out)
        // solution:end
    }

    fn boxed_clone(&self) -> Box<dyn DynBlock> {
        // solution:begin
        // hint: In this impl the type is known, and it is `Clone`.
        Box::new(self.clone())
        // solution:end
    }

    fn equals(&self, other: &dyn DynBlock) -> bool {
        // solution:begin
        // hint: In this impl the type of `self` is known. The other one has to be asked whether it is the same.
        // hint: `let other: &dyn Any = other;` goes to the supertrait, `downcast_ref::<B>()` from there to the type.
        let other: &dyn Any = other;
        other.downcast_ref::<B>().is_some_and(|other| self == other)
        // solution:end
    }
}

impl Clone for Box<dyn DynBlock> {
    fn clone(&self) -> Self {
        // solution:begin
        // hint: One of the methods of `DynBlock` does it.
        self.boxed_clone()
        // solution:end
    }
}

/// Gives `Box<dyn DynBlock>` an `==`, too.
impl PartialEq for dyn DynBlock {
    fn eq(&self, other: &Self) -> bool {
        // solution:begin
        // hint: One of the methods of `DynBlock` does it.
        self.equals(other)
        // solution:end
    }
}

#[derive(Clone, PartialEq, Default)]
pub struct Page {
    blocks: Vec<Box<dyn DynBlock>>,
}

impl Page {
    pub fn push(&mut self, block: impl Block) {
        self.blocks.push(Box::new(block));
    }

    pub fn kinds(&self) -> Vec<&'static str> {
        self.blocks.iter().map(|block| block.kind()).collect()
    }

    /// All blocks, one after the other, up to the first that fails.
    pub fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        // solution:begin
        // hint: A `&mut dyn fmt::Write` is lent again at each call, so a loop needs nothing special.
        // hint: `try_for_each`, or a `for` with `?`.
        self.blocks.iter().try_for_each(|block| block.write_dyn(out))
        // solution:end
    }

    /// The first block of this type, to be edited.
    pub fn first_mut<B: Block>(&mut self) -> Option<&mut B> {
        // solution:begin
        // hint: `iter_mut` gives `&mut Box<dyn DynBlock>`. Made an `Any` as it is, that would be the `Any` of the box.
        // hint: `let any: &mut dyn Any = &mut **block;`
        // hint: `find_map` with `downcast_mut`.
        self.blocks.iter_mut().find_map(|block| {
            let any: &mut dyn Any = &mut **block;
            any.downcast_mut()
        })
        // solution:end
    }

    /// Takes out all blocks of this type, in order. The others stay, in order.
    pub fn take<B: Block>(&mut self) -> Vec<Box<B>> {
        // solution:begin
        // hint: A downcast that fails does not give the block back, so the type must be asked for first.
        // hint: `Vec::extract_if(.., |block| …)` takes out what the closure accepts: those whose `Any` `is::<B>()`.
        // hint: Each `Box<dyn DynBlock>` becomes a `Box<dyn Any>` by coercion, and that has `downcast::<B>()`.
        let of_the_type = self.blocks.extract_if(.., |block| {
            let any: &dyn Any = &**block;
            any.is::<B>()
        });
        of_the_type
            .filter_map(|block| {
                let any: Box<dyn Any> = block;
                any.downcast().ok()
            })
            .collect()
        // solution:end
    }
}

use std::{cell::Cell, rc::Rc};

#[derive(Clone, PartialEq, Debug)]
struct Heading(String);

impl Block for Heading {
    const KIND: &'static str = "heading";

    fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        write!(out, "<h2>{}</h2>", self.0)
    }
}

/// Looks like a heading, and is none.
#[derive(Clone, PartialEq, Debug)]
struct Banner(String);

impl Block for Banner {
    const KIND: &'static str = "heading";

    fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        write!(out, "<h2>{}</h2>", self.0)
    }
}

/// For the editors alone: writes nothing, and counts how often it is cloned. Its author does not care for case.
#[derive(Debug)]
struct Note {
    text: &'static str,
    clones: Rc<Cell<u32>>,
}

impl Note {
    fn new(text: &'static str) -> Self {
        Self { text, clones: Rc::default() }
    }
}

impl Clone for Note {
    fn clone(&self) -> Self {
        self.clones.update(|clones| clones + 1);
        Self { text: self.text, clones: Rc::clone(&self.clones) }
    }
}

impl PartialEq for Note {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(other.text)
    }
}

impl Block for Note {
    const KIND: &'static str = "note";

    fn write<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        Ok(())
    }
}

/// What a plugin for weather brings along: an unknown temperature equals nothing.
#[derive(Clone, PartialEq)]
struct Weather(f64);

impl Block for Weather {
    const KIND: &'static str = "weather";

    fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        write!(out, "<p>{} °C</p>", self.0)
    }
}

fn heading(text: &str) -> Heading {
    Heading(text.into())
}

fn page() -> Page {
    let mut page = Page::default();
    page.push(heading("Gardens"));
    page.push(Note::new("check the names"));
    page.push(Weather(21.5));
    page.push(heading("Roofs"));
    page
}

fn html(page: &Page) -> String {
    let mut html = String::new();
    page.write(&mut html).expect("a string takes everything");
    html
}

/// Takes so many pieces, then fails, and counts the failures.
struct Narrow {
    pieces: usize,
    failures: u32,
}

impl fmt::Write for Narrow {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        if self.pieces == 0 {
            self.failures += 1;
            return Err(fmt::Error);
        }
        self.pieces -= 1;
        Ok(())
    }
}

#[test]
fn blocks_are_written_one_after_the_other() {
    assert_eq!(html(&page()), "<h2>Gardens</h2><p>21.5 °C</p><h2>Roofs</h2>");
}

#[test]
fn a_writer_that_fails_ends_the_page() {
    let mut narrow = Narrow { pieces: 4, failures: 0 };
    assert!(page().write(&mut narrow).is_err());
    assert_eq!((narrow.pieces, narrow.failures), (0, 1));
    let mut wide = Narrow { pieces: 100, failures: 0 };
    assert!(page().write(&mut wide).is_ok());
}

#[test]
fn an_edit_of_a_clone_leaves_the_page_as_it_was() {
    let page = page();
    let mut edited = page.clone();
    edited.first_mut::<Heading>().expect("there is one").0.push_str(" at night");
    assert!(html(&edited).starts_with("<h2>Gardens at night</h2>"));
    assert!(html(&page).starts_with("<h2>Gardens</h2>"));
    assert!(page != edited && page == self::page() && page.kinds() == edited.kinds());
}

#[test]
fn blocks_of_different_types_differ_though_they_look_the_same() {
    let (mut one, mut other) = (Page::default(), Page::default());
    one.push(heading("Gardens"));
    other.push(Banner("Gardens".into()));
    assert_eq!((one.kinds(), html(&one)), (other.kinds(), html(&other)));
    assert!(one != other);
}

#[test]
fn blocks_of_a_type_are_compared_as_the_type_says() {
    let one = |block: Box<dyn DynBlock>| Page { blocks: vec![block] };
    assert!(one(Box::new(Note::new("a"))) != one(Box::new(Note::new("b"))), "both write nothing");
    assert!(one(Box::new(Note::new("a"))) == one(Box::new(Note::new("A"))));
    let unknown = one(Box::new(Weather(f64::NAN)));
    let itself = &unknown;
    assert!(unknown != unknown.clone() && unknown != *itself);
}

#[test]
fn nothing_is_cloned_but_by_clone() {
    let note = Note::new("check");
    let clones = Rc::clone(&note.clones);
    let mut page = Page::default();
    page.push(note);
    let copy = page.clone();
    assert_eq!(clones.get(), 1);
    assert!(page == copy && page.first_mut::<Note>().is_some() && page.take::<Note>().len() == 1);
    assert_eq!(clones.get(), 1);
}

#[test]
fn the_first_block_of_a_type_is_found_whatever_stands_before_it() {
    let mut page = page();
    assert_eq!(page.first_mut::<Note>().map(|note| note.text), Some("check the names"));
    assert_eq!(page.first_mut::<Heading>(), Some(&mut heading("Gardens")));
    assert!(page.first_mut::<Banner>().is_none());
}

#[test]
fn taken_blocks_stay_in_their_boxes_and_the_others_stay_in_order() {
    let mut page = page();
    let before: Vec<*const dyn DynBlock> = page.blocks.iter().map(|block| &raw const **block).collect();
    let headings = page.take::<Heading>();
    assert_eq!(headings.iter().map(|heading| heading.0.as_str()).collect::<Vec<_>>(), ["Gardens", "Roofs"]);
    assert!(std::ptr::addr_eq(&*headings[0], before[0]) && std::ptr::addr_eq(&*headings[1], before[3]));
    assert_eq!(page.kinds(), ["note", "weather"]);
    assert!(page.blocks.iter().zip(&before[1..]).all(|(block, old)| std::ptr::addr_eq(&**block, *old)));
}

#[test]
fn taking_what_is_not_there_changes_nothing() {
    let mut page = page();
    assert!(page.take::<Banner>().is_empty());
    assert!(page == self::page());
}
