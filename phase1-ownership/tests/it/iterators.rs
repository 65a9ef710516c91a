use std::{cell::Cell, iter, iter::FusedIterator, ops::ControlFlow};

use phase1_ownership::iterators::{
    Block, Chapter, Layout, Page, Setter, Sheet, Sheets, chapters, locate, piles, section,
};

fn heading(title: &str) -> Block {
    Block::Heading(title.into())
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

fn manuscript() -> Vec<Block> {
    vec![
        paragraph("To whom it may concern."),
        heading("Loomings"),
        paragraph("Call me Ishmael."),
        paragraph("Some years ago"),
        heading("The Carpet-Bag"),
        heading("The Spouter-Inn"),
        paragraph("Entering that gable-ended Spouter-Inn"),
    ]
}

/// A chapter that is set in one word a line, one line a page.
fn chapter(title: &str, pages: usize) -> Chapter {
    Chapter { title: Some(title.into()), paragraphs: vec!["word".into(); pages].into() }
}

const NARROW: Layout = Layout { measure: 4, lines: 1 };

fn lines(text: &str, measure: usize) -> Vec<String> {
    let mut setter = Setter::new(text, measure);
    iter::from_fn(|| setter.next_line().map(str::to_owned)).collect()
}

/// Counts down and says how it was driven.
struct Countdown<'a> {
    left: u32,
    nexts: &'a Cell<u32>,
    folds: &'a Cell<u32>,
}

impl Iterator for Countdown<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.nexts.update(|calls| calls + 1);
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }

    fn fold<B, F: FnMut(B, u32) -> B>(self, init: B, f: F) -> B {
        self.folds.update(|calls| calls + 1);
        (0..self.left).rev().fold(init, f)
    }
}

#[test]
fn a_chapter_reaches_up_to_the_next_heading() {
    let found: Vec<_> =
        chapters(manuscript()).map(|chapter| (chapter.title, chapter.paragraphs.len())).collect();
    let title = |title: &str| Some(title.to_owned());
    assert_eq!(
        found,
        [(None, 1), (title("Loomings"), 2), (title("The Carpet-Bag"), 0), (title("The Spouter-Inn"), 1)]
    );
}

#[test]
fn no_blocks_make_no_chapters() {
    assert_eq!(chapters([]).next(), None);
}

#[test]
fn a_chapter_reads_one_block_ahead_and_no_further() {
    let read = Cell::new(0);
    let mut chapters = chapters(manuscript().into_iter().inspect(|_| read.update(|blocks| blocks + 1)));
    assert_eq!(read.get(), 0, "an iterator that nobody asks does nothing");
    for expected in [2, 5, 6, 7] {
        assert!(chapters.next().is_some());
        assert_eq!(read.get(), expected);
    }
}

#[test]
fn texts_are_moved_into_chapters_and_out_again() {
    let blocks = vec![heading("Loomings"), paragraph("Call me Ishmael.")];
    let address = |block: &Block| match block {
        Block::Heading(text) | Block::Paragraph(text) => text.as_ptr(),
    };
    let before: Vec<_> = blocks.iter().map(address).collect();
    let after: Vec<_> =
        chapters(blocks).flat_map(Chapter::into_blocks).map(|block| address(&block)).collect();
    assert_eq!(before, after);
}

#[test]
fn chapters_give_back_the_blocks_they_were_made_of() {
    assert_eq!(chapters(manuscript()).flat_map(Chapter::into_blocks).collect::<Vec<_>>(), manuscript());
    let backwards = chapters(manuscript()).nth(1).expect("four chapters").into_blocks().rev();
    assert!(backwards.eq([paragraph("Some years ago"), paragraph("Call me Ishmael."), heading("Loomings")]));
}

