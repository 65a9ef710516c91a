//! `as_mut` borrows, then returns something that is tested. A pattern tests, then borrows in the arm.
//!
//! So with the method, the cover is borrowed also where there is none. Repair: match the place itself.

fn cover_or<E>(
    cover: &mut Option<String>,
    draw: impl FnOnce() -> Result<String, E>,
) -> Result<&mut String, E> {
    #[cfg(not(fixed))]
    if let Some(drawn) = cover.as_mut() {
        return Ok(drawn);
    }
    #[cfg(fixed)]
    if let Some(drawn) = cover {
        return Ok(drawn);
    }
    Ok(cover.insert(draw()?)) //~ E0499
}

fn main() {
    println!("{:?}", cover_or(&mut None, || Ok::<_, ()>("a ship".into())));
}
