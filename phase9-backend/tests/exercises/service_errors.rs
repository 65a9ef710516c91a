//! # One way to fail
//!
//! A bookshop has two services, the catalogue and the till. The till asks the catalogue for prices, and both answer
//! errors as `application/problem+json`. How an error becomes an answer, and an answer an error again, is the same for
//! both, and is written here once: `answer` on one side of the wire, `understand` on the other.
//!
//! Complete the five parts. Clients compare kinds. They are told what `public_detail` gives away, and nothing else of an
//! error. And what goes wrong between the two services is never the customer's fault.

use std::{error::Error, fmt};

use serde_json::{Value, json};

/// The stable part of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    NotFound,
    Declined,
    TooMany,
    Unavailable,
    Internal,
}

impl Kind {
    pub const ALL: [Self; 5] =
        [Self::NotFound, Self::Declined, Self::TooMany, Self::Unavailable, Self::Internal];

    /// What programs compare. It never changes.
    pub fn uri(self) -> &'static str {
        match self {
            Self::NotFound => "/problems/not-found",
            Self::Declined => "/problems/declined",
            Self::TooMany => "/problems/too-many",
            Self::Unavailable => "/problems/unavailable",
            Self::Internal => "/problems/internal",
        }
    }

    pub fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Declined => 422,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// An error of a service, as far as others are concerned.
pub trait Fault: Error {
    fn kind(&self) -> Kind;

    /// What a client may know about this case.
    fn public_detail(&self) -> Option<String> {
        None
    }

    /// For how many seconds clients had better not come back.
    fn retry_after(&self) -> Option<u64> {
        None
    }
}

/// What goes over the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub retry_after: Option<u64>,
    pub body: String,
}

/// A problem that another service has answered.
#[derive(Debug, PartialEq)]
pub struct Remote {
    pub kind: Kind,
    pub retry_after: Option<u64>,
    /// What it has said about that; empty if nothing.
    pub detail: String,
}

impl Remote {
    /// Whether the same request may be answered better later. What is wrong inside of the other service, nobody here
    /// knows; it may pass.
    pub fn is_retryable(&self) -> bool {
        // solution:begin
        // hint: No `_`: a kind that somebody adds must be thought about here.
        match self.kind {
            Kind::TooMany | Kind::Unavailable | Kind::Internal => true,
            Kind::NotFound | Kind::Declined => false,
        }
        // solution:end
    }
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the other service answered {} {}", self.kind.uri(), self.detail)
    }
}

impl Error for Remote {}

/// Why the till has not sold a book.
#[derive(Debug)]
pub enum TillError {
    /// The bank has said no. The number is the card's.
    Declined { card: String },
    /// The catalogue has answered a problem.
    Catalogue(Remote),
    /// The bank cannot be reached.
    Bank(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for TillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined { card } => write!(f, "the card {card} was declined"),
            Self::Catalogue(_) => write!(f, "no price could be found out"),
            Self::Bank(_) => write!(f, "the bank cannot be reached"),
        }
    }
}

impl Error for TillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Declined { .. } => None,
            Self::Catalogue(remote) => Some(remote),
            Self::Bank(error) => Some(&**error),
        }
    }
}

/// A declined card is the customer's business; they may know its last four characters. Whatever the catalogue has said,
/// it is the till that has asked: what may be better later is unavailable, for as long as the catalogue asks for, and all
/// else is internal. A bank out of reach is unavailable, for five seconds.
impl Fault for TillError {
    fn kind(&self) -> Kind {
        // solution:begin
        // hint: A 404 of the catalogue must not become the till's 404: the customer has not asked the catalogue.
        // hint: A guard, `Self::Catalogue(remote) if remote.is_retryable()`, tells the two cases apart.
        match self {
            Self::Declined { .. } => Kind::Declined,
            Self::Catalogue(remote) if remote.is_retryable() => Kind::Unavailable,
            Self::Catalogue(_) => Kind::Internal,
            Self::Bank(_) => Kind::Unavailable,
        }
        // solution:end
    }

    fn public_detail(&self) -> Option<String> {
        match self {
            Self::Declined { card } => {
                let start = card.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
                Some(format!("the card that ends in {} was declined", &card[start..]))
            }
            Self::Catalogue(_) | Self::Bank(_) => None,
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Declined { .. } => None,
            Self::Catalogue(remote) => remote.retry_after.filter(|_| remote.is_retryable()),
            Self::Bank(_) => Some(5),
        }
    }
}

