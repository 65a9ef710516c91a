//! What is wrong with an input: everything at once, each under the name of its field.

use std::{collections::BTreeMap, fmt};

/// Why a single value is refused, as a fragment of a sentence that begins with its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid(pub &'static str);

impl Invalid {
    /// There is nothing in it but white space.
    pub const BLANK: Self = Self("can't be blank");
    /// Somebody else has it.
    pub const TAKEN: Self = Self("has already been taken");
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Invalid {}

/// Gathers what is wrong with the fields of an input, so that its author hears everything at once.
///
/// ```
/// use phase9_backend::domain::{Email, Username, Validation};
///
/// let mut validation = Validation::default();
/// let name = validation.field("username", Username::parse(" "));
/// let email = validation.field("email", Email::parse("nobody"));
/// let problems = validation.whole(name.zip(email)).unwrap_err();
/// let fields: Vec<_> = problems.fields().map(|(field, _)| field).collect();
/// assert_eq!(fields, ["email", "username"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validation(BTreeMap<&'static str, Vec<Invalid>>);

impl Validation {
    /// What is wrong with one field only.
    pub fn of(field: &'static str, invalid: Invalid) -> Self {
        Self(BTreeMap::from([(field, vec![invalid])]))
    }

    /// Notes the complaint about a field, if there is one.
    pub fn field<T>(&mut self, field: &'static str, parsed: Result<T, Invalid>) -> Option<T> {
        parsed.map_err(|invalid| self.0.entry(field).or_default().push(invalid)).ok()
    }

    /// Notes that a required field is not there, or the complaint about it.
    pub fn required<T>(&mut self, field: &'static str, parsed: Option<Result<T, Invalid>>) -> Option<T> {
        self.field(field, parsed.unwrap_or(Err(Invalid::BLANK)))
    }

    /// The values of all fields, which are there if nothing was wrong with any of them.
    ///
    /// # Errors
    /// Everything that was noted.
    ///
    /// # Panics
    /// If a value is missing that nothing was noted about: it did not come from this validation.
    pub fn whole<T>(self, values: Option<T>) -> Result<T, Self> {
        self.finish()?;
        Ok(values.expect("what is not there was noted as missing"))
    }

    /// Whether nothing was wrong.
    ///
    /// # Errors
    /// Everything that was noted.
    pub fn finish(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The fields that something is wrong with, by name, each with its complaints.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &[Invalid])> {
        self.0.iter().map(|(field, problems)| (*field, problems.as_slice()))
    }
}

impl fmt::Display for Validation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (field, problems) in self.fields() {
            for problem in problems {
                write!(f, "{separator}{field} {problem}")?;
                separator = "; ";
            }
        }
        Ok(())
    }
}

impl std::error::Error for Validation {}
