//! How many requests a second each layer leaves: the same load on servers that do more and more.
//!
//! Every rung is measured several times, all of them in turn, and the median counts, so that whatever else the machine
//! does at times meets all of them. Only the ratios mean anything elsewhere.

mod client;
mod rivals;

use std::{fmt::Write as _, path::Path, time::Duration};

use clap::Args;
use reqwest::Method;
use tokio::process::Command;

use crate::{
    client::User,
    service::{Service, text},
};

pub use rivals::{Rival, serve};

/// So many articles are in the database that is read from.
const ARTICLES: usize = 500;

#[derive(Args)]
pub struct Options {
    /// Seconds for each measurement
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Measurements of each rung
    #[arg(long, default_value_t = 5)]
    times: usize,
    /// Connections at a time
    #[arg(long, default_value_t = 64)]
    clients: usize,
}

/// A load, and what has come of it.
struct Rung {
    name: &'static str,
    service: Service,
    clients: usize,
    request: client::Request,
    rates: Vec<f64>,
}

impl Rung {
    fn rate(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    }
}

/// Measures all rungs, and prints them with their ratios, and with the bounds that they are held to; whether all hold.
pub async fn run(program: &Path, options: &Options) -> Result<bool, String> {
    if options.times == 0 || options.clients == 0 || !(0.05..=600.0).contains(&options.seconds) {
        return Err("--times and --clients are at least 1, --seconds is between 0.05 and 600".into());
    }
    let directory = tempfile::tempdir().map_err(text)?;
    let mut rungs = rungs(program, options, directory.path()).await?;
    for _ in 0..options.times {
        for rung in &mut rungs {
            let duration = Duration::from_secs_f64(options.seconds);
            rung.rates.push(client::closed_loop(&rung.service, rung.clients, &rung.request, duration).await?);
        }
    }
    for rung in &rungs {
        println!("{:45} {:>9.0} requests a second, {} clients", rung.name, rung.rate(), rung.clients);
    }
    let rate = |name: &str| rungs.iter().find(|rung| rung.name == name).map_or(f64::NAN, Rung::rate);
    let listing = rungs.iter().find(|rung| rung.name == LISTING).expect("it is one of them");
    let half = listing.rate() / 2.0;
    let waited =
        client::open_loop(&listing.service, options.clients, &listing.request, half, options.seconds).await?;
    println!("{:45} {:>9}", format!("{LISTING}, at half of that rate"), percentiles(waited));

    let (idle, fresh) = (idle_memory(program).await?, start_time(program).await?);
    println!();
    let mut holds = true;
    for (what, value, bound, at_least) in [
        ("whole stack without a database / axum", rate(STACK) / rate(SAME_TAGS), 0.75, true),
        ("20 articles from SQLite / the same from axum", rate(LISTING) / rate(SAME_LISTING), 0.35, true),
        ("durable writes: 64 clients / a commit each", rate(GROUPED) / rate(SINGLE), 8.0, true),
        ("MiB of memory with 1000 idle connections", idle, 60.0, false),
        ("milliseconds from start to first answer", fresh, 200.0, false),
    ] {
        let kept = if at_least { value >= bound } else { value <= bound };
        holds &= kept;
        let (word, verdict) =
            (if at_least { "at least" } else { "at most" }, if kept { "kept" } else { "MISSED" });
        println!("{verdict:7} {what:45} {value:>8.2}, {word} {bound}");
    }
    Ok(holds)
}

const STACK: &str = "tags through the whole stack, from memory";
const SAME_TAGS: &str = "axum alone, the same bytes as the tags";
const LISTING: &str = "20 articles from SQLite";
const SAME_LISTING: &str = "axum alone, the same bytes as 20 articles";
const SINGLE: &str = "durable writes, one at a time";
const GROUPED: &str = "durable writes, many at a time";

