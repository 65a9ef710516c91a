//! One article, told to another service that is closed at first, hangs up once, and at last does not believe us.
//!
//! Run: `cargo run --example service_errors`. Both services run in this process, on ports of the system's choice. Look
//! for who learns what: the author nothing of the other service, the log all of it, the other service each event once.

use std::{error::Error, io, sync::PoisonError, time::Duration};

use phase9_backend::{
    async_backend::Retryable as _,
    domain::{Slug, Timestamp},
    http::Chain,
    outbox::{Events as _, Outbox, Policy, Transport as _, UpstreamError, Webhook},
    service::{ArticleInput, Passwords, RegistrationInput, RevisionInput, Service, Tokens},
    store::{self, SharedStore},
    telemetry::Metrics,
};
use secrecy::SecretString;
use tokio::{net::TcpListener, sync::mpsc};

#[expect(dead_code, reason = "its `main` is for those who run it alone")]
#[path = "service_errors_notifier.rs"]
mod notifier;

/// Runs a worker for so many attempts, and prints how each ended. `hang_up` loses the first answer on its way.
async fn deliver(
    store: &SharedStore,
    webhook: &Webhook,
    key: &SecretString,
    attempts: usize,
    hang_up: bool,
) -> Vec<Option<&'static str>> {
    let (webhook, (report, mut reports)) = (webhook.clone(), mpsc::unbounded_channel());
    let hang_up = std::sync::atomic::AtomicBool::new(hang_up);
    let observed = move |notice| {
        let (webhook, report) = (webhook.clone(), report.clone());
        let hang_up = hang_up.swap(false, std::sync::atomic::Ordering::Relaxed);
        async move {
            let mut answer = webhook.post(notice).await;
            if hang_up {
                let broken = io::Error::from(io::ErrorKind::ConnectionReset);
                answer = Err(UpstreamError::Unreachable(broken.into()));
            }
            let seen = answer.as_ref().map_err(|error| (error.code(), Chain(error).to_string()));
            let seen = seen.and_then(|answer| {
                answer.verdict(Timestamp::now()).map_err(|error| {
                    let fate = if error.is_retryable() { "again" } else { "given up" };
                    (error.code(), format!("{} [{fate}]", Chain(&error)))
                })
            });
            // Nobody listens any more once there were enough.
            let _ = report.send(seen);
            answer
        }
    };
    let longest_wait = Duration::from_millis(20);
    let policy =
        Policy { poll: Duration::from_millis(5), longest_wait, ..Policy::new(Duration::from_secs(30)) };
    let running = Outbox::new(store.clone(), observed, key.clone(), policy, Metrics::default()).spawn();
    let mut codes = Vec::new();
    while codes.len() < attempts
        && let Some(seen) = reports.recv().await
    {
        match &seen {
            Ok(()) => println!("    delivered"),
            Err((code, chain)) => println!("    {code}: {chain}"),
        }
        codes.push(seen.err().map(|(code, _)| code));
    }
    running.end(Duration::from_secs(30)).await;
    codes
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let key: SecretString = "the key that both sides have been given".to_owned().into();
    let notifier = notifier::Notifier::new(key.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let webhook = Webhook::new(&format!("http://{}/notices", listener.local_addr()?))?;
    tokio::spawn(axum::serve(listener, notifier.router()).into_future());
    let shelf = || notifier.shelf.lock().unwrap_or_else(PoisonError::into_inner);

    let directory = tempfile::tempdir()?;
    let store = store::open(&format!("sqlite:{}", directory.path().join("conduit.db").display())).await?;
    let service = Service::new(store.clone(), Passwords::cheap(), Tokens::new(&key, Duration::from_secs(60)));
    let text = |text: &str| Some(text.to_owned());
    let (username, email, password) = (text("ada"), text("ada@example.org"), text("correct horse"));
    let ada = service.register(RegistrationInput { username, email, password }).await?;

    shelf().closed_for = 2;
    let (title, description, body) = (text("At Least Once"), text("Of posts"), text("Twice is fine."));
    let article =
        service.publish(ada.id, ArticleInput { title, description, body, tags: Vec::new() }).await?;
    println!(
        "the other service is closed, and the author hears nothing of it: {:?} is published",
        article.summary.title.as_str()
    );
    let codes = deliver(&store, &webhook, &key, 3, false).await;
    assert_eq!(codes, [Some("busy"), Some("busy"), None]);

    let revise = async |slug: Slug, title: &str| {
        let input = RevisionInput { title: text(title), ..RevisionInput::default() };
        service.revise(ada.id, slug.as_str().into(), input).await
    };
    println!("an answer is lost on its way, so the event is sent again, and the key tells:");
    let article = revise(article.summary.slug, "Effectively Once").await?;
    let codes = deliver(&store, &webhook, &key, 2, true).await;
    assert_eq!(codes, [Some("unreachable"), None]);
    {
        let shelf = shelf();
        println!("    the shelf has {:?}, and saw {} repetition", shelf.titles.values(), shelf.repeated);
        assert_eq!((shelf.titles.len(), shelf.repeated), (1, 1));
    }

    println!("with a key that is not theirs, it is no use to try again:");
    revise(article.summary.slug, "Exactly Once").await?;
    let codes =
        deliver(&store, &webhook, &"somebody else's key, which is as long".to_owned().into(), 1, false).await;
    assert_eq!(codes, [Some("refused")]);
    let due = store.due(Timestamp::now().after(Duration::from_secs(86_400)), 10).await?;
    println!("    events that are still to be delivered: {}", due.len());
    assert!(due.is_empty());
    store.close().await;
    Ok(())
}
