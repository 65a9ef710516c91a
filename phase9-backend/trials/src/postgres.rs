//! A PostgreSQL server of our own, from the machine's binaries.

use std::{
    env, fs,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::Command,
};

use nix::unistd::{User, geteuid};
use tempfile::TempDir;

use crate::service::{free_port, text};

/// A server that runs; it is stopped when this is dropped.
pub struct Server {
    programs: PathBuf,
    directory: TempDir,
    port: u16,
    owner: Option<User>,
}

impl Server {
    /// Makes a cluster and starts it; none, with the reason, if the machine has no server.
    pub fn start() -> Result<Result<Self, &'static str>, String> {
        let Some(programs) = programs() else { return Ok(Err("there is no initdb on this machine")) };
        // PostgreSQL refuses to run as root.
        let owner = if geteuid().is_root() {
            let known =
                ["postgres", "nobody"].into_iter().find_map(|name| User::from_name(name).ok().flatten());
            let Some(known) = known else { return Ok(Err("there is no user to run a server as")) };
            Some(known)
        } else {
            None
        };
        let directory = tempfile::tempdir().map_err(text)?;
        if let Some(owner) = &owner {
            chown(directory.path(), Some(owner.uid.as_raw()), Some(owner.gid.as_raw())).map_err(text)?;
        }
        let server = Self { programs, directory, port: free_port()?, owner };
        server.run("initdb", &["--auth=trust", "--username=trial", "--no-sync", "--pgdata"], &[])?;
        server.control(&["start"])?;
        Ok(Ok(server))
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("postgres://trial@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it in the middle of everything, and starts it again.
    pub fn restart(&self) -> Result<(), String> {
        self.control(&["restart", "--mode=immediate"])
    }

    fn control(&self, action: &[&str]) -> Result<(), String> {
        let sockets = self.directory.path().display();
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={sockets}",
            self.port
        );
        let log = self.directory.path().join("log").display().to_string();
        let before =
            [action, &["--wait", "--silent", "--log", &log, "--options", &options, "--pgdata"]].concat();
        self.run("pg_ctl", &before, &[])
    }

    fn run(&self, program: &str, before: &[&str], after: &[&str]) -> Result<(), String> {
        let mut command = Command::new(self.programs.join(program));
        command
            .args(before)
            .arg(self.directory.path().join("data"))
            .args(after)
            .current_dir(self.directory.path());
        if let Some(owner) = &self.owner {
            command.uid(owner.uid.as_raw()).gid(owner.gid.as_raw());
        }
        // The server that `pg_ctl` starts would keep a pipe open, and nobody would see its end.
        let said = fs::File::create(self.directory.path().join(format!("{program}.out"))).map_err(text)?;
        let status = command.stdout(said.try_clone().map_err(text)?).stderr(said).status().map_err(text)?;
        if status.success() {
            return Ok(());
        }
        let said =
            fs::read_to_string(self.directory.path().join(format!("{program}.out"))).unwrap_or_default();
        Err(format!("{program} has failed: {said}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.control(&["stop", "--mode=immediate"]) {
            eprintln!("warning: {error}");
        }
    }
}

/// Where the server's programs are: on the PATH, or where Debian puts them.
fn programs() -> Option<PathBuf> {
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    on_path.into_iter().chain(versions).find(|directory| has_server(directory))
}

fn has_server(directory: &Path) -> bool {
    ["initdb", "pg_ctl"].iter().all(|program| directory.join(program).is_file())
}
