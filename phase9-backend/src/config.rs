//! What an operator can set: by flag, by environment, by file, or not at all.
//!
//! Each setting stands in one table ([`SETTINGS`]), from which its flag, its variable and its key in a file follow. The
//! layers are laid over each other as text, and each text remembers where it came from; only then is everything parsed,
//! into types of the program, and everything that is wrong is said at once.

mod layers;
mod settings;
mod values;

use std::{ffi::OsString, fmt, net::SocketAddr, path::PathBuf, str::FromStr as _, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use secrecy::{ExposeSecret as _, SecretString};

pub use layers::{Layers, Origin};
pub use settings::{SETTINGS, Setting, command};
pub use values::{ConfigError, Problem};

use values::Values;

/// Everything that an operator has decided, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where everything is kept: `sqlite:PATH`, `postgres://…`, or `memory:`. It may contain a password.
    pub database_url: SecretString,
    /// What tokens are signed with; none if it is to be made up at each start.
    pub token_key: Option<SecretString>,
    /// How long a token is good for.
    pub token_lifetime: Duration,
    /// What is logged, and how.
    pub log: LogConfig,
    /// How much at once, and for how long.
    pub limits: Limits,
    /// Who is told about articles; nobody, if there is none.
    pub webhook: Option<WebhookConfig>,
}

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// Directives of `tracing-subscriber`'s `EnvFilter`.
    pub filter: String,
    /// For people or for machines.
    pub format: LogFormat,
}

/// Who reads the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// People.
    Human,
    /// Machines: one JSON object a line.
    Json,
}

/// How much at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections; more wait in the operating system's queue.
    pub connections: usize,
    /// Requests that are being answered; more are turned away.
    pub requests: usize,
    /// Passwords that are being hashed; a few more wait, others are turned away.
    pub password_hashes: usize,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// From the moment when a request may come to the last byte of its head: also how long an idle connection is kept.
    pub header_timeout: Duration,
    /// From the head of a request to the last byte of its body.
    pub body_timeout: Duration,
    /// From the head of a request to the answer.
    pub request_timeout: Duration,
    /// From the signal to end until connections are cut.
    pub drain_timeout: Duration,
}

/// Who is told about articles.
#[derive(Clone)]
pub struct WebhookConfig {
    /// Where events are posted.
    pub url: String,
    /// What the posts are signed with.
    pub key: SecretString,
    /// How long the receiver may take for one.
    pub timeout: Duration,
}

/// Without the address, which often is a password in itself.
impl fmt::Debug for WebhookConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookConfig").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Request {
    /// To serve with this configuration.
    Serve(Box<Config>),
    /// To print the configuration, without secrets.
    Print(String),
}

