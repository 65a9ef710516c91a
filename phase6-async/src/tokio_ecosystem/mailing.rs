//! An actor that puts letters into bags, and closes in order: take no more, carry what is there, give up in the end.
//!
//! The actor is one task that owns the bag. Nobody else can reach it, so there is no lock: others send an order
//! through an `mpsc` channel, with a `oneshot` channel in it for the answer. If the carrier panics, or a deadline ends the
//! task, the oneshot is dropped with the task, and whoever waits for the answer learns it: no code has to remember to
//! tell them.
//!
//! | to close | by | otherwise |
//! |---|---|---|
//! | 1. take no more orders | a token that the actor watches, then `Receiver::close` | dropping the receiver loses the orders in the queue |
//! | 2. carry what was taken | `recv` until `None`; the tracker counts actor and bags | a runtime that ends drops all tasks |
//! | 3. stop waiting | `timeout` around the tracker's `wait` | one carrier that hangs, hangs the program |
//! | 4. give up the rest | a second token around every task | `timeout` drops its own future; no task notices |

use std::{fmt, mem, pin::pin, sync::Arc, time::Duration};

use tokio::{
    select,
    sync::{mpsc, oneshot},
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// So many letters fill a bag.
pub const FULL: usize = 3;
/// A bag leaves at the latest this long after its first letter.
pub const LEAVES_AFTER: Duration = Duration::from_secs(60);
/// So many orders wait for the actor; senders of more wait for room.
const QUEUE: usize = 16;

/// Who takes bags away.
pub trait Carrier: Send + Sync + 'static {
    /// Carries the letters of a bag. May be dropped at any `.await`, if the office gives up.
    fn carry(&self, letters: &[String]) -> impl Future<Output = ()> + Send;
}

/// Why a letter was not carried, as far as the office knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostError {
    /// The office takes no more letters; this one comes back.
    Closed(String),
    /// The letter was taken, but carrying it was given up, or panicked.
    GivenUp,
}

impl fmt::Display for PostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed(_) => "the office is closed",
            Self::GivenUp => "the letter was given up",
        })
    }
}

impl std::error::Error for PostError {}

#[derive(Debug)]
struct Order {
    letter: String,
    carried: oneshot::Sender<usize>,
}

/// Where letters are posted. Clones share one office.
#[derive(Debug, Clone)]
pub struct Counter {
    orders: mpsc::Sender<Order>,
    giving_up: CancellationToken,
}

impl Counter {
    /// Posts a letter, and returns how many letters were in its bag when that was carried.
    ///
    /// If the returned future is dropped while it waits for room, the letter is lost; if later, it is carried, and only
    /// the answer is lost. In a `select!`, take [`reserve`](Self::reserve) and keep the letter.
    ///
    /// # Errors
    /// [`PostError::Closed`] if the letter was not taken, [`PostError::GivenUp`] if it was, and that was all.
    pub async fn post(&self, letter: String) -> Result<usize, PostError> {
        match self.reserve().await {
            Some(place) => place.post(letter).await,
            None => Err(PostError::Closed(letter)),
        }
    }

    /// Waits for room for one letter; `None` if the office takes no more. Dropped before it is ready, it loses nothing
    /// but its turn.
    pub async fn reserve(&self) -> Option<Place<'_>> {
        let permit = self.orders.reserve().await.ok()?;
        Some(Place { permit, giving_up: &self.giving_up })
    }
}

/// Room for one letter. An office that closes waits for it to be used or dropped, as it does for letters.
#[derive(Debug)]
pub struct Place<'c> {
    permit: mpsc::Permit<'c, Order>,
    giving_up: &'c CancellationToken,
}

impl Place<'_> {
    /// Posts the letter, without waiting for room; otherwise as [`Counter::post`].
    ///
    /// # Errors
    /// [`PostError::GivenUp`] if the letter was not carried.
    pub async fn post(self, letter: String) -> Result<usize, PostError> {
        let (carried, answer) = oneshot::channel();
        self.permit.send(Order { letter, carried });
        // That an order was sent does not mean that it will be received. If the actor has been given up meanwhile, the
        // order is in the queue for as long as there are counters, and with it the other end of `answer`.
        select! {
            biased;
            carried = answer => carried.map_err(|_| PostError::GivenUp),
            () = self.giving_up.cancelled() => Err(PostError::GivenUp),
        }
    }
}

/// Not everything was carried before the deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GaveUp {
    /// How many tasks were left: one a bag, and the actor if it had not come to the end of its queue.
    pub tasks: usize,
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gave up {} tasks", self.tasks)
    }
}

impl std::error::Error for GaveUp {}

/// The office: what is needed to close it. If it is dropped instead, the actor carries on until no counter is left.
#[derive(Debug)]
pub struct Office {
    closing: CancellationToken,
    crew: Crew,
}

