//! A lifetime parameter of the struct is one lifetime for each value: all texts that are ever checked would have it.
//!
//! It would have to begin before the first check and to end after the last one, so texts that come and go are refused.
//! Repair: a bound that holds for every lifetime. `Fn(&str) -> Option<&str>` is short for
//! `for<'t> Fn(&'t str) -> Option<&'t str>`.

#[cfg(not(fixed))]
struct Checks<'t> {
    checks: Vec<Box<dyn Fn(&'t str) -> Option<&'t str>>>,
}

#[cfg(fixed)]
struct Checks {
    checks: Vec<Box<dyn Fn(&str) -> Option<&str>>>,
}

fn main() {
    let checks = Checks { checks: vec![Box::new(|text| text.lines().find(|line| line.len() > 80))] };
    for title in ["Loops", "Paths"] {
        let draft = format!("{title}: a draft");
        let place = checks.checks.iter().find_map(|check| check(&draft)); //~ E0597
        println!("{place:?}");
    }
}
