//! # A ledger of royalties
//!
//! Readers pay, authors are paid, and the accounts are rows in SQLite. Clients repeat an order when they have heard
//! nothing, so each order carries a key of their choice, and the same order twice is one transfer.
//!
//! The pool has one connection: what you hand to the pool while you hold a transaction waits for yourself, and fails.
//! Complete the conversion and the three functions. The schema is given, and it helps: an account cannot go below zero.

use std::time::Duration;

use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

const SCHEMA: &str = "
    CREATE TABLE accounts (name TEXT PRIMARY KEY, cents INTEGER NOT NULL CHECK (cents >= 0)) STRICT;
    CREATE TABLE transfers (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        payer TEXT NOT NULL REFERENCES accounts (name),
        payee TEXT NOT NULL REFERENCES accounts (name),
        cents INTEGER NOT NULL
    ) STRICT;
";

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Order {
    /// The client's own name for this order.
    pub key: String,
    pub payer: String,
    pub payee: String,
    pub cents: u32,
}

#[derive(Debug)]
pub enum LedgerError {
    /// There is no account of this name.
    NoSuchAccount(String),
    /// The payer has less than that.
    Insufficient,
    /// The key was used before, for another order.
    KeyReused,
    /// Anything else that the database says.
    Database(sqlx::Error),
}

/// A violated check is [`LedgerError::Insufficient`]: the schema has only this one.
impl From<sqlx::Error> for LedgerError {
    fn from(error: sqlx::Error) -> Self {
        // solution:begin
        // hint: What the database itself has said is in `sqlx::Error::as_database_error`.
        // hint: `DatabaseError::is_check_violation` knows the codes of each engine.
        match error.as_database_error() {
            Some(database) if database.is_check_violation() => Self::Insufficient,
            _ => Self::Database(error),
        }
        // solution:end
    }
}

/// Moves the money and records the transfer, all of it or nothing; returns the transfer's id. An order that was carried
/// out before is not carried out again: it returns the id of then. A key with another order is an error.
pub async fn transfer(pool: &SqlitePool, order: &Order) -> Result<i64, LedgerError> {
    // solution:begin
    // hint: `pool.begin()` begins a transaction that is rolled back when it is dropped, on each `?` for example.
    // hint: `&mut *transaction` is what statements are sent to. Look for the key first.
    // hint: An update that names no account is no error: `rows_affected()` tells.
    // hint: Only `commit` makes it last.
    let mut transaction = pool.begin().await?;
    let find = "SELECT id, key, payer, payee, cents FROM transfers WHERE key = $1";
    let known: Option<(i64, String, String, String, u32)> =
        sqlx::query_as(find).bind(&order.key).fetch_optional(&mut *transaction).await?;
    if let Some((id, key, payer, payee, cents)) = known {
        let same = Order { key, payer, payee, cents } == *order;
        return if same { Ok(id) } else { Err(LedgerError::KeyReused) };
    }
    let cents = i64::from(order.cents);
    for (account, change) in [(&order.payer, -cents), (&order.payee, cents)] {
        let update = sqlx::query("UPDATE accounts SET cents = cents + $2 WHERE name = $1");
        let updated = update.bind(account).bind(change).execute(&mut *transaction).await?;
        if updated.rows_affected() == 0 {
            return Err(LedgerError::NoSuchAccount(account.clone()));
        }
    }
    let insert = "INSERT INTO transfers (key, payer, payee, cents) VALUES ($1, $2, $3, $4) RETURNING id";
    let insert = sqlx::query_scalar(insert).bind(&order.key).bind(&order.payer).bind(&order.payee);
    let id = insert.bind(cents).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(id)
    // solution:end
}

