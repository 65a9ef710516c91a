use std::{collections::BTreeMap, panic};

use phase1_ownership::slices_and_vec::{
    KEPT, Page, archive, assemble, chapter_range, chapters, close_up, coverage_percentile, facing, first_gap,
    gather, impose, level_spreads, load, pull_forward, revise, scan, take_coloured,
};

fn page(number: u32, chapter: u8, black: u8) -> Page {
    Page { number, chapter, ink: [0, 0, 0, black] }
}

fn coloured(number: u32) -> Page {
    Page { number, chapter: 1, ink: [0, 20, 0, 0] }
}

/// Printed pages, numbered from one, in chapters of the given sizes.
fn book(chapter_sizes: &[usize]) -> Vec<Page> {
    let chapters = (1..).zip(chapter_sizes).flat_map(|(chapter, size)| std::iter::repeat_n(chapter, *size));
    (1..).zip(chapters).map(|(number, chapter)| page(number, chapter, 5)).collect()
}

fn numbers(pages: &[Page]) -> Vec<u32> {
    pages.iter().map(|page| page.number).collect()
}

/// A sequence that looks random and is the same in every run.
fn noise(seed: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(seed), |n| Some(n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223)))
        .skip(1)
        .map(|n| n >> 16)
}

#[test]
fn records_become_pages() {
    let pages = scan(b"SCAN\x02\x01\x07\x01\x02\x03\x04\x01\x00\x00\x00\x00\x00\x00").expect("two records");
    assert_eq!(pages, [Page { number: 258, chapter: 7, ink: [1, 2, 3, 4] }, page(1, 0, 0)]);
    assert_eq!(pages[0].coverage(), 10);
    assert_eq!(scan(b"SCAN"), Some(vec![]));
}

#[test]
fn a_broken_mark_or_record_is_no_scan() {
    for broken in [&b""[..], b"SCA", b"SCAM", b"SCAN\x01", b"SCAN\x01\x00\x07\x01\x02\x03\x04\x01"] {
        assert_eq!(scan(broken), None, "{broken:?}");
    }
}

#[test]
fn the_latest_scan_of_each_page_stays() {
    for seed in 0..50 {
        let length = noise(seed).next().expect("an endless sequence") as usize % 60;
        let mut scans: Vec<_> =
            (0..length).zip(noise(seed)).map(|(at, n)| page(n % 20, at as u8, 0)).collect();
        let latest: BTreeMap<_, _> = scans.iter().map(|page| (page.number, page.clone())).collect();
        assemble(&mut scans);
        assert!(scans.iter().eq(latest.values()), "seed {seed}");
    }
}

#[test]
fn the_first_gap_is_the_first_number_that_is_missing() {
    let gap = |numbers: &[u32]| first_gap(&numbers.iter().map(|n| page(*n, 1, 1)).collect::<Vec<_>>());
    assert_eq!(gap(&[3, 4, 6, 9]), Some(5));
    assert_eq!([gap(&[3, 4, 5]), gap(&[3, 3, 4]), gap(&[7]), gap(&[])], [None; 4]);
}

#[test]
fn closing_up_drops_neighbouring_blanks_which_a_loop_over_indices_skips() {
    let scanned = [page(1, 1, 9), page(2, 1, 0), page(3, 1, 0), page(4, 1, 9)];
    let mut looped = scanned.to_vec();
    let mut index = 0;
    while index < looped.len() {
        if looped[index].coverage() == 0 {
            looped.remove(index);
        }
        index += 1;
    }
    assert_eq!(numbers(&looped), [1, 3, 4], "the third page moved to where the loop had been");

    let mut closed = scanned.to_vec();
    close_up(&mut closed);
    assert_eq!(closed, [page(1, 1, 9), page(2, 1, 9)]);
}

#[test]
fn pages_with_any_colour_are_taken_and_the_order_is_kept() {
    let mut pages = vec![coloured(1), page(2, 1, 9), coloured(3), page(4, 1, 0)];
    assert_eq!(numbers(&take_coloured(&mut pages)), [1, 3]);
    assert_eq!(numbers(&pages), [2, 4]);

    let mut inks: Vec<_> = (0..4)
        .map(|at| Page { ink: std::array::from_fn(|colour| u8::from(colour == at)), ..coloured(at as u32) })
        .collect();
    assert_eq!(
        numbers(&take_coloured(&mut inks)),
        [0, 1, 2],
        "cyan, magenta and yellow are colours, black is none"
    );
}

