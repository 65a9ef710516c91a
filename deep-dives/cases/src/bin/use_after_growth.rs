//! A pointer into a vector is kept while the vector grows, and growth may move all values elsewhere.
//!
//! Seen by memcheck, and by AddressSanitizer: their allocators move a block each time that it grows, and the old place is
//! freed memory. The system's own may well extend so small a block where it stands. Then the pointer is right by chance,
//! and no test sees anything, until there is another block behind it.
//!
//! Repair: keep the index. It stays right wherever the values go.

use deep_dives_cases::Version;

/// How often each article was read, and which one most often.
struct Charts {
    reads: Vec<u32>,
    most: *const u32,
    most_at: usize,
}

impl Charts {
    fn push(&mut self, reads: u32) {
        self.reads.push(reads);
        if self.reads.len() == 1 || reads > self.reads[self.most_at] {
            self.most_at = self.reads.len() - 1;
            self.most = &raw const self.reads[self.most_at];
        }
    }

    fn most_bad(&self) -> u32 {
        // SAFETY: None. The pointer was right when it was made, and nothing keeps `push` from undoing that.
        unsafe { *self.most }
    }

    fn most_repaired(&self) -> u32 {
        self.reads[self.most_at]
    }
}

fn main() {
    let mut charts = Charts { reads: Vec::with_capacity(1), most: std::ptr::null(), most_at: 0 };
    for reads in [900, 1, 2, 3, 4] {
        charts.push(reads);
    }
    let most = match Version::from_arguments() {
        Version::Bad => charts.most_bad(),
        Version::Repaired => charts.most_repaired(),
    };
    println!("read most often: {most} times");
}
