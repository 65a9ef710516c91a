use std::{cmp::Ordering, panic, sync::Mutex};

use phase2_traits::impl_blocks::{Approved, Draft, Issue, Listed, Sent, State, line, slug::Slug};

const WEEKLY: Slug = Slug::literal("week-32");

fn issue<T, const SLOTS: usize>(stories: [T; SLOTS]) -> Issue<T, Draft, SLOTS> {
    let mut issue = Issue::new(WEEKLY);
    for story in stories {
        assert!(issue.place(story).is_ok());
    }
    issue
}

#[test]
fn stories_fill_the_slots_in_order_and_the_one_too_many_comes_back() {
    let mut issue: Issue<String, Draft, 2> = Issue::new(WEEKLY);
    assert_eq!(issue.stories().count(), 0);
    let place = |issue: &mut Issue<_, _, 2>, story: &str| issue.place(story.to_owned());
    assert_eq!([place(&mut issue, "Moves"), place(&mut issue, "Loans")], [Ok(1), Ok(2)]);
    assert_eq!(place(&mut issue, "Pins"), Err("Pins".to_owned()));
    assert!(issue.stories().eq(["Moves", "Loans"]));
}

#[test]
fn an_issue_has_four_slots_where_a_type_leaves_them_out() {
    let issue: Issue<u8> = Issue::new(WEEKLY);
    assert_eq!(issue.label(), "week-32 (draft), 0 of 4 slots filled");
    assert_eq!((Issue::<u8>::SLOTS, Issue::<u8, Sent, 7>::SLOTS), (4, 7));
}

#[test]
fn a_draft_can_be_a_static() {
    static NEXT: Mutex<Issue<Box<str>, Draft, 1>> = Mutex::new(Issue::new(WEEKLY));
    const FLASH: Issue<u8, Draft, 1> = Issue::flash(Slug::literal("flash"), 9);
    assert_eq!(NEXT.lock().unwrap().place("Moves".into()), Ok(1));
    assert_eq!(NEXT.lock().unwrap().place("Loans".into()), Err("Loans".into()));
    assert!(FLASH.stories().eq(&[9]));
    assert_eq!(FLASH.clone().place(1), Err(1));
}

#[test]
fn an_empty_draft_is_not_approved_and_comes_back() {
    let empty: Issue<u8> = Issue::new(WEEKLY);
    assert_eq!(empty.clone().approve("Ada"), Err(empty));
}

#[test]
fn an_issue_keeps_its_stories_and_remembers_who_approved_it() {
    let draft = issue(["Moves".to_owned(), "Loans".to_owned()]);
    let addresses = |stories: Vec<&String>| stories.iter().map(|story| story.as_ptr()).collect::<Vec<_>>();
    let before = addresses(draft.stories().collect());
    let sent = draft.approve("Ada").unwrap().send(900);
    assert_eq!(addresses(sent.stories().collect()), before);
    assert_eq!(sent.to_string(), "/archive/week-32, approved by Ada, 900 copies\n- Moves\n- Loans\n");
}

#[test]
fn a_withdrawn_issue_needs_a_new_approval() {
    let draft = issue([1, 2]).approve("Ada").unwrap().withdraw();
    assert_eq!(draft, issue([1, 2]));
    let sent = draft.approve("Grace").unwrap().send(1);
    assert_eq!(sent.to_string(), "/archive/week-32, approved by Grace, 1 copies\n- 1\n- 2\n");
}

#[test]
fn the_address_follows_the_state() {
    let draft = issue([1]);
    assert_eq!(draft.path(), "/preview/week-32");
    let approved = draft.approve("Ada").unwrap();
    assert_eq!(approved.path(), "/preview/week-32");
    assert_eq!(approved.send(1).path(), "/archive/week-32");
    assert_eq!([Issue::<u8>::SECTION, Issue::<u8, Sent>::SECTION], ["preview", "archive"]);
    assert_eq!([Draft::PUBLIC, Approved::PUBLIC, Sent::PUBLIC], [false, false, true]);
}

#[test]
fn the_greatest_story_leads_and_of_equal_ones_the_first() {
    /// Compared by its rank alone.
    #[derive(Debug)]
    struct Story(u8, &'static str);
    impl PartialEq for Story {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }
    impl Eq for Story {}
    impl PartialOrd for Story {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }
    impl Ord for Story {
        fn cmp(&self, other: &Self) -> Ordering {
            self.0.cmp(&other.0)
        }
    }
    let draft = issue([Story(1, "Moves"), Story(3, "Loans"), Story(3, "Pins"), Story(2, "Drops")]);
    assert_eq!(draft.lead().map(|story| story.1), Some("Loans"));
    assert_eq!(Issue::<u8>::new(WEEKLY).lead(), None);
    assert_eq!(draft.approve("Ada").unwrap().lead().map(|story| story.1), Some("Loans"));
}

#[test]
fn a_call_finds_the_inherent_label_of_drafts_and_the_trait_s_of_all_others() {
    let draft = issue(["Moves"]);
    assert_eq!(draft.label(), "week-32 (draft), 1 of 1 slots filled");
    assert_eq!(Listed::label(&draft), "week-32 (draft)");
    let approved = draft.approve("Ada").unwrap();
    assert_eq!(approved.label(), "week-32 (approved)");
    assert_eq!(approved.send(1).label(), "week-32 (sent)");
}

#[test]
fn generic_code_finds_the_trait_s_label_even_for_a_draft() {
    fn in_any_state<S: State>(issue: &Issue<&str, S, 1>) -> String {
        issue.label()
    }
    assert_eq!(line(&issue(["Moves"])), "* week-32 (draft)");
    assert_eq!(in_any_state(&issue(["Moves"])), "week-32 (draft)");
    assert_eq!(in_any_state(&issue(["Moves"]).approve("Ada").unwrap()), "week-32 (approved)");
}

#[test]
fn a_method_of_a_trait_that_takes_self_is_found_before_an_inherent_one_that_borrows() {
    trait Filed: Sized {
        fn path(self) -> &'static str {
            "from the trait"
        }
    }
    impl<T, S, const SLOTS: usize> Filed for Issue<T, S, SLOTS> {}
    let draft = issue(["Moves"]);
    assert_eq!(Issue::path(&draft), "/preview/week-32");
    assert_eq!(draft.path(), "from the trait");
}

