use loom::{
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicU32, AtomicU64, AtomicUsize,
            Ordering::{AcqRel, Acquire, Relaxed, Release},
        },
    },
    thread,
};

use crate::counts::{Desk, Quota, Reads, Reviews, ShardedReads};

/// Runs `work` in a second thread and in this one, and returns both results.
fn in_two_threads<R: 'static>(work: impl Fn(usize) -> R + 'static) -> [R; 2] {
    let work = Arc::new(work);
    let other = {
        let work = Arc::clone(&work);
        thread::spawn(move || work(1))
    };
    [work(0), other.join().expect("the other thread does not panic")]
}

#[test]
fn no_reader_is_lost() {
    loom::model(|| {
        let reads = Arc::new((Reads::default(), ShardedReads::default()));
        let counted = Arc::clone(&reads);
        in_two_threads(move |worker| {
            counted.0.add();
            counted.1.add(worker);
        });
        assert_eq!((reads.0.total(), reads.1.total()), (2, 2));
    });
}

#[test]
#[should_panic(expected = "a reader is lost")]
fn a_load_and_a_store_lose_a_reader() {
    loom::model(|| {
        let reads = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&reads);
        in_two_threads(move |_| counted.store(counted.load(Acquire) + 1, Release));
        assert_eq!(reads.load(Acquire), 2, "a reader is lost");
    });
}

#[test]
fn no_free_article_is_given_away_twice() {
    loom::model(|| {
        let quota = Arc::new(Quota::new(1));
        let shared = Arc::clone(&quota);
        let taken = in_two_threads(move |_| shared.take());
        assert_eq!(taken.iter().filter(|&&taken| taken).count(), 1);
        assert!(!quota.take(), "nor is there one after the last");
    });
}

#[test]
#[should_panic(expected = "one article for two readers")]
fn a_test_before_the_subtraction_gives_an_article_away_twice() {
    loom::model(|| {
        let quota = AtomicU32::new(1);
        let taken = in_two_threads(move |_| {
            let free = quota.load(Acquire) > 0;
            if free {
                quota.fetch_sub(1, AcqRel);
            }
            free
        });
        assert_ne!(taken, [true, true], "one article for two readers");
    });
}

#[test]
fn the_last_of_three_reviewers_sees_all_marks_and_nobody_else_is_the_last() {
    loom::model(|| {
        let (_, forms) = Reviews::new(3);
        let [first, second, third] = forms.try_into().expect("there are three forms");
        let others = [thread::spawn(|| first.hand_in(1)), thread::spawn(|| second.hand_in(2))];
        let mut sums = vec![third.hand_in(4)];
        sums.extend(others.map(|other| other.join().expect("nobody panics")));
        sums.sort();
        assert_eq!(sums, [None, None, Some(7)]);
    });
}

#[test]
fn an_onlooker_sees_all_marks_or_no_verdict() {
    loom::model(|| {
        let (reviews, forms) = Reviews::new(2);
        let threads: Vec<_> = forms
            .into_iter()
            .zip([1, 2])
            .map(|(form, mark)| thread::spawn(move || form.hand_in(mark)))
            .collect();
        assert!(matches!(reviews.verdict(), None | Some(3)));
        for thread in threads {
            thread.join().expect("nobody panics");
        }
        assert_eq!(reviews.verdict(), Some(3));
    });
}

/// What [`Reviews`] would be with another ordering at the decrement.
fn reviews_that_decrement(ordering: std::sync::atomic::Ordering) {
    loom::model(move || {
        let marks = [AtomicU32::new(0), AtomicU32::new(0)];
        let open = AtomicUsize::new(2);
        let sums = in_two_threads(move |reviewer| {
            marks[reviewer].store(1, Relaxed);
            (open.fetch_sub(1, ordering) == 1)
                .then(|| marks.iter().map(|mark| mark.load(Relaxed)).sum::<u32>())
        });
        assert_eq!(sums.into_iter().flatten().sum::<u32>(), 2, "the last reviewer misses a mark");
    });
}

#[test]
fn a_decrement_that_acquires_and_releases_is_enough() {
    reviews_that_decrement(AcqRel);
}

#[test]
#[should_panic(expected = "the last reviewer misses a mark")]
fn a_relaxed_decrement_hands_nothing_over() {
    reviews_that_decrement(Relaxed);
}

#[test]
#[should_panic(expected = "the last reviewer misses a mark")]
fn a_decrement_that_only_releases_takes_nothing_over() {
    reviews_that_decrement(Release);
}

#[test]
#[should_panic(expected = "the last reviewer misses a mark")]
fn a_decrement_that_only_acquires_hands_nothing_over() {
    reviews_that_decrement(Acquire);
}

#[test]
fn at_most_one_editor_has_the_desk() {
    loom::model(|| {
        let desk = Desk::default();
        let claims = in_two_threads(move |editor| desk.claim(editor));
        assert_ne!(claims, [true, true]);
    });
}

#[test]
#[should_panic(expected = "two editors at one desk")]
fn acquire_and_release_give_the_desk_to_both() {
    loom::model(|| {
        let desk = [AtomicBool::new(false), AtomicBool::new(false)];
        let claims = in_two_threads(move |editor| {
            desk[editor].store(true, Release);
            !desk[1 - editor].load(Acquire)
        });
        assert_ne!(claims, [true, true], "two editors at one desk");
    });
}
