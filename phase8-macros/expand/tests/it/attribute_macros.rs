use expect_test::expect;
use phase8_expand::attribute_macros::{retry, traced};

use crate::{faults, pretty, tokens};

/// The errors of the item, which must be there as it was, and those of the arguments.
#[track_caller]
fn check(arguments: &str, item: &str, in_arguments: &[(&str, &str)], in_item: &[(&str, &str)]) {
    let expansion = retry(tokens(arguments), tokens(item));
    let kept = tokens(item).to_string();
    assert!(expansion.to_string().starts_with(&kept), "the item is gone: {expansion}");
    // Either text has its own lines, so a place in one of them is looked up in both.
    let split = in_arguments.len();
    let of = |source| {
        let found = faults(source, expansion.clone());
        found.into_iter().map(|(at, message)| format!("{at} | {message}")).collect::<Vec<_>>()
    };
    let (a, b) = (of(arguments), of(item));
    let expected = |faults: &[(&str, &str)]| -> Vec<_> {
        faults.iter().map(|(at, message)| format!("{at} | {message}")).collect()
    };
    assert_eq!(a[..split], expected(in_arguments));
    assert_eq!(b[split..], expected(in_item));
}

#[test]
fn a_retried_function_keeps_all_but_its_body() {
    let item = r#"
        /// Documented.
        #[inline]
        #[cfg(feature = "net")]
        #[unsafe(no_mangle)]
        #[another(macro = "below")]
        pub(crate) unsafe extern "C" fn fetch<'a, T: Into<u8>, const N: usize>(
            &'a mut self,
            #[cfg(unix)] mut first: T,
            (second, _): (u32, u32),
        ) -> Result<&'a str, E>
        where
            T: 'a,
        {
            let text = first?;
            return text;
        }"#;
    expect![[r#"
        /// Documented.
        #[inline]
        #[cfg(feature = "net")]
        #[unsafe(no_mangle)]
        #[another(macro = "below")]
        pub(crate) unsafe extern "C" fn fetch<'a, T: Into<u8>, const N: usize>(
            &'a mut self,
            #[cfg(unix)]
            mut first: T,
            (second, _): (u32, u32),
        ) -> Result<&'a str, E>
        where
            T: 'a,
        {
            ::phase8_macros::attribute_macros::again(
                3u32,
                || -> Result<&'a str, E> {
                    let text = first?;
                    return text;
                },
                pause(second),
            )
        }
    "#]]
    .assert_eq(&pretty(retry(tokens("times = 3, between = pause(second),"), tokens(item))));
}

