//! A closure that puts the slug into an error moves it, whether or not it ever runs.
//!
//! So the slug is gone before the second step can name it. Repair: the arms of a `match`, of which only one runs, may
//! each move it. In a longer chain, let the steps fail with what they know and add the slug once, at the end.

#[derive(Debug)]
enum Refused {
    NotANumber { slug: String },
    TooNarrow { slug: String, width: u32 },
}

#[cfg(not(fixed))]
fn width(slug: String, text: &str) -> Result<u32, Refused> {
    text.parse()
        .map_err(|_| Refused::NotANumber { slug })
        .and_then(|width| if width < 320 { Err(Refused::TooNarrow { slug, width }) } else { Ok(width) })
    //~^ E0382
}

#[cfg(fixed)]
fn width(slug: String, text: &str) -> Result<u32, Refused> {
    match text.parse() {
        Err(_) => Err(Refused::NotANumber { slug }),
        Ok(width @ ..320) => Err(Refused::TooNarrow { slug, width }),
        Ok(width) => Ok(width),
    }
}

fn main() {
    println!("{:?} {:?}", width("emma".into(), "90"), width("emma".into(), "wide"));
}
