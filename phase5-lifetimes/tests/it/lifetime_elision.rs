use std::{
    cell::{Ref, RefCell},
    future::{pending, ready},
    pin::{Pin, pin},
    ptr,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use phase5_lifetimes::lifetime_elision::{
    Avoid, Check, Desk, Excerpt, HOUSE_LIST, Pattern, avoiding, clause, doubled, doubled_check, released,
};

/// Whether `part` lies in the memory of `whole`.
fn is_view(part: &str, whole: &str) -> bool {
    let bytes = whole.as_bytes().as_ptr_range();
    bytes.contains(&part.as_ptr()) && part.len() <= whole.len()
}

/// A function can be assigned to a function pointer that asks for no more than it offers. That it offers no more is
/// shown by the refused programs.
#[test]
fn signatures_offer_what_the_rules_say_when_spelled_out() {
    of_impls("", "");
    let _: for<'t> fn(&'t str) -> &'t str = clause;
    let _: for<'t> fn(&'t str) -> Option<&'t str> = doubled;
    let _: for<'s, 't> fn(&'s Pattern, &'t str) -> Option<&'t str> = Pattern::slip;
    let _: for<'s> fn(&'s Pattern) -> &'s str = Pattern::name;
    let _: for<'w> fn(&'w str) -> Box<dyn Check + 'w> = avoiding;
    let _: fn() -> Box<dyn Check + 'static> = doubled_check;
    let _: for<'t> fn(&'t str) -> Option<&'t str> = Pattern { name: "doubled", find: doubled }.find;
    let _: &'static str = HOUSE_LIST;
    let _: &'static str = Avoid::NAME;
}

#[test]
fn a_pinned_receiver_is_a_reference_for_the_third_rule() {
    struct Draft(String);
    impl Draft {
        fn title(self: Pin<&mut Self>, _text: &str) -> &str {
            &self.into_ref().get_ref().0
        }
    }
    let mut draft = Draft("Loans".into());
    let title = Pin::new(&mut draft).title(&String::from("dropped before the title is used"));
    assert_eq!(title, "Loans");
}

