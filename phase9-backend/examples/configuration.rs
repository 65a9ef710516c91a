//! An operator sets up the service: layers, provenance, and every mistake at once.
//!
//! Run: `cargo run --example configuration`. Look for the comments in what is printed: each line says where it comes from.

use std::{error::Error, ffi::OsString};

use phase9_backend::config::{Config, ConfigError, Request};

fn load(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Request, ConfigError> {
    let arguments = std::iter::once(&"conduit").chain(arguments).map(OsString::from);
    Config::load(arguments, environment.iter().map(|(name, value)| (name.into(), value.into())))
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let path = directory.path().join("conduit.toml");
    let file = path.to_str().ok_or("the directory has a name that is no text")?;
    std::fs::write(&path, "listen = '0.0.0.0:80'\n[limits]\nrequests = 256\ndrain-timeout = '50s'\n")?;

    println!("A file, a variable and a flag; the later one wins:");
    let environment = [
        ("CONDUIT_CONFIG", file),
        ("CONDUIT_LIMITS_REQUESTS", "128"),
        ("CONDUIT_TOKEN_KEY", "thirty-two bytes that nobody will see"),
    ];
    let asked = load(&["--listen", "127.0.0.1:8080", "--print-config"], &environment)?;
    let Request::Print(settings) = asked else { return Err("it was asked to print".into()) };
    for line in settings.lines().filter(|line| !line.ends_with("# default") && !line.ends_with("is not set"))
    {
        println!("  {}", line.replace(file, "conduit.toml"));
    }
    assert!(settings.contains("listen = \"127.0.0.1:8080\" # flag --listen"));
    assert!(settings.contains("limits.requests = \"128\" # environment CONDUIT_LIMITS_REQUESTS"));
    assert!(!settings.contains("thirty-two bytes"));

    std::fs::write(&path, settings.replace("8080", "9090"))?;
    let again = load(&["--config", file, "--token-key", "thirty-two bytes that nobody will see"], &[])?;
    let Request::Serve(config) = again else { return Err("it was asked to serve".into()) };
    println!("\nWhat was printed is a file again: {}, {} requests", config.listen, config.limits.requests);
    assert_eq!((config.listen.port(), config.limits.requests), (9090, 128));
    println!("The key, as Debug shows it: {:?}", config.token_key);
    assert!(!format!("{config:?}").contains("thirty-two bytes"));

    println!("\nFour mistakes, one start:");
    let mistakes = [
        ("CONDUIT_TOKEN_KEY", "short"),
        ("CONDUIT_LOG_FORMT", "json"),
        ("CONDUIT_DATABASE_URL", "mysql://conduit:s3cret@db/conduit"),
    ];
    let Err(error) = load(&["--limits-requests", "0"], &mistakes) else {
        return Err("four values are wrong".into());
    };
    for problem in error.to_string().lines() {
        println!("  {problem}");
    }
    assert_eq!(error.to_string().lines().count(), 4);
    assert!(!error.to_string().contains("short") && !error.to_string().contains("s3cret"));
    Ok(())
}
