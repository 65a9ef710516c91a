//! `+` takes its left side by value, to append to its buffer. That makes it cheap, and its left side gone.
//!
//! Repair: `format!`, where both are still needed. It only looks at what it formats.

fn main() {
    let title = String::from("Emma");
    #[cfg(not(fixed))]
    let line = title + ", a novel";
    #[cfg(fixed)]
    let line = format!("{title}, a novel");
    println!("{line}, filed under {title}"); //~ E0382
}
