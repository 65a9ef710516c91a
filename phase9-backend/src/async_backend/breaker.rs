//! A circuit breaker: after a few failures in a row, nobody is sent to fail again for a while.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

/// Counts failures in a row, and says no while the other side had better be left alone.
///
/// | state | a permit | left when |
/// |---|---|---|
/// | closed | for everybody | so many calls in a row have failed: open |
/// | open | for nobody | the rest is over, and somebody asks: half open |
/// | half open | was given to that one, who *probes* | they succeed: closed; they fail: open; they give up: the next may probe |
#[derive(Debug)]
pub struct Breaker {
    failures: u32,
    rest: Duration,
    state: Mutex<State>,
    probes: AtomicU64,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
    },
    /// Which probe is out: [`Breaker::rest_for`] may have called for another while one was still under way.
    HalfOpen {
        probe: u64,
    },
}

/// The other side is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the circuit is open")]
pub struct Open {
    /// For how long still; none if somebody is trying at the moment.
    pub rest: Option<Duration>,
}

impl Breaker {
    /// Opens after so many `failures` in a row, and lets somebody try again after a `rest`.
    pub const fn new(failures: u32, rest: Duration) -> Self {
        Self { failures, rest, state: Mutex::new(State::Closed { failures: 0 }), probes: AtomicU64::new(0) }
    }

    /// Leave for one call.
    ///
    /// # Errors
    /// [`Open`] if it had better not be made.
    pub fn permit(&self) -> Result<Permit<'_>, Open> {
        let mut state = self.state();
        let probe = match *state {
            State::Closed { .. } => None,
            State::Open { until } => match until.saturating_duration_since(Instant::now()) {
                Duration::ZERO => {
                    let probe = self.probes.fetch_add(1, Ordering::Relaxed);
                    *state = State::HalfOpen { probe };
                    Some(probe)
                }
                rest => return Err(Open { rest: Some(rest) }),
            },
            State::HalfOpen { .. } => return Err(Open { rest: None }),
        };
        Ok(Permit { breaker: self, probe, settled: false })
    }

    /// Leaves the other side alone for `rest`, because it has asked for that.
    pub fn rest_for(&self, rest: Duration) {
        let mut state = self.state();
        let until = Instant::now() + rest;
        match *state {
            State::Open { until: later } if later >= until => {}
            _ => *state = State::Open { until },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave for one call, to be handed back with what has become of it.
///
/// Dropped without that, as when the future that holds it is dropped, it says nothing about the other side; but if it
/// was the probe, the next one may try. Without this `Drop`, a single cancelled call would keep the circuit open for
/// ever.
#[derive(Debug)]
#[must_use = "dropped at once, it says nothing about the call"]
pub struct Permit<'a> {
    breaker: &'a Breaker,
    probe: Option<u64>,
    settled: bool,
}

impl Permit<'_> {
    /// The other side is well, whatever it has said.
    pub fn succeeded(mut self) {
        self.settled = true;
        let mut state = self.breaker.state();
        match *state {
            State::Closed { .. } => *state = State::Closed { failures: 0 },
            State::HalfOpen { probe } if self.probe == Some(probe) => *state = State::Closed { failures: 0 },
            // News from before the circuit was opened.
            State::Open { .. } | State::HalfOpen { .. } => {}
        }
    }

    /// The other side is not well.
    pub fn failed(mut self) {
        self.settled = true;
        let breaker = self.breaker;
        let mut state = breaker.state();
        match *state {
            State::Closed { failures } if failures + 1 < breaker.failures => {
                *state = State::Closed { failures: failures + 1 };
            }
            State::HalfOpen { probe } if self.probe != Some(probe) => {}
            State::Closed { .. } | State::HalfOpen { .. } => {
                *state = State::Open { until: Instant::now() + breaker.rest };
            }
            State::Open { .. } => {}
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.settled || self.probe.is_none() {
            return;
        }
        let mut state = self.breaker.state();
        if let State::HalfOpen { probe } = *state
            && self.probe == Some(probe)
        {
            *state = State::Open { until: Instant::now() };
        }
    }
}
