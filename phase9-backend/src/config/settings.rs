//! The table of settings.

use clap::{Arg, ArgAction, Command};

/// Something that can be set.
#[derive(Debug)]
pub struct Setting {
    /// Its key in a file, where each dot opens a table; the flag has hyphens for the dots.
    pub key: &'static str,
    /// What it is, if nobody sets it.
    pub default: Option<&'static str>,
    /// Whether what it is set to must not be shown.
    pub secret: bool,
    /// For operators.
    pub help: &'static str,
}

impl Setting {
    /// The environment variable: `database.url` is `CONDUIT_DATABASE_URL`.
    pub fn variable(&self) -> String {
        format!("CONDUIT_{}", self.key.replace(['.', '-'], "_").to_uppercase())
    }

    /// The flag without its hyphens: `database.url` is `database-url`.
    pub fn flag(&self) -> String {
        self.key.replace('.', "-")
    }
}

const fn open(key: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { key, default: Some(default), secret: false, help }
}

/// Everything that can be set.
pub const SETTINGS: &[Setting] = &[
    Setting { key: "config", default: None, secret: false, help: "A TOML file with settings" },
    open("listen", "127.0.0.1:3000", "Address and port to listen on"),
    Setting {
        key: "database.url",
        default: Some("sqlite:conduit.db"),
        secret: true,
        help: "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME",
    },
    Setting {
        key: "token.key",
        default: None,
        secret: true,
        help: "What tokens are signed with, 32 bytes or more; made up at each start if it is not set",
    },
    open("token.lifetime", "168h", "How long a token is good for"),
    open("log.filter", "info", "What is logged: info, debug, phase9_backend=trace, ..."),
    open("log.format", "human", "human or json"),
    open("limits.connections", "10000", "Connections at a time"),
    open("limits.requests", "512", "Requests at a time; more are answered 503"),
    open("limits.password-hashes", "2", "Passwords hashed at a time"),
    open("limits.body-bytes", "1048576", "Bytes of a request's body"),
    open("limits.header-timeout", "10s", "Time for a request's head"),
    open("limits.body-timeout", "10s", "Time for a request's body"),
    open("limits.request-timeout", "20s", "Time for a whole request"),
    open("limits.drain-timeout", "25s", "Time for open requests after SIGTERM"),
    Setting {
        key: "webhook.url",
        default: None,
        // Many receivers know their senders by nothing but the address.
        secret: true,
        help: "Where events about articles are posted",
    },
    Setting {
        key: "webhook.key",
        default: None,
        secret: true,
        help: "What they are signed with: 32 bytes or more, or `whsec_` and base64",
    },
    open("webhook.timeout", "5s", "Time for one post"),
];

/// The command line: a flag for each setting.
pub fn command() -> Command {
    let flags = SETTINGS.iter().map(|setting| {
        let default = setting.default.map_or(String::new(), |default| format!(" [default: {default}]"));
        let help = format!("{}{default} [env: {}]", setting.help, setting.variable());
        Arg::new(setting.key).long(setting.flag()).value_name("VALUE").help(help)
    });
    Command::new(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Serves the RealWorld API: articles, comments, users who follow each other")
        .after_help("Flags win over environment variables, those over the file. Flags are seen by everybody who can list processes: keys and passwords belong into the file or the environment.\n\nExit codes: 0 ended as asked, 1 failed, 2 wrong usage or configuration.")
        .args(flags)
        .arg(
            Arg::new("print-config")
                .long("print-config")
                .action(ArgAction::SetTrue)
                .help("Print all settings with their origins, without secrets, and exit"),
        )
}
