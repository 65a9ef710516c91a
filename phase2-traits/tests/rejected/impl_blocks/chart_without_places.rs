//! A number that makes no sense, refused while the program is built.
//!
//! The assertion is evaluated for each `PLACES` that `new` is compiled for, and `cargo check` compiles it for none. The
//! error stands at the assertion; a note says which call is to blame. Repair: another number.
//@ build

struct Chart<const PLACES: usize> {
    titles: [Option<String>; PLACES],
}

impl<const PLACES: usize> Chart<PLACES> {
    fn new() -> Self {
        const { assert!(PLACES > 0, "a chart has a first place") }; //~ E0080
        Self { titles: [const { None }; PLACES] }
    }

    fn first(&self) -> Option<&str> {
        self.titles[0].as_deref()
    }
}

fn main() {
    #[cfg(not(fixed))]
    let chart: Chart<0> = Chart::new();
    #[cfg(fixed)]
    let chart: Chart<1> = Chart::new();
    println!("{:?}", chart.first());
}
