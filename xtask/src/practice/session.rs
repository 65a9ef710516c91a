//! The loop: one exercise in sight, judged at each save.

use std::{
    io::{self, Write as _},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, Scope},
    time::Duration,
};

use console::{Style, Term};

use crate::{
    build::Step,
    exercise::Part,
    exit,
    practice::{
        WAITING,
        folder::{Entry, Folder, State},
        next_hint,
        show::{self, Detail},
        shown,
        terminal::Keys,
        verdict::{self, Court, Judgement, Verdict},
        watch::Watch,
    },
    process::Supervisor,
};

/// A save comes as several events. After so much silence, it is over.
const SILENCE: Duration = Duration::from_millis(10);

const KEYS: &str = "h hint · n next · p previous · l list · r run again · x reset · s solution · q quit";

enum Event {
    /// None when there will be no more.
    Key(Option<u8>),
    /// The file may have changed.
    Changed,
    /// Of the run with this number.
    Step(u32, String),
    Judged(u32, Box<Judgement>),
    /// What clippy says; none if it cannot be asked.
    Advised(u32, Option<Vec<String>>),
    /// Somebody wants everything to end.
    Interrupted,
}

/// Runs the loop from the exercise at `place` until the learner has enough.
///
/// # Errors
/// If there is no terminal, or the file cannot be watched.
pub fn run(
    folder: &Folder<'_>,
    place: usize,
    supervisor: &Supervisor,
    timeout: Duration,
    poll: bool,
) -> Result<u8, String> {
    let (sender, events) = channel();
    let of_signal = sender.clone();
    supervisor.on_interrupt(move || drop(of_signal.send(Event::Interrupted)));
    thread::scope(|scope| {
        let of_keys = sender.clone();
        let _keys = Keys::listen(move |key| drop(of_keys.send(Event::Key(key))))
            .map_err(|error| format!("the terminal: {error}"))?;
        let mut session = Session {
            folder,
            scope,
            sender,
            timeout,
            poll,
            place,
            watch: None,
            run: None,
            runs: 0,
            judged: None,
            body: Vec::new(),
            advice: String::new(),
            answer: None,
            asked_to_reset: false,
        };
        session.go_to(place)?;
        let code = session.follow(&events);
        session.stop();
        Ok(code)
    })
}

struct Session<'scope, 'env, 'a> {
    folder: &'env Folder<'a>,
    scope: &'scope Scope<'scope, 'env>,
    sender: Sender<Event>,
    timeout: Duration,
    poll: bool,
    place: usize,
    watch: Option<Watch>,
    /// What is being run right now, with its number.
    run: Option<(u32, Supervisor)>,
    runs: u32,
    /// The answer that was judged last, or is being judged.
    judged: Option<String>,
    /// How the exercise goes.
    body: Vec<String>,
    /// What to do next; in sight even where there is no room for all of the body.
    advice: String,
    /// What was asked for, in place of these two until something else happens.
    answer: Option<Vec<String>>,
    asked_to_reset: bool,
}