#[test]
fn an_odd_number_of_pages_is_followed_by_a_blank() {
    let text = Page::Text("I");
    assert!(chapter("I", 3).pages(NARROW).eq([text, text, text, Page::Blank]));
    assert!(chapter("I", 2).pages(NARROW).eq([text, text]));
    assert!(chapter("I", 3).pages(NARROW).rev().eq([Page::Blank, text, text, text]));
    assert_eq!(chapter("I", 0).pages(NARROW).next(), None);
}

#[test]
fn a_page_begun_counts_as_a_page() {
    let pages = |lines| {
        chapter("I", 5).pages(Layout { measure: 4, lines }).filter(|page| *page != Page::Blank).count()
    };
    assert_eq!([1, 2, 4, 5, 6].map(pages), [5, 3, 2, 1, 1]);
}

#[test]
fn a_page_is_located_by_chapter_and_offset() {
    let book = [chapter("I", 2), chapter("II", 3), chapter("III", 1)];
    let place = |index| {
        let (chapter, offset) = locate(&mut book.iter(), NARROW, index)?;
        Some((chapter.title.as_deref()?, offset))
    };
    let expected = [("I", 0), ("I", 1), ("II", 0), ("II", 1), ("II", 2), ("II", 3), ("III", 0), ("III", 1)];
    assert_eq!((0..).map_while(place).collect::<Vec<_>>(), expected);
    assert_eq!(place(expected.len()), None);
}

#[test]
fn locating_leaves_the_later_chapters_in_the_iterator() {
    let book = [chapter("I", 2), chapter("II", 2), chapter("III", 2)];
    let mut rest = book.iter();
    assert_eq!(locate(&mut rest, NARROW, 3), Some((&book[1], 1)));
    assert_eq!(rest.next(), Some(&book[2]));
}

#[test]
fn lines_are_as_full_as_the_measure_allows() {
    assert_eq!(lines("It was  the best\nof times", 11), ["It was the", "best of", "times"]);
    assert_eq!(lines("It was the best", 10), ["It was the", "best"]);
    assert_eq!(lines("It was the best", 9), ["It was", "the best"]);
    assert_eq!(lines("It was the best", usize::MAX), ["It was the best"]);
    assert_eq!(lines(" ", 10), [""; 0]);
}

#[test]
fn a_measure_counts_characters_and_a_long_word_stands_alone() {
    assert_eq!(lines("é é é antediluvian é", 5), ["é é é", "antediluvian", "é"]);
}

#[test]
fn the_line_buffer_is_large_enough_from_the_start() {
    // The longest word of four-byte characters that has no room beside another word.
    let text = format!("a {}", "𝕬".repeat(999));
    let mut setter = Setter::new(&text, 1000);
    let buffer = setter.next_line().map(str::as_ptr);
    // In the way of a buffer that would grow where it is.
    let _fence = [0; 8].map(|_| vec![0_u8; 512]);
    assert_eq!(setter.next_line().map(|line| (line.as_ptr(), line.len())), buffer.map(|at| (at, 999 * 4)));
}

#[test]
fn a_section_is_as_thick_as_it_can_be_without_more_blanks() {
    let cases =
        [(1, 4), (4, 4), (5, 8), (8, 8), (12, 4), (15, 16), (24, 8), (32, 32), (40, 8), (64, 32), (96, 32)];
    for (pages, expected) in cases {
        assert_eq!(section(pages), expected, "{pages} pages");
    }
}

/// Folds sheets into one another and reads them: the right halves from the outside in, then the left ones back out.
fn folded<P: Copy>(sheets: &[Sheet<P>]) -> Vec<Option<P>> {
    let rising = sheets.iter().flat_map(|sheet| [sheet.front[1], sheet.back[0]]);
    let falling = sheets.iter().rev().flat_map(|sheet| [sheet.back[1], sheet.front[0]]);
    rising.chain(falling).collect()
}

#[test]
fn folded_sheets_read_in_order_with_the_blanks_at_the_end() {
    for pages in 0..50_usize {
        let sheets: Vec<_> = Sheets::new(0..pages).collect();
        let expected = (0..pages).map(Some).chain(iter::repeat_n(None, (4 - pages % 4) % 4));
        assert!(folded(&sheets).into_iter().eq(expected), "{pages} pages");
    }
}