#[test]
fn extract_if_removes_what_is_asked_for_and_drain_and_splice_their_whole_range() {
    let mut pages = vec![coloured(1), coloured(2), coloured(3)];
    assert_eq!(pages.extract_if(.., |_| true).next(), Some(coloured(1)));
    assert_eq!(numbers(&pages), [2, 3]);
    drop(pages.splice(..1, [page(7, 1, 1)]));
    assert_eq!(numbers(&pages), [7, 3]);
    drop(pages.drain(..));
    assert!(pages.is_empty());
}

#[test]
fn a_chapter_is_found_where_a_plain_search_finds_it() {
    for sizes in [&[][..], &[3], &[1, 0, 4], &[0, 2, 2, 0, 1]] {
        let pages = book(sizes);
        for chapter in 0..7 {
            let range = chapter_range(&pages, chapter);
            let start = pages.iter().take_while(|page| page.chapter < chapter).count();
            let length = pages.iter().filter(|page| page.chapter == chapter).count();
            assert_eq!(range, start..start + length, "chapter {chapter} of {sizes:?}");
        }
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_search_without_order_panics_in_a_debug_build() {
    assert!(panic::catch_unwind(|| chapter_range(&[page(1, 2, 5), page(2, 1, 5)], 1)).is_err());
}

#[test]
fn a_revision_replaces_its_chapter_whatever_the_lengths() {
    for revised in [0, 1, 2, 5] {
        let mut pages = book(&[2, 2, 1]);
        let removed = revise(&mut pages, 2, vec![page(99, 2, 1); revised]);
        assert_eq!(numbers(&removed), [3, 4]);
        assert_eq!(numbers(&pages), [&[1, 2][..], &vec![99; revised], &[5]].concat());
    }
    let mut pages = book(&[1, 0, 1]);
    assert_eq!(revise(&mut pages, 2, [page(99, 2, 1)]), []);
    assert_eq!(numbers(&pages), [1, 99, 2], "a missing chapter is put where it belongs");
}

#[test]
fn a_range_is_pulled_forward_and_the_others_follow_it() {
    let mut pages = book(&[6]);
    pull_forward(&mut pages, 4..5, 1);
    assert_eq!(numbers(&pages), [1, 5, 2, 3, 4, 6]);
    pull_forward(&mut pages, 4..6, 0);
    assert_eq!(numbers(&pages), [4, 6, 1, 5, 2, 3]);
}

#[test]
fn a_range_that_cannot_be_pulled_forward_panics_before_any_page_moves() {
    for (range, to) in [(3..9, 1), (1..4, 2), (1..4, 5)] {
        let mut pages = book(&[6]);
        let pulled =
            panic::catch_unwind(panic::AssertUnwindSafe(|| pull_forward(&mut pages, range.clone(), to)));
        assert!(pulled.is_err(), "{range:?} to {to}");
        assert_eq!(pages, book(&[6]));
    }
}

#[test]
fn a_chapter_ends_where_the_next_one_begins() {
    assert!(chapters(&book(&[2, 1, 3])).map(<[_]>::len).eq([2, 1, 3]));
    assert_eq!(chapters(&[]).count(), 0);
}

#[test]
fn a_page_faces_its_neighbour_wherever_the_reference_came_from() {
    let pages = book(&[3, 2]);
    let opposite = |page| facing(&pages, page).map(|page| page.number);
    assert_eq!(pages.iter().map(opposite).collect::<Vec<_>>(), [None, Some(3), Some(2), Some(5), Some(4)]);
    let (start, rest) = pages.split_at(4);
    assert_eq!((opposite(&rest[0]), facing(start, &start[3])), (Some(4), None));
    assert_eq!(opposite(&pages[1].clone()), None, "equal, but not an element");
}

#[test]
fn facing_pages_get_the_same_ink_and_single_pages_keep_theirs() {
    let ink = |left: [u8; 4], right: [u8; 4]| {
        [left, right, left, right].map(|ink| Page { number: 1, chapter: 1, ink })
    };
    let mut pages = ink([1, 0, 5, 0], [9, 8, 0, 7]);
    level_spreads(&mut pages);
    assert_eq!(pages.map(|page| page.ink), [[1, 0, 5, 0], [9, 8, 5, 7], [9, 8, 5, 7], [9, 8, 0, 7]]);
    level_spreads(&mut []);
}

#[test]
fn a_percentile_is_what_a_sort_would_have_put_there() {
    for length in 1..30 {
        let pages: Vec<_> = noise(length).take(length as usize).map(|n| page(1, 1, (n % 90) as u8)).collect();
        let mut sorted: Vec<_> = pages.iter().map(Page::coverage).collect();
        sorted.sort();
        for percent in 0..=100 {
            let covered = |coverage: &&u32| {
                sorted.iter().filter(|other| other <= coverage).count() * 100 >= percent * sorted.len()
            };
            assert_eq!(coverage_percentile(&pages, percent).as_ref(), sorted.iter().find(covered));
        }
    }
    assert_eq!(coverage_percentile(&[], 50), None);
    for too_much in [101, usize::MAX] {
        assert!(panic::catch_unwind(|| coverage_percentile(&book(&[3]), too_much)).is_err());
        assert!(panic::catch_unwind(|| coverage_percentile(&[], too_much)).is_err());
    }
}

#[test]
fn signatures_are_views_of_the_book_and_fit_it_exactly() {
    let pages = book(&[7]);
    let signatures = gather(&pages, &[4, 1, 2]).expect("the plan has seven pages");
    assert_eq!(signatures, [&pages[..4], &pages[4..5], &pages[5..]]);
    assert!(signatures.iter().all(|signature| pages.as_ptr_range().contains(&signature.as_ptr())));
    for plan in [[4, 4], [4, 2], [8, 7]] {
        assert_eq!(gather(&pages, &plan), None, "{plan:?}");
    }
}

#[test]
fn sheets_that_are_put_into_each_other_read_from_front_to_back() {
    for sheets in 0..6 {
        let pages: Vec<_> = (1..=4 * sheets).collect();
        let imposed = impose(&pages).expect("full sheets");
        // Through the folded pile from the outside to the middle, and out of it again.
        let inward = imposed.iter().flat_map(|[_, right, back_left, _]| [right, back_left]);
        let outward = imposed.iter().rev().flat_map(|[left, _, _, back_right]| [back_right, left]);
        assert!(inward.chain(outward).eq(&pages), "{sheets} sheets");
        let room = Vec::<[usize; 4]>::with_capacity(sheets).capacity();
        assert_eq!(imposed.capacity(), room, "it never had to grow");
        (1..4).for_each(|more| assert_eq!(impose(&[&pages[..], &vec![0; more]].concat()), None));
    }
}

#[test]
fn a_tray_is_refilled_in_place_and_shrinks_after_a_thick_signature() {
    let mut tray = Vec::with_capacity(KEPT);
    let memory = tray.as_ptr();
    for size in [16, KEPT, 4] {
        load(&mut tray, &book(&[size]));
        assert_eq!((tray.as_slice(), tray.as_ptr()), (book(&[size]).as_slice(), memory));
    }
    load(&mut tray, &book(&[1000]));
    assert_eq!(tray.len(), 1000);
    load(&mut tray, &book(&[4]));
    assert_eq!(tray.len(), 4);
    assert!((KEPT..1000).contains(&tray.capacity()));
}

#[test]
fn reserve_exact_before_each_push_makes_a_vector_grow_again_and_again() {
    let growths = |prepare: fn(&mut Vec<Page>)| {
        let mut pages = Vec::new();
        let grows = |page| {
            let before = pages.capacity();
            prepare(&mut pages);
            pages.push(page);
            pages.capacity() != before
        };
        book(&[1000]).into_iter().map(grows).filter(|grew| *grew).count()
    };
    let (unprepared, prepared) = (growths(|_| {}), growths(|pages| pages.reserve_exact(1)));
    assert!(prepared > 10 * unprepared, "{prepared} growths, and {unprepared} without preparation");
}

#[test]
fn removing_keeps_the_room_and_a_boxed_slice_has_none_to_spare() {
    let mut pages = book(&[1000]);
    pages.iter_mut().skip(3).for_each(|page| page.ink = [0; 4]);

    let mut closed = pages.clone();
    let room = closed.capacity();
    close_up(&mut closed);
    assert_eq!((closed.len(), closed.capacity()), (3, room));
    closed.clear();
    assert_eq!(closed.capacity(), room);

    assert_eq!(archive(pages).into_vec().capacity(), 3);
    let blanks = vec![page(1, 1, 0), page(2, 1, 9), page(3, 1, 0)];
    assert_eq!(*archive(blanks), [page(2, 1, 9)]);
}
