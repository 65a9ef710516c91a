//! # A box office
//!
//! One clerk owns the seats of a theatre and sells them in the order in which requests come. Windows send requests
//! through a channel with a bound, and each request brings along the channel for its reply. Sold tickets are printed by
//! several printers, and the manager gathers the day's sales for the board in the foyer.
//!
//! The office may be closed while windows are still open, so the clerk cannot wait for the last sender to go: this
//! channel needs a message for the end. The printers need none.
//!
//! Complete the five functions. No thread may be left that waits forever, and nothing in here sleeps.

use std::{
    ops::Range,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender, TrySendError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// What the clerk is asked.
#[derive(Debug)]
pub enum Request {
    /// That many seats, side by side; `None` is the reply if there are not as many left.
    Book { seats: u32, reply: Sender<Option<Range<u32>>> },
    /// To go home. Requests that come later get no reply.
    Close,
}

/// Why there are no seats.
#[derive(Debug, PartialEq)]
pub enum Refusal {
    /// Not enough are left.
    SoldOut,
    /// Too many requests wait already.
    Busy,
    /// The clerk has gone home, before the request or after it.
    Closed,
}

/// Why there are no more sales to gather.
#[derive(Debug, PartialEq)]
pub enum Stop {
    /// There were as many as asked for.
    Full,
    /// Nothing came for a while.
    Quiet,
    /// Nothing will come any more.
    Closed,
}

/// Where people queue. There may be many.
#[derive(Debug, Clone)]
pub struct Window {
    requests: SyncSender<Request>,
}

#[derive(Debug)]
pub struct Office {
    requests: SyncSender<Request>,
    clerk: JoinHandle<u32>,
}

impl Office {
    pub fn open(seats: u32, waiting: usize) -> Self {
        let (requests, inbox) = mpsc::sync_channel(waiting);
        Self { requests, clerk: thread::spawn(move || serve(inbox, seats)) }
    }

    pub fn window(&self) -> Window {
        Window { requests: self.requests.clone() }
    }

    /// Sends the clerk home, after all requests that were there before, and returns how many seats are left. Windows
    /// may still be open.
    pub fn close(self) -> u32 {
        // solution:begin
        // hint: Dropping the sender ends nothing as long as a window has one.
        // hint: If the clerk has gone already, there is nobody to be told, and nothing that failed.
        // hint: Send `Request::Close`, ignore an error, and join.
        drop(self.requests.send(Request::Close));
        self.clerk.join().expect("the clerk does not panic")
        // solution:end
    }
}

impl Window {
    /// Asks for seats, without waiting for room in the inbox, and waits for the reply.
    pub fn book(&self, seats: u32) -> Result<Range<u32>, Refusal> {
        // solution:begin
        // hint: `try_send` has two errors, with different meanings.
        // hint: The request owns the only sender of the reply. What does `recv` say when the request is dropped unread?
        // hint: Map `Full` to `Busy`, `Disconnected` and a failed `recv` to `Closed`, and a reply of `None` to `SoldOut`.
        let (reply, answer) = mpsc::channel();
        self.requests.try_send(Request::Book { seats, reply }).map_err(|error| match error {
            TrySendError::Full(_) => Refusal::Busy,
            TrySendError::Disconnected(_) => Refusal::Closed,
        })?;
        answer.recv().map_err(|_| Refusal::Closed)?.ok_or(Refusal::SoldOut)
        // solution:end
    }
}

/// Sells seats, those with the lowest numbers first, until somebody says `Close` or nobody is left to ask. Returns how
/// many are left.
///
/// People may have left before the reply could reach them. Their seats are still free.
pub fn serve(requests: Receiver<Request>, seats: u32) -> u32 {
    // solution:begin
    // hint: A loop over the receiver ends when nobody is left to ask; `Close` has to leave it.
    // hint: What does `send` return if the other side is gone, and is the seat sold then?
    // hint: Keep the number of the first free seat, and move it only if a range was sent with success.
    let mut free = 0;
    for request in requests {
        let Request::Book { seats: wanted, reply } = request else { break };
        let range = (wanted <= seats - free).then(|| free..free + wanted);
        let end = range.as_ref().map(|range| range.end);
        if reply.send(range).is_ok() {
            free = end.unwrap_or(free);
        }
    }
    seats - free
    // solution:end
}

/// Prints tickets by several threads, each of which takes the next ticket as soon as it is free, and returns where
/// they come out, in any order.
///
/// When the tickets end, the printouts end. When nobody wants printouts, each printer stops at its next one. When all
/// have stopped, whoever sends tickets learns of it: `send` fails.
pub fn print<T: Send + 'static, P: Send + 'static>(
    tickets: Receiver<T>,
    printers: usize,
    printer: impl Fn(T) -> P + Send + Sync + 'static,
) -> Receiver<P> {
    // solution:begin
    // hint: Which thread may call `recv`, if there is one receiver and several printers? How long is the lock held?
    // hint: A guard in the head of `while let` lives as long as the body. Take the ticket in a closure or a `let`.
    // hint: Every sender of printouts has to live in a printer. Clone it for each, and keep none.
    // hint: A failed `send` of a printout is the end of its printer; the last printer drops the tickets' receiver.
    let (out, printouts) = mpsc::channel();
    let shared = Arc::new((Mutex::new(tickets), printer));
    for _ in 0..printers {
        let (shared, out) = (Arc::clone(&shared), out.clone());
        thread::spawn(move || {
            let (tickets, printer) = &*shared;
            let next = || tickets.lock().expect("receiving does not panic").recv().ok();
            while let Some(ticket) = next() {
                if out.send(printer(ticket)).is_err() {
                    break;
                }
            }
        });
    }
    printouts
    // solution:end
}

/// Takes sales until there are `most`, or none came for `patience`, or none will come any more. What is not returned
/// stays in the channel.
pub fn gather<T>(sales: &Receiver<T>, most: usize, patience: Duration) -> (Vec<T>, Stop) {
    // solution:begin
    // hint: `recv_timeout` has two errors, with different meanings.
    // hint: Look at the number before you take, not after it: what was taken cannot be put back.
    let mut gathered = Vec::new();
    while gathered.len() < most {
        match sales.recv_timeout(patience) {
            Ok(sale) => gathered.push(sale),
            Err(RecvTimeoutError::Timeout) => return (gathered, Stop::Quiet),
            Err(RecvTimeoutError::Disconnected) => return (gathered, Stop::Closed),
        }
    }
    (gathered, Stop::Full)
    // solution:end
}

/// Turns a test that would hang into one that fails.
#[track_caller]
fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (alive, end) = mpsc::channel::<()>();
    let thread = thread::spawn(move || {
        let _alive = alive;
        work()
    });
    match end.recv_timeout(Duration::from_secs(3)) {
        Err(RecvTimeoutError::Timeout) => panic!("somebody waits for somebody who waits"),
        _ => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
    }
}

