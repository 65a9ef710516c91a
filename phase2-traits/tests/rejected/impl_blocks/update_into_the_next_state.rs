//! The update syntax takes the other fields from a value of the same type, and the next state is another type.
//!
//! That `title` and `text` have the same types in both does not help. Repair: take the value apart and name the fields.

struct Draft;

struct Sent {
    copies: u64,
}

struct Issue<S> {
    title: String,
    text: String,
    state: S,
}

impl Issue<Draft> {
    fn send(self, copies: u64) -> Issue<Sent> {
        #[cfg(not(fixed))]
        let sent = Issue { state: Sent { copies }, ..self }; //~ E0308
        #[cfg(fixed)]
        let sent = {
            let Self { title, text, state: Draft } = self;
            Issue { title, text, state: Sent { copies } }
        };
        sent
    }
}

fn main() {
    let sent = Issue { title: "Moves".into(), text: "Once.".into(), state: Draft }.send(900);
    println!("{}: {} ({} copies)", sent.title, sent.text, sent.state.copies);
}
