//! Both sides of `|` must bind the same names: the arm has one body, and does not know which side has matched.
//! So each name may be missing (twice E0408), and the one that the body uses may be without a value (E0381).
//!
//! Repair: name the field alike. Here that is `card`, whatever the variant calls it.

enum Payment {
    Renewal { card: String },
    Gift { giver_card: String },
}

fn charged(payment: &Payment) -> &str {
    match payment {
        #[cfg(not(fixed))]
        Payment::Renewal { card } | Payment::Gift { giver_card } => card,
        //~^ E0408
        //~^^ E0408
        //~^^^ E0381
        #[cfg(fixed)]
        Payment::Renewal { card } | Payment::Gift { giver_card: card } => card,
    }
}

fn main() {
    let payments =
        [Payment::Renewal { card: "visa-4".into() }, Payment::Gift { giver_card: "visa-7".into() }];
    println!("{:?}", payments.each_ref().map(charged));
}