impl Config {
    /// Reads the command line `arguments` (with the program's name), the variables `environment`, and the file that
    /// either of them names.
    ///
    /// # Errors
    /// [`ConfigError::Usage`] with the text for the user, also where that is the help that was asked for; or everything
    /// that is wrong with the settings.
    pub fn load(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Request, ConfigError> {
        let matches = command().try_get_matches_from(arguments).map_err(ConfigError::Usage)?;
        let mut problems = Vec::new();
        let mut layers = Layers::defaults();
        let environment = Layers::from_environment(environment, &mut problems);
        let flags = Layers::from_flags(&matches);
        let named = |layers: &Layers| layers.get("config").map(|value| PathBuf::from(&value.text));
        if let Some(path) = named(&flags).or_else(|| named(&environment)) {
            layers.overlay(Layers::from_file(&path, &mut problems));
        }
        layers.overlay(environment);
        layers.overlay(flags);
        let config = Self::parse(&layers, problems)?;
        Ok(match matches.get_flag("print-config") {
            true => Request::Print(layers.to_string()),
            false => Request::Serve(Box::new(config)),
        })
    }

    fn parse(layers: &Layers, problems: Vec<Problem>) -> Result<Self, ConfigError> {
        let mut values = Values::new(layers, problems);
        let listen = values.parsed("listen", "an address with a port, like 127.0.0.1:3000");
        let database_url = values.required("database.url", database_url);
        let token_key = values.optional("token.key", long_enough);
        let token_lifetime = values.duration("token.lifetime");
        let log = Self::log(&mut values);
        let limits = Self::limits(&mut values);
        let webhook = Self::webhook(&mut values);
        // Nothing is missing unless something is wrong, and then that is what counts.
        let whole = || {
            Some(Self {
                listen: listen?,
                database_url: database_url?,
                token_key,
                token_lifetime: token_lifetime?,
                log: log?,
                limits: limits?,
                webhook,
            })
        };
        values.finish(whole())
    }

    fn log(values: &mut Values<'_>) -> Option<LogConfig> {
        let filter = values.required("log.filter", |text| {
            let filter: Result<tracing_subscriber::EnvFilter, _> = text.parse();
            filter.map(|_| text.to_owned()).map_err(|error| format!("log directives ({error})"))
        });
        let format = values.required("log.format", |text| match text {
            "human" => Ok(LogFormat::Human),
            "json" => Ok(LogFormat::Json),
            _ => Err("`human` or `json`".into()),
        });
        Some(LogConfig { filter: filter?, format: format? })
    }

    fn limits(values: &mut Values<'_>) -> Option<Limits> {
        let connections = values.number("limits.connections", MAX_AT_ONCE);
        let requests = values.number("limits.requests", MAX_AT_ONCE);
        let password_hashes = values.number("limits.password-hashes", MAX_AT_ONCE);
        let body_bytes = values.number("limits.body-bytes", MAX_BODY_BYTES);
        let header_timeout = values.duration("limits.header-timeout");
        let body_timeout = values.duration("limits.body-timeout");
        let request_timeout = values.duration("limits.request-timeout");
        let drain_timeout = values.duration("limits.drain-timeout");
        Some(Limits {
            connections: connections?,
            requests: requests?,
            password_hashes: password_hashes?,
            body_bytes: body_bytes?,
            header_timeout: header_timeout?,
            body_timeout: body_timeout?,
            request_timeout: request_timeout?,
            drain_timeout: drain_timeout?,
        })
    }

    fn webhook(values: &mut Values<'_>) -> Option<WebhookConfig> {
        let url = values.optional("webhook.url", |text| {
            let is_web = reqwest::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            if is_web { Ok(text.to_owned()) } else { Err("an http or https URL".into()) }
        });
        let key = values.optional("webhook.key", signing_key);
        let timeout = values.duration("webhook.timeout");
        if values.is_set("webhook.url") && !values.is_set("webhook.key") {
            values.complain("webhook.key", "is needed to sign what is sent to `webhook.url`");
        }
        Some(WebhookConfig { url: url?, key: key?, timeout: timeout? })
    }
}

/// A key that is short enough to be guessed signs nothing.
fn long_enough(text: &str) -> Result<SecretString, String> {
    let key = SecretString::from(text);
    if key.expose_secret().len() >= 32 { Ok(key) } else { Err("at least 32 bytes".into()) }
}

/// Receivers' libraries decode what follows `whsec_`. Taken as a text, a misspelt one would sign what nobody can verify.
/// Their specification wants 24 to 64 bytes.
fn signing_key(text: &str) -> Result<SecretString, String> {
    match text.strip_prefix("whsec_").map(|encoded| BASE64.decode(encoded)) {
        None => long_enough(text),
        Some(Ok(key)) if key.len() >= 24 => Ok(text.into()),
        Some(_) => Err("base64 of at least 24 bytes after `whsec_`".into()),
    }
}

/// What one process can have at a time; a semaphore panics if it is asked for more than it can count.
const MAX_AT_ONCE: usize = 1_000_000;

/// A gibibyte.
const MAX_BODY_BYTES: usize = 1 << 30;

/// What an address of PostgreSQL may say after its question mark. The driver logs what it does not know, with its
/// value, and a password that is misspelt as `pasword` is a password.
const POSTGRES_PARAMETERS: &[&str] = &[
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

/// An address that can be opened as it is meant. Nothing of it is quoted if it cannot: it may contain a password.
fn database_url(text: &str) -> Result<SecretString, String> {
    let wanted =
        || Err("`sqlite:PATH` of a file, `postgres://USER:PASSWORD@HOST/NAME`, or `memory:`".to_owned());
    match text.split_once(':') {
        Some(("memory", "")) => Ok(text.into()),
        // Other programs take `sqlite://PATH`, `sqlite::memory:` and parameters; here, they would all be files' names.
        Some(("sqlite", path)) => {
            let is_file = !path.is_empty() && !path.starts_with("//") && !path.contains([':', '?']);
            if is_file { Ok(text.into()) } else { wanted() }
        }
        Some(("postgres" | "postgresql", _)) => {
            let Ok(url) = reqwest::Url::parse(text) else { return wanted() };
            let unknown = url
                .query_pairs()
                .any(|(key, _)| !POSTGRES_PARAMETERS.contains(&&*key) && !key.starts_with("options["));
            if unknown {
                return Err("without parameters that PostgreSQL's driver does not know".to_owned());
            }
            if sqlx::postgres::PgConnectOptions::from_str(text).is_ok() { Ok(text.into()) } else { wanted() }
        }
        _ => wanted(),
    }
}
