//! # A charge that failed: again, or never?
//!
//! A shop charges its subscribers through a payment gateway. When a charge fails, the shop must not guess: a request
//! that was never sent can be sent again, a card that was declined stays declined, and if the answer got lost or makes
//! no sense, the money may have moved already, so a second charge would be a second payment.
//!
//! The enum is given. Write what makes an error of it, by hand, and use it:
//!
//! 1. `Display` and `source`: the sentence in the doc comment of each variant, and its cause, if it has one. Nothing
//!    may be said twice in a report.
//! 2. `retry`: what may be done about it.
//! 3. `charge`: one request, one answer, no retries.

use std::{error::Error, fmt, io, num::ParseIntError};

#[derive(Debug)]
#[non_exhaustive]
pub enum ChargeError {
    /// "the request was not sent"
    Send(io::Error),
    /// "the answer was not received"
    Receive(io::Error),
    /// "the card was declined: {reason}"
    Declined { reason: String },
    /// "the gateway is busy for {seconds} s"
    Busy { seconds: u64 },
    /// "the answer is not understood: {answer}"; the cause is the error of the number in it, if there is to be one.
    Garbled { answer: String, source: Option<ParseIntError> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The same request, after so many seconds.
    After(u64),
    /// Ask the gateway first whether the money has moved.
    AskFirst,
    Never,
}

/// The line to the gateway.
pub trait Line {
    fn send(&mut self, request: &str) -> io::Result<()>;
    fn receive(&mut self) -> io::Result<String>;
}

impl fmt::Display for ChargeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // solution:begin
        // hint: `f.write_str` for a fixed sentence, `write!(f, …)` for one with fields in it.
        // hint: A cause that `source` returns is not part of the sentence: the report prints it next.
        match self {
            Self::Send(_) => f.write_str("the request was not sent"),
            Self::Receive(_) => f.write_str("the answer was not received"),
            Self::Declined { reason } => write!(f, "the card was declined: {reason}"),
            Self::Busy { seconds } => write!(f, "the gateway is busy for {seconds} s"),
            Self::Garbled { answer, .. } => write!(f, "the answer is not understood: {answer}"),
        }
        // solution:end
    }
}

impl Error for ChargeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // solution:begin
        // hint: `Some(cause)` is coerced to the trait object by the return type.
        // hint: An `Option<ParseIntError>` has to become an `Option<&dyn Error>`: `as_ref`, then a `map` that coerces.
        match self {
            Self::Send(cause) | Self::Receive(cause) => Some(cause),
            Self::Garbled { source, .. } => source.as_ref().map(|cause| cause as _),
            Self::Declined { .. } | Self::Busy { .. } => None,
        }
        // solution:end
    }
}

impl ChargeError {
    /// What may be done about it. A request that was not sent may be sent again at once.
    pub fn retry(&self) -> Retry {
        // solution:begin
        // hint: Two variants hold an `io::Error`; only one of them is harmless.
        // hint: What was answered, but not understood, may have been a yes.
        // hint: No `_` arm: the next variant has to be thought about, too.
        // ban: _ => because a variant that is added later must be thought about here
        match self {
            Self::Send(_) => Retry::After(0),
            Self::Busy { seconds } => Retry::After(*seconds),
            Self::Receive(_) | Self::Garbled { .. } => Retry::AskFirst,
            Self::Declined { .. } => Retry::Never,
        }
        // solution:end
    }
}

