//! # The scanner at the belt
//!
//! A sorting centre scans parcels on 256 belts. Every night, the log of the day is added up: how many grams went over
//! each belt, counted only what a rule lets through. [`before`] does that, and it is right. But it allocates for each
//! scan and for each line, calls every rule through a vtable, and keeps a scan in more room than it needs.
//!
//! Write it so that the same comes out and none of that is paid. A scan takes 8 bytes; reading, filtering and adding up
//! allocate nothing; two rules together are a rule that is no larger than both; a report goes straight to where it is
//! written. The tests compare with `before`, and count allocations, calls and bytes.

use std::{fmt, num::NonZero};

/// A record of the log has eight bytes: the parcel (four, little-endian; zero if its label could not be read), the belt
/// (one), whether it is fragile (one, zero if not), its grams (two, little-endian).
pub const RECORD: usize = 8;

/// The right results, at any price.
pub mod before {
    use std::collections::BTreeMap;

    pub struct Scan {
        pub parcel: Option<u64>,
        pub belt: u8,
        pub fragile: bool,
        pub grams: u16,
    }

    pub type Rule = Box<dyn Fn(&Scan) -> bool>;

    pub fn both(first: Rule, second: Rule) -> Rule {
        Box::new(move |scan| first(scan) && second(scan))
    }

    pub fn scans(log: &[u8]) -> Option<Vec<Scan>> {
        let mut scans = Vec::new();
        let mut at = 0;
        while at < log.len() {
            let record = log.get(at..at + super::RECORD)?.to_vec();
            let parcel = u64::from(u32::from_le_bytes([record[0], record[1], record[2], record[3]]));
            scans.push(Scan {
                parcel: if parcel == 0 { None } else { Some(parcel) },
                belt: record[4],
                fragile: record[5] != 0,
                grams: u16::from_le_bytes([record[6], record[7]]),
            });
            at += super::RECORD;
        }
        Some(scans)
    }

    pub fn report(scans: &[Scan], rule: &Rule) -> String {
        let mut grams: BTreeMap<u8, u64> = BTreeMap::new();
        for scan in scans.iter().filter(|scan| rule(scan)) {
            *grams.entry(scan.belt).or_default() += u64::from(scan.grams);
        }
        let mut report = String::new();
        for (belt, grams) in grams.iter().filter(|(_, grams)| **grams > 0) {
            report = report + &format!("belt {belt}: {grams} g\n");
        }
        report
    }
}

// `Parcel` is the number of a parcel, which is never zero; an `Option<Parcel>` takes four bytes. It has two methods:
// `Parcel::read` makes it from the four bytes of a record, if they are not zero, and `number` returns it as a `u32`.
// solution:begin
// hint: Where can a `None` be, if four bytes are all there is? In a pattern of bits that no parcel has.
// hint: The standard library has a type for numbers that are not zero, and `Option` knows it.
// hint: `pub struct Parcel(NonZero<u32>);`, and `NonZero::new` returns an `Option` already: `.map(Self)`.
// stub: #[derive(Debug, Clone, Copy, PartialEq, Eq)]
// stub: pub struct Parcel;
// stub:
// stub: impl Parcel {
// stub:     pub fn read(bytes: [u8; 4]) -> Option<Self> {
// stub:         todo!()
// stub:     }
// stub:
// stub:     pub fn number(self) -> u32 {
// stub:         todo!()
// stub:     }
// stub: }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parcel(NonZero<u32>);

impl Parcel {
    pub fn read(bytes: [u8; 4]) -> Option<Self> {
        NonZero::new(u32::from_le_bytes(bytes)).map(Self)
    }

    pub fn number(self) -> u32 {
        self.0.get()
    }
}
// solution:end

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scan {
    pub parcel: Option<Parcel>,
    pub belt: u8,
    pub fragile: bool,
    pub grams: u16,
}

// If this is refused, look at `Parcel`.
const _: () = assert!(size_of::<Scan>() <= RECORD);

/// All scans of a log, read one by one when they are asked for; `None` if the last record is broken off.
pub fn scans(log: &[u8]) -> Option<impl ExactSizeIterator<Item = Scan>> {
    // solution:begin
    // hint: Which method of slices cuts them into arrays, and hands over what is left, too?
    // hint: `let (records, rest) = log.as_chunks::<RECORD>();`
    // hint: A pattern takes an array apart without a check: `|&[a, b, c, d, belt, fragile, e, f]|`.
    // stub: todo!() as Option<std::iter::Empty<Scan>>
    let (records, rest) = log.as_chunks::<RECORD>();
    let read = |&[a, b, c, d, belt, fragile, e, f]: &[u8; RECORD]| Scan {
        parcel: Parcel::read([a, b, c, d]),
        belt,
        fragile: fragile != 0,
        grams: u16::from_le_bytes([e, f]),
    };
    rest.is_empty().then(|| records.iter().map(read))
    // solution:end
}