/// At most `limit` ids of transfers that `account` has paid or received, the newest first, of those that are older than
/// `before`. The last id of one page is the `before` of the next, so that transfers which come meanwhile move nothing.
pub async fn history(
    pool: &SqlitePool,
    account: &str,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<i64>, LedgerError> {
    // solution:begin
    // hint: The place in the list is a key, not a number of rows: a condition on the id.
    // hint: Without `before` there is no bound: `$2 IS NULL OR …`, or a `before` that is greater than all ids.
    let page =
        "SELECT id FROM transfers WHERE (payer = $1 OR payee = $1) AND id < $2 ORDER BY id DESC LIMIT $3";
    let page = sqlx::query_scalar(page).bind(account).bind(before.unwrap_or(i64::MAX)).bind(limit);
    Ok(page.fetch_all(pool).await?)
    // solution:end
}

/// What is in each of the accounts, in the order of `names`, by one statement; the first name that is nobody's is an
/// error.
pub async fn balances(pool: &SqlitePool, names: &[&str]) -> Result<Vec<i64>, LedgerError> {
    // solution:begin
    // hint: SQLite can read a list from one argument, `serde_json::json!(names).to_string()`: `json_each($1)` is a table
    // hint: with the columns `key` and `value`.
    // hint: `LEFT JOIN` keeps the names that have no account; `ORDER BY key` keeps their order.
    // hint: `QueryBuilder` with a placeholder for each name would do as well; then the order is yours to restore.
    // ban: for because one statement is to answer for all names
    // ban: while because one statement is to answer for all names
    let names = serde_json::json!(names).to_string();
    let rows: Vec<(String, Option<i64>)> = sqlx::query_as(
        "SELECT n.value, a.cents FROM json_each($1) n LEFT JOIN accounts a ON a.name = n.value ORDER BY n.key",
    )
    .bind(names)
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(|(name, cents)| cents.ok_or(LedgerError::NoSuchAccount(name))).collect()
    // solution:end
}

/// A ledger in memory; each account begins with so many cents.
async fn open(accounts: &[(&str, i64)]) -> SqlitePool {
    let options = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(2));
    // A connection that was closed would take the ledger with it.
    let options = options.idle_timeout(None).max_lifetime(None);
    let pool = options.connect("sqlite::memory:").await.expect("memory is there");
    sqlx::raw_sql(SCHEMA).execute(&pool).await.expect("the schema is right");
    for (name, cents) in accounts {
        let insert = sqlx::query("INSERT INTO accounts (name, cents) VALUES ($1, $2)");
        insert.bind(name).bind(cents).execute(&pool).await.expect("the names differ");
    }
    pool
}

fn order(key: &str, payer: &str, payee: &str, cents: u32) -> Order {
    Order { key: key.into(), payer: payer.into(), payee: payee.into(), cents }
}

async fn cents(pool: &SqlitePool, name: &str) -> i64 {
    let select = sqlx::query_scalar("SELECT cents FROM accounts WHERE name = $1");
    select.bind(name).fetch_one(pool).await.expect("the account is there")
}

async fn recorded(pool: &SqlitePool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM transfers").fetch_one(pool).await.expect("the table is there")
}

#[tokio::test]
async fn a_transfer_moves_the_money_and_is_recorded() {
    let pool = open(&[("reader", 1000), ("ada", 0)]).await;
    let id = transfer(&pool, &order("a", "reader", "ada", 300)).await.unwrap();
    assert_eq!((cents(&pool, "reader").await, cents(&pool, "ada").await), (700, 300));
    let stored: Order = sqlx::query_as("SELECT key, payer, payee, cents FROM transfers WHERE id = $1")
        .bind(id)
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(stored, order("a", "reader", "ada", 300));
}

#[tokio::test]
async fn the_same_order_twice_is_one_transfer() {
    let pool = open(&[("reader", 1000), ("ada", 0)]).await;
    let first = transfer(&pool, &order("a", "reader", "ada", 300)).await.unwrap();
    transfer(&pool, &order("b", "reader", "ada", 700)).await.unwrap();
    // By now the reader could not pay it again.
    assert_eq!(transfer(&pool, &order("a", "reader", "ada", 300)).await.unwrap(), first);
    assert_eq!((cents(&pool, "ada").await, recorded(&pool).await), (1000, 2));
}

#[tokio::test]
async fn a_key_belongs_to_one_order() {
    let pool = open(&[("reader", 1000), ("ada", 0), ("ben", 0)]).await;
    transfer(&pool, &order("a", "reader", "ada", 300)).await.unwrap();
    for other in
        [order("a", "reader", "ada", 301), order("a", "reader", "ben", 300), order("a", "ada", "ada", 300)]
    {
        let refused = transfer(&pool, &other).await;
        assert!(matches!(refused, Err(LedgerError::KeyReused)), "{refused:?}");
    }
    assert_eq!((cents(&pool, "reader").await, recorded(&pool).await), (700, 1));
}

#[tokio::test]
async fn who_has_too_little_pays_nothing() {
    let pool = open(&[("reader", 299), ("ada", 5)]).await;
    let refused = transfer(&pool, &order("a", "reader", "ada", 300)).await;
    assert!(matches!(refused, Err(LedgerError::Insufficient)), "{refused:?}");
    assert_eq!((cents(&pool, "reader").await, cents(&pool, "ada").await, recorded(&pool).await), (299, 5, 0));
    // The key was not used up.
    transfer(&pool, &order("a", "reader", "ada", 299)).await.unwrap();
    assert_eq!(cents(&pool, "ada").await, 304);
}

