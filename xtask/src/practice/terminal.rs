//! The terminal as the loop needs it: keys at once and unseen, and everything as before when it ends.

use std::{
    io::{self, Read as _},
    thread,
};

use nix::{
    libc,
    sys::termios::{self, LocalFlags, SetArg, SpecialCharacterIndices, Termios},
};

/// Keys arrive without the enter key and are not printed, until this is dropped. Ctrl-C is still a signal; the keys that
/// would stop the process or take it down without a chance to put the terminal in order are not.
pub struct Keys {
    before: Termios,
}

impl Keys {
    /// Has `on_key` called with each byte that is typed, and with none when there will be no more.
    ///
    /// # Errors
    /// If standard input is no terminal.
    pub fn listen(on_key: impl Fn(Option<u8>) + Send + 'static) -> io::Result<Self> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut now = before.clone();
        now.local_flags.remove(LocalFlags::ICANON | LocalFlags::ECHO);
        for key in [SpecialCharacterIndices::VSUSP, SpecialCharacterIndices::VQUIT] {
            now.control_chars[key as usize] = libc::_POSIX_VDISABLE;
        }
        now.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
        now.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
        termios::tcsetattr(io::stdin(), SetArg::TCSANOW, &now)?;
        // Nothing can end this thread while it waits for a key; it ends with the process.
        thread::spawn(move || {
            for byte in io::stdin().lock().bytes() {
                match byte {
                    Ok(key) => on_key(Some(key)),
                    Err(_) => break,
                }
            }
            on_key(None);
        });
        Ok(Self { before })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // A terminal that has gone needs no settings.
        let _ = termios::tcsetattr(io::stdin(), SetArg::TCSANOW, &self.before);
    }
}
