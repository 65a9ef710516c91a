//! # The log of a radio station
//!
//! The log has a line for each play: a title, a comma, and seconds. In the evening, everybody wants to know something
//! else about it, and nobody wants a program of their own: a report shall be a type that the log is collected into.
//!
//! Write the collections that reports are made of. Three of them can take more plays at any time, so they implement
//! `Extend`, and can stand in a tuple beside those of the standard library. The median cannot: it has to see all of a
//! stream before there is one. Then read the log into a report, in one pass and up to the first bad line.

/// Items as runs of equal ones: each item that differs from the one before it, with the length of its run.
#[derive(Debug, PartialEq, Eq)]
pub struct Runs<T>(pub Vec<(T, usize)>);

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Extend<T> for Runs<T> {
    /// Goes on where the last call has ended: the first new item may belong to the last run.
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        // solution:begin
        // hint: For each item: does it belong to the last run there is?
        // hint: `self.0.last_mut()` lends the last run to be changed. `match` it with a guard that compares.
        // hint: `Some((last, count)) if *last == item => *count += 1`, and otherwise `push`.
        for item in items {
            match self.0.last_mut() {
                Some((last, count)) if *last == item => *count += 1,
                _ => self.0.push((item, 1)),
            }
        }
        // solution:end
    }
}

impl<'i, T: PartialEq + Copy + 'i> Extend<&'i T> for Runs<T> {
    /// As with `Vec`: where items are `Copy`, references do as well.
    fn extend<I: IntoIterator<Item = &'i T>>(&mut self, items: I) {
        // solution:begin
        // hint: There is an adapter that copies out of references, and there is an `extend` for what it returns.
        self.extend(items.into_iter().copied());
        // solution:end
    }
}

impl<T: PartialEq> FromIterator<T> for Runs<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        // solution:begin
        // hint: Begin with nothing, and take what there is.
        // hint: There are two `extend`s, one for items and one for references. The type of `items` says which is meant.
        let mut runs = Self::default();
        runs.extend(items);
        runs
        // solution:end
    }
}

/// The `N` items with the highest numbers, in descending order; of equal numbers, those that came first, in that order.
#[derive(Debug, PartialEq, Eq)]
pub struct Top<T, const N: usize>(pub Vec<(u32, T)>);

impl<T, const N: usize> Default for Top<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const N: usize> Extend<(u32, T)> for Top<T, N> {
    /// The log may be longer than memory is large: what is not among the highest is dropped as soon as that is known.
    fn extend<I: IntoIterator<Item = (u32, T)>>(&mut self, items: I) {
        // solution:begin
        // hint: The list is in order all the time. Find the place of the new item, then see whether it is among the N.
        // hint: `partition_point(|(number, _)| *number >= …)` says how many stay in front of the new item.
        // hint: `insert` it there if that is less than `N`, and `truncate` the list.
        for (number, item) in items {
            let place = self.0.partition_point(|(before, _)| *before >= number);
            if place < N {
                self.0.insert(place, (number, item));
                self.0.truncate(N);
            }
        }
        // solution:end
    }
}

/// The shortest and the longest, if there is any.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub Option<(u32, u32)>);

impl Extend<u32> for Span {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, lengths: I) {
        // solution:begin
        // hint: What is the span of a single length? And how does another length change a span that is there?
        // hint: `for length in …`, and `unwrap_or((length, length))` stands in for a span that is not there yet.
        for length in lengths {
            let (shortest, longest) = self.0.unwrap_or((length, length));
            self.0 = Some((shortest.min(length), longest.max(length)));
        }
        // solution:end
    }
}

/// The length in the middle when all are in order, the lower one of two; none if there are no lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Median(pub Option<u32>);

impl FromIterator<u32> for Median {
    fn from_iter<I: IntoIterator<Item = u32>>(lengths: I) -> Self {
        // solution:begin
        // hint: Here everything has to be there first: collect the lengths into a `Vec`.
        // hint: Of four lengths in order, the lower middle is at index 1: `(len - 1) / 2`. Without lengths, there is none.
        // hint: `select_nth_unstable` finds it without putting all of them in order.
        let mut lengths: Vec<_> = lengths.into_iter().collect();
        let middle = lengths.len().checked_sub(1).map(|last| last / 2);
        Self(middle.map(|middle| *lengths.select_nth_unstable(middle).1))
        // solution:end
    }
}

/// The title and the seconds of a play; the line, if it is none.
pub fn read(line: &str) -> Result<(&str, u32), &str> {
    let (title, seconds) = line.split_once(',').ok_or(line)?;
    Ok((title, seconds.parse().map_err(|_| line)?))
}

/// The runs of titles, the three longest plays, and the span of their lengths.
pub type Summary<'l> = (Runs<&'l str>, Top<&'l str, 3>, Span);

/// Sums up a log, in one pass. The error is the first bad line, and no line behind it is read.
pub fn summary<'l>(lines: impl IntoIterator<Item = &'l str>) -> Result<Summary<'l>, &'l str> {
    // solution:begin
    // hint: A tuple of collections is collected from tuples of their items. What are the three items of one play?
    // hint: A `Result` of a collection is collected from results: `map` inside of `map`.
    // hint: `read(line).map(|(title, seconds)| (title, (seconds, title), seconds))`
    // require: collect because the types know everything that a loop would have to do
    lines
        .into_iter()
        .map(|line| read(line).map(|(title, seconds)| (title, (seconds, title), seconds)))
        .collect()
    // solution:end
}

