//! Calls to what may be slow, busy or gone: how to bound each of them, and all of them together.
//!
//! A service that waits for another one lends it memory, connections and its clients' patience. After this lesson you
//! can say which of these is without a bound in a given piece of code, put the pieces below in the right order around a
//! call, and say for each `.await` in them what is left behind if it is the last.
//!
//! | piece | bounds | what happens without it |
//! |---|---|---|
//! | [`within`] | the time of one call | one silent server holds every task that asks it |
//! | [`Backoff`] | how soon a call is repeated | whoever failed together comes back together |
//! | [`Budget`] | how many calls are repetitions | an outage is answered with a multiple of the load |
//! | [`Breaker`] | calls that will fail anyway | each client waits for a timeout that could have been foretold |
//! | [`Bulkhead`] | calls at a time, and those that wait for them | one slow part takes all that the others need |
//! | [`Flights`] | equal calls at a time | an entry of a cache expires, and a thousand clients fetch it |
//! | [`Departures`] | the same, for what must not be older than the question | a front page is read once for each who opens it |
//! | [`work`] | what a shutdown can lose | half of a job |
//!
//! Each of them is a page, to be read in this order. The outbox uses the first four
//! ([`Outbox::run`](crate::outbox::Outbox::run)), [`Passwords`](crate::service::Passwords) the bulkhead, the list of
//! articles the departures. `tower` has some as layers around a `Service`; that pays off where many calls share a stack, as the requests of the server do.
//!
//! # In which order
//!
//! From the outside to the inside: bulkhead, retry, breaker, timeout, call. The other orders compile as well.
//!
//! | turned around | then |
//! |---|---|
//! | timeout around retry | the third attempt gets what the first two have left over; sometimes one wants just that, as *deadline* |
//! | breaker around retry | three attempts that failed count as one failure; and a retry does not see that the circuit has opened |
//! | bulkhead inside of retry | between two attempts others take the place: fair, but what was admitted may end as `Full` |
//!
//! ```
//! use std::{cell::Cell, time::Duration};
//! use phase9_backend::async_backend::{Backoff, Breaker, Budget, Open, Retryable, TimedOut, retry, within};
//!
//! #[derive(Debug, PartialEq)]
//! enum RateError { Late(TimedOut), Resting(Open) }
//! # impl From<TimedOut> for RateError { fn from(late: TimedOut) -> Self { Self::Late(late) } }
//! # impl From<Open> for RateError { fn from(open: Open) -> Self { Self::Resting(open) } }
//! impl Retryable for RateError {
//!     fn is_retryable(&self) -> bool { true }
//!     // How long the circuit stays open is a time to come back at.
//!     fn retry_after(&self) -> Option<Duration> {
//!         match self { Self::Late(_) => None, Self::Resting(open) => open.rest }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! let (breaker, budget) = (Breaker::new(2, Duration::from_secs(30)), Budget::new(0.1, 10));
//! let calls = Cell::new(0);
//! let call = async || { // silent twice, and then well
//!     calls.set(calls.get() + 1);
//!     if calls.get() < 3 { std::future::pending::<()>().await }
//!     Ok(42)
//! };
//! let rate = async || {
//!     let permit = breaker.permit()?;
//!     let answer: Result<i32, RateError> = within(Duration::from_secs(1), call()).await;
//!     match &answer { Ok(_) => permit.succeeded(), Err(_) => permit.failed() }
//!     answer
//! };
//! let waits = Backoff::new(Duration::from_millis(10), Duration::from_secs(1)).waits().take(4);
//! assert_eq!(retry(waits, &budget, rate).await, Ok(42));
//! assert_eq!(calls.get(), 3); // the third of four attempts met an open circuit, and made no call
//! # }
//! ```
//!
//! # When not to
//!
//! A retry is a decision about the *whole* path. If each of three layers tries three times, the lowest is called 27 times
//! for one click, and most when it can bear least. So one layer retries; here it is the outbox, which tells its HTTP
//! client not to. And it needs both an error that says that another attempt makes sense
//! ([`Retryable`]), and a call that may happen twice
//! ([`service_errors`](crate::service_errors#silence-is-not-a-no)).
//!
//! ```
//! # use std::{cell::Cell, time::Duration};
//! # use phase9_backend::async_backend::{Budget, Retryable, TimedOut, retry};
//! # struct Down; impl Retryable for Down { fn is_retryable(&self) -> bool { true } }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! let calls = Cell::new(0);
//! let click = async |budget: &Budget| {
//!     let waits = || [Duration::from_millis(100); 2];
//!     let call = async || { calls.set(calls.get() + 1); Err::<(), _>(Down) };
//!     let middle = async || retry(waits(), budget, call).await;
//!     let _ = retry(waits(), budget, async || retry(waits(), budget, middle).await).await;
//!     calls.take()
//! };
//! assert_eq!(click(&Budget::new(0.1, 1000)).await, 27);
//! assert_eq!(click(&Budget::new(0.1, 3)).await, 4);
//! # }
//! ```
//!
//! # What is left behind
//!
//! A client hangs up, a deadline passes, a `select!` is decided: the future is dropped at the `.await` where it stands.
//! Each piece has to be right then, too, and most handwritten ones are not:
//!
//! | dropped | is left as if | because |
//! |---|---|---|
//! | a call with a [`Permit`] | it had never begun; if it was the probe, the next may probe | [`Permit`] has a `Drop` |
//! | the waiting in [`Bulkhead::enter`] | nobody had come | both permits are values |
//! | the first of those who share a call in [`Flights`] or [`Departures`] | it had come second | the call belongs to all who wait |
//! | all of them | nobody had asked | the map's reference is weak |
//! | the waiting in [`work`] | no job had been there | [`recv`](tokio::sync::mpsc::Receiver::recv) is cancel safe |
//! | the handling in [`work`] | it cannot be by `stop`: nothing races against it | |
//!
//! Where nothing may be dropped half-way, the work must not be in the future that can be dropped. Storage does the same on
//! a larger scale: a [step that is queued](crate::store::Sqlite) is taken by the writer's task, whether or not anybody
//! waits for its answer.
//!
//! # Traits, tasks and `Send`
//!
//! A task may change threads, so what is spawned must be [`Send`]; in generic code somebody has to say so in advance:
//!
//! | the interface | behind `dyn` | in a task, if it is generic | used here for |
//! |---|---|---|---|
//! | `async fn` in a trait | no (E0038) | no: nobody has promised `Send` | |
//! | `-> impl Future + Send` | no (E0038) | yes | [`Transport`](crate::outbox::Transport): one at a time, known when it is compiled |
//! | `-> BoxFuture` | yes | yes | [`Store`](crate::store::Store): known when the program starts |
//! | a parameter `impl AsyncFnMut()` | no (E0038) | no | |
//! | a parameter `impl FnMut() -> F`, `F: Future + Send` | no | yes | [`retry`] |
//!
//! An implementation of the second may well be written as `async fn`, as [`Webhook`](crate::outbox::Webhook)'s is; that
//! it is `Send` is then checked there, where somebody can do something about it. As for the last two: calling an
//! `AsyncFnMut` gives a future that may borrow from the closure, and no bound in stable Rust says "and that is `Send`,
//! whatever it borrows". With concrete types the compiler looks into the future; behind a type parameter it cannot.

mod deadline;
mod departures;
mod retry;
mod breaker;
mod bulkhead;
mod flights;
mod worker;

pub use breaker::{Breaker, Open, Permit};
pub use bulkhead::{Bulkhead, Full, Place};
pub use deadline::{TimedOut, within};
pub use departures::Departures;
pub use flights::Flights;
pub use retry::{Backoff, Budget, Retryable, retry};
pub use worker::work;
