//! A wrong argument is the only error: the method is still there, so its callers are not refused as well.
//!
//! An attribute macro replaces its item. If it returned the error alone, there would be no `host`, and every call of it
//! an error, too. The mark goes to the number, and not to the whole attribute.

use phase8_macros::attribute_macros::retry;

struct Feed {
    url: String,
}

impl Feed {
    #[cfg_attr(not(fixed), retry(
        between = |_| (),
        times = 0, //~ "a number of attempts: at least one"
    ))]
    #[cfg_attr(fixed, retry(times = 2))]
    fn host(&self) -> Option<&str> {
        self.url.strip_prefix("gemini:")
    }
}

fn main() {
    println!("{:?}", Feed { url: "gemini:feed".into() }.host());
}
