//! Two getters cannot be used together, although they return different fields: each borrows all of the house.
//!
//! Repair: one getter that lends both. Inside of it the fields have names, and a pattern splits the borrow.

struct House {
    titles: Vec<String>,
    log: Vec<String>,
}

impl House {
    #[cfg(not(fixed))]
    fn titles_mut(&mut self) -> &mut [String] {
        &mut self.titles
    }

    #[cfg(not(fixed))]
    fn log_mut(&mut self) -> &mut Vec<String> {
        &mut self.log
    }

    #[cfg(fixed)]
    fn parts_mut(&mut self) -> (&mut [String], &mut Vec<String>) {
        let Self { titles, log } = self;
        (titles, log)
    }
}

fn main() {
    let mut house = House { titles: vec!["emma".into()], log: Vec::new() };
    #[cfg(not(fixed))]
    let titles = house.titles_mut();
    #[cfg(not(fixed))]
    let log = house.log_mut(); //~ E0499
    #[cfg(fixed)]
    let (titles, log) = house.parts_mut();
    for title in titles {
        log.push(format!("{title} is capitalised"));
        title[..1].make_ascii_uppercase();
    }
}
