//! A PostgreSQL server for the tests, from the programs that are installed on this machine.
//!
//! It starts when the first test asks for it, keeps its data in a directory of its own that it does not bother to flush,
//! and listens on a socket in there. Each test gets a database of its own, so that all can run at the same time. Where
//! no server is installed, tests that need one carry `#[cfg_attr(not(postgres_is_installed), ignore = "…")]`, and say so
//! in every report; `build.rs` has a look.
//!
//! The server ends when this process does, however that comes about: a shell starts it and then reads from a pipe that
//! only this process can write to. When the pipe ends, because the process has, the shell stops the server and removes
//! the directory.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use phase9_backend::store::Postgres;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Starts the server, prints a line when it takes connections, and stops it when standard input ends.
///
/// Durability is of no use to data that lives for seconds.
const KEEPER: &str = r#"
directory=$1 bin=$2
trap : INT TERM HUP
stop() { kill -INT "$server" 2>>"$directory/log"; wait "$server"; cd /; rm -rf "$directory"; }
if ! "$bin/initdb" --pgdata="$directory/data" --username=conduit --auth=trust --encoding=UTF8 --locale=C \
    --no-sync >"$directory/log" 2>&1
then
    cat "$directory/log" >&2; rm -rf "$directory"; exit 1
fi
"$bin/postgres" -D "$directory/data" -k "$directory" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=400 -c shared_buffers=32MB -c autovacuum=off \
    >>"$directory/log" 2>&1 &
server=$!
# The server writes its state to this file. It has 20 seconds.
tries=0
until grep -q '^ready' "$directory/data/postmaster.pid" 2>>"$directory/log"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 1000 ]; then cat "$directory/log" >&2; stop; exit 1; fi
    sleep 0.02
done
echo ready
while read -r line; do :; done
stop
"#;

/// A server that runs as long as this process.
struct Server {
    directory: PathBuf,
    /// The shell that started it waits for the end of the pipe in here.
    _keeper: Child,
}

/// A database that nobody else uses.
pub struct Database {
    pub url: String,
}

impl Database {
    /// An empty one, on the server that all tests share.
    ///
    /// # Panics
    /// If no server is installed, or it does not start.
    pub async fn new() -> Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        // Only the first waits for the start; its runtime can wait.
        let server = SERVER.get_or_init(Server::start);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server.url("postgres")).await.unwrap();
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        Self { url: server.url(&name) }
    }

    /// Storage in it.
    pub async fn store(&self) -> Postgres {
        Postgres::connect(&self.url).await.unwrap()
    }

    /// A connection that storage does not know of.
    pub async fn connection(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.unwrap()
    }
}

impl Server {
    fn start() -> Self {
        let bin = programs()
            .expect("PostgreSQL is not installed: `apt-get install postgresql`, or put initdb on PATH");
        let directory = tempfile::Builder::new().prefix("conduit-").tempdir().unwrap().keep();
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).arg(&directory).arg(&bin);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).current_dir(&directory);
        // Whoever ends the tests with all of their group must not end the one who cleans up after them.
        command.process_group(0);
        // PostgreSQL refuses to run as root. What this process creates belongs to whom it runs as.
        if fs::metadata(&directory).unwrap().uid() == 0 {
            let (user, group) =
                unprivileged().expect("root needs a user postgres or nobody to run the server as");
            chown(&directory, Some(user), Some(group)).unwrap();
            command.uid(user).gid(group);
        }
        let mut keeper = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "the server has not started: see above");
        Self { directory, _keeper: keeper }
    }

    fn url(&self, database: &str) -> String {
        let host = self.directory.to_str().unwrap().replace('/', "%2F");
        format!("postgres://conduit@{host}/{database}")
    }
}

/// The newest server on this machine.
fn programs() -> Option<PathBuf> {
    let has_both = |directory: &PathBuf| ["initdb", "postgres"].iter().all(|it| directory.join(it).is_file());
    let mut debian: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path().join("bin"))
        .collect();
    debian.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain(debian.into_iter().rev()).find(has_both)
}

/// The numbers of a user who may own nothing else.
fn unprivileged() -> Option<(u32, u32)> {
    let users = fs::read_to_string(Path::new("/etc/passwd")).ok()?;
    ["postgres", "nobody"].into_iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