impl<'scope, 'env> Session<'scope, 'env, '_> {
    fn entry(&self) -> &'env Entry<'env> {
        &self.folder.entries[self.place]
    }

    /// Takes events until one of them ends the loop.
    fn follow(&mut self, events: &Receiver<Event>) -> u8 {
        let mut changed = false;
        loop {
            let event = if changed {
                match events.recv_timeout(SILENCE) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => {
                        changed = false;
                        self.look();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => return exit::INTERRUPTED,
                }
            } else {
                match events.recv() {
                    Ok(event) => event,
                    Err(_) => return exit::INTERRUPTED,
                }
            };
            match event {
                Event::Interrupted => return exit::INTERRUPTED,
                Event::Key(None | Some(b'q' | CTRL_D)) => return exit::PASSED,
                Event::Key(Some(key)) => self.press(key),
                Event::Changed => changed = true,
                Event::Step(run, what) if self.is_current(run) => self.status(&what),
                Event::Judged(run, judgement) if self.is_current(run) => self.show_judgement(&judgement),
                Event::Advised(run, advice) if self.is_current(run) => self.show_clippy(advice),
                // Of a run that has been overtaken.
                Event::Step(..) | Event::Judged(..) | Event::Advised(..) => {}
            }
        }
    }

    fn is_current(&self, run: u32) -> bool {
        self.run.as_ref().is_some_and(|(current, _)| *current == run)
    }

    fn press(&mut self, key: u8) {
        let confirmed = std::mem::take(&mut self.asked_to_reset) && key == b'y';
        let count = self.folder.entries.len();
        let moved = match key {
            b'n' => self.go_to(self.folder.next_unsolved(self.place + 1).unwrap_or((self.place + 1) % count)),
            b'p' => self.go_to((self.place + count - 1) % count),
            _ => Ok(()),
        };
        if let Err(complaint) = moved {
            self.say(vec![complaint]);
        }
        match key {
            b'h' => self.show_hint(),
            b'l' => self.say(show::list(self.folder, Some(self.place), Some(columns()))),
            b'r' => self.start(true),
            b's' => self.show_solution(),
            b'x' => {
                self.asked_to_reset = true;
                self.say(vec![
                    "put the stub back? Your file is kept as a backup. y: yes, any other key: no".into(),
                ]);
            }
            b'y' if confirmed => self.reset(),
            b'n' | b'p' => {}
            _ => {
                self.answer = None;
                self.draw();
            }
        }
    }

    /// Opens another exercise.
    fn go_to(&mut self, place: usize) -> Result<(), String> {
        self.stop();
        self.place = place;
        let of_file = self.sender.clone();
        let path = self.folder.path(self.entry());
        let watch = Watch::new(&path, self.poll, move || drop(of_file.send(Event::Changed)));
        self.watch = Some(watch.map_err(|error| format!("{} cannot be watched: {error}", path.display()))?);
        self.start(false);
        Ok(())
    }

    /// Judges the file if it is not the one that was judged last.
    fn look(&mut self) {
        match self.folder.answer(self.entry()) {
            Ok(answer) if self.judged.as_ref() != Some(&answer) => self.start(false),
            Ok(_) => {}
            Err(complaint) => {
                self.judged = None;
                self.say(vec![complaint, "save it again, or press x and y to get the stub back".into()]);
            }
        }
    }

    /// Judges the file as it is now; what was being judged is of no interest any more.
    fn start(&mut self, fresh: bool) {
        self.stop();
        self.judged = self.folder.answer(self.entry()).ok();
        self.runs += 1;
        let (number, supervisor) = (self.runs, Supervisor::default());
        self.run = Some((number, supervisor.clone()));
        self.body.clear();
        self.advice.clear();
        self.answer = None;
        self.draw();
        self.status("running …");
        let (folder, place, timeout, sender) = (self.folder, self.place, self.timeout, self.sender.clone());
        self.scope.spawn(move || {
            let send = |event| drop(sender.send(event));
            let court = Court { folder, supervisor: &supervisor, timeout, fresh };
            let mut solved = false;
            court.judge(
                &[place],
                |step| send(Event::Step(number, doing(step))),
                |_, judgement| {
                    solved = judgement.verdict == Verdict::Solved;
                    send(Event::Judged(number, Box::new(judgement)));
                },
            );
            if solved {
                send(Event::Advised(number, verdict::clippy(folder, &folder.entries[place], &supervisor)));
            }
        });
    }

    /// Ends what is being run.
    fn stop(&mut self) {
        if let Some((_, supervisor)) = self.run.take() {
            supervisor.interrupt();
        }
    }

    fn show_judgement(&mut self, judgement: &Judgement) {
        let entry = self.entry();
        self.answer = None;
        self.body = show::judgement(judgement, Detail::All);
        self.advice = match judgement.verdict {
            Verdict::Solved => {
                self.body.push(String::new());
                self.body.push(format!("the reference solution: {}", entry.reference().display()));
                match self.folder.next_unsolved(self.place) {
                    Some(next) => format!("next: {} (press n)", self.folder.entries[next].slug()),
                    None => "that was the last one: all exercises are solved".into(),
                }
            }
            Verdict::Open => format!("write your answer into {}, and save", shown(&self.folder.path(entry))),
            Verdict::DoesNotBuild => "mend the first error, and save".into(),
            Verdict::NotCounted => "the tests pass; mend what is said above, and save".into(),
            Verdict::Fail | Verdict::TimedOut => "change your answer, and save; h shows one more hint".into(),
            Verdict::NotRun => "r runs it again".into(),
        };
        self.draw();
        if judgement.verdict == Verdict::Solved {
            self.status("asking clippy …");
        }
    }

    fn show_clippy(&mut self, advice: Option<Vec<String>>) {
        match advice {
            None => self.body.push("clippy cannot be asked for advice: is it installed?".into()),
            Some(advice) if advice.is_empty() => self.body.push("clippy has no advice".into()),
            Some(advice) => {
                self.body.push(
                    Style::new().bold().apply_to("clippy's advice, which you need not follow:").to_string(),
                );
                for lint in advice {
                    self.body.push(String::new());
                    self.body.extend(lint.lines().map(|line| format!("  {line}")));
                }
            }
        }
        self.draw();
    }

    fn show_hint(&mut self) {
        let entry = self.entry();
        let lines = match next_hint(self.folder, entry, None) {
            Err(complaint) => vec![complaint],
            Ok(left) => {
                let shown = |part: &Part| self.folder.journal.hints_shown(entry.slug(), &part.name);
                let mut lines = show::hints(entry, shown);
                if left == 0 {
                    let command = format!("cargo xtask practice solution {} --spoil", entry.slug());
                    lines.push(format!("that is all; `{command}` tells the rest"));
                }
                lines
            }
        };
        self.say(lines);
    }

    fn show_solution(&mut self) {
        let entry = self.entry();
        let lines = if self.folder.status(entry).state == State::Solved {
            show::solution(entry)
        } else {
            let command = format!("cargo xtask practice solution {} --spoil", entry.slug());
            vec![format!(
                "not solved yet: h shows one more hint; `{command}` shows the solution all the same"
            )]
        };
        self.say(lines);
    }

    fn reset(&mut self) {
        match self.folder.reset(self.place) {
            Ok(_) => self.start(false),
            Err(complaint) => self.say(vec![complaint]),
        }
    }

    /// Shows what was asked for. Any key without a meaning of its own goes back.
    fn say(&mut self, lines: Vec<String>) {
        self.answer = Some(lines);
        self.draw();
    }

    fn draw(&self) {
        let term = Term::stdout();
        let (rows, columns) = (usize::from(term.size().0), columns());
        let entry = self.entry();
        let mut lines = vec![
            format!("{} · {}", show::phase_bar(self.folder, entry), show::total(self.folder)),
            format!("{} · {}", Style::new().bold().apply_to(entry.slug()), entry.topic.title),
            shown(&self.folder.path(entry)),
        ];
        if let Some(reason) = self.watch.as_ref().and_then(|watch| watch.polls_because.as_ref()) {
            lines.push(format!("looking at the file from time to time: {reason}"));
        }
        let mut lines: Vec<_> = lines.iter().map(|line| show::cut(line, columns)).collect();
        lines.push(String::new());
        let mut below = vec![String::new()];
        let is_advised = self.answer.is_none() && !self.advice.is_empty();
        below.extend(is_advised.then(|| self.advice.clone()));
        below.push(Style::new().dim().apply_to(KEYS).to_string());
        // The last row is for what is being done.
        let room = rows.saturating_sub(show::height(&lines, columns) + show::height(&below, columns) + 1);
        lines.extend(show::fit(self.answer.as_ref().unwrap_or(&self.body).clone(), room, columns));
        lines.extend(below);
        // A terminal that has gone is noticed by its keys.
        let _ = clear(&term);
        let _ =
            io::stdout().write_all((lines.join("\n") + "\n").as_bytes()).and_then(|()| io::stdout().flush());
    }

    /// Says in the last row what is being done.
    fn status(&self, what: &str) {
        let term = Term::stdout();
        let line = show::cut(what, columns().saturating_sub(1));
        let _ = if is_dumb() {
            term.write_line(&line)
        } else {
            term.clear_line().and_then(|()| term.write_str(&line))
        };
        let _ = term.flush();
    }
}

impl Drop for Session<'_, '_, '_> {
    fn drop(&mut self) {
        self.stop();
        // The shell's prompt begins on a row of its own.
        let _ = if is_dumb() { Ok(()) } else { Term::stdout().clear_line() };
    }
}

/// The end of input, if the terminal takes it for a key.
const CTRL_D: u8 = 4;

fn doing(step: Step<'_>) -> String {
    match step {
        Step::Compiled(what) => format!("compiled {what} …"),
        Step::Waiting => WAITING.into(),
    }
}

fn columns() -> usize {
    usize::from(Term::stdout().size().1)
}

fn clear(term: &Term) -> io::Result<()> {
    if is_dumb() { Ok(()) } else { term.clear_screen() }
}

/// Whether the terminal has no cursor that can be moved.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
