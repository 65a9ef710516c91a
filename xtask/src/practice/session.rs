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
        WAITING, Wish,
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

/// How often the loop looks for what nobody tells: another size of the terminal, a lost file that is back.
const TICK: Duration = Duration::from_millis(300);

const KEYS: &str = "h hint · n next · p previous · l list · r rerun · x reset · s solution · q quit";

/// A terminal with fewer rows has room for the verdict only.
const FEW_ROWS: usize = 10;

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

/// Runs the loop from the exercise at `place` until the learner has enough. The notes stand above the first verdict.
///
/// # Errors
/// If there is no terminal, or the file cannot be watched.
pub fn run(
    folder: &Folder<'_>,
    place: usize,
    notes: Vec<String>,
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
            notes,
            verdict: None,
            body: Vec::new(),
            advice: String::new(),
            answer: None,
            skipped: 0,
            size: Term::stdout().size(),
        };
        session.watch()?;
        session.start(false);
        Ok(session.follow(&events))
    })
}

struct Session<'scope, 'env, 'a> {
    folder: &'env Folder<'a>,
    scope: &'scope Scope<'scope, 'env>,
    sender: Sender<Event>,
    timeout: Duration,
    poll: bool,
    place: usize,
    /// None while there is nothing to be watched.
    watch: Option<Watch>,
    /// What is being run right now, with its number.
    run: Option<(u32, Supervisor)>,
    runs: u32,
    /// The text that was judged last, or is being judged.
    judged: Option<String>,
    /// What there was to say before the loop began.
    notes: Vec<String>,
    verdict: Option<Verdict>,
    /// How the exercise goes.
    body: Vec<String>,
    /// What to do next; in sight even where there is no room for all of the body.
    advice: String,
    /// What was asked for, in place of these two.
    answer: Option<Answer>,
    /// Lines of what is in sight that have been read already.
    skipped: usize,
    /// Rows and columns at the last look.
    size: (u16, u16),
}

struct Answer {
    lines: Vec<String>,
    /// It is the question whether the file shall be reset.
    asks: bool,
}

