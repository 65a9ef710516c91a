//! A newtype whose values were all checked.

/// An address, checked once.
///
/// The field is private, so this module is all that has to be read to know that the check holds, and it is short on
/// purpose. There is `as_str`, but no `DerefMut` and no `AsMut<String>`: what can be changed freely has not been checked.
/// `Deref` would keep the check, and would give an address all methods of text, those that make no sense for it included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// # Errors
/// The text, unchanged, unless there is exactly one `@`, with something on both sides, and no white space.
impl TryFrom<String> for Email {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('@') {
            Some((name, host))
                if !name.is_empty()
                    && !host.is_empty()
                    && !host.contains('@')
                    && !text.contains(char::is_whitespace) =>
            {
                Ok(Self(text))
            }
            _ => Err(text),
        }
    }
}
