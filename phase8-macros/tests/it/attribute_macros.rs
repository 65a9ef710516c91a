use std::{
    cell::Cell,
    num::{NonZeroU16, ParseIntError},
    panic::{self, AssertUnwindSafe},
    pin::pin,
    task::{Context, Poll, Waker},
};

use phase8_macros::attribute_macros::{Journal, Line, Mirror, again, retry, traced};

/// Polls until the future is ready, for as often as no real future in here needs.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let polled = (0..100).find_map(|_| match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    });
    polled.expect("a hundred polls are enough")
}

/// Pending once.
async fn a_moment() {
    let mut waited = false;
    std::future::poll_fn(
        |_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending },
    )
    .await
}

/// Drops the first articles.
#[derive(Debug)]
struct Dropping {
    drops: u32,
    asked: Vec<u32>,
}

impl Line for Dropping {
    type Error = u32;

    fn article(&mut self, number: u32) -> Result<String, u32> {
        self.asked.push(number);
        let tries = self.asked.len() as u32;
        if tries <= self.drops { Err(tries) } else { Ok(format!("headline {tries}\ntext")) }
    }
}

#[test]
fn retried_and_by_hand_cannot_be_told_apart() {
    for drops in 0..5 {
        let [mut retried, mut by_hand] = [(); 2].map(|()| Mirror::new(Dropping { drops, asked: Vec::new() }));
        let outcome = retried.headline(9);
        assert_eq!(outcome, by_hand.headline_by_hand(9));
        assert_eq!(format!("{retried:?}"), format!("{by_hand:?}"));
        let expected = if drops < 3 { Ok(format!("headline {}", drops + 1)) } else { Err(3) };
        assert_eq!(outcome, expected);
        assert_eq!(retried.pauses, (1..=drops.min(2)).collect::<Vec<_>>());
    }
}

#[test]
fn at_least_one_attempt_is_made_and_there_is_no_pause_after_the_last() {
    for (times, attempts) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let (mut made, mut pauses) = (0, Vec::new());
        let outcome = again(
            times,
            || {
                made += 1;
                None::<()>
            },
            |attempt| pauses.push(attempt),
        );
        assert_eq!((outcome, made, pauses), (None, attempts, (1..attempts).collect()));
    }
}

mod order {
    use super::*;

    #[retry(times = 3)]
    #[traced(journal)]
    fn one_entry(journal: &Journal) -> Option<()> {
        drop(journal.enter("attempt"));
        None
    }

    #[traced(journal)]
    #[retry(times = 3)]
    fn one_entry_for_each_attempt(journal: &Journal) -> Option<()> {
        drop(journal.enter("attempt"));
        None
    }

    #[test]
    fn the_attribute_that_is_written_last_is_the_outermost() {
        let count = |function: fn(&Journal) -> Option<()>, entry: &str| {
            let journal = Journal::default();
            assert_eq!(function(&journal), None);
            journal.entries().iter().filter(|it| *it == entry).count()
        };
        assert_eq!((count(one_entry, "begin attempt"), count(one_entry, "begin one_entry")), (3, 1));
        let name = "begin one_entry_for_each_attempt";
        assert_eq!(
            (count(one_entry_for_each_attempt, "begin attempt"), count(one_entry_for_each_attempt, name)),
            (3, 3)
        );
    }
}

#[test]
fn an_item_that_is_configured_out_meets_no_macro() {
    // Each of these arguments is an error.
    #[retry(times = 0)]
    #[cfg(false)]
    fn above() {}

    #[cfg(false)]
    #[retry(times = 0)]
    fn below() {}

    #[cfg_attr(false, retry(times = 0))]
    fn plain() -> u32 {
        5
    }
    assert_eq!(plain(), 5);
}

#[test]
fn what_is_configured_out_inside_of_an_item_is_passed_on() {
    #[retry(times = 2)]
    fn first(text: &str, #[cfg(false)] gone: NoSuchType, #[cfg(true)] index: usize) -> Option<char> {
        #[cfg(false)]
        no_such_function();
        text.chars().nth(index)
    }
    assert_eq!(first("abc", 1), Some('b'));
}

#[test]
fn a_signature_of_lifetimes_and_an_abi_is_kept() {
    #[retry(times = 2)]
    fn word<'a>(text: &'a str, _other: &str) -> Option<&'a str> {
        text.split(' ').next()
    }
    let _: for<'a, 'b> fn(&'a str, &'b str) -> Option<&'a str> = word;

    #[retry(times = 2)]
    unsafe extern "C" fn first(text: *const u8) -> Option<NonZeroU16> {
        // SAFETY: the caller's duty, which an attempt does not change.
        NonZeroU16::new(unsafe { *text }.into())
    }
    let first: unsafe extern "C" fn(*const u8) -> Option<NonZeroU16> = first;
    // SAFETY: the pointer is that of a live byte.
    assert_eq!(unsafe { first(&7) }, NonZeroU16::new(7));
}