impl Office {
    /// Opens an office with this carrier.
    ///
    /// # Panics
    /// If it is called outside of a tokio runtime: there is nothing to run the actor.
    ///
    /// # Example: a bag leaves when it is full, or when its first letter has waited long enough
    /// ```
    /// use std::sync::Arc;
    /// use phase6_async::tokio_ecosystem::mailing::{Carrier, LEAVES_AFTER, Office};
    /// use tokio::time::Instant;
    ///
    /// struct Bicycle;
    /// impl Carrier for Bicycle {
    ///     async fn carry(&self, _letters: &[String]) {}
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let (counter, _office) = Office::open(Arc::new(Bicycle));
    /// let [a, b, c, d] = ["a", "b", "c", "d"].map(|letter| counter.post(letter.into()));
    /// let opened = Instant::now();
    /// assert_eq!(tokio::join!(a, b, c), (Ok(3), Ok(3), Ok(3)));
    /// assert!(opened.elapsed().is_zero());
    /// assert_eq!(d.await, Ok(1));
    /// assert!(opened.elapsed() >= LEAVES_AFTER);
    /// # }
    /// ```
    pub fn open<C: Carrier>(carrier: Arc<C>) -> (Counter, Self) {
        let (orders, queue) = mpsc::channel(QUEUE);
        let office = Self { closing: CancellationToken::new(), crew: Crew::default() };
        office.crew.spawn(fill_bags(queue, office.closing.clone(), office.crew.clone(), carrier));
        (Counter { orders, giving_up: office.crew.giving_up.clone() }, office)
    }

    /// Closes: takes no more letters, carries those that were taken, and gives up what is left after `patience`.
    ///
    /// When it returns, none of the office's tasks is left, and every `post` has its answer.
    ///
    /// # Errors
    /// If something was given up.
    pub async fn close(self, patience: Duration) -> Result<(), GaveUp> {
        self.closing.cancel();
        // This refuses no tasks. It is only what `wait` waits for, besides the tasks: an open tracker that has none at
        // the moment may get some.
        self.crew.tasks.close();
        match timeout(patience, self.crew.tasks.wait()).await {
            Ok(()) => Ok(()),
            Err(_) => {
                let tasks = self.crew.tasks.len();
                self.crew.giving_up.cancel();
                self.crew.tasks.wait().await;
                Err(GaveUp { tasks })
            }
        }
    }
}

/// Tasks that can be waited for, and given up. Clones share them.
#[derive(Debug, Clone, Default)]
struct Crew {
    tasks: TaskTracker,
    giving_up: CancellationToken,
}

impl Crew {
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let giving_up = self.giving_up.clone();
        // Nobody needs the handle: a handle that is dropped does not stop its task, and the tracker waits for it.
        self.tasks.spawn(async move { giving_up.run_until_cancelled(work).await });
    }
}

/// The actor. All that it knows is outside of `select!`, which drops its futures in every round.
async fn fill_bags<C: Carrier>(
    mut queue: mpsc::Receiver<Order>,
    closing: CancellationToken,
    crew: Crew,
    carrier: Arc<C>,
) {
    let mut bag = Vec::with_capacity(FULL);
    // One timer for all rounds: a new one in each would start again with every letter.
    let mut leaves = pin!(sleep(LEAVES_AFTER));
    loop {
        select! {
            // The first that is ready, not any: the end before a bag that is due, and that before more letters.
            biased;
            // Without the condition this branch would be ready in every round, and the first one.
            () = closing.cancelled(), if !queue.is_closed() => queue.close(),
            () = &mut leaves, if !bag.is_empty() => dispatch(&mut bag, &crew, &carrier),
            order = queue.recv() => {
                // `None` means closed *and* empty: what was sent before the end has come out.
                let Some(order) = order else { break };
                if bag.is_empty() {
                    leaves.as_mut().reset(Instant::now() + LEAVES_AFTER);
                }
                bag.push(order);
                if bag.len() == FULL {
                    dispatch(&mut bag, &crew, &carrier);
                }
            }
        }
    }
    if !bag.is_empty() {
        dispatch(&mut bag, &crew, &carrier);
    }
}

/// Carries a bag in a task of its own, so that the actor is free for the next letter.
///
/// The actor is counted until it returns, so the tracker is never empty between the actor's end and the last bag's
/// beginning.
fn dispatch<C: Carrier>(bag: &mut Vec<Order>, crew: &Crew, carrier: &Arc<C>) {
    let carrier = Arc::clone(carrier);
    let (letters, receipts): (Vec<_>, Vec<_>) =
        mem::take(bag).into_iter().map(|order| (order.letter, order.carried)).unzip();
    crew.spawn(async move {
        carrier.carry(&letters).await;
        for receipt in receipts {
            // An error means that nobody waits for this answer any more. The letter is carried all the same.
            let _ = receipt.send(letters.len());
        }
    });
}
