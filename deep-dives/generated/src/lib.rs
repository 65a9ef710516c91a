//! The problems of the platform, as types that the build script writes from `problems.txt`.
//!
//! Only what needs a name for each row is generated: the enum, and two tables. All else is here, where an editor shows
//! it and its messages point to it.

// Where cargo compiles this, `OUT_DIR` is the output of this package's own build script. The text becomes a part of this
// module, so the tables may be private and use the `Row` below.
include!(concat!(env!("OUT_DIR"), "/problems.rs"));

struct Row {
    code: &'static str,
    status: u16,
    retry: bool,
    title: &'static str,
}

impl Problem {
    /// The problem with exactly this code, if there is one.
    pub fn find(code: &str) -> Option<Self> {
        let found = BY_CODE.binary_search_by_key(&code, |problem| problem.code());
        Some(BY_CODE[found.ok()?])
    }

    /// What clients tell problems apart by.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The status of the answer: 400 to 599.
    pub fn status(self) -> u16 {
        self.row().status
    }

    /// Whether the same request may succeed later.
    pub fn may_retry(self) -> bool {
        self.row().retry
    }

    /// What the client is told.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}
