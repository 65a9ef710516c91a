//! Faults that could cost data: sudden ends, strange texts, everybody at once.

use std::{path::Path, sync::Arc, time::Duration};

use futures::future::try_join_all;
use nix::sys::signal::Signal;
use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use tokio::sync::Mutex;

use super::{Outcome, ensure};
use crate::{
    client::User,
    postgres::Server,
    service::{Service, text},
};

/// So many write at the same time.
const WRITERS: usize = 16;

/// Publishes until it fails, and notes what was acknowledged.
pub async fn write_until_it_fails(user: User, writer: usize, acknowledged: Arc<Mutex<Vec<String>>>) {
    for number in 0.. {
        match user.publish(&format!("Writer {writer} number {number}")).await {
            Ok(Ok(slug)) => acknowledged.lock().await.push(slug),
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// Checks that every article is there.
pub async fn all_present(user: &User, slugs: &[String]) -> Result<(), String> {
    for slug in slugs {
        let (status, body) =
            user.call(Method::GET, &format!("/articles/{slug}"), None).await.map_err(text)?;
        ensure(status == StatusCode::OK, || {
            format!("{slug} was acknowledged, and is lost: {status} {body}")
        })?;
    }
    Ok(())
}

/// Kills the service while many write, several times, and looks for everything that was acknowledged.
pub async fn killed_under_load(program: &Path) -> Result<Outcome, String> {
    const KILLS: usize = 5;
    let directory = tempfile::tempdir().map_err(text)?;
    let file = directory.path().join("conduit.db");
    let url = format!("sqlite:{}", file.display());
    let flags = ["--database-url", &url, "--log-filter", "info"];
    let mut service = Service::start(program, &flags).await?;
    let mut user = User::register(&service, "writer").await?;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for kill in 0..KILLS {
        let writers = (0..WRITERS).map(|writer| {
            let user = user.clone();
            tokio::spawn(write_until_it_fails(user, kill * WRITERS + writer, Arc::clone(&acknowledged)))
        });
        let writers: Vec<_> = writers.collect();
        // In the middle of it: when some more have been acknowledged.
        let enough = acknowledged.lock().await.len() + 100;
        while acknowledged.lock().await.len() < enough {
            ensure(writers.iter().any(|writer| !writer.is_finished()), || "nobody can write".into())?;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        service.signal(Signal::SIGKILL)?;
        service.ended().await?;
        try_join_all(writers).await.map_err(text)?;
        service = Service::start(program, &flags).await?;
        user = user.at(&service);
    }
    let slugs = acknowledged.lock().await.clone();
    all_present(&user, &slugs).await?;
    drop(service);

    let mut database = SqliteConnectOptions::new().filename(&file).connect().await.map_err(text)?;
    let whole: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.map_err(text)?;
    ensure(whole == "ok", || format!("the integrity check says {whole}"))?;
    // An article and its event were one transaction.
    let orphans: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.article_id = a.id)",
    )
    .fetch_one(&mut database)
    .await
    .map_err(text)?;
    ensure(orphans == 0, || format!("{orphans} articles have no event"))?;
    Ok(Outcome::Survived(format!("{} acknowledged writes, {KILLS} kills, none lost", slugs.len())))
}

/// Sends texts that would mean something else to a shell, a database, a browser or a log.
pub async fn injection(program: &Path) -> Result<Outcome, String> {
    const TEXTS: [&str; 8] = [
        "'; DROP TABLE articles; --",
        "\" OR 1=1 --",
        "<script>alert(1)</script>",
        "${jndi:ldap://x}",
        "%27%20OR%201=1",
        "$1 $2 ?1 :a @b",
        "\\'; SELECT pg_sleep(9); --",
        "../../etc/passwd",
    ];
    let directory = tempfile::tempdir().map_err(text)?;
    let url = format!("sqlite:{}", directory.path().join("conduit.db").display());
    let service = Service::start(program, &["--database-url", &url]).await?;
    let user = User::register(&service, "o'brien; --").await?;
    for strange in TEXTS {
        let article = json!({"article": {
            "title": strange, "description": strange, "body": strange, "tagList": [strange]
        }});
        let (status, body) = user.call(Method::POST, "/articles", Some(&article)).await.map_err(text)?;
        ensure(status == StatusCode::CREATED, || format!("{strange:?}: {status} {body}"))?;
        let read = &body["article"];
        let kept = [&read["title"], &read["description"], &read["body"], &read["tagList"][0]];
        ensure(kept.iter().all(|kept| *kept == strange), || format!("{strange:?} came back as {read}"))?;
        let query =
            reqwest::Url::parse_with_params("http://x/articles", [("tag", strange), ("author", &user.name)]);
        let query = query.map_err(text)?;
        let found = format!("/articles?{}", query.query().unwrap_or_default());
        let (_, list) = user.call(Method::GET, &found, None).await.map_err(text)?;
        ensure(list["articlesCount"] == 1, || format!("{strange:?} finds {list}"))?;
        let bio = json!({"user": {"bio": strange, "image": strange}});
        let (_, changed) = user.call(Method::PUT, "/user", Some(&bio)).await.map_err(text)?;
        ensure(changed["user"]["bio"] == strange, || format!("{strange:?} as a bio came back as {changed}"))?;
    }
    let (_, list) = user.call(Method::GET, "/articles", None).await.map_err(text)?;
    ensure(list["articlesCount"] == TEXTS.len(), || format!("there should be {}: {list}", TEXTS.len()))?;
    Ok(Outcome::Survived(format!("{} texts, in 6 fields and 2 filters", TEXTS.len())))
}

/// Marks one article from everywhere at the same time, again and again, and counts; and the same for follows.
pub async fn favorites(program: &Path, url: Option<&str>) -> Result<Outcome, String> {
    const USERS: usize = 12;
    const TIMES: usize = 8;
    let directory = tempfile::tempdir().map_err(text)?;
    let own = format!("sqlite:{}", directory.path().join("conduit.db").display());
    let service = Service::start(program, &["--database-url", url.unwrap_or(&own)]).await?;
    let author = User::register(&service, "author").await?;
    let slug = author.publish("Marked by all").await.map_err(text)?.map_err(|it| format!("{it:?}"))?;
    let mut users = Vec::new();
    for number in 0..USERS {
        users.push(User::register(&service, &format!("reader {number}")).await?);
    }
    let favorite = format!("/articles/{slug}/favorite");
    let follow = "/profiles/author/follow";
    for (method, marked) in [(Method::POST, USERS), (Method::DELETE, 0), (Method::POST, USERS)] {
        let everywhere = (0..TIMES).flat_map(|_| &users).flat_map(|user| {
            [user.call(method.clone(), &favorite, None), user.call(method.clone(), follow, None)]
        });
        for (status, body) in try_join_all(everywhere).await.map_err(text)? {
            ensure(status == StatusCode::OK, || format!("{method}: {status} {body}"))?;
        }
        let path = format!("/articles/{slug}");
        let (_, body) = users[0].call(Method::GET, &path, None).await.map_err(text)?;
        let article = &body["article"];
        let seen = (&article["favoritesCount"], &article["favorited"], &article["author"]["following"]);
        let is_marked = json!(marked > 0);
        ensure(seen == (&json!(marked), &is_marked, &is_marked), || format!("after {method}: {article}"))?;
    }
    Ok(Outcome::Survived(format!("{} requests, {USERS} users", 3 * 2 * USERS * TIMES)))
}

/// The same on PostgreSQL, where they really run at the same time.
pub async fn favorites_on_postgres(program: &Path) -> Result<Outcome, String> {
    match Server::start()? {
        Ok(server) => favorites(program, Some(&server.url())).await,
        Err(why) => Ok(Outcome::NotRun(why)),
    }
}