/// The answer for `error`: JSON with `type` and `status`, and `detail` if there is one that is public.
pub fn answer(error: &dyn Fault) -> Reply {
    // solution:begin
    // hint: `error.to_string()` is for the log. What may a client see instead?
    // hint: An object of `json!` is a `Value`; `body["detail"] = …` adds a member.
    let kind = error.kind();
    let mut body = json!({"type": kind.uri(), "status": kind.status()});
    if let Some(detail) = error.public_detail() {
        body["detail"] = detail.into();
    }
    Reply {
        status: kind.status(),
        content_type: "application/problem+json",
        retry_after: error.retry_after(),
        body: body.to_string(),
    }
    // solution:end
}

/// The body of a reply of success, or the problem that it is.
///
/// A body that does not say that it is a problem, or cannot be read, or is of a kind that this program does not know yet,
/// means no more than the status: the kind with that status; for another 4xx `Declined`, and for anything else
/// `Internal`. Members of the wrong type count as missing. The status of a known kind is not checked. A detail is kept,
/// whatever the kind, and so is `retry_after`.
pub fn understand(reply: &Reply) -> Result<&str, Remote> {
    // solution:begin
    // hint: First success, then the content type; only then is the body worth a look.
    // hint: `serde_json::from_str(…).unwrap_or(Value::Null)`: `Null["type"].as_str()` is `None`, as for a missing member.
    // hint: `Kind::ALL.into_iter().find(…)` goes from a URI to a kind, and from a status to one.
    if (200..300).contains(&reply.status) {
        return Ok(&reply.body);
    }
    let problem: Value = match reply.content_type {
        "application/problem+json" => serde_json::from_str(&reply.body).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let named = problem["type"].as_str().and_then(|uri| Kind::ALL.into_iter().find(|kind| kind.uri() == uri));
    let kind = named.or_else(|| Kind::ALL.into_iter().find(|kind| kind.status() == reply.status));
    let kind = kind.unwrap_or(match reply.status {
        400..500 => Kind::Declined,
        _ => Kind::Internal,
    });
    let detail = problem["detail"].as_str().unwrap_or_default().to_owned();
    Err(Remote { kind, retry_after: reply.retry_after, detail })
    // solution:end
}

/// The line for the log: the error and all of its sources, separated by `: `, with a space for each character of control,
/// and cut after `limit` characters. A cause may have been written by somebody else.
pub fn log_line(error: &dyn Error, limit: usize) -> String {
    // solution:begin
    // hint: `while let Some(error) = next` walks through the chain, with `next = error.source()` in its body.
    // hint: Put the line together, then map and take its characters: a cut in bytes may be in the middle of one.
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        line.extend([": ", &source.to_string()]);
        next = source.source();
    }
    line.chars().map(|char| if char.is_control() { ' ' } else { char }).take(limit).collect()
    // solution:end
}

fn reply(status: u16, content_type: &'static str, body: &str) -> Reply {
    Reply { status, content_type, retry_after: None, body: body.into() }
}

fn remote(kind: Kind, retry_after: Option<u64>) -> Remote {
    Remote { kind, retry_after, detail: String::new() }
}

fn kind(status: u16, content_type: &'static str, body: &str) -> Kind {
    understand(&reply(status, content_type, body)).expect_err("it is no success").kind
}

const PROBLEM: &str = "application/problem+json";

#[test]
fn what_one_side_answers_the_other_understands() {
    for kind in Kind::ALL {
        #[derive(Debug)]
        struct Example(Kind);
        impl fmt::Display for Example {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("table books does not exist")
            }
        }
        impl Error for Example {}
        impl Fault for Example {
            fn kind(&self) -> Kind {
                self.0
            }
            fn retry_after(&self) -> Option<u64> {
                (self.0 == Kind::TooMany).then_some(30)
            }
        }
        let reply = answer(&Example(kind));
        assert_eq!((reply.status, reply.content_type), (kind.status(), PROBLEM));
        let body: Value = serde_json::from_str(&reply.body).expect("the body is JSON");
        assert_eq!(body, json!({"type": kind.uri(), "status": kind.status()}), "nothing else is told");
        assert_eq!(understand(&reply), Err(remote(kind, (kind == Kind::TooMany).then_some(30))));
    }
}