fn ask(requests: &SyncSender<Request>, seats: u32) -> Receiver<Option<Range<u32>>> {
    let (reply, answer) = mpsc::channel();
    requests.send(Request::Book { seats, reply }).expect("there is an inbox");
    answer
}

#[test]
fn seats_are_sold_in_order_until_there_are_not_enough() {
    let (requests, inbox) = mpsc::sync_channel(8);
    let answers = [3, 6, 4, 3, 0, 1].map(|seats| ask(&requests, seats));
    drop(requests);
    let left = within(|| serve(inbox, 10));
    let sold = answers.map(|answer| answer.try_recv().expect("everybody gets a reply"));
    assert_eq!(sold, [Some(0..3), Some(3..9), None, None, Some(9..9), Some(9..10)]);
    assert_eq!(left, 0);
}

#[test]
fn seats_of_people_who_left_are_free() {
    let (requests, inbox) = mpsc::sync_channel(8);
    drop(ask(&requests, 4));
    let stayed = ask(&requests, 10);
    drop(requests);
    assert_eq!(within(|| serve(inbox, 10)), 0);
    assert_eq!(stayed.try_recv(), Ok(Some(0..10)));
}

#[test]
fn requests_after_the_close_get_no_reply() {
    let (requests, inbox) = mpsc::sync_channel(8);
    let before = ask(&requests, 2);
    requests.send(Request::Close).expect("there is an inbox");
    let after = ask(&requests, 2);
    assert_eq!(within(|| serve(inbox, 10)), 8);
    assert_eq!(before.try_recv(), Ok(Some(0..2)));
    assert!(after.recv().is_err());
    assert!(requests.send(Request::Close).is_err(), "the clerk has left, although a sender lives");
}

#[test]
fn a_window_tells_the_refusals_apart() {
    let (requests, inbox) = mpsc::sync_channel(1);
    requests.send(Request::Close).expect("there is an inbox");
    let window = Window { requests };
    let [busy, closed] = within(move || {
        let busy = window.book(1);
        drop(inbox);
        [busy, window.book(1)]
    });
    assert_eq!((busy, closed), (Err(Refusal::Busy), Err(Refusal::Closed)));

    let (requests, inbox) = mpsc::sync_channel(1);
    let unread = thread::spawn(move || drop((inbox.recv(), inbox)));
    assert_eq!(within(move || Window { requests }.book(1)), Err(Refusal::Closed));
    unread.join().expect("it drops a request, if there is one");
}

