//! `..Default::default()` makes a whole second value and moves fields out of it: impossible if the type has a `Drop`.
//!
//! Repair: make the value, then assign to its fields.

#[derive(Default)]
struct PrintJob {
    title: String,
    pages: Vec<String>,
}

impl Drop for PrintJob {
    fn drop(&mut self) {
        println!("{}: {} pages left the queue", self.title, self.pages.len());
    }
}

fn main() {
    #[cfg(not(fixed))]
    let job = PrintJob { title: "Emma".into(), ..Default::default() }; //~ E0509
    #[cfg(fixed)]
    let mut job = PrintJob::default();
    #[cfg(fixed)]
    {
        job.title = "Emma".into();
    }
    println!("{} is queued", job.title);
}
