use std::sync::Arc;

use shuttle::{sync::Mutex, thread};

use crate::accounts::Accounts;

/// Random schedules for each model.
const SCHEDULES: usize = 1000;

fn spawn(accounts: &Arc<Accounts>, work: impl FnOnce(&Accounts) + Send + 'static) -> thread::JoinHandle<()> {
    let accounts = Arc::clone(accounts);
    thread::spawn(move || work(&accounts))
}

#[test]
fn payments_in_a_circle_all_arrive() {
    shuttle::check_random(
        || {
            let accounts = Arc::new(Accounts::new([10, 10, 10]));
            let payments = [(0, 1), (1, 2), (2, 0)];
            let threads =
                payments.map(|(from, to)| spawn(&accounts, move |all| assert!(all.transfer(from, to, 5))));
            for thread in threads {
                thread.join().expect("no payment panics");
            }
            // Whoever has 10 again can pay 10, and nothing is left.
            for (from, to) in payments {
                assert!(accounts.transfer(from, to, 10) && !accounts.transfer(from, to, 1));
                assert!(accounts.transfer(to, from, 10));
            }
        },
        SCHEDULES,
    );
}

#[test]
fn the_total_is_never_seen_between_two_halves_of_a_payment() {
    shuttle::check_random(
        || {
            let accounts = Arc::new(Accounts::new([10, 10]));
            let forth = spawn(&accounts, |all| assert!(all.transfer(0, 1, 5)));
            let back = spawn(&accounts, |all| assert!(all.transfer(1, 0, 5)));
            assert_eq!(accounts.total(), 20);
            forth.join().and(back.join()).expect("no payment panics");
        },
        SCHEDULES,
    );
}

#[test]
#[should_panic(expected = "a payment is missed or counted twice")]
fn a_total_that_holds_one_account_at_a_time_is_caught() {
    shuttle::check_random(
        || {
            let accounts = Arc::new([Mutex::new(10), Mutex::new(10)]);
            let paid = Arc::clone(&accounts);
            let payment = thread::spawn(move || {
                let (mut payer, mut payee) = (paid[0].lock().unwrap(), paid[1].lock().unwrap());
                *payer -= 5;
                *payee += 5;
            });
            let total: u32 = accounts.iter().map(|balance| *balance.lock().unwrap()).sum();
            assert_eq!(total, 20, "a payment is missed or counted twice");
            payment.join().expect("the payment does not panic");
        },
        SCHEDULES,
    );
}

#[test]
#[should_panic(expected = "deadlock")]
fn locking_the_payer_first_is_caught() {
    shuttle::check_random(
        || {
            let accounts = Arc::new([Mutex::new(10_u32), Mutex::new(10)]);
            let threads = [(0, 1), (1, 0)].map(|(from, to)| {
                let accounts = Arc::clone(&accounts);
                thread::spawn(move || {
                    let mut payer = accounts[from].lock().unwrap();
                    let mut payee = accounts[to].lock().unwrap();
                    *payer -= 5;
                    *payee += 5;
                })
            });
            for thread in threads {
                thread.join().expect("no payment panics");
            }
        },
        SCHEDULES,
    );
}