#[retry(times = 2)]
#[unsafe(no_mangle)]
extern "C" fn phase8_macros_feed_port() -> Option<NonZeroU16> {
    NonZeroU16::new(8080)
}

#[test]
fn an_unsafe_attribute_is_passed_on() {
    mod by_symbol {
        unsafe extern "C" {
            pub safe fn phase8_macros_feed_port() -> Option<std::num::NonZeroU16>;
        }
    }
    assert_eq!(by_symbol::phase8_macros_feed_port(), NonZeroU16::new(8080));
}

#[test]
fn return_and_question_mark_leave_the_attempt() {
    #[derive(Debug, PartialEq)]
    struct Refused(String);

    impl From<ParseIntError> for Refused {
        fn from(error: ParseIntError) -> Self {
            Self(error.to_string())
        }
    }

    #[retry(times = 3)]
    fn sum(attempts: &Cell<u32>, numbers: &[&str]) -> Result<u32, Refused> {
        attempts.set(attempts.get() + 1);
        if numbers.is_empty() {
            return Err(Refused("nothing".into()));
        }
        let mut sum = 0;
        for number in numbers {
            sum += number.parse::<u32>()?;
        }
        Ok(sum)
    }
    let attempts = Cell::new(0);
    assert_eq!(sum(&attempts, &["1", "2"]), Ok(3));
    assert_eq!(attempts.replace(0), 1);
    assert_eq!(sum(&attempts, &["1", "x"]), Err(Refused("invalid digit found in string".into())));
    assert_eq!(attempts.replace(0), 3);
    assert_eq!(sum(&attempts, &[]), Err(Refused("nothing".into())));
    assert_eq!(attempts.get(), 3);
}

#[test]
fn attributes_inside_of_a_body_stay_at_its_beginning() {
    #[retry(times = 2)]
    fn first(text: &str) -> Option<char> {
        #![expect(unused_variables, reason = "the lint is spoken to from inside of the body")]
        let unused = 0;
        text.chars().next()
    }
    assert_eq!(first("a"), Some('a'));
}

#[test]
fn a_type_that_has_no_name_can_be_returned() {
    #[retry(times = 2)]
    fn words(text: &str) -> Option<impl Iterator<Item = &str>> {
        (!text.is_empty()).then(|| text.split(' '))
    }
    assert_eq!(words("a b").map(Iterator::count), Some(2));

    #[retry(times = 2)]
    async fn lengths(text: &str) -> Option<(usize, impl Iterator<Item = usize>)> {
        a_moment().await;
        Some((text.len(), text.split(' ').map(str::len)))
    }
    assert_eq!(run(lengths("a bc")).map(|(all, words)| all - words.sum::<usize>()), Some(1));
}

#[test]
fn the_return_type_is_known_inside_of_an_attempt() {
    type Filter = Box<dyn Fn(&str) -> bool + Send + Sync>;

    #[retry(times = 2)]
    fn longer(than: usize) -> Option<Filter> {
        Some(Box::new(move |text| text.len() > than))
    }
    #[retry(times = 2)]
    async fn shorter(than: usize) -> Option<Filter> {
        a_moment().await;
        Some(Box::new(move |text| text.len() < than))
    }
    assert_eq!(
        (longer(2).map(|it| it("abc")), run(shorter(2)).map(|it| it("abc"))),
        (Some(true), Some(false))
    );
}

#[test]
fn a_function_may_be_made_by_another_macro() {
    macro_rules! attempt {
        ($visibility:vis fn $name:ident($parameter:ident: $type:ty) -> $outcome:ty $body:block) => {
            #[retry(times = 2)]
            #[traced(&Journal::default())]
            $visibility fn $name($parameter: $type) -> $outcome $body
        };
    }
    attempt! {
        pub(crate) fn first(text: &str) -> Option<char> {
            text.chars().next()
        }
    }
    assert_eq!(first("a"), Some('a'));
}

#[test]
#[deny(unused_braces)]
#[rustfmt::skip] // The lint looks at braces on one line.
fn braces_of_the_expansion_are_not_linted() {
    #[traced(&Journal::default())]
    fn four() -> u32 { 4 }

    #[retry(times = 2)]
    async fn five() -> Option<u32> { Some(5) }

    assert_eq!((four(), run(five())), (4, Some(5)));
}

trait Store {
    fn attempts(&mut self) -> &mut u32;

    #[retry(times = 3)]
    fn load<const N: usize>(&mut self) -> Option<[u8; N]> {
        *self.attempts() += 1;
        (*self.attempts() == 2).then_some([5; N])
    }

    fn finish(self: Box<Self>) -> Result<u32, ()>;
}

impl Store for u32 {
    fn attempts(&mut self) -> &mut u32 {
        self
    }

    #[retry(times = 2)]
    fn finish(self: Box<Self>) -> Result<u32, ()> {
        Ok(*self)
    }
}

