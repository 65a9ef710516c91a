//! `#[instrument]` makes a field of every argument, and writes what is no number, truth value or text with `Debug`. These
//! credentials have none, because nobody should see them.
//!
//! Had somebody derived it, the password would be in the log, and nothing would be refused. Repair: say which arguments
//! are no fields.

use tracing::{info, instrument};

struct Credentials {
    name: String,
    password: String,
}

#[cfg_attr(not(fixed), instrument)] //~ E0277
#[cfg_attr(fixed, instrument(skip(credentials), fields(name = credentials.name)))]
fn log_in(credentials: Credentials) -> bool {
    info!("checking");
    credentials.password == "correct horse"
}

fn main() {
    log_in(Credentials { name: "ada".into(), password: "wrong horse".into() });
}
