//! Builds phases in order, and runs what is built while the next phase builds.

use std::{
    iter,
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use crate::{
    build::{self, Build, Wanted},
    outcome::{Check, UnitReport},
    plan,
    roadmap::Place,
    unit::{Context, Unit},
};

/// What is wanted.
pub struct Order<'a> {
    /// Places in the roadmap, ascending.
    pub phases: Vec<usize>,
    pub topic: Option<&'a str>,
    /// Compilers at once, and programs at once.
    pub jobs: usize,
    /// Whether the packages nested in the phases are wanted, too.
    pub parts: bool,
    /// Which of the planned units are wanted.
    pub filter: fn(&Unit) -> bool,
}

/// What happens, phase by place in the roadmap.
pub enum Event {
    Building(usize),
    Compiled(usize, String),
    /// Another cargo holds the target directory.
    Waiting(usize),
    /// So many units will be run, and so much cannot be.
    Built {
        place: Place,
        /// There is nothing else to build of the phase.
        last: bool,
        build: Build,
        units: usize,
        lost: Vec<Check>,
    },
    Ran {
        phase: usize,
        report: UnitReport,
    },
}

/// Carries out `order` and tells `on_event` what happens, in the calling thread.
///
/// It returns when everything has ended, which an interruption of the supervisor makes soon.
pub fn run(context: &Context<'_>, order: &Order<'_>, mut on_event: impl FnMut(Event)) {
    let (events, received) = mpsc::channel();
    let (units, queue) = mpsc::channel();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..order.jobs {
            let events = events.clone();
            scope.spawn(|| run_units(context, &queue, events));
        }
        scope.spawn(move || build_phases(context, order, &units, &events));
        received.iter().for_each(&mut on_event);
    });
}

fn build_phases(context: &Context<'_>, order: &Order<'_>, queue: &Sender<Unit>, events: &Sender<Event>) {
    // The receivers live as long as this thread does: they are in the scope that waits for it.
    let tell = |event| events.send(event).expect("somebody listens until all threads have ended");
    for &phase in &order.phases {
        tell(Event::Building(phase));
        let parts = if order.parts { context.roadmap.phases[phase].parts.len() } else { 0 };
        for part in iter::once(None).chain((0..parts).map(Some)) {
            let place = Place { phase, part };
            let wanted = match order.topic {
                _ if part.is_some() => Wanted::Tests,
                Some(topic) => Wanted::Topic(topic),
                None => Wanted::All,
            };
            let package = context.roadmap.at(place);
            let build =
                build::build(context.roadmap, package, wanted, order.jobs, context.supervisor, |step| {
                    match step {
                        build::Step::Compiled(name) => tell(Event::Compiled(phase, name.into())),
                        build::Step::Waiting => tell(Event::Waiting(phase)),
                    }
                });
            let (mut units, lost) = plan::plan(context, place, &build, order.topic);
            units.retain(order.filter);
            let last = part.map_or(0, |part| part + 1) == parts;
            tell(Event::Built { place, last, build, units: units.len(), lost });
            units.into_iter().for_each(|unit| queue.send(unit).expect("the queue outlives this thread"));
        }
    }
}

fn run_units(context: &Context<'_>, queue: &Mutex<Receiver<Unit>>, events: Sender<Event>) {
    loop {
        // The lock is held while waiting, so the other threads wait for the lock instead; it makes no difference.
        let Ok(unit) = queue.lock().unwrap_or_else(PoisonError::into_inner).recv() else { return };
        let report = unit.run(context);
        events
            .send(Event::Ran { phase: unit.place.phase, report })
            .expect("somebody listens until all threads have ended");
    }
}