#[test]
fn an_office_closes_while_windows_are_open() {
    let (left, replies, late) = within(|| {
        let office = Office::open(5, 2);
        let windows = [office.window(), office.window()];
        let replies = [windows[0].book(2), windows[1].book(4), windows[1].book(3)];
        (office.close(), replies, windows[0].book(0))
    });
    assert_eq!(replies, [Ok(0..2), Err(Refusal::SoldOut), Ok(2..5)]);
    assert_eq!((left, late), (0, Err(Refusal::Closed)));
}

#[test]
fn closing_answers_first_what_was_there_before_and_needs_no_clerk() {
    let (requests, inbox) = mpsc::sync_channel(2);
    let answers = [ask(&requests, 1), ask(&requests, 1)];
    let _open = Window { requests: requests.clone() };
    let (closing, closes) = mpsc::channel::<()>();
    let clerk = thread::spawn(move || {
        assert!(closes.recv().is_err());
        (0..10_000).for_each(|_| thread::yield_now()); // so that the inbox is still full when the office closes
        serve(inbox, 10)
    });
    let office = Office { requests, clerk };
    let left = within(move || {
        drop(closing);
        office.close()
    });
    assert_eq!(left, 8);
    assert_eq!(answers.map(|answer| answer.try_recv()), [Ok(Some(0..1)), Ok(Some(1..2))]);

    let (requests, inbox) = mpsc::sync_channel(0);
    drop(inbox);
    let office = Office { requests, clerk: thread::spawn(|| 7) };
    assert_eq!(within(move || office.close()), 7);
}

#[test]
fn all_tickets_are_printed_and_then_the_printouts_end() {
    for printers in [1, 3] {
        let (tickets, queue) = mpsc::channel();
        let printouts = within(move || print(queue, printers, |n: u32| n * 2));
        (0..100).for_each(|n| tickets.send(n).expect("the printers are there"));
        drop(tickets);
        let mut printed = within(move || printouts.iter().collect::<Vec<_>>());
        printed.sort();
        assert!(printed.into_iter().eq((0..100).map(|n| n * 2)));
    }
}

#[test]
fn printers_work_at_the_same_time() {
    let (tickets, queue) = mpsc::channel();
    (0..6).for_each(|n| tickets.send(n).expect("there is a queue"));
    let printed = within(move || {
        let both = std::sync::Barrier::new(2);
        let printouts = print(queue, 2, move |_| both.wait().is_leader());
        printouts.iter().take(6).filter(|leads| *leads).count()
    });
    assert_eq!(printed, 3, "although more tickets may come");
}

#[test]
fn no_ticket_waits_for_a_printer_that_is_busy() {
    let (tickets, queue) = mpsc::channel();
    (0..4).for_each(|n| tickets.send(n).expect("there is a queue"));
    drop(tickets);
    let (open, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let slow_at_first = move |n| {
        if n == 0 {
            assert!(gate.lock().expect("only one waits").recv().is_err());
        }
        n
    };
    let printed = within(move || {
        let printouts = print(queue, 2, slow_at_first);
        let before: Vec<u32> = printouts.iter().take(3).collect();
        drop(open);
        (before, printouts.iter().collect())
    });
    assert_eq!(printed, (vec![1, 2, 3], vec![0]));
}

#[test]
fn unwanted_printouts_stop_whoever_sends_tickets() {
    let (tickets, queue) = mpsc::channel();
    within(|| drop(print(queue, 2, |n: u32| n)));
    let stopped = (0..500_000).any(|n| {
        thread::yield_now();
        tickets.send(n).is_err()
    });
    assert!(stopped);
}

#[test]
fn gathering_stops_for_three_reasons() {
    let (sender, sales) = mpsc::channel();
    (0..5).for_each(|n| sender.send(n).expect("there is a receiver"));
    let (stops, sales) = within(move || {
        let stops = [2, 0, 9].map(|most| gather(&sales, most, Duration::ZERO));
        (stops, sales)
    });
    assert_eq!(stops, [(vec![0, 1], Stop::Full), (vec![], Stop::Full), (vec![2, 3, 4], Stop::Quiet)]);
    sender.send(5).expect("there is a receiver");
    drop(sender);
    let stops = within(move || [1, 1].map(|most| gather(&sales, most, Duration::MAX)));
    assert_eq!(stops, [(vec![5], Stop::Full), (vec![], Stop::Closed)]);
}

#[test]
fn a_sale_that_comes_later_is_waited_for() {
    let (sender, sales) = mpsc::sync_channel(0);
    let seller = thread::spawn(move || (0..3).all(|n| sender.send(n).is_ok()));
    assert_eq!(within(move || gather(&sales, 9, Duration::MAX)), (vec![0, 1, 2], Stop::Closed));
    assert!(seller.join().expect("sending does not panic"));
}