/// Sends `charge <cents>` and returns the receipt's number.
///
/// The gateway answers `ok <number>`, `busy <seconds>` or `declined <reason>`.
pub fn charge(line: &mut impl Line, cents: u64) -> Result<u64, ChargeError> {
    // solution:begin
    // hint: A `From<io::Error>` could not tell the two variants apart. `map_err` with the variant as the function can.
    // hint: Both numbers of an answer fail alike: a closure that parses one and makes a `Garbled` of its error.
    // hint: `match answer.split_once(' ')` and patterns such as `Some(("ok", number))`.
    line.send(&format!("charge {cents}")).map_err(ChargeError::Send)?;
    let answer = line.receive().map_err(ChargeError::Receive)?;
    let number = |text: &str| {
        let garbled = |source| ChargeError::Garbled { answer: answer.clone(), source: Some(source) };
        text.parse().map_err(garbled)
    };
    match answer.split_once(' ') {
        Some(("ok", receipt)) => number(receipt),
        Some(("busy", seconds)) => Err(ChargeError::Busy { seconds: number(seconds)? }),
        Some(("declined", reason)) => Err(ChargeError::Declined { reason: reason.to_owned() }),
        _ => Err(ChargeError::Garbled { answer, source: None }),
    }
    // solution:end
}

/// Remembers what was sent; sends and answers as it is told.
struct Script {
    sent: Vec<String>,
    send: Result<(), io::ErrorKind>,
    answer: Result<&'static str, io::ErrorKind>,
}

impl Line for Script {
    fn send(&mut self, request: &str) -> io::Result<()> {
        self.sent.push(request.to_owned());
        Ok(self.send?)
    }

    fn receive(&mut self) -> io::Result<String> {
        Ok(self.answer?.to_owned())
    }
}

fn script(answer: Result<&'static str, io::ErrorKind>) -> Script {
    Script { sent: Vec::new(), send: Ok(()), answer }
}

fn failed(answer: &'static str) -> ChargeError {
    charge(&mut script(Ok(answer)), 500).expect_err("no such answer is a success")
}

/// The error and its causes, as a report prints them.
fn report(error: ChargeError) -> Vec<String> {
    let first: Box<dyn Error + Send + Sync> = Box::new(error);
    std::iter::successors(Some(&*first as &dyn Error), |&error| error.source())
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_charge_is_one_request_and_its_receipt() {
    let mut line = script(Ok("ok 4711"));
    assert_eq!(charge(&mut line, 1299).expect("the answer is ok"), 4711);
    assert_eq!(line.sent, ["charge 1299"]);
}

#[test]
fn what_was_not_sent_may_be_sent_again() {
    let mut line = Script { send: Err(io::ErrorKind::BrokenPipe), ..script(Ok("ok 1")) };
    let error = charge(&mut line, 500).expect_err("nothing was sent");
    assert_eq!((error.retry(), line.sent.len()), (Retry::After(0), 1));
    assert_eq!(report(error), ["the request was not sent", "broken pipe"]);
}

#[test]
fn a_lost_answer_is_asked_for_before_anything_is_sent_again() {
    let error = charge(&mut script(Err(io::ErrorKind::TimedOut)), 500).expect_err("nothing was received");
    assert_eq!(error.retry(), Retry::AskFirst);
    assert_eq!(report(error), ["the answer was not received", "timed out"]);
}

#[test]
fn a_busy_gateway_says_when_to_come_back() {
    let error = failed("busy 30");
    assert_eq!(error.retry(), Retry::After(30));
    assert_eq!(report(error), ["the gateway is busy for 30 s"]);
}

#[test]
fn a_declined_card_stays_declined() {
    let error = failed("declined not enough money");
    assert_eq!(error.retry(), Retry::Never);
    assert_eq!(report(error), ["the card was declined: not enough money"]);
}

#[test]
fn a_number_that_is_none_is_the_cause_and_is_not_said_twice() {
    for answer in ["ok many", "busy many"] {
        let error = failed(answer);
        assert_eq!(error.retry(), Retry::AskFirst, "the money may have moved");
        let sentence = format!("the answer is not understood: {answer}");
        assert_eq!(report(error), [sentence.as_str(), "invalid digit found in string"]);
    }
}

#[test]
fn an_unknown_answer_has_no_cause() {
    for answer in ["ok", "", "yes 4711"] {
        let error = failed(answer);
        assert_eq!(error.retry(), Retry::AskFirst);
        assert_eq!(report(error), [format!("the answer is not understood: {answer}")]);
    }
}
