//! What `?` does to an error on its way up: convert it, leave the nearest body with it, and hand it to `main`.
//!
//! A program whose functions all end in `?` may still report "invalid digit found in string" and nothing else. After
//! this lesson you can say of each `?` what it converts into what, add what a conversion cannot know, see where `?` is
//! wrong, and turn what arrives in `main` into a report and an exit status.
//!
//! For a `Result`, `expression?` is a `match` whose second arm is `Err(error) => return Err(From::from(error))`. All
//! that surprises about `?` follows from this line:
//!
//! | in that line | what follows |
//! |---|---|
//! | `From::from` is a function | it can look into the error and decide (`From<io::Error>` for [`OrderError`]), or note its caller ([`Report`]) |
//! | it is chosen by two types and sees one error | it never learns which field or file failed: [`Order`] adds that first, by `map_err` |
//! | its argument is not coerced | even `Box<dyn Error + Send + Sync>` does not pass where `Box<dyn Error>` is returned (E0277) |
//! | `return` leaves the nearest body | a function, closure or async block; the last two may have to name their error type (E0282) |
//! | an `Err` always returns | so `?` is wrong where the work goes on after an error ([`sort_inbox`]) |
//!
//! Errors widen on the way: what is wrong with a number becomes what is wrong with an order, then an error of any kind.
//! Each step forgets something that the types knew, and no `?` leads back: the only way down is a downcast at run time.
//!
//! The lesson reads the inbox of a print shop. An order is a file: `title | pages | copies`, then the text to print.

use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind, Read},
    num::ParseIntError,
    panic::Location,
    process::{ExitCode, Termination},
    str::FromStr,
};

/// What is to be printed.
#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    /// Goes on the cover.
    pub title: String,
    /// In each copy.
    pub pages: u32,
    /// How many are wanted.
    pub copies: u16,
    /// Everything below the first line.
    pub text: String,
}

impl FromStr for Order {
    type Err = LineError;

    /// Both numbers fail with a `ParseIntError`. A `From` would see no more than that, and make the same [`LineError`]
    /// of both. So there is none, and a `?` that forgets to name the field does not compile (E0277).
    fn from_str(order: &str) -> Result<Self, LineError> {
        fn number<N: FromStr<Err = ParseIntError>>(field: &'static str, text: &str) -> Result<N, LineError> {
            text.parse().map_err(|source| LineError::Number { field, source })
        }

        let (line, text) = order.split_once('\n').unwrap_or((order, ""));
        let mut fields = line.split('|').map(str::trim);
        let mut field = |name| fields.next().ok_or(LineError::Missing(name));
        Ok(Self {
            title: field("title")?.to_owned(),
            pages: number("pages", field("pages")?)?,
            copies: number("copies", field("copies")?)?,
            text: text.to_owned(),
        })
    }
}

/// What is wrong with the first line of an order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The line ends before this field.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// This field is no number, or one that is out of range.
    #[error("{field} is not a number that can be printed")]
    Number {
        /// Known to the caller only.
        field: &'static str,
        /// Known to the number's parser only.
        source: ParseIntError,
    },
}

