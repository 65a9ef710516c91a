//! Lesson: storage that keeps its word on two databases, and how one knows that it does.
//!
//! After it you can draw the line between a service and its database so that races are decided in one place; write
//! statements for SQLite and PostgreSQL once; make a single file serve many writers; say which errors are worth trying
//! again; and test all of it against something that is too simple to be wrong.
//!
//! Read the room in this order:
//!
//! | file | question |
//! |---|---|
//! | `src/store.rs`: [`Store`](crate::store::Store) | What is one step? |
//! | `src/store/error.rs`: [`StoreError`](crate::store::StoreError) | What can be wrong with it, and who can help? |
//! | `src/store/memory.rs`: [`Memory`](crate::store::Memory) | What does each step mean? |
//! | `src/store/sql.rs` | What does it mean in SQL? |
//! | `src/store/sqlite.rs`: [`Sqlite`](crate::store::Sqlite) | How do many write to one file? |
//! | `src/store/postgres.rs`: [`Postgres`](crate::store::Postgres) | How do many write to one server? |
//! | `migrations/` | What do the tables look like, and since when? |
//!
//! # One step, one transaction
//!
//! The tempting interface of a storage is `find`, `save` and `delete`, with a transaction that the caller holds around
//! them. Then every caller has to know what may have changed since it looked, and the one that forgets is found in
//! production. [`Store`](crate::store::Store) has no transaction in it. A method is a whole step of a use case, "publish
//! this, under that slug or the other", and whatever must hold between its reading and its writing is its own business.
//! So there is no way to ask first whether a name is free, and none is needed:
//!
//! ```
//! use phase9_backend::{
//!     domain::{Email, NewUser, PasswordHash, Username},
//!     store::{self, Field, StoreError},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let directory = tempfile::tempdir()?;
//! let store = store::open(&format!("sqlite:{}", directory.path().join("conduit.db").display())).await?;
//! let ada = |address| NewUser {
//!     username: Username::from_storage("ada".into()),
//!     email: Email::from_storage(address),
//!     password: PasswordHash::new("…".into()),
//! };
//! let both = [ada("ada@example.org".into()), ada("countess@example.org".into())];
//! let [first, second] = both.map(|new| store.create_user(new));
//! let (first, second) = tokio::join!(first, second);
//! assert!(first.is_ok());
//! assert!(matches!(second, Err(StoreError::Taken(Field::Username))));
//! # store.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! The methods return boxed futures ([`Step`](crate::store::Step)) because `dyn Store` cannot have `async fn` (E0038), and
//! the type says `Send`, so that a step which cannot change threads is refused where it is written and not where a server
//! spawns it. What a step takes is typed: the keys are [`UserId`](crate::domain::UserId) and
//! [`CommentId`](crate::domain::CommentId), and one for the other is E0308, although both are an integer to the database.
//!
//! # Errors by what can be done about them
//!
//! A driver has a hundred errors. A service asks three questions about them: is it an answer, may it be over in a moment,
//! or should somebody be woken? The variants of [`StoreError`](crate::store::StoreError) are sorted by that, and the
//! conversion from [`sqlx::Error`] does the sorting, by SQLSTATE and by SQLite's codes. A violated constraint is an answer
//! only if it is known which one: a name that is taken is [`Taken`](crate::store::StoreError::Taken), a slug that was free
//! a millisecond ago is a reason to try again, and what nobody thought of is a fault of this program. Two things are easy
//! to get wrong.
//! Each engine checks unique constraints in an order of its own, so if two are violated, which one is reported is not
//! part of the meaning; the step looks first, and the constraint is the judge when two steps look at the same time. And
//! a connection that is lost during a commit leaves open whether there was one: no error type can answer that, only a
//! step that can be repeated without harm.
//!
//! # Statements
//!
//! All statements are constants. That is more than taste: `sqlx::query` takes `&'static str`, and text that is put
//! together at run time is E0277 until somebody wraps it in [`AssertSqlSafe`](sqlx::AssertSqlSafe). The list of articles
//! has three optional conditions, so its statement is composed, of constants, with every value as an argument. The
//! alternative, one constant with `$2 IS NULL OR tag = $2`, may have to be planned for all eight combinations at once, and
//! no index fits them all.
//!
//! `sql.rs` is compiled twice, as a module of each engine (`#[path]`), with `Connection` and `Engine` as type aliases of
//! the module around it. `$1`, `RETURNING`, `ON CONFLICT` and `EXISTS` mean the same to both engines. What does not, is
//! in the schema: `COLLATE "C"` makes PostgreSQL sort tags by their bytes, as SQLite does, and integers for instants
//! compare alike everywhere, which texts with zones do not. PostgreSQL's texts cannot contain a NUL, SQLite's can, so
//! neither gets one. The rivals:
//!
//! - `sqlx::query!` checks each statement against a live database while it compiles, or against what was saved of one. It
//!   finds a misspelt column a minute earlier than a test that prepares each statement on both engines, but only for the
//!   engine that it was shown, and the build needs that database or its saved answers.
//! - `sqlx::Any` is one connection type for several engines, without most of the types of each.
//! - Diesel has the schema as Rust types: a filter on another table's column does not compile, nor does a nullable column
//!   read as a plain one. The price is a second language for what is SQL anyway, with the backend in its types: a query
//!   for two backends goes through an enum of connections.
//!
//! What a statement returns are rows, types of their own with the database's types in them, and one function makes the
//! domain's type of a row. `FromRow` on the domain's types would be shorter, until something is kept in another form than
//! it is used in: here the tags are lines of one column, and the author is columns of another table.
//!
//! The classic fault of this API is the list that asks again for each article's author, tags and marks. Here a page is
//! one statement, whatever its length: subqueries in the columns, tags kept a second time with the article for reading,
//! and the number of all as a column that does not depend on the row, so that it is computed once, and at the same
//! instant. (A page behind the last one has no row to tell it, and takes a second statement.) The tests count the
//! statements, because nothing in the answers shows them, and read the plans, because a missing index shows only when
//! there are many rows. Pages are counted with `OFFSET`, which the API prescribes; it reads all that it skips. Where the
//! interface is yours, hand out the last key instead, as the exercise does.
//!
//! What a read costs here is mostly the way there: the driver has a thread for each connection to SQLite, and each row
//! comes back through a channel. So the page that everybody opens is not read by everybody. Whoever asks while the same
//! page is being read waits for the next reading, with all others who do
//! ([`Departures`](crate::async_backend::Departures)). That is not a cache: nothing is kept, and nobody is answered with
//! what was read before they asked.
//!
//! # SQLite: one writer, shared commits
//!
//! A file has one writer at a time, and a commit that survives a power failure has to wait for the disk. Connections that
//! compete for the file pay both prices: they wait inside SQLite, where nobody sees a queue, and each waits for a commit of
//! its own. [`Sqlite`](crate::store::Sqlite) has one connection that writes, in a task with a bounded queue before it. The
//! task takes what has queued up while the disk was busy, each step in a savepoint, commits once, and only then answers.
//! The busier, the more steps share a commit:
//!
//! ```text
//! queue    ▸ publish · mark · mark · comment · follow
//! writer   BEGIN IMMEDIATE  [publish] [mark] [mark ✗] [comment] [follow]  COMMIT ── one wait for the disk
//! answers                                                                        ok · ok · error · ok · ok
//! ```
//!
//! That 64 writes which wait together are one commit, a test counts in the write-ahead log. What that is worth depends on
//! the disk: `cargo bench -p phase9-backend --bench database_access` compares them with 64 writes that get a commit each,
//! one after the other and on competing connections.
//!
//! The details are the lesson:
//!
//! - `BEGIN IMMEDIATE`, because a deferred transaction that has read before it writes fails at once if another process
//!   has written in between, and the busy timeout does not help it: what it has read is out of date.
//! - A step that was queued is taken, even if its client hangs up. A dropped future takes back what is not queued yet, and
//!   nothing else.
//! - A step that panics is a step that fails. It runs in a task that everybody waits for and that nobody would start again;
//!   the layer that makes a 500 of a panic is in another one.
//! - An answer is held back until the commit, also if it is an error. "The name is taken" may be so because of a step that
//!   is about to be undone.
//! - What belongs together is one text: `RELEASE` of one step and `SAVEPOINT` for the next, `BEGIN` and the first
//!   `SAVEPOINT`. Each text is a trip to the connection's thread and back, which costs more than most statements do; a
//!   `RETURNING` with all that the answer needs saves another one.
//! - When the disk is full, SQLite may undo the whole transaction, savepoints and all. A library that counts savepoints
//!   for you then counts wrong for as long as the connection lives. So the writer says `SAVEPOINT` and `ROLLBACK` itself,
//!   and begins again with the steps that are left.
//! - At the end the readers close first: only a connection that may write can empty the log into the file when it is the
//!   last one. A closed database is one file.
//!
//! # PostgreSQL: what was read may be over
//!
//! At READ COMMITTED each statement sees what was committed before *it* began, not before the transaction did. Between
//! finding an article and marking it, somebody may withdraw it. There are four remedies, from cheap to expensive, and
//! `sql.rs` has the first three:
//!
//! 1. Let one statement decide: `ON CONFLICT DO NOTHING` waits for whoever inserts the same key, `SET n = n + 1` reads the
//!    newest row; `rows_affected` and `RETURNING` say what came of it. The mark counts only if the insert did.
//! 2. Write first: the `UPDATE` at the head of a revision locks the row, and what follows can rely on it.
//! 3. Let a constraint decide, and say which answer its violation is; or take the whole step again.
//! 4. `SERIALIZABLE`, and be ready to take every step again.
//!
//! A step that is taken again must not have done anything outside of its transaction, which is why the events that others
//! are to hear of are rows, too, and are delivered later. Transactions are rolled back when they are dropped: by `?`, by a
//! client that hangs up, by a panic. `commit` takes the transaction by value, so nothing can be added after it (E0382); and
//! a transaction is no executor, `&mut *transaction` is (E0277).
//!
//! The pool is small on purpose. A server does not get faster by working on a hundred statements at once, and whoever
//! waits two seconds for a connection is better told so: [`Unavailable`](crate::store::StoreError::Unavailable) becomes a
//! 503 with `Retry-After`.
//!
//! # How one knows
//!
//! [`Memory`](crate::store::Memory) has the same interface, and no ideas: maps under a mutex. Each promise of the trait is
//! a function over `&dyn Store` that runs against all three. A property test lets a few users do anything, in any order,
//! and wants the same answers from each engine as from memory, errors included; when it finds a difference it shrinks it
//! to the few steps that matter. That the oracle is right is checked by the promises, that the engines agree with it
//! everywhere is checked by the property.
//!
//! ```
//! use phase9_backend::{
//!     domain::{Filter, Page},
//!     store::{self, SharedStore},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let directory = tempfile::tempdir()?;
//! let file = format!("sqlite:{}", directory.path().join("conduit.db").display());
//! for url in ["memory:", &file] {
//!     let store: SharedStore = store::open(url).await?;
//!     assert_eq!(store.articles(None, Filter::default(), Page::default()).await?.total, 0);
//!     store.close().await;
//!     assert!(store.ping().await.is_err_and(|error| error.is_transient()));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Races between two sessions of PostgreSQL are staged, not hoped for: a second connection holds a lock, the step runs into
//! it, `pg_stat_activity` says that it waits, and then the second connection commits. Nothing sleeps.
//!
//! # Migrations
//!
//! They are in the program, and run when it starts; of several instances one migrates and the others wait. On PostgreSQL
//! sqlx takes a lock for that; on SQLite it takes none, so all of them are in one transaction that begins `IMMEDIATE`, or
//! two that find a new file both create its tables. A file that was applied must never change, its line ends included: a
//! checksum of its bytes is stored, and `.gitattributes` keeps git from helping. A program that finds a migration which it
//! does not know refuses to start, because an older program on a newer schema would write rows that the newer one does not
//! expect. That also means that a change takes two releases as soon as two versions run side by side: first add, later
//! remove.