#[tokio::test]
async fn who_pays_oneself_has_as_much_as_before() {
    let pool = open(&[("ada", 500)]).await;
    transfer(&pool, &order("a", "ada", "ada", 300)).await.unwrap();
    assert_eq!((cents(&pool, "ada").await, recorded(&pool).await), (500, 1));
}

#[tokio::test]
async fn an_unknown_account_leaves_the_other_one_alone() {
    let pool = open(&[("reader", 1000)]).await;
    for (payer, payee) in [("reader", "nobody"), ("nobody", "reader")] {
        let refused = transfer(&pool, &order("a", payer, payee, 300)).await;
        assert!(matches!(&refused, Err(LedgerError::NoSuchAccount(name)) if name == "nobody"), "{refused:?}");
        assert_eq!((cents(&pool, "reader").await, recorded(&pool).await), (1000, 0));
    }
}

#[tokio::test]
async fn many_transfers_at_once_neither_make_nor_lose_money() {
    let pool = open(&[("ada", 500), ("ben", 500)]).await;
    let orders: Vec<_> = (0..20)
        .map(|number| match number % 2 {
            0 => order(&format!("a{}", number / 4), "ada", "ben", 70),
            _ => order(&format!("b{number}"), "ben", "ada", 10),
        })
        .collect();
    let results = futures::future::join_all(orders.iter().map(|order| transfer(&pool, order))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    // Ten orders of ada's under five keys.
    assert_eq!((cents(&pool, "ada").await, cents(&pool, "ben").await), (500 - 350 + 100, 500 + 350 - 100));
}

#[tokio::test]
async fn other_errors_stay_what_they_are() {
    let pool = open(&[]).await;
    let error = LedgerError::from(sqlx::query("SELECT nothing").execute(&pool).await.unwrap_err());
    assert!(matches!(error, LedgerError::Database(_)), "{error:?}");
    let error = LedgerError::from(sqlx::Error::PoolClosed);
    assert!(matches!(error, LedgerError::Database(sqlx::Error::PoolClosed)), "{error:?}");
    let check = sqlx::query("INSERT INTO accounts (name, cents) VALUES ('ada', -1)").execute(&pool).await;
    assert!(matches!(LedgerError::from(check.unwrap_err()), LedgerError::Insufficient));
    let unique = "INSERT INTO accounts (name, cents) VALUES ('ada', 1), ('ada', 1)";
    let unique = sqlx::query(unique).execute(&pool).await;
    assert!(matches!(LedgerError::from(unique.unwrap_err()), LedgerError::Database(_)));
}

#[tokio::test]
async fn pages_of_a_history_follow_each_other_whatever_comes_meanwhile() {
    let pool = open(&[("reader", 1000), ("ada", 0), ("ben", 0)]).await;
    let mut adas = Vec::new();
    for key in ["a", "b", "c", "d", "e"] {
        adas.push(transfer(&pool, &order(key, "reader", "ada", 1)).await.unwrap());
        transfer(&pool, &order(&key.to_uppercase(), "reader", "ben", 1)).await.unwrap();
    }
    let newest: Vec<_> = adas.iter().rev().copied().collect();
    let first = history(&pool, "ada", None, 2).await.unwrap();
    assert_eq!(first, newest[..2]);
    let late = transfer(&pool, &order("late", "ada", "ben", 1)).await.unwrap();
    assert_eq!(history(&pool, "ada", first.last().copied(), 2).await.unwrap(), newest[2..4]);
    assert_eq!(history(&pool, "ada", Some(newest[3]), 2).await.unwrap(), newest[4..]);
    assert!(history(&pool, "ada", Some(newest[4]), 2).await.unwrap().is_empty());
    assert_eq!(history(&pool, "ada", None, 1).await.unwrap(), [late]);
    assert_eq!(history(&pool, "reader", None, 100).await.unwrap().len(), 10);
    assert!(history(&pool, "nobody", None, 100).await.unwrap().is_empty());
}

#[tokio::test]
async fn balances_come_in_the_order_of_the_names() {
    let pool = open(&[("ada", 1), ("ben", 2), ("o'hara \"x\"", 3)]).await;
    assert_eq!(balances(&pool, &["ben", "ada", "o'hara \"x\"", "ben"]).await.unwrap(), [2, 1, 3, 2]);
    assert!(balances(&pool, &[]).await.unwrap().is_empty());
    let refused = balances(&pool, &["ada", "cleo", "dora"]).await;
    assert!(matches!(&refused, Err(LedgerError::NoSuchAccount(name)) if name == "cleo"), "{refused:?}");
}
