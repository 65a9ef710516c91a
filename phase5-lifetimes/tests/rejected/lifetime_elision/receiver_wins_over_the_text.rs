//! A method on `&self` whose result is a part of another parameter: the receiver's lifetime is filled in all the same.
//!
//! So the body promises a part of the checker and returns a part of the text. Repair: name the lifetime of the text,
//! and only that one.

struct Checker {
    avoided: Vec<String>,
}

impl Checker {
    #[cfg(not(fixed))]
    fn slip(&self, text: &str) -> Option<&str> {
        text.split(' ').find(|word| self.avoided.iter().any(|avoided| avoided == word)) //~ "may not live long enough"
    }

    #[cfg(fixed)]
    fn slip<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.split(' ').find(|word| self.avoided.iter().any(|avoided| avoided == word))
    }
}

fn main() {
    let article = String::from("We leverage lifetimes");
    println!("{:?}", Checker { avoided: vec!["leverage".into()] }.slip(&article));
}
