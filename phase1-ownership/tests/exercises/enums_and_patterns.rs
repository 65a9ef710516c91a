//! # A label printer
//!
//! The mail room's printer receives frames of bytes and answers with labels. Decode the frames, and take the printer
//! from state to state. A printer that prints without labels, or waits for labels without a job, cannot be expressed;
//! keep it that way.
//!
//! | frame | means |
//! |---|---|
//! | `00` | report the state |
//! | `01`, copies, text | print a text; at least one copy, at least one byte, valid UTF-8 |
//! | `02`, high byte, low byte | feed so many millimetres of paper |
//! | `03` to `0f`, anything | reserved |
//!
//! Complete the four functions. In a `match` on the printer there shall be no `_` arm: what a state that is added later
//! does must be a decision.

use std::num::NonZero;

#[derive(Debug, PartialEq)]
pub enum Command {
    Report,
    Print { copies: NonZero<u8>, text: String },
    Feed { millimetres: u16 },
}

#[derive(Debug, PartialEq)]
pub enum FrameError {
    Empty,
    /// Reserved, with whatever follows it.
    Reserved(u8),
    /// A first byte beyond the reserved ones.
    Unknown(u8),
    /// A known first byte, and then not what belongs to it.
    Malformed(u8),
}

#[derive(Debug, PartialEq)]
pub enum Printer {
    Idle {
        labels: u32,
    },
    Printing {
        labels: NonZero<u32>,
        copies: NonZero<u8>,
        text: String,
    },
    /// The labels are used up, and the rest of the job waits.
    Waiting {
        copies: NonZero<u8>,
        text: String,
    },
}

/// The command in a frame.
///
/// # Errors
/// If it is not a frame of the table; see [`FrameError`].
pub fn decode(frame: &[u8]) -> Result<Command, FrameError> {
    // solution:begin
    // hint: A slice pattern can name the first bytes and the rest: `[0x01, copies, text @ ..]`.
    // hint: `if let` guards, joined by `&&`, check and convert at once: `NonZero::new(…)`, `str::from_utf8(…)`.
    // hint: `match *frame` binds bytes instead of references to bytes; a rest of unknown length then needs `ref`.
    // hint: After the arms for good frames, or-patterns with `@` sort the bad ones by their first byte.
    match *frame {
        [0x00] => Ok(Command::Report),
        [0x01, copies, ref text @ ..]
            if let Some(copies) = NonZero::new(copies)
                && let Ok(text) = str::from_utf8(text)
                && !text.is_empty() =>
        {
            Ok(Command::Print { copies, text: text.into() })
        }
        [0x02, high, low] => Ok(Command::Feed { millimetres: u16::from_be_bytes([high, low]) }),
        [known @ 0x00..0x03, ..] => Err(FrameError::Malformed(known)),
        [reserved @ 0x03..0x10, ..] => Err(FrameError::Reserved(reserved)),
        [unknown, ..] => Err(FrameError::Unknown(unknown)),
        [] => Err(FrameError::Empty),
    }
    // solution:end
}

impl Printer {
    /// One label has come out. A printer that was not printing stays as it is.
    pub fn printed(self) -> Self {
        // solution:begin
        // hint: Two things become fewer, and either may be used up: `match` on a tuple of two `NonZero::new(…)`.
        // hint: When the last copy is printed, it does not matter whether labels are left: the printer is idle.
        // ban: _ => because a state that is added later must be thought about here
        match self {
            Self::Printing { labels, copies, text } => {
                match (NonZero::new(labels.get() - 1), NonZero::new(copies.get() - 1)) {
                    (Some(labels), Some(copies)) => Self::Printing { labels, copies, text },
                    (None, Some(copies)) => Self::Waiting { copies, text },
                    (labels, None) => Self::Idle { labels: labels.map_or(0, NonZero::get) },
                }
            }
            unchanged @ (Self::Idle { .. } | Self::Waiting { .. }) => unchanged,
        }
        // solution:end
    }

    /// Somebody has put in `added` labels, possibly none. A job that waits goes on if there are labels now.
    pub fn refill(self, added: u32) -> Self {
        // solution:begin
        // hint: Whether the job goes on depends on `NonZero::new(added)`: an `if let` guard gives you its value, too.
        // hint: A guard covers nothing, so `Waiting` needs a second arm.
        // ban: _ => because a state that is added later must be thought about here
        match self {
            Self::Idle { labels } => Self::Idle { labels: labels.saturating_add(added) },
            Self::Printing { labels, copies, text } => {
                Self::Printing { labels: labels.saturating_add(added), copies, text }
            }
            Self::Waiting { copies, text } if let Some(labels) = NonZero::new(added) => {
                Self::Printing { labels, copies, text }
            }
            waiting @ Self::Waiting { .. } => waiting,
        }
        // solution:end
    }

