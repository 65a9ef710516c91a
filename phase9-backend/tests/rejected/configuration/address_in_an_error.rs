//! The address of the database in an error message: it has the password in it, and the message ends in a log.
//!
//! `SecretString` has no `Display`. Repair: say which setting it is; the operator knows what it is set to, or asks
//! `--print-config` where it comes from.

use phase9_backend::config::Config;

fn unreachable_database(config: &Config) -> String {
    #[cfg(not(fixed))]
    return format!("cannot reach {}", config.database_url); //~ E0277
    #[cfg(fixed)]
    return "cannot reach what database.url names".to_owned();
}

fn main() {
    let _: fn(&Config) -> String = unreachable_database;
}