/// The rule that lets through what both let through. The second is asked only about what the first has let through.
pub fn both(first: impl Fn(&Scan) -> bool, second: impl Fn(&Scan) -> bool) -> impl Fn(&Scan) -> bool {
    // solution:begin
    // hint: A closure that owns two closures is as large as both.
    // hint: `move |scan| …`
    // stub: todo!() as fn(&Scan) -> bool
    move |scan: &Scan| first(scan) && second(scan)
    // solution:end
}

/// The grams that went over each belt. Each scan is shown to the rule once.
pub fn grams(scans: impl Iterator<Item = Scan>, rule: impl Fn(&Scan) -> bool) -> [u64; 256] {
    // solution:begin
    // hint: There are as many belts as there are bytes: what must be looked up, if the belt is the index?
    // hint: Start with `[0; 256]`; `usize::from(scan.belt)` cannot be out of bounds, and the compiler knows it.
    let mut grams = [0; 256];
    scans.filter(rule).for_each(|scan| grams[usize::from(scan.belt)] += u64::from(scan.grams));
    grams
    // solution:end
}

/// Writes a line for each belt that carried something, such as `belt 7: 1200 g`.
pub fn write_report(out: &mut impl fmt::Write, grams: &[u64; 256]) -> fmt::Result {
    // solution:begin
    // hint: `format!` makes a `String`. Its sibling writes to what is there already.
    // hint: `writeln!(out, …)?`, in a loop over `grams.iter().enumerate()`.
    for (belt, grams) in grams.iter().enumerate().filter(|(_, grams)| **grams > 0) {
        writeln!(out, "belt {belt}: {grams} g")?;
    }
    Ok(())
    // solution:end
}

/// Counts what is asked of the allocator, for each thread by itself.
mod counting {
    use std::{
        alloc::{GlobalAlloc, Layout, System},
        cell::Cell,
    };

    /// Runs `work`; returns how many blocks it asked for, and its result.
    pub fn counted<T>(work: impl FnOnce() -> T) -> (usize, T) {
        let before = BLOCKS.get();
        let result = work();
        (BLOCKS.get() - before, result)
    }

    struct Counting;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    thread_local! {
        static BLOCKS: Cell<usize> = const { Cell::new(0) };
    }

    // SAFETY: every call is passed on unchanged to the system's allocator, which keeps the contract; counting neither
    // allocates nor panics. The other methods have defaults, which call these.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            BLOCKS.set(BLOCKS.get() + 1);
            // SAFETY: the caller promises what `alloc` asks for.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: the caller promises what `dealloc` asks for; the block came from the system's allocator.
            unsafe { System.dealloc(block, layout) }
        }
    }
}

use counting::counted;

/// A log without an order, the same in each run; every fifth label could not be read.
fn log(seed: u64, records: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let record = |at| {
        let parcel = if at % 5 == 0 { 0 } else { next() as u32 };
        let [a, b, c, d] = parcel.to_le_bytes();
        let [e, f] = (next() as u16).to_le_bytes();
        [a, b, c, d, next() as u8, (next() % 3) as u8, e, f]
    };
    (0..records).flat_map(record).collect()
}

#[test]
fn an_option_of_a_parcel_takes_four_bytes_and_a_scan_eight() {
    assert_eq!(Parcel::read([0; 4]), None);
    assert_eq!(Parcel::read([1, 2, 0, 0]).map(Parcel::number), Some(513));
    assert_eq!(Parcel::read([255; 4]).map(Parcel::number), Some(u32::MAX));
    assert_eq!((size_of::<Option<Parcel>>(), size_of::<Scan>()), (4, 8));
    assert!(size_of::<before::Scan>() > size_of::<Scan>());
}

#[test]
fn a_scan_is_read_as_it_was_logged() {
    let log = [[9, 1, 0, 0, 7, 2, 0x34, 0x12], [0, 0, 0, 0, 255, 0, 1, 0]].concat();
    let read: Vec<_> = scans(&log).expect("no record is broken off").collect();
    let parcel = Parcel::read([9, 1, 0, 0]);
    assert_eq!(parcel.map(Parcel::number), Some(265));
    let heavy = Scan { parcel, belt: 7, fragile: true, grams: 0x1234 };
    assert_eq!(read, [heavy, Scan { parcel: None, belt: 255, fragile: false, grams: 1 }]);
}

