use std::{
    hint::black_box,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use phase8_macros::zero_cost_abstractions::{
    columns::{Grade, Grades},
    statements::{self, Line},
    tariffs::{self, AnyTariff, Percent, Tariff},
};

use crate::counting::counted;

fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

fn lines(count: usize) -> Vec<Line<'static>> {
    vec![Line { title: "The Cartographer", format: "paperback" }; count]
}

#[test]
fn a_line_by_format_allocates_a_string_and_one_by_write_does_not() {
    for count in [0, 1, 10, 1000] {
        let lines = lines(count);
        let (grown, pushed) = counted(|| statements::by_push(&lines));
        assert_eq!(counted(|| statements::by_write(&lines)), (grown, pushed.clone()));
        let (formatted, text) = counted(|| statements::by_format(&lines));
        assert!(formatted >= grown + count, "{formatted} blocks for {count} lines, {grown} of them to grow");
        assert_eq!(text, pushed);
    }
}

#[test]
fn a_list_of_dyn_has_a_block_for_each_element_and_a_list_of_an_enum_one_for_all() {
    let percents = || (1..=100).map(Percent);
    assert_eq!(counted(|| percents().map(AnyTariff::Percent).collect::<Vec<_>>()).0, 1);
    let boxed = |tariff| -> Box<dyn Tariff> { Box::new(tariff) };
    assert_eq!(counted(|| percents().map(boxed).collect::<Vec<_>>()).0, 101);
}

#[test]
fn a_box_for_a_closure_allocates_what_the_closure_captures_and_no_more() {
    let rate = black_box(25);
    let of_nothing = || -> Box<dyn Fn(u64) -> u64> { Box::new(|cents| cents / 10) };
    let of_a_rate = || -> Box<dyn Fn(u64) -> u64> { Box::new(move |cents| cents * rate / 1000) };
    let (blocks, fee) = counted(of_nothing);
    assert_eq!((blocks, tariffs::net_by_dyn(&[100, 50], &fee)), (0, 135));
    let (blocks, fee) = counted(of_a_rate);
    assert_eq!((blocks, tariffs::net_by_dyn(&[1000], &fee)), (1, 975));
    assert_eq!(counted(|| tariffs::net(&[1000], |cents| cents * rate / 1000)), (0, 975));
}

#[test]
fn an_await_allocates_nothing_and_an_await_of_a_box_one_block() {
    let sales = [100; 64];
    assert_eq!(counted(|| ready(tariffs::convert_awaiting(&sales))), (0, 640));
    assert_eq!(counted(|| ready(tariffs::convert_awaiting_boxes(&sales))), (64, 640));
    let (blocks, future): (_, Pin<Box<_>>) = counted(|| Box::pin(tariffs::convert_awaiting(&sales)));
    assert_eq!((blocks, counted(|| ready(future))), (1, (0, 640)), "one box around all of it is one block");
}

#[test]
fn a_column_of_grades_is_made_and_compared_with_a_single_block() {
    let (blocks, column) = counted(|| Grades::new([Grade(3); 500]));
    assert_eq!(blocks, 1);
    assert_eq!(counted(|| column.same(&column)), (0, true));
}
