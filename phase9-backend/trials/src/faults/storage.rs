//! Faults of what the service stores into.

use std::{path::Path, sync::Arc, time::Duration};

use nix::{
    mount::{MntFlags, MsFlags, mount, umount2},
    unistd::geteuid,
};
use reqwest::StatusCode;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use tokio::sync::Mutex;

use super::{Outcome, data::all_present, ensure};
use crate::{
    client::{self, User},
    postgres::Server,
    service::{Service, text},
};

/// Another process holds the file's write lock: writes are turned away, reads go on, and afterwards all is well.
pub async fn locked(program: &Path) -> Result<Outcome, String> {
    let directory = tempfile::tempdir().map_err(text)?;
    let file = directory.path().join("conduit.db");
    let service = Service::start(program, &["--database-url", &format!("sqlite:{}", file.display())]).await?;
    let user = User::register(&service, "writer").await?;
    let before = user.publish("Before").await.map_err(text)?.map_err(|it| format!("{it:?}"))?;
    let mut other = SqliteConnectOptions::new().filename(&file).connect().await.map_err(text)?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.map_err(text)?;
    let during = user.publish("During").await.map_err(text)?;
    let Err((StatusCode::SERVICE_UNAVAILABLE, _)) = during else {
        return Err(format!("while it was locked: {during:?}"));
    };
    all_present(&user, std::slice::from_ref(&before)).await?;
    sqlx::query("ROLLBACK").execute(&mut other).await.map_err(text)?;
    let after = user.publish("After").await.map_err(text)?.map_err(|it| format!("afterwards: {it:?}"))?;
    all_present(&user, &[before, after]).await?;
    Ok(Outcome::Survived("503 while it was locked, reads went on".into()))
}

/// A small disk runs full: writes are turned away, reads go on, and with new room writes do, too.
pub async fn full(program: &Path) -> Result<Outcome, String> {
    if !geteuid().is_root() {
        return Ok(Outcome::NotRun("only root can mount a small disk"));
    }
    let directory = tempfile::tempdir().map_err(text)?;
    let disk = directory.path();
    let mounted = mount(Some("tmpfs"), disk, Some("tmpfs"), MsFlags::empty(), Some("size=3m"));
    if mounted.is_err() {
        return Ok(Outcome::NotRun("a small disk cannot be mounted here"));
    }
    let tried = fill(program, disk).await;
    umount2(disk, MntFlags::MNT_DETACH).map_err(text)?;
    tried
}

async fn fill(program: &Path, disk: &Path) -> Result<Outcome, String> {
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![0; 512 << 10]).map_err(text)?;
    let url = format!("sqlite:{}", disk.join("conduit.db").display());
    let service = Service::start(program, &["--database-url", &url]).await?;
    let user = User::register(&service, "writer").await?;
    let mut slugs = Vec::new();
    let refused = loop {
        match user
            .publish(&format!("{} {}", "Filling the disk ".repeat(10), slugs.len()))
            .await
            .map_err(text)?
        {
            Ok(slug) => slugs.push(slug),
            Err(refused) => break refused,
        }
        ensure(slugs.len() < 100_000, || "the disk does not run full".into())?;
    };
    ensure(refused.0 == StatusCode::SERVICE_UNAVAILABLE, || format!("the disk is full: {refused:?}"))?;
    all_present(&user, &slugs).await?;
    let (status, _) = client::get(&service, "/livez").await?;
    ensure(status == StatusCode::OK, || format!("it is not alive: {status}"))?;
    std::fs::remove_file(&ballast).map_err(text)?;
    slugs.push(
        user.publish("With new room").await.map_err(text)?.map_err(|it| format!("with new room: {it:?}"))?,
    );
    all_present(&user, &slugs).await?;
    Ok(Outcome::Survived(format!("{} writes, then 503; with new room writes go on", slugs.len())))
}

/// The database server ends in the middle of everything and comes back: so does the service, by itself.
pub async fn restarted(program: &Path) -> Result<Outcome, String> {
    const WRITERS: usize = 8;
    let server = match Server::start()? {
        Ok(server) => Arc::new(server),
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    let service = Service::start(program, &["--database-url", &server.url()]).await?;
    let user = User::register(&service, "writer").await?;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (user, acknowledged) = (user.clone(), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                let mut turned_away = 0_usize;
                for number in 0.. {
                    match user.publish(&format!("Writer {writer} number {number}")).await.map_err(text)? {
                        Ok(slug) => acknowledged.lock().await.push(slug),
                        Err((StatusCode::SERVICE_UNAVAILABLE, _)) => {
                            turned_away += 1;
                            tokio::time::sleep(Duration::from_millis(50)).await;
                        }
                        Err(other) => return Err(format!("{other:?}")),
                    }
                    if number >= 100 && acknowledged.lock().await.len() > 1200 {
                        break;
                    }
                }
                Ok(turned_away)
            })
        })
        .collect();
    while acknowledged.lock().await.len() < 300 {
        ensure(writers.iter().all(|writer| !writer.is_finished()), || "a writer has ended too early".into())?;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let restarting = Arc::clone(&server);
    tokio::task::spawn_blocking(move || restarting.restart()).await.map_err(text)??;
    let mut turned_away = 0;
    for writer in writers {
        turned_away += writer.await.map_err(text)??;
    }
    let slugs = acknowledged.lock().await.clone();
    all_present(&user, &slugs).await?;
    Ok(Outcome::Survived(format!(
        "{} acknowledged, {turned_away} turned away with 503, none lost",
        slugs.len()
    )))
}