#[test]
fn a_parameter_of_a_block_may_follow_from_an_associated_type() {
    struct List<I>(I);
    impl<I: Iterator<Item = T>, T: Ord> List<I> {
        fn lead(self) -> Option<T> {
            self.0.max()
        }
    }
    assert_eq!(List([1, 3, 2].into_iter()).lead(), Some(3));
}

#[test]
fn what_a_block_does_not_ask_for_generic_code_need_not_ask_for() {
    fn leading<T: Ord, S, const SLOTS: usize>(issue: &Issue<T, S, SLOTS>) -> (usize, Option<&T>) {
        (issue.stories().count(), issue.lead())
    }
    assert_eq!(leading(&issue([1, 3, 2])), (3, Some(&3)));
}

#[test]
fn what_a_block_does_not_ask_for_is_not_needed() {
    struct Opaque;
    let draft = issue([Opaque, Opaque]);
    assert_eq!((draft.stories().count(), draft.path().as_str()), (2, "/preview/week-32"));
    let approved = draft.approve("Ada").map_err(drop).unwrap();
    assert_eq!(approved.send(1).stories().count(), 2);
}

#[test]
fn a_derived_clone_asks_every_parameter_even_one_of_which_there_is_no_value() {
    trait Answer {
        fn answer(&self) -> bool;
    }
    /// Holds for all types, and is shadowed by the inherent method where that exists.
    impl<T> Answer for T {
        fn answer(&self) -> bool {
            false
        }
    }
    struct Probe<T>(std::marker::PhantomData<T>);
    impl<T: Clone> Probe<T> {
        fn answer(&self) -> bool {
            true
        }
    }
    struct Opaque;
    assert!(Probe::<Issue<u8>>(std::marker::PhantomData).answer());
    assert!(!Probe::<Issue<Opaque>>(std::marker::PhantomData).answer());
    assert!(!Probe::<Issue<u8, Opaque>>(std::marker::PhantomData).answer());
}

#[test]
fn blocks_that_cannot_fit_the_same_type_may_share_a_name() {
    struct Tray<S>(S);
    impl Tray<Draft> {
        fn next(self) -> &'static str {
            "to be approved"
        }
    }
    impl Tray<Vec<u8>> {
        fn next(self) -> usize {
            self.0.len()
        }
    }
    assert_eq!((Tray(Draft).next(), Tray(vec![1, 2]).next()), ("to be approved", 2));
}

#[test]
fn an_assertion_in_a_constant_that_nobody_mentions_checks_nothing() {
    struct Page<const SLOTS: usize>;
    impl<const SLOTS: usize> Page<SLOTS> {
        #[expect(dead_code, reason = "the lint is the only one to notice")]
        const NOT_EMPTY: () = assert!(SLOTS > 0);

        fn slots(&self) -> usize {
            SLOTS
        }
    }
    assert_eq!(Page::<0>.slots(), 0);
}

#[test]
fn a_slug_is_what_a_plain_reading_of_the_rule_says() {
    let naive = |text: &str| {
        text.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_lowercase()))
        })
    };
    // All texts of up to five characters over an alphabet of six.
    let mut texts = vec![String::new()];
    let mut grown = texts.clone();
    for _ in 0..5 {
        grown = grown
            .iter()
            .flat_map(|text| ["a", "9", "-", "A", "_", "é"].map(|c| format!("{text}{c}")))
            .collect();
        texts.extend_from_slice(&grown);
    }
    assert_eq!(texts.len(), 9331);
    let slugs = texts.iter().filter(|text| {
        let text: &'static str = text.to_string().leak();
        let slug = Slug::parse(text);
        assert_eq!(slug.is_some(), naive(text), "{text:?}");
        slug.is_some_and(|slug| slug.as_str() == text)
    });
    assert_eq!(slugs.count(), 2 + 4 + 12 + 32 + 88, "by length");
}

#[test]
fn every_ascii_byte_is_in_a_slug_or_not() {
    let all: &'static str = (0..128_u8).map(char::from).collect::<String>().leak();
    let fit = |at: usize| Slug::parse(&all[at..=at]).is_some();
    let fitting: String = (0..128).filter(|&at| fit(at)).map(|at| &all[at..=at]).collect();
    assert_eq!(fitting, "0123456789abcdefghijklmnopqrstuvwxyz");
    assert!(Slug::parse("a-b").is_some());
}

#[test]
fn a_literal_that_is_wrong_panics_where_it_is_not_a_constant() {
    assert!(panic::catch_unwind(|| Slug::literal("Weekly!")).is_err());
    assert_eq!(Slug::literal("weekly"), Slug::parse("weekly").unwrap());
}
