//! The impl for a [`Revision`], as a person would write it.
//!
//! The expansion does the same with longer paths. A person knows which names are in scope; a macro does not.

use super::{Column, Editor, Entity, Value};

/// The same struct, without the derive.
#[derive(Debug)]
pub struct Revision<'a, T = String>
where
    T: AsRef<str> + ?Sized + 'a,
{
    /// Which one.
    pub number: u32,
    /// What was written.
    pub text: &'a T,
    /// Who asked for it.
    pub editor: Option<Editor>,
    /// Where the text differs from the one before.
    pub differences: Vec<&'a T>,
}

impl<'a, T> Entity for Revision<'a, T>
where
    T: AsRef<str> + ?Sized + 'a,
    &'a T: Column,
{
    type Id = u32;
    const TABLE: &'static str = "revisions";
    const ID: &'static str = "number";
    const COLUMNS: &'static [&'static str] = &["number", "body", "editor"];

    fn id(&self) -> &u32 {
        &self.number
    }

    fn row(&self) -> Vec<Value> {
        vec![self.number.value(), self.text.value(), self.editor.value()]
    }
}
