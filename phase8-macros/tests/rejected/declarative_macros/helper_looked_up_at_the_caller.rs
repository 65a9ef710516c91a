//! Functions are looked up where the macro is called. In its own module, the call compiles; elsewhere there is no
//! `escaped`, or, which is worse, another one.
//!
//! Repair: `$crate::` and the full path. It also works in other crates, whatever the caller's names are, provided that
//! the helper may be used there: it must be as public as the macro.

mod html {
    pub fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;")
    }

    macro_rules! paragraph {
        ($text:expr) => {
            #[cfg(not(fixed))]
            println!("<p>{}</p>", escaped($text));
            #[cfg(fixed)]
            println!("<p>{}</p>", $crate::html::escaped($text));
        };
    }
    pub(crate) use paragraph;

    pub fn footer() {
        paragraph!("R&D");
    }
}

fn main() {
    html::paragraph!("1 < 2"); //~ E0425
    html::footer();
}
