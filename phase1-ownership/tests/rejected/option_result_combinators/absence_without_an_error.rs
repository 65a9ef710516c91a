//! `?` converts one error into another, but a `None` has nothing to convert.
//!
//! Repair: `ok_or` says which error absence is.

enum RowError {
    Missing(&'static str),
}

fn name<'r>(name: Option<&'r str>) -> Result<&'r str, RowError> {
    #[cfg(not(fixed))]
    let name = name?; //~ E0277
    #[cfg(fixed)]
    let name = name.ok_or(RowError::Missing("name"))?;
    Ok(name.trim())
}

fn main() {
    if let Err(RowError::Missing(field)) = name(None) {
        println!("{field} is missing");
    }
}