#[test]
fn the_length_is_exact_at_every_step() {
    for pages in 0..50_usize {
        let mut sheets = Sheets::new(0..pages);
        for left in (0..pages.div_ceil(4)).rev() {
            assert_eq!(sheets.len(), left + 1, "{pages} pages");
            assert!(sheets.next().is_some());
        }
        assert_eq!((sheets.len(), sheets.next()), (0, None), "{pages} pages");
    }
}

#[test]
fn an_exact_length_tells_collect_how_much_to_reserve_and_a_filter_takes_that_away() {
    let exact: Vec<_> = Sheets::new(0..40).collect();
    let room = Vec::<Sheet<i32>>::with_capacity(10).capacity();
    assert_eq!((exact.len(), exact.capacity()), (10, room));
    assert_eq!(Sheets::new(0..40).filter(|_| true).size_hint(), (0, Some(10)));
}

#[test]
fn sheets_are_fused_if_their_source_is() {
    fn fused(_: &impl FusedIterator) {}
    let mut sheets = Sheets::new(0..1);
    fused(&sheets);
    assert!(sheets.next().is_some());
    assert_eq!((sheets.next(), sheets.next()), (None, None));
}

#[test]
fn piles_hold_the_same_sheets_in_the_same_order() {
    let (fronts, backs, ticket) = piles(Sheets::new(1..7));
    assert_eq!(fronts, [[None, Some(1)], [Some(6), Some(3)]]);
    assert_eq!(backs, [[Some(2), None], [Some(4), Some(5)]]);
    assert_eq!(ticket, "sheet 1: 2 white\nsheet 2: 0 white\n");
}

#[test]
fn a_for_loop_asks_for_each_item_and_for_each_only_once() {
    let (nexts, folds) = (Cell::new(0), Cell::new(0));
    let half = || Countdown { left: 3, nexts: &nexts, folds: &folds };
    for _ in iter::chain(half(), half()) {}
    assert_eq!((nexts.take(), folds.take()), (8, 0), "each half is asked once more than it has items");
    iter::chain(half(), half()).for_each(drop);
    assert_eq!((nexts.take(), folds.take()), (0, 2));
}

#[test]
fn adapters_that_test_by_taking_lose_an_item() {
    let mut pages = 1..;
    assert!(pages.by_ref().take_while(|page| *page < 3).eq([1, 2]));
    assert_eq!(pages.next(), Some(4), "3 was taken to be tested");
    assert!(pages.by_ref().zip(["a"]).eq([(5, "a")]));
    assert_eq!(pages.next(), Some(7), "6 was taken to be paired");

    let mut pages = (1..).peekable();
    assert!(iter::from_fn(|| pages.next_if(|page| *page < 3)).eq([1, 2]));
    assert_eq!(pages.next(), Some(3));
}

#[test]
fn what_stopped_a_try_fold_is_its_result_and_the_rest_stays() {
    let mut pages = 1..=9_u32;
    let stopped = pages.try_fold(0, |sum, page| match sum + page {
        sum @ 0..10 => ControlFlow::Continue(sum),
        _ => ControlFlow::Break(page),
    });
    assert_eq!(stopped, ControlFlow::Break(4));
    assert_eq!(pages, 5..=9);
}

#[test]
fn a_closure_may_go_on_after_a_none_unless_it_is_fused() {
    let answers = || {
        let mut answers = [Some(1), None, Some(2)].into_iter();
        iter::from_fn(move || answers.next().flatten())
    };
    let mut unfused = answers();
    assert_eq!([unfused.next(), unfused.next(), unfused.next()], [Some(1), None, Some(2)]);
    let mut fused = answers().fuse();
    assert_eq!([fused.next(), fused.next(), fused.next()], [Some(1), None, None]);
}
