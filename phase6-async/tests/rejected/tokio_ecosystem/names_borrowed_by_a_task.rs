//! A task may run after the function that spawned it has returned, so it cannot keep what was lent to that function.
//!
//! `move` does not help: it moves the reference. Repair: give the task something of its own.

use tokio::task::JoinSet;

async fn fetch(name: &str) -> usize {
    name.len()
}

fn fetch_all(names: &[String]) -> JoinSet<usize> {
    let mut tasks = JoinSet::new();
    for name in names {
        #[cfg(not(fixed))]
        tasks.spawn(async move { fetch(name).await }); //~ E0521
        #[cfg(fixed)]
        {
            let name = name.clone();
            tasks.spawn(async move { fetch(&name).await });
        }
    }
    tasks
}

#[tokio::main]
async fn main() {
    println!("{} bytes", fetch_all(&["harbour".into()]).join_all().await[0]);
}