/// The lifetimes of an `impl` are chosen with the type, before the function is named; the others at each call.
fn of_impls<'t, 'w>(_: &'t str, _: &'w str) {
    let _: for<'m> fn(Excerpt<'t>, &'m str) -> &'t str = Excerpt::until;
    let _: for<'s, 'x> fn(&'s Avoid<'w>, &'x str) -> Option<&'w str> = Avoid::listed;
    let _: for<'s, 'n> fn(&'s Desk<'w>, &'n str) -> Option<&'s (dyn Check + 's)> = Desk::check;
    let _: for<'s, 'x> fn(&'s Desk<'w>, &'x str) -> Option<(&'s str, &'x str)> = Desk::first_slip;
}

#[test]
fn a_slip_outlives_the_check_that_found_it() {
    let article = String::from("We leverage lifetimes");
    let slip = {
        let list = String::from("leverage");
        Avoid::new(&list).slip(&article)
    };
    assert_eq!(slip, Some("leverage"));
    assert!(slip.is_some_and(|slip| is_view(slip, &article)));
}

#[test]
fn a_name_needs_no_text() {
    let desk = Desk::default().with(Avoid::new("leverage"));
    let name = {
        let article = String::from("leverage");
        desk.first_slip(&article).map(|(name, _)| name)
    };
    assert_eq!(name, Some("avoid"));
}

#[test]
fn an_entry_of_the_list_outlives_check_and_word() {
    let list = String::from("Utilize leverage");
    let entry = {
        let check = Avoid::new(&list);
        let word = String::from("uTILIZE");
        check.listed(&word)
    };
    assert_eq!(entry, Some("Utilize"), "in the list's spelling");
    assert!(entry.is_some_and(|entry| is_view(entry, &list)));
    assert_eq!(Avoid::new(&list).listed("util"), None, "a part of a word is not the word");
}

#[test]
fn an_excerpt_outlives_the_mark() {
    let article = String::from("one; two");
    let part = {
        let mark = String::from(";");
        Excerpt { text: &article }.until(&mark)
    };
    assert_eq!(part, "one");
    assert!(is_view(part, &article));
    assert_eq!(Excerpt { text: &article }.until("-"), "one; two");
}

#[test]
fn a_clause_ends_at_the_first_comma_or_semicolon() {
    assert_eq!(clause("one, two; three"), "one");
    assert_eq!(clause("one; two, three"), "one");
    assert_eq!((clause("one"), clause(""), clause(",one")), ("one", "", ""));
}

#[test]
fn the_second_of_two_equal_words_is_the_doubled_one() {
    let text = "the (the) end end";
    let found = doubled(text).expect("there are two");
    assert_eq!((found, found.as_ptr()), ("the", text[5..].as_ptr()));
    assert_eq!((doubled("the end the"), doubled("one"), doubled("")), (None, None, None));
    assert_eq!(doubled("end - - of"), None, "dashes are no words");
}

#[test]
fn listed_words_are_found_beside_punctuation_and_in_any_case() {
    let check = Avoid::new("daily");
    assert_eq!(check.slip("It is \"Daily\", dailyness apart"), Some("Daily"));
    assert_eq!(check.slip("It is dailyness"), None);
}

#[test]
fn the_first_check_with_a_slip_speaks() {
    let desk = Desk::default()
        .with(Avoid::new("synergy"))
        .with(Pattern { name: "doubled", find: doubled })
        .with(Avoid::new("two"));
    assert_eq!(desk.first_slip("one one two"), Some(("doubled", "one")));
    assert_eq!(desk.first_slip("synergy one one"), Some(("avoid", "synergy")));
    assert_eq!(desk.first_slip("one"), None);
    assert_eq!(Desk::default().first_slip("one one"), None);
}

#[test]
fn a_desk_lends_its_checks_by_name() {
    let list = String::from("leverage");
    let desk = Desk::default().with(Avoid::new(&list)).with(Pattern { name: "doubled", find: doubled });
    let check = desk.check("doubled").expect("it is on the desk");
    assert_eq!((check.name(), check.slip("so so")), ("doubled", Some("so")));
    assert!(desk.check("spelling").is_none());
}

#[test]
fn methods_of_the_trait_object_are_there_for_checks_that_borrow() {
    let list = String::from("leverage");
    let borrows = Avoid::new(&list);
    let check: &dyn Check = &borrows;
    assert!(check.passes("We use lifetimes") && !check.passes("We leverage lifetimes"));
    assert!(avoiding(&list).passes(""));
    assert!(doubled_check().passes("So it is"));
}

#[test]
fn what_stands_around_a_trait_object_decides_how_long_it_lasts() {
    fn lasts<T: ?Sized + 'static>(_: &T) {}
    let list = String::from("leverage");
    let borrows = RefCell::new(Avoid::new(&list));

    // In signatures: behind a reference or in a `Ref`, a trait object may borrow; in a box or an `Rc`, it may not.
    fn behind_a_reference(check: &dyn Check) -> &str {
        check.name()
    }
    fn in_a_ref(check: Ref<'_, dyn Check>) -> bool {
        check.passes("")
    }
    fn in_an_rc(check: Rc<dyn Check>) -> Rc<dyn Check> {
        lasts::<dyn Check>(&*check);
        check
    }
    #[expect(clippy::borrowed_box, reason = "what such a type asks for is the point")]
    fn in_a_box_behind_a_reference(check: &Box<dyn Check>) -> bool {
        lasts::<dyn Check>(&**check);
        check.passes("so so")
    }
    assert_eq!(behind_a_reference(&*borrows.borrow()), "avoid");
    assert!(in_a_ref(Ref::map(borrows.borrow(), |check| check as &dyn Check)));
    assert_eq!(in_an_rc(Rc::new(Avoid::new(HOUSE_LIST))).name(), "avoid");
    assert!(!in_a_box_behind_a_reference(&doubled_check()));

    // In a body, the same words are inferred: these boxes borrow `list`.
    let inferred: Vec<Box<dyn Check>> = vec![avoiding(&list), doubled_check()];
    assert!(!inferred[0].passes("leverage"));
}

#[test]
fn a_released_excerpt_is_a_trimmed_view_and_waits_for_permission() {
    let article = String::from("  one  ");
    let mut context = Context::from_waker(Waker::noop());
    let text = match pin!(released(Excerpt { text: &article }, ready(()))).poll(&mut context) {
        Poll::Ready(text) => text,
        Poll::Pending => unreachable!("the permission has been given"),
    };
    assert_eq!(text, "one");
    assert!(ptr::eq(text, article.trim()), "the text outlives the future that returned it");
    let waiting = pin!(released(Excerpt { text: &article }, pending())).poll(&mut context);
    assert!(waiting.is_pending());
}
