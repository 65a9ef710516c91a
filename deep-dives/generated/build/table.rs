//! From the text of the table to rows that every generator can rely on, or to all that is wrong with it.
//!
//! Nothing that is checked here can fail later in the compiler, where the message would be about code that nobody wrote.

use std::{
    collections::hash_map::{
        Entry::{Occupied, Vacant},
        HashMap,
    },
    fmt,
};

/// A row, and what its names become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Counted from 1.
    pub line: usize,
    /// Lower-case letters, digits, and single hyphens between them; unlike that of any other row.
    pub code: String,
    /// The code as the name of a variant: an identifier, unlike that of any other row, and no name that the generators
    /// use themselves.
    pub variant: String,
    /// 400 to 599.
    pub status: u16,
    /// Whether the same request may succeed later.
    pub retry: bool,
    /// Not empty, and without control characters.
    pub title: String,
}

/// A mistake in the table: where, what, and what to do about it, without a line break.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub what: String,
    pub remedy: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.line, self.what, self.remedy)
    }
}

/// Reads the table.
///
/// Blank lines and those that begin with `#` are no rows. A title is all of the rest of its line, bars included.
///
/// # Errors
/// The faults of all rows, in the order of the lines; of a row, the first.
pub fn parse(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut faults = Vec::new();
    // Only asked, never walked through: the order of a hash map is another one in every run.
    let mut taken = HashMap::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !is_blank(text)) {
        match row(line, text) {
            Ok(row) => match taken.entry(row.variant.clone()) {
                Vacant(place) => {
                    place.insert(rows.len());
                    rows.push(row);
                }
                Occupied(place) => {
                    let (earlier, code) = (&rows[*place.get()], &row.code);
                    let (what, remedy) = if earlier.code == *code {
                        (format!("`{code}` stands in line {}, too", earlier.line), "remove one of them")
                    } else {
                        let Row { line, code: other, variant, .. } = earlier;
                        let what = format!("`{code}` and `{other}` in line {line} are both `{variant}`");
                        (what, "rename the newer one")
                    };
                    faults.push(Fault { line, what, remedy });
                }
            },
            Err((what, remedy)) => faults.push(Fault { line, what, remedy }),
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(Fault { line: 1, what: "no rows".into(), remedy: "restore the table" });
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn is_blank(line: &str) -> bool {
    line.trim_ascii().is_empty() || line.starts_with('#')
}

fn row(line: usize, text: &str) -> Result<Row, (String, &'static str)> {
    // What a constant can do, too: all readers of the table have to agree on what a space is.
    let mut columns = text.splitn(4, '|').map(str::trim_ascii);
    let (Some(code), Some(status), Some(retry), Some(title)) =
        (columns.next(), columns.next(), columns.next(), columns.next())
    else {
        return Err(("fewer than four columns".into(), "write `code | status | retry | title`"));
    };
    let Some(variant) = variant(code) else {
        let remedy = "use lower-case letters, digits and single hyphens between them, a letter first";
        return Err((format!("`{code}` is no code"), remedy));
    };
    if matches!(&*variant, "Self" | "ALL") {
        // The one keyword that looks like a variant, and not even `r#Self` is a name. And the list of all variants, which
        // a variant of this name would hide.
        return Err((format!("`{code}` would be `{variant}`, which is taken"), "choose another word"));
    }
    let Some(status) = status.parse().ok().filter(|status| (400..600).contains(status)) else {
        return Err((format!("`{status}` is no status of an error"), "write a number from 400 to 599"));
    };
    let retry = match retry {
        "never" => false,
        "later" => true,
        _ => return Err((format!("`{retry}` does not say when to retry"), "write `never` or `later`")),
    };
    if title.is_empty() {
        return Err(("no title".into(), "say what the client is told"));
    }
    if title.contains(|it: char| {
        it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }) {
        // The compiler refuses these in comments of documentation: a lone carriage return, for example, or what turns
        // the direction in which people read.
        return Err(("a control character in the title".into(), "write a line of text"));
    }
    Ok(Row { line, code: code.into(), variant, status, retry, title: title.into() })
}

/// `deadline-2-s` as `Deadline2S`. Another code, such as `deadline2-s`, may become the same.
fn variant(code: &str) -> Option<String> {
    let mut name = String::new();
    for word in code.split('-') {
        let first = word.chars().next()?;
        if !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            return None;
        }
        name.push(first.to_ascii_uppercase());
        name.push_str(&word[1..]);
    }
    name.starts_with(|first: char| first.is_ascii_uppercase()).then_some(name)
}
