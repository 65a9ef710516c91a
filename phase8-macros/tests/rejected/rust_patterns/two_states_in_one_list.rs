//! Two states are two types, and a list has room for one.
//!
//! Repair: an enum of the typestates, where the state is known only at run time. Whoever matches it gets the typestate
//! back, with its methods.

struct Draft;

struct Sent {
    due: u32,
}

struct Invoice<S> {
    cents: u64,
    state: S,
}

#[cfg(fixed)]
enum Stored {
    Draft(Invoice<Draft>),
    Sent(Invoice<Sent>),
}

fn main() {
    let draft = Invoice { cents: 900, state: Draft };
    let sent = Invoice { cents: 2400, state: Sent { due: 31 } };
    #[cfg(not(fixed))]
    for invoice in [draft, sent] {
        //~^ E0308
        println!("{} cents", invoice.cents);
    }
    #[cfg(fixed)]
    for invoice in [Stored::Draft(draft), Stored::Sent(sent)] {
        match invoice {
            Stored::Draft(Invoice { cents, state: Draft }) => println!("{cents} cents, some day"),
            Stored::Sent(Invoice { cents, state: Sent { due } }) => println!("{cents} cents by day {due}"),
        }
    }
}