async fn rungs(program: &Path, options: &Options, directory: &Path) -> Result<Vec<Rung>, String> {
    let url = |name: &str| format!("sqlite:{}", directory.join(name).display());
    let memory = Service::start(program, &["--database-url", "memory:"]).await?;
    let reading = Service::start(program, &["--database-url", &url("read.db")]).await?;
    fill(&memory, 1).await?;
    let reader = fill(&reading, ARTICLES).await?;
    let list = "/api/articles?limit=20";
    let (_, listing) = reader.call(Method::GET, "/articles?limit=20", None).await.map_err(text)?;
    let tags = directory.join("tags.json");
    std::fs::write(&tags, r#"{"tags":["trial"]}"#).map_err(text)?;
    let articles = directory.join("articles.json");
    std::fs::write(&articles, listing.to_string()).map_err(text)?;

    let mut rungs = Vec::new();
    let mut add = |name, service, clients, request| {
        rungs.push(Rung { name, service, clients, request, rates: Vec::new() });
    };
    let get = client::Request::get;
    let clients = options.clients;
    add("hyper alone, the same bytes as the tags", rival(Rival::Hyper, &tags).await?, clients, get("/"));
    add(SAME_TAGS, rival(Rival::Axum, &tags).await?, clients, get("/"));
    add(STACK, memory, clients, get("/api/tags"));
    add(SAME_LISTING, rival(Rival::Axum, &articles).await?, clients, get("/"));
    add(LISTING, reading, clients, get(list));
    for (name, clients, file) in [(SINGLE, 1, "single.db"), (GROUPED, clients, "grouped.db")] {
        let service = Service::start(program, &["--database-url", &url(file)]).await?;
        let user = User::register(&service, "writer").await?;
        add(name, service, clients, client::Request::publish(user));
    }
    Ok(rungs)
}

async fn fill(service: &Service, articles: usize) -> Result<User, String> {
    let user = User::register(service, "author").await?;
    for number in 0..articles {
        user.publish(&format!("Article {number}")).await.map_err(text)?.map_err(|it| format!("{it:?}"))?;
    }
    Ok(user)
}

async fn rival(rival: Rival, body: &Path) -> Result<Service, String> {
    let mut command = Command::new(std::env::current_exe().map_err(text)?);
    command.args(["--service", "none", "serve", rival.name()]).arg(body);
    Service::spawn(command).await
}

fn percentiles(mut waited: Vec<Duration>) -> String {
    waited.sort();
    let mut line = String::new();
    for (name, share) in [("median", 0.5), ("99 %", 0.99), ("99.9 %", 0.999)] {
        let place = ((waited.len() as f64 * share) as usize).min(waited.len().saturating_sub(1));
        let value = waited.get(place).copied().unwrap_or_default();
        let separator = if line.is_empty() { "" } else { ", " };
        let _ = write!(line, "{separator}{name} {:.2} ms", value.as_secs_f64() * 1000.0);
    }
    line
}

/// The resident memory of a service that holds 1000 connections which have asked once, in MiB.
async fn idle_memory(program: &Path) -> Result<f64, String> {
    let directory = tempfile::tempdir().map_err(text)?;
    let url = format!("sqlite:{}", directory.path().join("idle.db").display());
    let service =
        Service::start(program, &["--database-url", &url, "--limits-header-timeout", "60s"]).await?;
    let mut connections = Vec::new();
    for _ in 0..1000 {
        let mut connection = client::Connection::open(&service).await?;
        connection.ask(&client::Request::get("/api/tags").bytes()).await?;
        connections.push(connection);
    }
    let pid = service.pid().ok_or("the service has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(text)?;
    let resident =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    resident.map(|kib: f64| kib / 1024.0).ok_or_else(|| "the kernel does not tell the resident memory".into())
}

/// From the start of the process to its first answer, in milliseconds: the median of some starts with a new database.
async fn start_time(program: &Path) -> Result<f64, String> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let directory = tempfile::tempdir().map_err(text)?;
        let url = format!("sqlite:{}", directory.path().join("new.db").display());
        times.push(Service::start(program, &["--database-url", &url]).await?.started_in);
    }
    times.sort();
    Ok(times[times.len() / 2].as_secs_f64() * 1000.0)
}
