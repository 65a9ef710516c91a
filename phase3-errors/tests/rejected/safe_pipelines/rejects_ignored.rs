//! An import that succeeds in part looks like one that succeeds: the `?` is satisfied, and the rejects are dropped.
//!
//! `#[must_use]` on the type makes that a warning, and `deny` an error. Repair: look at what came back.

#![deny(unused_must_use)]

#[must_use = "what was rejected is in here, and nowhere else"]
struct Import {
    rejects: Vec<String>,
}

fn import(report: &str) -> Result<Import, std::fmt::Error> {
    Ok(Import { rejects: report.lines().filter(|line| line.is_empty()).map(str::to_owned).collect() })
}

fn main() -> Result<(), std::fmt::Error> {
    #[cfg(not(fixed))]
    import("1,Emma,2\n")?; //~ unused_must_use
    #[cfg(fixed)]
    for reject in import("1,Emma,2\n")?.rejects {
        println!("{reject}");
    }
    Ok(())
}
