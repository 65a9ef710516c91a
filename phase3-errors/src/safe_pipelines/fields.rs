//! Second stage: the fields of one record, and back.
//!
//! Fields are borrowed from the record. Only where a doubled quote must become a single one is a copy made.

use std::borrow::Cow;

use super::Fault;

/// The fields of a record; an empty text is one empty field.
///
/// # Errors
/// [`Fault::BareQuote`], [`Fault::OpenQuote`] or [`Fault::BehindQuote`] for the first field that is quoted wrongly:
/// where the next one would begin is not known then.
///
/// # Example: quoted fields contain anything
/// ```
/// use phase3_errors::safe_pipelines::fields::split;
///
/// let fields = split(r#"Emma,"Austen, Jane","the ""blue"" edition","#)?;
/// assert_eq!(fields, ["Emma", "Austen, Jane", r#"the "blue" edition"#, ""]);
/// # Ok::<(), phase3_errors::safe_pipelines::Fault>(())
/// ```
pub fn split(record: &str) -> Result<Vec<Cow<'_, str>>, Fault> {
    let mut fields = Vec::new();
    let mut rest = record;
    loop {
        let (field, behind) = match rest.strip_prefix('"') {
            Some(inside) => quoted(inside)?,
            None => bare(rest)?,
        };
        fields.push(field);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None if behind.is_empty() => return Ok(fields),
            None => return Err(Fault::BehindQuote),
        }
    }
}

/// A field as it must be written: quoted if it contains what would end it.
pub fn quote(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}

/// The field up to its closing quote, and what is behind it.
fn quoted(inside: &str) -> Result<(Cow<'_, str>, &str), Fault> {
    let (part, mut rest) = inside.split_once('"').ok_or(Fault::OpenQuote)?;
    let mut field = Cow::Borrowed(part);
    while let Some(more) = rest.strip_prefix('"') {
        let (part, behind) = more.split_once('"').ok_or(Fault::OpenQuote)?;
        field.to_mut().push('"');
        field.to_mut().push_str(part);
        rest = behind;
    }
    Ok((field, rest))
}

/// The field up to the next comma, and the rest from there.
fn bare(rest: &str) -> Result<(Cow<'_, str>, &str), Fault> {
    let (field, behind) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
    if field.contains('"') { Err(Fault::BareQuote) } else { Ok((Cow::Borrowed(field), behind)) }
}
