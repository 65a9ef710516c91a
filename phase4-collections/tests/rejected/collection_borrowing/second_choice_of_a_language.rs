//! The first look-up returns from the function, the second one is made only if it does not: refused nevertheless.
//!
//! What one path returns is borrowed on all paths ("problem case 3"), and as nothing is inserted here, no `entry` helps.
//! Repair: decide by a question whose answer borrows nothing, then look up once.

use std::collections::HashMap;

fn text<'t>(texts: &'t mut HashMap<&'static str, String>, language: &str) -> Option<&'t mut String> {
    #[cfg(not(fixed))]
    {
        if let Some(text) = texts.get_mut(language) {
            return Some(text);
        }
        texts.get_mut("en") //~ E0499
    }
    #[cfg(fixed)]
    texts.get_mut(if texts.contains_key(language) { language } else { "en" })
}

fn main() {
    let mut texts = HashMap::from([("en", "flood".to_owned())]);
    text(&mut texts, "de").unwrap().push('!');
}
