//! A function of a trait cannot be called in a generic `const fn`: its impl may do what the compiler cannot run.
//!
//! An associated constant has been computed by the compiler, whatever the type. Repair: make the function a constant.

trait State {
    #[cfg(not(fixed))]
    fn public() -> bool;
    #[cfg(fixed)]
    const PUBLIC: bool;
}

struct Sent;

impl State for Sent {
    #[cfg(not(fixed))]
    fn public() -> bool {
        true
    }
    #[cfg(fixed)]
    const PUBLIC: bool = true;
}

const fn section<S: State>() -> &'static str {
    #[cfg(not(fixed))]
    let public = S::public(); //~ E0015
    #[cfg(fixed)]
    let public = S::PUBLIC;
    if public { "archive" } else { "preview" }
}

fn main() {
    const SECTION: &str = section::<Sent>();
    println!("{SECTION}");
}
