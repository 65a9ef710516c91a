//! A lifetime that no parameter has is chosen by the caller, for instance as `'static`. No part of the house lasts as
//! long as any caller might wish.
//!
//! Such a signature suits constants only. Repair: the lifetime of the parameter.

struct House {
    motto: Option<String>,
}

#[cfg(not(fixed))]
fn motto<'m>(house: &House) -> &'m str {
    house.motto.as_deref().unwrap_or("more light") //~ E0621
}

#[cfg(fixed)]
fn motto<'m>(house: &'m House) -> &'m str {
    house.motto.as_deref().unwrap_or("more light")
}

fn main() {
    let house = House { motto: Some("less heat".to_owned()) };
    println!("{}", motto(&house));
}
