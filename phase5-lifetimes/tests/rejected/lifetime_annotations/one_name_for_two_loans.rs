//! One name for two parameters says that the result may come from either, so both must stay.
//!
//! The body takes places from the text only, but callers are checked against the signature. Repair: the result gets the
//! name of the text alone; the rules have a lifetime that nothing else refers to.

#[cfg(not(fixed))]
fn flagged<'a>(text: &'a str, rules: &'a str) -> Vec<&'a str> {
    text.split(' ').filter(|word| rules.lines().any(|rule| rule == *word)).collect()
}

#[cfg(fixed)]
fn flagged<'t>(text: &'t str, rules: &str) -> Vec<&'t str> {
    text.split(' ').filter(|word| rules.lines().any(|rule| rule == *word)).collect()
}

fn main() {
    let text = String::from("we utilise synergy");
    let places = {
        let rules = String::from("utilise\nleverage");
        flagged(&text, &rules) //~ E0597
    };
    println!("{places:?}");
}
