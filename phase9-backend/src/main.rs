//! The program: reads the configuration, puts the parts together, serves, and ends well.

use std::{error::Error, io::Write as _, process::ExitCode, time::Duration};

use phase9_backend::{
    config::{Config, ConfigError, Request},
    http::{self, Draining},
    outbox::{Outbox, Policy, Webhook},
    server::{self, Drained},
    service::{Passwords, Service, Tokens},
    store,
    telemetry::{self, Metrics},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// A list of articles is thousands of small texts. With this allocator, `cargo xtask load` serves a fifth more of them a
/// second than with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let config = match Config::load(std::env::args_os(), std::env::vars_os()) {
        Ok(Request::Serve(config)) => *config,
        Ok(Request::Print(settings)) => {
            // `print!` would panic if nobody reads to the end.
            let printed = std::io::stdout().write_all(settings.as_bytes());
            return if printed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(ConfigError::Usage(error)) => error.exit(),
        Err(error @ ConfigError::Invalid(_)) => {
            eprintln!("error: the configuration is invalid\n{error}");
            return ExitCode::from(2);
        }
    };
    // Dropped last, so that everything is written.
    let _log = match telemetry::init(&config.log) {
        Ok(log) => log,
        Err(error) => {
            eprintln!("error: there is no log: {}", http::Chain(&*error));
            return ExitCode::FAILURE;
        }
    };
    match run(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // To the log, because whoever reads it as JSON could do nothing with another line.
            tracing::error!(error = %http::Chain(&*error), "the service has failed");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(config: Config) -> Result<(), Box<dyn Error + Send + Sync>> {
    let store = store::open(config.database_url.expose_secret()).await?;
    let key = config.token_key.unwrap_or_else(|| {
        tracing::warn!("token.key is not set: tokens are good until this process ends");
        SecretString::from(format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>()))
    });
    let tokens = Tokens::new(&key, config.token_lifetime);
    let service = Service::new(store.clone(), Passwords::new(config.limits.password_hashes), tokens);
    let (metrics, draining) = (Metrics::default(), Draining::default());
    let app = http::app(service, config.limits, metrics.clone(), draining.clone());
    let post_timeout = config.webhook.as_ref().map_or(Duration::ZERO, |webhook| webhook.timeout);

    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut asked = async move || {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    };
    let listener = TcpListener::bind(config.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    // After everything that may fail, so that it is ended below whenever it was begun.
    let outbox = match config.webhook {
        Some(webhook) => {
            let (transport, policy) = (Webhook::new(&webhook.url)?, Policy::new(webhook.timeout));
            Some(Outbox::new(store.clone(), transport, webhook.key, policy, metrics).spawn())
        }
        None => None,
    };
    let (first, again) = tokio::sync::oneshot::channel();
    let signals = tokio::spawn(async move {
        asked().await;
        let _ = first.send(());
        asked().await;
    });
    let serving = server::serve(listener, app, config.limits, draining, async move {
        let _ = again.await;
    });
    let drained = tokio::select! {
        drained = serving => drained,
        // Whoever asks twice does not want to wait.
        _ = signals => Drained::AtTheDeadline,
    };
    if drained == Drained::AtTheDeadline {
        tracing::warn!("some connections were cut");
    }
    if let Some(outbox) = outbox {
        // Before storage is closed: what was delivered has to be noted. Who asked twice gets that second, too.
        let for_posts = if drained == Drained::Completely { post_timeout } else { Duration::ZERO };
        outbox.end(for_posts + Duration::from_secs(1)).await;
    }
    tokio::time::timeout(Duration::from_secs(5), store.close()).await?;
    Ok(())
}
