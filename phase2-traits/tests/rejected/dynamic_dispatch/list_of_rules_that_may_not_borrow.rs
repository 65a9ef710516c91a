//! `&[Box<dyn Rule>]` is a list of `dyn Rule + 'static`: the box decides, although the list itself is only lent.
//!
//! The caller is refused, for a lifetime that nobody has written. Repair: `+ '_` in the parameter.

trait Rule {
    fn accepts(&self, text: &str) -> bool;
}

struct Banned<'g>(&'g str);

impl Rule for Banned<'_> {
    fn accepts(&self, text: &str) -> bool {
        !text.contains(self.0)
    }
}

#[cfg(not(fixed))]
fn accepted(rules: &[Box<dyn Rule>], text: &str) -> bool {
    rules.iter().all(|rule| rule.accepts(text))
}

#[cfg(fixed)]
fn accepted(rules: &[Box<dyn Rule + '_>], text: &str) -> bool {
    rules.iter().all(|rule| rule.accepts(text))
}

fn main() {
    let guide = String::from("simply obviously");
    let mut rules: Vec<Box<dyn Rule>> = Vec::new();
    for word in guide.split(' ') {
        //~^ E0597
        rules.push(Box::new(Banned(word)));
    }
    println!("{}", accepted(&rules, "a table of functions"));
}