    /// The text that is printed or waits, so that a typing error can be corrected.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        // solution:begin
        // hint: An or-pattern may bind a name if both sides do. What does a pattern bind when `self` is a reference?
        // ban: _ => because a state that is added later must be thought about here
        match self {
            Self::Printing { text, .. } | Self::Waiting { text, .. } => Some(text),
            Self::Idle { .. } => None,
        }
        // solution:end
    }
}

fn copies(copies: u8) -> NonZero<u8> {
    NonZero::new(copies).expect("a test prints at least one copy")
}

fn printing(labels: u32, left: u8) -> Printer {
    let labels = NonZero::new(labels).expect("a printer prints on labels");
    Printer::Printing { labels, copies: copies(left), text: "Ada".into() }
}

fn waiting(left: u8) -> Printer {
    Printer::Waiting { copies: copies(left), text: "Ada".into() }
}

#[test]
fn good_frames_are_commands() {
    assert_eq!(decode(&[0]), Ok(Command::Report));
    assert_eq!(decode(b"\x01\x02Ada"), Ok(Command::Print { copies: copies(2), text: "Ada".into() }));
    assert_eq!(decode(&[2, 1, 4]), Ok(Command::Feed { millimetres: 260 }));
}

#[test]
fn a_known_first_byte_with_the_wrong_rest_is_malformed() {
    for frame in
        [&b"\0\0"[..], b"\x01", b"\x01\x02", b"\x01\0Ada", b"\x01\x01\xff", b"\x02\x01", b"\x02\x01\x04\0"]
    {
        assert_eq!(decode(frame), Err(FrameError::Malformed(frame[0])), "{frame:?}");
    }
}

#[test]
fn other_first_bytes_are_reserved_or_unknown() {
    for first in 3..=u8::MAX {
        let error = if first < 16 { FrameError::Reserved(first) } else { FrameError::Unknown(first) };
        assert_eq!(decode(&[first, 1]), Err(error));
    }
    assert_eq!(decode(&[]), Err(FrameError::Empty));
}

#[test]
fn a_label_uses_up_a_copy() {
    assert_eq!(printing(9, 3).printed(), printing(8, 2));
}

#[test]
fn the_last_copy_leaves_an_idle_printer() {
    assert_eq!(printing(9, 1).printed(), Printer::Idle { labels: 8 });
    assert_eq!(printing(1, 1).printed(), Printer::Idle { labels: 0 });
}

#[test]
fn the_last_label_leaves_a_job_that_waits() {
    assert_eq!(printing(1, 3).printed(), waiting(2));
}

#[test]
fn nothing_comes_out_of_a_printer_that_does_not_print() {
    assert_eq!(Printer::Idle { labels: 5 }.printed(), Printer::Idle { labels: 5 });
    assert_eq!(waiting(2).printed(), waiting(2));
}

#[test]
fn labels_add_up_and_a_job_that_waits_goes_on() {
    assert_eq!(Printer::Idle { labels: 5 }.refill(2), Printer::Idle { labels: 7 });
    assert_eq!(printing(5, 3).refill(2), printing(7, 3));
    assert_eq!(waiting(3).refill(2), printing(2, 3));
    assert_eq!(waiting(3).refill(0), waiting(3));
}

#[test]
fn the_text_can_be_corrected_while_there_is_one() {
    for mut printer in [printing(5, 3), waiting(3)] {
        printer.text_mut().expect("there is a job").push_str(" Lovelace");
        assert_eq!(printer.text_mut().map(|text| text.as_str()), Some("Ada Lovelace"));
    }
    assert_eq!(Printer::Idle { labels: 5 }.text_mut(), None);
}

#[test]
fn the_text_is_moved_and_never_copied() {
    let mut printer = printing(1, 3);
    let text = printer.text_mut().map(|text| text.as_ptr());
    for step in [Printer::printed, |printer: Printer| printer.refill(4), Printer::printed] {
        printer = step(printer);
        assert_eq!(printer.text_mut().map(|text| text.as_ptr()), text);
    }
}
