//! Two loans with unrelated names: a reference with the one lifetime is no reference with the other.
//!
//! It might end earlier. Repair: `'r: 't` promises that it does not, and asks callers for it. They need not do anything:
//! a finding whose rules end first is used as one with a shorter `'t`.

struct Finding<'t, 'r> {
    place: &'t str,
    instead: Option<&'r str>,
}

#[cfg(not(fixed))]
impl<'t, 'r> Finding<'t, 'r> {
    fn suggestion(&self) -> &'t str {
        self.instead.unwrap_or(self.place) //~ "may not live long enough"
    }
}

#[cfg(fixed)]
impl<'t, 'r: 't> Finding<'t, 'r> {
    fn suggestion(&self) -> &'t str {
        self.instead.unwrap_or(self.place)
    }
}

fn main() {
    let text = String::from("utilise");
    {
        let rule = String::from("use");
        let finding = Finding { place: &text, instead: Some(&rule) };
        println!("{}", finding.suggestion());
    }
    println!("instead of {text}");
}
