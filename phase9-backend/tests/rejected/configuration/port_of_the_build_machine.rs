//! `env!` is read when the program is compiled: whoever builds it decides, not whoever runs it.
//!
//! Without the variable there is no program. Repair: what operators decide is read when the program starts. For a fact
//! about the build that may be missing there is `option_env!`.

#[cfg(not(fixed))]
fn listen() -> String {
    env!("CONDUIT_LISTEN_OF_NO_BUILD").to_owned() //~ "not defined at compile time"
}

#[cfg(fixed)]
fn listen() -> String {
    std::env::var("CONDUIT_LISTEN_OF_NO_BUILD").unwrap_or_else(|_| "127.0.0.1:3000".to_owned())
}

fn main() {
    assert_eq!(listen(), "127.0.0.1:3000");
}
