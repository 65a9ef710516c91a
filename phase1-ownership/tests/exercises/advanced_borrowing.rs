//! # A print shop's queue
//!
//! Jobs wait in a queue, are printed one at a time, and go back to the end of it when the printer jams. The payload of
//! a job is a large file, so nothing may be copied: the tests look at its address, and `Job` has no `Clone`.
//!
//! Complete the three methods. Keep the signatures: callers hold a `&mut Shop` and expect a whole shop back.

use std::collections::VecDeque;

#[derive(Debug)]
pub struct Job {
    pub payload: Vec<u8>,
    pub attempts: u32,
}

#[derive(Debug, Default)]
pub enum Printer {
    #[default]
    Idle,
    Printing(Job),
}

#[derive(Debug, Default)]
pub struct Shop {
    pub queue: VecDeque<Job>,
    pub printer: Printer,
    pub printed: Vec<Job>,
}

impl Shop {
    /// Puts the first job that waits into an idle printer and counts the attempt; a busy printer is left alone.
    /// Returns the job that is being printed now, if any.
    pub fn start(&mut self) -> Option<&mut Job> {
        // solution:begin
        // hint: Test whether the printer is idle before anything is borrowed from it. `matches!` returns a plain bool.
        // hint: The job moves from the queue into the printer first; what is returned is borrowed from there.
        // hint: A `match` on `&mut self.printer` as the last expression needs no borrow that began earlier.
        if matches!(self.printer, Printer::Idle) {
            let mut job = self.queue.pop_front()?;
            job.attempts += 1;
            self.printer = Printer::Printing(job);
        }
        match &mut self.printer {
            Printer::Printing(job) => Some(job),
            Printer::Idle => None,
        }
        // solution:end
    }

    /// Takes the job out of the printer: to `printed` if it succeeded, back to the end of the queue if not. A job that
    /// failed for the third time is returned to the caller instead. An idle printer has nothing to finish.
    pub fn finish(&mut self, success: bool) -> Option<Job> {
        // solution:begin
        // hint: You cannot move out of `self.printer`, because someone lent you the shop. What can stand in for it?
        // hint: `mem::take` leaves `Printer::Idle` behind, which is what the printer is afterwards anyway.
        // hint: `let … else` gets the job out and deals with the idle printer in one line.
        let Printer::Printing(job) = std::mem::take(&mut self.printer) else { return None };
        match (success, job.attempts) {
            (true, _) => self.printed.push(job),
            (false, 3..) => return Some(job),
            (false, _) => self.queue.push_back(job),
        }
        None
        // solution:end
    }

    /// The job in the queue with the fewest attempts, the first of several; if none waits, a blank test page is queued.
    pub fn freshest(&mut self) -> &mut Job {
        // solution:begin
        // hint: Returning `self.queue.iter_mut().min_by_key(…)` from an `if let` keeps the queue borrowed below it.
        // hint: A position is a number and borrows nothing.
        // hint: `VecDeque::push_back_mut` returns the job that it has just put in.
        match (0..self.queue.len()).min_by_key(|index| self.queue[*index].attempts) {
            Some(index) => &mut self.queue[index],
            None => self.queue.push_back_mut(Job { payload: Vec::new(), attempts: 0 }),
        }
        // solution:end
    }
}

fn shop(payloads: &[&str]) -> Shop {
    let job = |payload: &&str| Job { payload: payload.as_bytes().to_vec(), attempts: 0 };
    Shop { queue: payloads.iter().map(job).collect(), ..Shop::default() }
}

#[test]
fn a_job_keeps_its_payload_through_jams() {
    let mut shop = shop(&["poster"]);
    let payload = shop.queue[0].payload.as_ptr();
    for _ in 0..2 {
        shop.start();
        assert!(shop.finish(false).is_none());
    }
    shop.start();
    assert!(shop.finish(true).is_none());
    assert_eq!((shop.printed[0].payload.as_ptr(), shop.printed[0].attempts), (payload, 3));
}

#[test]
fn a_third_jam_gives_the_job_back() {
    let mut shop = shop(&["poster"]);
    shop.start();
    shop.finish(false);
    shop.start();
    shop.finish(false);
    shop.start();
    let failed = shop.finish(false).expect("the third attempt was the last");
    assert_eq!(failed.payload, b"poster");
    assert!(shop.queue.is_empty() && matches!(shop.printer, Printer::Idle));
}

#[test]
fn a_busy_printer_takes_no_second_job() {
    let mut shop = shop(&["first", "second"]);
    shop.start();
    let job = shop.start().expect("the first job is printing");
    assert_eq!((job.payload.as_slice(), job.attempts), (&b"first"[..], 1));
    assert_eq!(shop.queue.len(), 1);
}

#[test]
fn a_jammed_job_waits_behind_the_others() {
    let mut shop = shop(&["first", "second"]);
    shop.start();
    shop.finish(false);
    assert_eq!(shop.start().expect("two jobs wait").payload, b"second");
}

#[test]
fn an_idle_printer_has_nothing_to_finish() {
    let mut shop = shop(&[]);
    assert!(shop.start().is_none());
    assert!(shop.finish(true).is_none() && shop.printed.is_empty());
}

#[test]
fn the_freshest_job_is_the_first_with_the_fewest_attempts() {
    let mut shop = shop(&["a", "b", "c"]);
    shop.queue[0].attempts = 2;
    assert_eq!(shop.freshest().payload, b"b");
    shop.freshest().attempts = 3;
    assert_eq!(shop.freshest().payload, b"c");
}

#[test]
fn a_test_page_is_queued_when_nothing_waits() {
    let mut shop = shop(&[]);
    shop.freshest().payload.push(b'!');
    assert_eq!(shop.queue.len(), 1);
    assert_eq!(shop.queue[0].payload, b"!");
}