#[test]
fn an_async_function_stays_one_and_waits_for_each_attempt() {
    let item = "async fn fetch(url: &str) -> io::Result<String> { get(url).await }";
    expect![[r#"
        async fn fetch(url: &str) -> io::Result<String> {
            let mut attempts = ::phase8_macros::attribute_macros::Attempts::of(2u32);
            let mut between = async |_| ();
            loop {
                let outcome = async {
                    if let ::core::option::Option::Some(outcome) = ::core::option::Option::None::<
                        io::Result<String>,
                    > {
                        return outcome;
                    }
                    { get(url).await }
                }
                    .await;
                let failed = match ::phase8_macros::attribute_macros::Attempts::judge(
                    &mut attempts,
                    outcome,
                ) {
                    ::core::ops::ControlFlow::Break(outcome) => break outcome,
                    ::core::ops::ControlFlow::Continue(failed) => failed,
                };
                between(failed).await;
            }
        }
    "#]]
    .assert_eq(&pretty(retry(tokens("times = 2"), tokens(item))));
}

#[test]
fn a_traced_function_holds_a_guard_around_its_body() {
    expect![[r#"
        fn r#type(&self) -> u32 {
            let journal: &::phase8_macros::attribute_macros::Journal = self.journal;
            let _call = ::phase8_macros::attribute_macros::Journal::enter(journal, "type");
            { 5 }
        }
    "#]]
    .assert_eq(&pretty(traced(tokens("self.journal"), tokens("fn r#type(&self) -> u32 { 5 }"))));
}

#[test]
fn a_body_is_passed_on_unread() {
    let body = "{ let x = @ some $ syntax of another year ; }";
    let expansion = retry(tokens("times = 2"), tokens(&format!("fn f() -> R {body}"))).to_string();
    assert!(expansion.contains(&tokens(body).to_string()), "{expansion}");
}

#[test]
fn attributes_inside_of_a_body_stay_at_its_beginning() {
    expect![[r#"
        fn first() -> Option<u32> {
            #![allow(unused_variables)]
            ::phase8_macros::attribute_macros::again(
                2u32,
                || -> Option<u32> {
                    let unused = 5;
                    None
                },
                |_| (),
            )
        }
    "#]]
    .assert_eq(&pretty(retry(
        tokens("times = 2"),
        tokens("fn first() -> Option<u32> { #![allow(unused_variables)] let unused = 5; None }"),
    )));
}

#[test]
fn the_number_of_attempts_is_marked_when_it_is_wrong() {
    let said = "a number of attempts: at least one, and a `u32`";
    for number in ["0", "4294967296"] {
        check(&format!("times = {number}"), "fn f() -> R {}", &[(number, said)], &[]);
    }
    let once = retry(tokens("times = 1"), tokens("fn f() -> R {}"));
    assert_eq!(faults("", once), [], "one attempt is a number of attempts");
}

#[test]
fn an_unknown_or_repeated_option_is_marked() {
    let said = "the options are `times = 3` and `between = |attempt| …`";
    for (arguments, at) in [
        ("3", "3"),
        ("time = 3", "time = 3"),
        ("times = 3, times = 4", "times = 4"),
        ("times = 3, between = a, between = b", "between = b"),
    ] {
        check(arguments, "fn f() -> R {}", &[(at, said)], &[]);
    }
}

#[test]
fn a_mistake_in_the_arguments_does_not_hide_one_in_the_item() {
    check(
        "times = 0",
        "pub const fn f() -> R {}",
        &[("0", "a number of attempts: at least one, and a `u32`")],
        &[("const fn f() -> R {}", "what is evaluated by the compiler is not tried again")],
    );
}

#[test]
fn what_cannot_be_retried_is_refused_and_kept() {
    for (item, at, said) in [
        ("#[a] pub struct Request;", "struct Request;", "`retry` needs a function with a body"),
        ("unsafe impl Send for A {}", "unsafe impl Send for A {}", "`retry` needs a function with a body"),
        ("pub const A: R = R;", "const A: R = R;", "`retry` needs a function with a body"),
        ("safe fn f() -> R;", "safe fn f() -> R;", "`retry` needs a function with a body"),
        ("fn f(&self) -> R;", "f(&self) -> R;", "`retry` needs a body, and `f` has none"),
        (
            "pub fn f() { work() }",
            "f() { work() }",
            "a function that returns nothing cannot fail: nothing to retry",
        ),
    ] {
        check("times = 3", item, &[], &[(at, said)]);
    }
}

#[test]
fn a_missing_number_is_asked_for() {
    let expansion = retry(tokens(""), tokens("fn f() -> R {}"));
    assert_eq!(faults("", expansion)[0].1, "how often? `times = 3`");
}

#[test]
fn tracing_refuses_and_keeps_as_well() {
    let expansion = traced(tokens("journal"), tokens("struct Request;"));
    assert!(expansion.to_string().starts_with("struct Request ;"));
    assert_eq!(
        faults("struct Request;", expansion),
        [("struct Request;".into(), "`traced` needs a function with a body".into())]
    );
    let item = "const fn f() {}";
    assert_eq!(
        faults(item, traced(tokens("journal"), tokens(item))),
        [(item.into(), "what is evaluated by the compiler writes no journal".into())]
    );
}