#[test]
fn a_customer_learns_what_is_public_and_nothing_else() {
    let reply = answer(&TillError::Declined { card: "4000 1234 5678 9010".into() });
    assert!(reply.body.contains("9010") && !reply.body.contains("5678"), "{}", reply.body);
    assert_eq!(reply.status, 422);
    let problem = understand(&reply).expect_err("it is no success");
    assert_eq!(problem.detail, "the card that ends in 9010 was declined");

    let reply = answer(&TillError::Bank("10.0.0.7:443 refused the connection".into()));
    assert!(!reply.body.contains("10.0.0.7") && !reply.body.contains("bank"), "{}", reply.body);
    assert_eq!((reply.status, reply.retry_after), (503, Some(5)));
}

#[test]
fn what_the_catalogue_says_is_not_the_customers_fault() {
    let answered = |kind, wait| {
        let reply = answer(&TillError::Catalogue(remote(kind, wait)));
        (reply.status, reply.retry_after)
    };
    assert_eq!(answered(Kind::NotFound, None), (500, None));
    assert_eq!(answered(Kind::Declined, Some(9)), (500, None));
    assert_eq!(answered(Kind::TooMany, Some(9)), (503, Some(9)));
    assert_eq!(answered(Kind::Unavailable, None), (503, None));
    assert_eq!(answered(Kind::Internal, None), (503, None));
}

#[test]
fn a_success_is_lent_as_it_came() {
    let reply = reply(201, PROBLEM, r#"{"type": "/problems/internal"}"#);
    let body = understand(&reply).expect("the status says so");
    assert_eq!(body.as_ptr(), reply.body.as_ptr());
    assert_eq!(
        understand(&Reply { status: 300, ..reply.clone() }).map_err(|it| it.kind),
        Err(Kind::Internal)
    );
}

#[test]
fn the_kind_says_more_than_the_status() {
    assert_eq!(kind(418, PROBLEM, r#"{"type": "/problems/too-many"}"#), Kind::TooMany);
    assert_eq!(
        kind(404, PROBLEM, r#"{"type": "/problems/moved-away"}"#),
        Kind::NotFound,
        "a kind of tomorrow"
    );
}

#[test]
fn what_cannot_be_read_means_no_more_than_its_status() {
    let page = "<h1>Bad Gateway</h1>";
    assert_eq!(
        [kind(502, "text/html", page), kind(503, "text/html", page)],
        [Kind::Internal, Kind::Unavailable]
    );
    assert_eq!(
        [kind(429, PROBLEM, ""), kind(400, PROBLEM, "[1]"), kind(302, PROBLEM, "7")],
        [Kind::TooMany, Kind::Declined, Kind::Internal]
    );
    assert_eq!(kind(500, "application/json", r#"{"type": "/problems/not-found"}"#), Kind::Internal);
    let odd = reply(404, PROBLEM, r#"{"type": 404, "detail": ["x"]}"#);
    assert_eq!(understand(&odd), Err(remote(Kind::NotFound, None)));
    let new = reply(404, PROBLEM, r#"{"type": "/problems/moved-away", "detail": "to the cellar"}"#);
    assert_eq!(
        understand(&new).map_err(|it| it.detail),
        Err("to the cellar".into()),
        "the detail is for people"
    );
}

#[test]
fn only_what_may_be_better_later_is_tried_again() {
    let again = Kind::ALL.map(|kind| remote(kind, None).is_retryable());
    assert_eq!(again, [false, false, true, true, true]);
}

#[test]
fn the_log_has_the_whole_chain_on_one_line() {
    let cause = Remote { detail: "no\r\nbook\u{1b}[2J".into(), ..remote(Kind::NotFound, None) };
    let error = TillError::Catalogue(cause);
    let line = "no price could be found out: the other service answered /problems/not-found no  book [2J";
    assert_eq!(log_line(&error, 1000), line);
    assert_eq!(log_line(&error, 8), "no price");
    let deeper = format!("the bank cannot be reached: {line}");
    assert_eq!(log_line(&TillError::Bank(error.into()), 1000), deeper);
    let euros = TillError::Bank("€€€€".into());
    assert_eq!(log_line(&euros, 29), "the bank cannot be reached: €");
    assert_eq!(log_line(&TillError::Declined { card: "9010".into() }, 99), "the card 9010 was declined");
}