#[test]
fn methods_of_traits_and_impls_keep_their_receivers() {
    let mut store = 0_u32;
    assert_eq!(store.load::<2>(), Some([5, 5]));
    assert_eq!(store.load::<0>(), None, "attempts 3, 4 and 5");
    assert_eq!(Box::new(store).finish(), Ok(5));
}

#[test]
fn an_argument_names_what_the_function_can_name_and_nothing_else() {
    // If the argument could see the expansion, or be seen by it, one of these names would be another variable.
    fn pause(attempt: u32, pauses: &mut Vec<u32>) {
        pauses.push(attempt * 10);
    }

    #[retry(times = 3, between = |attempt| pause(attempt, times))]
    fn fails(attempt: &str, times: &mut Vec<u32>) -> Option<usize> {
        attempt.find('x')
    }
    let mut pauses = Vec::new();
    assert_eq!(fails("abc", &mut pauses), None);
    assert_eq!(pauses, [10, 20]);
}

#[test]
fn a_body_may_use_the_name_of_a_local_of_the_expansion() {
    #[traced(_call)]
    fn publish(_call: &Journal) -> usize {
        _call.entries().len()
    }
    assert_eq!(publish(&Journal::default()), 1, "`_call` is the journal, and the guard is alive");
}

#[test]
fn names_in_scope_cannot_stand_in_the_way_of_an_expansion() {
    mod crowded {
        #![expect(dead_code, reason = "these names are there to be in the way")]

        pub mod core {}
        pub mod phase8_macros {}
        pub struct Attempts;
        pub struct ControlFlow;
        pub struct Journal;

        pub fn again() {}

        #[::phase8_macros::attribute_macros::traced(journal)]
        #[::phase8_macros::attribute_macros::retry(times = 2)]
        pub async fn wait(journal: &::phase8_macros::attribute_macros::Journal) -> Option<usize> {
            Some(journal.entries().len())
        }

        #[::phase8_macros::attribute_macros::retry(times = 2)]
        pub fn first(text: &str) -> Option<char> {
            text.chars().next()
        }
    }
    assert_eq!(run(crowded::wait(&Journal::default())), Some(1));
    assert_eq!(crowded::first("a"), Some('a'));
}

#[test]
fn an_async_body_waits_and_borrows_across_its_waits() {
    #[retry(times = 4, between = async |attempt| { a_moment().await; pauses.push(attempt); })]
    async fn receive(lines: &mut Vec<&str>, pauses: &mut Vec<u32>) -> Result<u32, ParseIntError> {
        let line = lines.pop().unwrap_or_default();
        a_moment().await;
        lines.push("0");
        let last = lines.pop().unwrap_or_default();
        Ok(line.parse::<u32>()? + last.parse::<u32>()?)
    }
    let (mut lines, mut pauses) = (vec!["9", "7", "x", "y"], Vec::new());
    assert_eq!(run(receive(&mut lines, &mut pauses)), Ok(7));
    assert_eq!((lines, pauses), (vec!["9"], vec![1, 2]));
}

#[test]
fn an_async_function_does_nothing_until_it_is_polled_and_stops_when_it_has_failed_often_enough() {
    #[retry(times = 3)]
    async fn fail(attempts: &Cell<u32>) -> Option<()> {
        attempts.set(attempts.get() + 1);
        None
    }
    let attempts = Cell::new(0);
    let future = fail(&attempts);
    assert_eq!(attempts.get(), 0);
    assert_eq!((run(future), attempts.get()), (None, 3));
}

#[test]
fn the_future_of_a_retried_function_may_change_threads() {
    #[retry(times = 2)]
    async fn length(text: &str) -> Option<usize> {
        a_moment().await;
        Some(text.len())
    }
    fn checked<F: Future + Send>(future: F) -> F {
        future
    }
    assert_eq!(run(checked(length("abc"))), Some(3));
}

#[test]
fn a_call_ends_by_return_by_unwinding_and_by_being_dropped() {
    #[traced(journal)]
    fn publish(journal: &Journal, text: &str) -> Option<u32> {
        let number: u32 = text.strip_prefix("no. ")?.parse().expect("it is a number");
        Some(number)
    }
    #[traced(journal)]
    async fn wait(journal: &Journal) {
        a_moment().await;
        drop(journal.enter("never reached"));
    }
    let journal = Journal::default();
    publish(&journal, "7");
    assert!(panic::catch_unwind(AssertUnwindSafe(|| publish(&journal, "no. x"))).is_err());
    {
        let mut future = pin!(wait(&journal));
        assert_eq!(journal.entries().len(), 4, "a future begins when it is polled");
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(journal.entries().len(), 5);
    }
    let expected = ["begin publish", "end publish", "begin publish", "end publish", "begin wait", "end wait"];
    assert_eq!(journal.entries(), expected);
}

#[test]
#[expect(unknown_diagnostic_attributes, reason = "a later compiler may know the hint; this one only warns")]
fn a_hint_that_the_compiler_does_not_know_is_no_error() {
    #[diagnostic::no_such_hint]
    struct Page(u32);
    assert_eq!(Page(1).0, 1);
}
