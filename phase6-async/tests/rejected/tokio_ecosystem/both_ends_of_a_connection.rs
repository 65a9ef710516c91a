//! `select!` makes all of its futures before it polls the first: two methods of one value borrow it at the same time.
//!
//! They never run at the same time, but both exist. Repair: let each branch call a part.

use tokio::sync::mpsc;

struct Desk {
    orders: mpsc::Receiver<String>,
    corrections: mpsc::Receiver<String>,
}

impl Desk {
    #[cfg(not(fixed))]
    async fn order(&mut self) -> Option<String> {
        self.orders.recv().await
    }

    #[cfg(not(fixed))]
    async fn correction(&mut self) -> Option<String> {
        self.corrections.recv().await
    }

    #[cfg(not(fixed))]
    async fn next(&mut self) -> Option<String> {
        tokio::select! {
            order = self.order() => order,
            correction = self.correction() => correction, //~ E0499
        }
    }

    #[cfg(fixed)]
    async fn next(&mut self) -> Option<String> {
        tokio::select! {
            order = self.orders.recv() => order,
            correction = self.corrections.recv() => correction,
        }
    }
}

#[tokio::main]
async fn main() {
    let (sender, orders) = mpsc::channel(1);
    let corrections = mpsc::channel(1).1;
    sender.send("three copies".into()).await.unwrap();
    println!("{:?}", Desk { orders, corrections }.next().await);
}