impl<'scope, 'env> Session<'scope, 'env, '_> {
    fn entry(&self) -> &'env Entry<'env> {
        &self.folder.entries[self.place]
    }

    /// Takes events until one of them ends the loop.
    fn follow(&mut self, events: &Receiver<Event>) -> u8 {
        let mut changed = false;
        loop {
            let event = match events.recv_timeout(if changed { SILENCE } else { TICK }) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => {
                    if std::mem::take(&mut changed) {
                        self.look();
                    } else {
                        self.tick();
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return exit::INTERRUPTED,
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

    fn tick(&mut self) {
        if self.size != Term::stdout().size() {
            self.draw();
        }
        if self.watch.is_none() && self.folder.path(self.entry()).exists() && self.watch().is_ok() {
            self.look();
        }
    }

    fn press(&mut self, key: u8) {
        let confirmed = key == b'y' && self.answer.as_ref().is_some_and(|answer| answer.asks);
        let count = self.folder.entries.len();
        match key {
            b'n' => self.go_to(self.folder.next_unsolved(self.place + 1).unwrap_or((self.place + 1) % count)),
            b'p' => self.go_to((self.place + count - 1) % count),
            b'h' => self.show_hint(),
            b'l' => {
                self.folder.journal.reload();
                self.say(show::list(self.folder, Some(self.place), Some(columns())));
            }
            b'r' => self.start(true),
            b's' => self.show_solution(),
            b'x' => {
                let question = "put the stub back? Your file is kept as a backup. y: yes, any other key: no";
                self.answer = Some(Answer { lines: vec![question.into()], asks: true });
                self.redraw();
            }
            b'y' if confirmed => self.reset(),
            b' ' => self.turn_page(),
            _ => {
                self.answer = None;
                self.redraw();
            }
        }
    }

    /// Opens another exercise.
    fn go_to(&mut self, place: usize) {
        self.place = place;
        self.notes.clear();
        // Without a watch, it is looked for at each tick.
        let _ = self.watch();
        self.start(false);
    }

    fn watch(&mut self) -> Result<(), String> {
        let of_file = self.sender.clone();
        let path = self.folder.path(self.entry());
        self.watch = None;
        let watch = Watch::new(&path, self.poll, move || drop(of_file.send(Event::Changed)));
        self.watch = Some(watch.map_err(|error| format!("{} cannot be watched: {error}", path.display()))?);
        Ok(())
    }

    /// Judges the file if it is not the one that was judged last.
    fn look(&mut self) {
        match self.folder.answer(self.entry()) {
            Ok(answer) if self.judged.as_ref() != Some(&answer) => self.start(false),
            Ok(_) => {}
            Err(complaint) => self.lose(complaint),
        }
    }

    /// There is no file to judge.
    fn lose(&mut self, complaint: String) {
        self.stop();
        self.judged = None;
        // Its directory may be another one when it comes back.
        self.watch = None;
        self.body = vec![complaint];
        self.advice = "save it again, or press x and y to get the stub back".into();
        self.answer = None;
        self.redraw();
    }

    /// Judges the file as it is now; what was being judged is of no interest any more.
    fn start(&mut self, fresh: bool) {
        self.stop();
        self.folder.journal.reload();
        match self.folder.answer(self.entry()) {
            Ok(answer) => self.judged = Some(answer),
            Err(complaint) => return self.lose(complaint),
        }
        self.runs += 1;
        let (number, supervisor) = (self.runs, Supervisor::default());
        self.run = Some((number, supervisor.clone()));
        self.verdict = None;
        self.body.clear();
        self.advice.clear();
        self.answer = None;
        self.redraw();
        self.status("running …");
        let (folder, place, timeout, sender) = (self.folder, self.place, self.timeout, self.sender.clone());
        self.scope.spawn(move || {
            let send = |event| drop(sender.send(event));
            let on_step = |step: Step<'_>| send(Event::Step(number, doing(step)));
            let court = Court { folder, supervisor: &supervisor, timeout, fresh };
            let mut solved = false;
            court.judge(&[place], on_step, |_, judgement| {
                solved = judgement.verdict == Verdict::Solved;
                send(Event::Judged(number, Box::new(judgement)));
            });
            if solved {
                let advice = verdict::clippy(folder, &folder.entries[place], &supervisor, on_step);
                send(Event::Advised(number, advice));
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
        self.verdict = Some(judgement.verdict);
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
            Verdict::Open => "write your answer into the file above, and save".into(),
            Verdict::Unfinished => "what is written passes: write the next part, and save".into(),
            Verdict::DoesNotBuild if judgement.advice.is_empty() => "mend the first error, and save".into(),
            Verdict::NotCounted => "the tests pass; mend what is said above, and save".into(),
            Verdict::DoesNotBuild => "mend what is said above, and press r".into(),
            Verdict::Fail | Verdict::TimedOut => "change your answer, and save; h shows one more hint".into(),
            Verdict::NotRun => "r runs it again".into(),
        };
        // Who is reading something goes on reading.
        self.redraw();
        if judgement.verdict == Verdict::Solved {
            self.status("asking clippy …");
        }
    }

    fn show_clippy(&mut self, advice: Option<Vec<String>>) {
        match advice {
            None => self.body.push("clippy could not be asked for advice; `cargo clippy` tells why".into()),
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
        // Where what was written fails, that is where help is wanted; else it is where nothing is written.
        let wish = match self.verdict {
            None | Some(Verdict::Open | Verdict::Unfinished | Verdict::NotRun) => Wish::Unwritten,
            Some(_) => Wish::Written,
        };
        let lines = match next_hint(self.folder, entry, wish) {
            Err(complaint) => vec![complaint],
            Ok((part, left)) => {
                let shown = |part: &Part| self.folder.journal.hints_shown(entry.slug(), &part.name);
                let mut lines = show::hints(entry, part.as_deref(), shown);
                if left == 0 {
                    let command = format!("cargo xtask practice solution {} --spoil", entry.slug());
                    lines.push(format!("that is all; `{command}` tells the rest"));
                }
                lines
            }
        };
        self.say(show::wrap(&lines, columns()));
    }

    fn show_solution(&mut self) {
        let entry = self.entry();
        let lines = if self.folder.status(entry).state == State::Solved {
            show::solution(entry)
        } else {
            let command = format!("cargo xtask practice solution {} --spoil", entry.slug());
            let words =
                format!("not solved yet: h shows one more hint; `{command}` shows the solution all the same");
            show::wrap(&[words], columns())
        };
        self.say(lines);
    }

    fn reset(&mut self) {
        match self.folder.reset(self.place) {
            Ok(backup) => {
                self.notes = backup
                    .map(|backup| format!("your file is {}", shown(&self.folder.dir.join(backup))))
                    .into_iter()
                    .collect();
                let _ = self.watch();
                self.start(false);
            }
            Err(complaint) => self.say(vec![complaint]),
        }
    }

    /// Shows what was asked for. Any key without a meaning of its own goes back.
    fn say(&mut self, lines: Vec<String>) {
        self.answer = Some(Answer { lines, asks: false });
        self.redraw();
    }

    /// Shows what has had no room, and from its end the beginning again.
    fn turn_page(&mut self) {
        let in_sight = self.draw();
        let all = self.answer.as_ref().map_or(self.body.len(), |answer| answer.lines.len());
        self.skipped = if self.skipped + in_sight < all { self.skipped + in_sight } else { 0 };
        self.draw();
    }

    /// Draws from the beginning.
    fn redraw(&mut self) {
        self.skipped = 0;
        self.draw();
    }

    /// Draws everything but what is being done. Returns how many lines had room of those that may have none.
    fn draw(&mut self) -> usize {
        let term = Term::stdout();
        self.size = term.size();
        let (rows, columns) = (usize::from(self.size.0), columns());
        let entry = self.entry();
        let (mut above, mut below) = (Vec::new(), Vec::new());
        if rows >= FEW_ROWS {
            above.extend([
                format!("{} · {}", show::phase_bar(self.folder, entry), show::total(self.folder)),
                format!("{} · {}", Style::new().bold().apply_to(entry.slug()), entry.topic.title),
                shown(&self.folder.path(entry)),
            ]);
            if let Some(reason) = self.watch.as_ref().and_then(|watch| watch.polls_because.as_ref()) {
                above.push(format!("looking at the file from time to time: {reason}"));
            }
            above = above.iter().map(|line| show::cut(line, columns)).collect();
            above.extend(self.notes.iter().cloned());
            above.push(String::new());
            below.push(String::new());
        }
        let is_advised = self.answer.is_none() && !self.advice.is_empty();
        if is_advised {
            below.extend(show::wrap(std::slice::from_ref(&self.advice), columns));
        }
        if rows >= FEW_ROWS {
            below.push(Style::new().dim().apply_to(KEYS).to_string());
        }
        let body = self.answer.as_ref().map_or(&self.body, |answer| &answer.lines);
        let body = &body[self.skipped.min(body.len())..];
        // The last row is for what is being done.
        let room = rows.saturating_sub(show::height(&above, columns) + show::height(&below, columns) + 1);
        let fitting = show::fit(body, room, columns);
        // Where some have no room, the last line says so.
        let in_sight = if fitting.len() < body.len() || fitting.last() != body.last() {
            fitting.len().saturating_sub(1)
        } else {
            fitting.len()
        };
        let lines = [above, fitting, below].concat();
        // A terminal that has gone is noticed by its keys.
        let _ = clear(&term);
        let text = lines.join("\n") + "\n";
        let _ = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
        in_sight.max(1)
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