#[test]
fn a_record_that_is_broken_off_makes_no_scans() {
    let log = log(1, 3);
    for len in 0..=log.len() {
        let scans = scans(&log[..len]);
        assert_eq!(scans.is_some(), len % RECORD == 0);
        assert_eq!(scans.map_or(0, |scans| scans.len()), if len % RECORD == 0 { len / RECORD } else { 0 });
    }
}

#[test]
fn two_rules_are_no_larger_than_what_they_capture() {
    let (least, belt) = (100_u16, 7_u8);
    let light = |_: &Scan| true;
    let of_a_weight = move |scan: &Scan| scan.grams >= least;
    let of_a_belt = move |scan: &Scan| scan.belt == belt;
    assert_eq!(size_of_val(&both(light, light)), 0);
    assert_eq!(size_of_val(&both(light, of_a_weight)), 2);
    assert!(size_of_val(&both(of_a_belt, both(of_a_weight, light))) <= 4);
    assert_eq!(counted(|| both(of_a_belt, of_a_weight)).0, 0);
}

#[test]
fn the_second_rule_is_asked_about_what_the_first_lets_through() {
    let asked = std::cell::Cell::new(0);
    let second = |scan: &Scan| {
        asked.set(asked.get() + 1);
        scan.fragile
    };
    let rule = both(|scan| scan.belt == 7, second);
    let scan = |belt, fragile| Scan { parcel: None, belt, fragile, grams: 1 };
    assert!(!rule(&scan(6, true)) && asked.get() == 0);
    assert!(rule(&scan(7, true)) && !rule(&scan(7, false)) && asked.get() == 2);
}

#[test]
fn each_scan_is_shown_to_the_rule_once_and_added_to_its_belt() {
    let asked = std::cell::Cell::new(0);
    let scan = |belt, grams| Scan { parcel: None, belt, fragile: false, grams };
    let all = [scan(0, 5), scan(255, 7), scan(0, u16::MAX), scan(9, 100), scan(0, u16::MAX)];
    let rule = |scan: &Scan| {
        asked.set(asked.get() + 1);
        scan.belt != 9
    };
    let grams = grams(all.into_iter(), rule);
    assert_eq!((asked.get(), grams[0], grams[255], grams[9]), (5, 131_075, 7, 0));
    assert_eq!(grams.iter().sum::<u64>(), 131_082);
}

#[test]
fn reading_filtering_and_adding_up_allocate_nothing() {
    let log = log(2, 1000);
    let rule = both(|scan| scan.parcel.is_some(), |scan| scan.grams > 1000);
    let (blocks, grams) = counted(|| scans(&log).map(|scans| grams(scans, rule)));
    assert_eq!(blocks, 0);
    assert!(grams.is_some_and(|grams| grams.iter().any(|grams| *grams > 0)));
}

#[test]
fn a_report_is_written_where_it_belongs() {
    let mut grams = [0; 256];
    (grams[7], grams[255]) = (1200, 1);
    let mut out = String::with_capacity(64);
    out.push_str("monday\n");
    let (blocks, written) = counted(|| write_report(&mut out, &grams));
    assert_eq!((blocks, written), (0, Ok(())));
    assert_eq!(out, "monday\nbelt 7: 1200 g\nbelt 255: 1 g\n");
}

/// Takes so many more bytes.
struct Paper(usize);

impl fmt::Write for Paper {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
        Ok(())
    }
}

#[test]
fn a_report_ends_where_the_paper_ends() {
    let mut grams = [0; 256];
    (grams[7], grams[8], grams[9]) = (1200, 1, 1);
    let line = "belt 7: 1200 g\n".len();
    assert_eq!(write_report(&mut Paper(1000), &grams), Ok(()));
    assert_eq!(write_report(&mut Paper(line + 2), &grams), Err(fmt::Error));
}

#[test]
fn the_same_comes_out_as_before() {
    for seed in 0..20 {
        let log = log(seed, 300);
        let least = (seed * 3000) as u16;
        let rule = before::both(
            Box::new(move |scan| scan.grams >= least),
            Box::new(|scan| scan.fragile || scan.parcel.is_none_or(|number| number % 2 == 1)),
        );
        let expected = before::report(&before::scans(&log).expect("no record is broken off"), &rule);
        let rule = both(
            move |scan| scan.grams >= least,
            |scan| scan.fragile || scan.parcel.is_none_or(|parcel| parcel.number() % 2 == 1),
        );
        let mut report = String::new();
        let all = scans(&log).expect("no record is broken off");
        assert_eq!(write_report(&mut report, &grams(all, rule)), Ok(()));
        assert_eq!(report, expected);
    }
}
