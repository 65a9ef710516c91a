//! A checked string that can be a constant: one `const fn`, for the compiler and for the running program.

/// A name that can be part of an address: lower-case letters, digits and single hyphens between them.
///
/// The names of the newsletters are written in the program, hence `'static`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slug(&'static str);

/// Whether a byte may be in a slug. The compiler runs the block, and the program contains its result.
static ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < allowed.len() {
        allowed[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'-');
        byte += 1;
    }
    allowed
};

impl Slug {
    /// The slug of this text, if it is one.
    ///
    /// `for` and `==` on strings go through traits, whose functions a `const fn` cannot call with rustc 1.95; `while`, indices and
    /// comparisons of integers are built in.
    pub const fn parse(text: &'static str) -> Option<Self> {
        let bytes = text.as_bytes();
        // What comes before the first byte and after the last one counts as a hyphen, so none may stand there.
        let (mut at, mut hyphen) = (0, true);
        while at < bytes.len() {
            let next = bytes[at] == b'-';
            if !ALLOWED[bytes[at] as usize] || (hyphen && next) {
                return None;
            }
            hyphen = next;
            at += 1;
        }
        if hyphen { None } else { Some(Self(text)) }
    }

    /// The slug of a text that is known to be one.
    ///
    /// # Panics
    /// If it is not. For a constant, that happens while the program is compiled (E0080).
    ///
    /// # Example: a constant that is wrong does not compile
    /// ```
    /// use phase2_traits::impl_blocks::slug::Slug;
    ///
    /// const WEEKLY: Slug = Slug::literal("weekly"); // `Slug::literal("Weekly!")` would be an error here
    /// assert_eq!(WEEKLY.as_str(), "weekly");
    /// assert_eq!(Slug::parse("Weekly!"), None);
    /// ```
    pub const fn literal(text: &'static str) -> Self {
        match Self::parse(text) {
            Some(slug) => slug,
            None => panic!("a slug has lower-case letters, digits, and single hyphens between them"),
        }
    }

    /// The text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}
