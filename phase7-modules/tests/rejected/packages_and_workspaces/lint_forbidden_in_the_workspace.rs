//! What the workspace forbids, no member can allow: `forbid` is a `deny` that cannot be taken back.
//!
//! With `unsafe_code = "forbid"` in `[workspace.lints.rust]` and `workspace = true` in the member's `[lints]`, cargo
//! passes this to rustc; here an attribute does it. Repair: do without. Where a workspace wants exceptions with a
//! reason beside them, its word is `deny`.
#![forbid(unsafe_code)]

#[cfg(not(fixed))]
#[expect(unsafe_code, reason = "the title was checked when it was read")] //~ E0453
fn initial(title: &str) -> char {
    unsafe { title.chars().next().unwrap_unchecked() } //~ unsafe_code
}

#[cfg(fixed)]
fn initial(title: &str) -> char {
    title.chars().next().expect("the title was checked when it was read")
}

fn main() {
    println!("{}", initial("Moving"));
}