/// The median length of the plays in a log, or its first bad line.
pub fn median(log: &str) -> Result<Median, &str> {
    // solution:begin
    // hint: A `Result` asks for `FromIterator` only, so the median can stand in it.
    // require: collect because the types know everything that a loop would have to do
    log.lines().map(|line| read(line).map(|(_, seconds)| seconds)).collect()
    // solution:end
}

#[test]
fn equal_neighbours_make_a_run_and_other_equals_do_not() {
    let runs: Runs<_> = "aabba".chars().collect();
    assert_eq!(runs.0, [('a', 2), ('b', 2), ('a', 1)]);
    assert_eq!("".chars().collect::<Runs<_>>(), Runs::default());
}

#[test]
fn a_run_goes_on_in_the_next_call() {
    let mut runs: Runs<_> = ["news", "jingle"].into_iter().collect();
    runs.extend(["jingle", "song"]);
    runs.extend([""; 0]);
    runs.extend(["song"]);
    assert_eq!(runs.0, [("news", 1), ("jingle", 2), ("song", 2)]);
}

#[test]
fn references_to_copies_extend_runs_as_well() {
    let log = vec![3, 3, 5];
    let mut runs: Runs<u32> = [3].into_iter().collect();
    runs.extend(&log);
    assert_eq!((runs.0, log.len()), (vec![(3, 3), (5, 1)], 3));
}

#[test]
fn runs_move_items_that_cannot_be_copied() {
    let titles = vec![String::from("news"), String::from("song")];
    let text = titles[1].as_ptr();
    let runs: Runs<String> = titles.into_iter().collect();
    assert_eq!(runs.0[1].0.as_ptr(), text);
}

#[test]
fn the_highest_stay_in_order_and_the_first_of_equals() {
    let mut top = Top::<_, 3>::default();
    top.extend([(5, 'a'), (9, 'b'), (5, 'c')]);
    assert_eq!(top.0, [(9, 'b'), (5, 'a'), (5, 'c')]);
    top.extend([(5, 'd'), (7, 'e'), (1, 'f')]);
    assert_eq!(top.0, [(9, 'b'), (7, 'e'), (5, 'a')]);
    let mut none = Top::<_, 0>::default();
    none.extend([(5, 'a')]);
    assert_eq!(none.0, []);
}

#[test]
fn the_highest_are_those_that_sorting_would_find() {
    let mut state = 3_u32;
    for round in 0..300 {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24
        };
        let items: Vec<_> = (0..next() % 20).map(|number| (next() % 8, number)).collect();
        let (mut top, mut sorted) = (Top::<_, 4>::default(), items.clone());
        top.extend(items);
        sorted.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        sorted.truncate(4);
        assert_eq!(top.0, sorted, "round {round}");
    }
}

#[test]
fn what_is_not_among_the_highest_is_dropped_at_once() {
    let held = std::rc::Rc::new(());
    let mut top = Top::<_, 3>::default();
    top.extend((0..1000_u32).map(|number| {
        assert!(std::rc::Rc::strong_count(&held) <= 1 + 3, "more than three are held");
        (number.wrapping_mul(7919) % 1000, held.clone())
    }));
    assert_eq!(top.0.len(), 3);
}

#[test]
fn a_span_reaches_from_the_shortest_to_the_longest() {
    let mut span = Span::default();
    span.extend([]);
    assert_eq!(span, Span(None));
    span.extend([180]);
    assert_eq!(span, Span(Some((180, 180))));
    span.extend([200, 190]);
    assert_eq!(span, Span(Some((180, 200))));
    span.extend([0]);
    assert_eq!(span, Span(Some((0, 200))));
}

#[test]
fn the_median_is_in_the_middle_whatever_the_order() {
    for (lengths, expected) in [
        (&[][..], None),
        (&[7], Some(7)),
        (&[9, 2], Some(2)),
        (&[5, 9, 2], Some(5)),
        (&[8, 1, 9, 3], Some(3)),
    ] {
        assert_eq!(lengths.iter().copied().collect::<Median>(), Median(expected), "{lengths:?}");
    }
    assert_eq!(median("news,120\nsong,200\nsong,180"), Ok(Median(Some(180))));
    assert_eq!(median("news,120\nsong\nsong,x"), Err("song"));
}

#[test]
fn a_summary_tells_runs_top_and_span() {
    let log = "news,120\nsong,200\nsong,180\njingle,5\nnews,130";
    let (runs, top, span) = summary(log.lines()).expect("a clean log");
    assert_eq!(runs.0, [("news", 1), ("song", 2), ("jingle", 1), ("news", 1)]);
    assert_eq!(top.0, [(200, "song"), (180, "song"), (130, "news")]);
    assert_eq!(span, Span(Some((5, 200))));
    assert_eq!(summary([]), Ok(Summary::default()));
}

#[test]
fn a_bad_line_ends_the_summary_and_the_reading() {
    let read = std::cell::Cell::new(0);
    let log = ["news,120", "song;200", "song,x"].into_iter().inspect(|_| read.update(|lines| lines + 1));
    assert_eq!((summary(log), read.get()), (Err("song;200"), 2));
}
