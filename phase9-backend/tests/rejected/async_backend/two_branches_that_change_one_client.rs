//! Both branches of a `select!` are polled in turn, so both futures exist at a time, and each has the whole client.
//!
//! Repair: borrow the parts, not the whole; or let what both change be behind `&self`.

use tokio::sync::mpsc;

struct Client {
    answers: mpsc::Receiver<String>,
    alarms: mpsc::Receiver<String>,
}

impl Client {
    #[cfg(not(fixed))]
    async fn next_answer(&mut self) -> Option<String> {
        self.answers.recv().await
    }

    #[cfg(not(fixed))]
    async fn next_alarm(&mut self) -> Option<String> {
        self.alarms.recv().await
    }

    async fn next(&mut self) -> Option<String> {
        #[cfg(not(fixed))]
        tokio::select! {
            answer = self.next_answer() => answer,
            alarm = self.next_alarm() => alarm, //~ E0499
        }
        #[cfg(fixed)]
        tokio::select! {
            answer = self.answers.recv() => answer,
            alarm = self.alarms.recv() => alarm,
        }
    }
}

#[tokio::main]
async fn main() {
    let ((_, answers), (_, alarms)) = (mpsc::channel(1), mpsc::channel(1));
    println!("{:?}", Client { answers, alarms }.next().await);
}
