//! A test that prepares the environment for what it tests: another thread may be reading it, be it inside of the C
//! library, and nothing holds that up.
//!
//! In edition 2024, the one who calls has to vouch that there is no such thread; a test among others cannot. Repair:
//! read the environment in `main`, and hand it on as a value.

use phase9_backend::config::Config;

fn main() {
    #[cfg(not(fixed))]
    std::env::set_var("CONDUIT_LISTEN", "127.0.0.1:0"); //~ E0133
    #[cfg(not(fixed))]
    let environment = std::env::vars_os();
    #[cfg(fixed)]
    let environment = [("CONDUIT_LISTEN".into(), "127.0.0.1:0".into())];
    let loaded = Config::load(["conduit".into()], environment);
    assert!(loaded.is_ok());
}