/// Why an order cannot be read. No message repeats that of its source: a report shows both.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The source could not be read, or is no UTF-8.
    #[error("the order cannot be read")]
    Read(#[source] io::Error),
    /// The source has more bytes than an order may have.
    #[error("the order is refused")]
    TooLarge(#[source] TooLarge),
    /// The first line is not `title | pages | copies`.
    #[error("the first line cannot be understood")]
    Line(#[from] LineError),
}

/// Looks whether the `io::Error` carries our own [`TooLarge`], so that every `?` on an I/O result tells the two apart.
///
/// [`io::Error::downcast`] takes it out; it gives the `io::Error` back if there is nothing or something else in it.
impl From<io::Error> for OrderError {
    fn from(error: io::Error) -> Self {
        error.downcast().map_or_else(Self::Read, Self::TooLarge)
    }
}

/// More bytes than this are not read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is longer than {0} bytes")]
pub struct TooLarge(pub usize);

/// Reads an order of at most `limit` bytes. Each of the two `?` calls a conversion of its own.
///
/// # Errors
/// [`OrderError`] says which of the three things that can go wrong did.
///
/// # Example: an error comes back typed from a call that knows nothing of its type
/// ```
/// use phase3_errors::error_propagation::{OrderError, TooLarge, read_order};
///
/// let endless = std::io::repeat(b'a');
/// assert!(matches!(read_order(endless, 80), Err(OrderError::TooLarge(TooLarge(80)))));
/// ```
pub fn read_order(source: impl Read, limit: usize) -> Result<Order, OrderError> {
    let mut order = String::new();
    Capped::new(source, limit).read_to_string(&mut order)?;
    Ok(order.parse::<Order>()?)
}

/// Fails where [`Read::take`] would silently stop.
///
/// A `Read` can fail with an [`io::Error`] only, and so can all that reads from it, such as `read_to_string`. But an
/// `io::Error` can carry any error, with a kind for those who do not look inside.
#[derive(Debug)]
pub struct Capped<R> {
    source: R,
    limit: usize,
    left: usize,
}

impl<R> Capped<R> {
    /// Lets `limit` bytes of `source` pass.
    pub fn new(source: R, limit: usize) -> Self {
        Self { source, limit, left: limit }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let too_large = || io::Error::new(ErrorKind::FileTooLarge, TooLarge(self.limit));
        self.left = self.left.checked_sub(read).ok_or_else(too_large)?;
        Ok(read)
    }
}

/// An inbox after all of it was read, by file name.
#[derive(Debug, Default)]
pub struct Sorted {
    /// What can be printed.
    pub accepted: Vec<(String, Order)>,
    /// What goes back to its sender.
    pub refused: Vec<(String, OrderError)>,
}

/// Reads every order; one that is refused does not keep the others waiting.
///
/// # Errors
/// The `io::Error` of an outage, because then the rest of the inbox would fail for the same reason.
pub fn sort_inbox<'n, R: Read>(
    inbox: impl IntoIterator<Item = (&'n str, io::Result<R>)>,
    limit: usize,
) -> io::Result<Sorted> {
    let mut sorted = Sorted::default();
    for (name, opened) in inbox {
        // Both `?` leave the closure only, so both errors arrive in the `match`. Its patterns tell the compiler which
        // error type the closure has; without them, the last line would have to: `Ok::<_, OrderError>(…)`.
        let attempt = || {
            let order = read_order(opened?, limit)?;
            Ok((name.to_owned(), order))
        };
        match attempt() {
            Ok(accepted) => sorted.accepted.push(accepted),
            Err(OrderError::Read(error)) if is_outage(error.kind()) => return Err(error),
            Err(error) => sorted.refused.push((name.to_owned(), error)),
        }
    }
    Ok(sorted)
}

/// Lists what is an outage, not what is none, because [`ErrorKind`] grows: a kind that nobody has thought about yet
/// must not end the whole inbox.
fn is_outage(kind: ErrorKind) -> bool {
    use ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable, StaleNetworkFileHandle};
    matches!(kind, HostUnreachable | NetworkDown | NetworkUnreachable | StaleNetworkFileHandle)
}

/// Any error, with the place of the `?` that made a report of it. For programs; a library's callers want an enum.
///
/// Boxed, so that it is one pointer wide: a `Result` has room for its error whether or not anything fails.
pub struct Report(Box<Content>);

struct Content {
    error: Box<dyn Error + Send + Sync>,
    at: &'static Location<'static>,
}

/// One conversion for all errors. `#[track_caller]` makes it see the `?` that calls it: between the two is a function
/// of the standard library, which today passes its caller on in the same way.
///
/// There is a price: `Report` must not implement [`Error`]. It would be one of the `E` then, and this conversion of a
/// `Report` into a `Report` would collide with the standard library's `From<T> for T` (E0119).
impl<E: Error + Send + Sync + 'static> From<E> for Report {
    #[track_caller]
    fn from(error: E) -> Self {
        Self(Box::new(Content { error: Box::new(error), at: Location::caller() }))
    }
}

impl Report {
    /// The error, what caused it, and so on.
    pub fn chain(&self) -> impl Iterator<Item = &(dyn Error + 'static)> {
        std::iter::successors(Some(&*self.0.error as &dyn Error), |&error| error.source())
    }

    /// The first error of type `E` in the [`chain`](Self::chain): the way back down.
    pub fn find<E: Error + 'static>(&self) -> Option<&E> {
        self.chain().find_map(|error| error.downcast_ref())
    }
}

/// Written for people: what a `main` returns as `Err` is printed in its `Debug` form, not as `Display` would.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, error) in self.chain().enumerate() {
            writeln!(f, "{}{error}", if depth == 0 { "" } else { "because " })?;
        }
        write!(f, "({})", self.0.at)
    }
}

/// What `main` returns if its exit status is to tell why it failed.
///
/// From `fn main() -> Result<(), Report>`, every `Err` exits with [`ExitCode::FAILURE`]: that is how `Result`
/// implements [`Termination`]. A type of our own can choose the status. The body of `main` then moves into a
/// function that returns a `Result`, because that is where `?` works.
///
/// # Example: a `main` with exit codes
/// ```
/// use phase3_errors::error_propagation::{Conclusion, Report, read_order};
///
/// fn main() -> Conclusion {
///     Conclusion(run())
/// }
///
/// fn run() -> Result<(), Report> {
///     let order = read_order("Moves | 12 | 300".as_bytes(), 80)?;
///     println!("{} copies", order.copies);
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct Conclusion(pub Result<(), Report>);

impl Termination for Conclusion {
    /// 0, or what `sysexits.h` calls `EX_TEMPFAIL` (75) for an outage and `EX_DATAERR` (65) for a bad order; else 1.
    fn report(self) -> ExitCode {
        let Err(report) = self.0 else { return ExitCode::SUCCESS };
        eprintln!("{report:?}");
        match report.find::<io::Error>() {
            Some(error) if is_outage(error.kind()) => ExitCode::from(75),
            _ if report.find::<OrderError>().is_some() => ExitCode::from(65),
            _ => ExitCode::FAILURE,
        }
    }
}
