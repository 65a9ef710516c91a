//! Whatever a few users do, in whatever order: each engine answers as memory does, errors included.

use phase9_backend::{
    domain::{
        ArticleChanges, Bio, CommentId, EventId, Filter, Page, Slug, Tag, Title, User, UserChanges, UserId,
    },
    store::{Memory, Settlement, Store, StoreError},
};
use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any, prop_oneof},
    test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use sqlx::Executor as _;
use tokio::sync::Mutex;

use super::{
    build::{NOBODY, at, body, email, kind, name, new_article, new_comment, new_user, slug},
    engines::File,
};
use crate::postgres::Database;

/// Few of everything, so that steps meet.
const NAMES: [&str; 4] = ["ada", "ben", "cleo", "Ada"];
const TITLES: [&str; 3] = ["Storage", "Queues", "Queues!"];
const TAGS: [&str; 4] = ["rust", "Rust", "über", "async"];
const SLUGS: [&str; 6] = ["storage", "storage-1", "queues", "queues-1", "queues-2", "nothing"];

/// What somebody does. Users, comments and events are named by their number, counted from the first that came.
#[derive(Clone, Debug)]
enum Act {
    Register {
        username: usize,
        email: usize,
    },
    Update {
        user: usize,
        username: Option<usize>,
        email: Option<usize>,
        bio: bool,
    },
    LogIn {
        email: usize,
    },
    Look {
        viewer: Option<usize>,
        name: usize,
    },
    Follow {
        follower: usize,
        name: usize,
        following: bool,
    },
    Publish {
        author: usize,
        title: usize,
        tags: Vec<usize>,
        suffix: u8,
    },
    Revise {
        editor: usize,
        slug: usize,
        title: Option<usize>,
        suffix: u8,
    },
    Withdraw {
        editor: usize,
        slug: usize,
    },
    Read {
        viewer: Option<usize>,
        slug: usize,
    },
    Mark {
        user: usize,
        slug: usize,
        favorite: bool,
    },
    List {
        viewer: Option<usize>,
        tag: Option<usize>,
        author: Option<usize>,
        favorited: Option<usize>,
        page: (u32, u32),
    },
    Feed {
        reader: usize,
        page: (u32, u32),
    },
    Tags,
    Comment {
        author: usize,
        slug: usize,
    },
    Comments {
        viewer: Option<usize>,
        slug: usize,
    },
    RemoveComment {
        user: usize,
        slug: usize,
        comment: usize,
    },
    Due {
        limit: u32,
    },
    Claim {
        event: usize,
        span: i64,
    },
    Settle {
        event: usize,
        postponed: Option<i64>,
    },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    // One more than there are names: nobody.
    let user = || 0..=NAMES.len();
    let named = || 0..NAMES.len();
    let slug = || 0..SLUGS.len();
    let page = || (1..4_u32, 0..4_u32);
    let act = prop_oneof![
        4 => (named(), named()).prop_map(|(username, email)| Act::Register { username, email }),
        2 => (user(), option::of(named()), option::of(named()), any::<bool>())
            .prop_map(|(user, username, email, bio)| Act::Update { user, username, email, bio }),
        1 => named().prop_map(|email| Act::LogIn { email }),
        1 => (option::of(user()), named()).prop_map(|(viewer, name)| Act::Look { viewer, name }),
        3 => (user(), named(), any::<bool>())
            .prop_map(|(follower, name, following)| Act::Follow { follower, name, following }),
        6 => (user(), 0..TITLES.len(), vec(0..TAGS.len(), 0..3), 1..3_u8)
            .prop_map(|(author, title, tags, suffix)| Act::Publish { author, title, tags, suffix }),
        3 => (user(), slug(), option::of(0..TITLES.len()), 1..3_u8)
            .prop_map(|(editor, slug, title, suffix)| Act::Revise { editor, slug, title, suffix }),
        1 => (user(), slug()).prop_map(|(editor, slug)| Act::Withdraw { editor, slug }),
        2 => (option::of(user()), slug()).prop_map(|(viewer, slug)| Act::Read { viewer, slug }),
        4 => (user(), slug(), any::<bool>()).prop_map(|(user, slug, favorite)| Act::Mark { user, slug, favorite }),
        4 => (option::of(user()), option::of(0..TAGS.len()), option::of(named()), option::of(named()), page())
            .prop_map(|(viewer, tag, author, favorited, page)| Act::List { viewer, tag, author, favorited, page }),
        2 => (user(), page()).prop_map(|(reader, page)| Act::Feed { reader, page }),
        1 => Just(Act::Tags),
        2 => (user(), slug()).prop_map(|(author, slug)| Act::Comment { author, slug }),
        1 => (option::of(user()), slug()).prop_map(|(viewer, slug)| Act::Comments { viewer, slug }),
        1 => (user(), slug(), 0..4_usize)
            .prop_map(|(user, slug, comment)| Act::RemoveComment { user, slug, comment }),
        2 => (1..4_u32).prop_map(|limit| Act::Due { limit }),
        2 => (0..6_usize, 0..40_i64).prop_map(|(event, span)| Act::Claim { event, span }),
        2 => (0..6_usize, option::of(0..40_i64)).prop_map(|(event, postponed)| Act::Settle { event, postponed }),
    ];
    vec(act, 1..60)
}

/// A storage, and what it has called the things that came. Engines may skip keys, so answers are compared without them.
struct World<'a> {
    store: &'a dyn Store,
    users: Vec<UserId>,
    comments: Vec<CommentId>,
    events: Vec<EventId>,
    articles: Vec<i64>,
}

/// Where `key` stands in the list, at its end if it is new.
fn number<T: PartialEq>(keys: &mut Vec<T>, key: T) -> i64 {
    let at = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
        keys.push(key);
        keys.len() - 1
    });
    i64::try_from(at).unwrap()
}

impl<'a> World<'a> {
    fn new(store: &'a dyn Store) -> Self {
        Self { store, users: vec![], comments: vec![], events: vec![], articles: vec![] }
    }

    fn user(&self, number: usize) -> UserId {
        self.users.get(number).copied().unwrap_or(NOBODY)
    }

    fn viewer(&self, number: Option<usize>) -> Option<UserId> {
        number.map(|number| self.user(number))
    }

    fn seen(&mut self, user: User) -> User {
        User { id: UserId::from_storage(number(&mut self.users, user.id)), ..user }
    }

    /// Does `act` at `now`, and says what came of it.
    async fn take(&mut self, act: &Act, now: i64) -> String {
        let store = self.store;
        let page = |(limit, offset)| Page::new(limit, offset).unwrap();
        let known = |index: usize| slug(SLUGS[index]);
        match act.clone() {
            Act::Register { username, email: address } => {
                let mut new = new_user(NAMES[username]);
                new.email = email(NAMES[address]);
                say(store.create_user(new).await.map(|user| self.seen(user)))
            }
            Act::Update { user, username, email: address, bio } => {
                let changes = UserChanges {
                    username: username.map(|index| name(NAMES[index])),
                    email: address.map(|index| email(NAMES[index])),
                    bio: bio.then(|| Bio::parse(format!("since {now}")).unwrap()),
                    ..UserChanges::default()
                };
                say(store.update_user(self.user(user), changes).await.map(|user| self.seen(user)))
            }
            Act::LogIn { email: address } => {
                let found = store.credentials(email(NAMES[address])).await;
                say(found.map(|found| found.map(|(user, hash)| (self.seen(user), hash.expose().to_owned()))))
            }
            Act::Look { viewer, name: index } => {
                say(store.profile(self.viewer(viewer), name(NAMES[index])).await)
            }
            Act::Follow { follower, name: index, following } => {
                say(store.set_following(self.user(follower), name(NAMES[index]), following).await)
            }
            Act::Publish { author, title, tags, suffix } => {
                let tags: Vec<_> = tags.iter().map(|index| TAGS[*index]).collect();
                let mut new = new_article(self.user(author), TITLES[title], &tags, now);
                new.other_slug = new.slug.with_suffix(&suffix.to_string());
                say(store.publish(new).await)
            }
            Act::Revise { editor, slug: index, title, suffix } => {
                let title = title.map(|index| {
                    let title = Title::parse(TITLES[index]).unwrap();
                    let slug = Slug::of(&title);
                    let other = slug.with_suffix(&suffix.to_string());
                    (title, slug, other)
                });
                let text = Some(body(&format!("as of {now}")));
                let changes = ArticleChanges { title, description: None, body: text, at: at(now) };
                say(store.revise(self.user(editor), known(index), changes).await)
            }
            Act::Withdraw { editor, slug } => {
                say(store.withdraw(self.user(editor), known(slug), at(now)).await)
            }
            Act::Read { viewer, slug } => say(store.article(self.viewer(viewer), known(slug)).await),
            Act::Mark { user, slug, favorite } => {
                say(store.set_favorite(self.user(user), known(slug), favorite).await)
            }
            Act::List { viewer, tag, author, favorited, page: part } => {
                let filter = Filter {
                    tag: tag.map(|index| Tag::parse(TAGS[index]).unwrap()),
                    author: author.map(|index| name(NAMES[index])),
                    favorited: favorited.map(|index| name(NAMES[index])),
                };
                say(store.articles(self.viewer(viewer), filter, page(part)).await)
            }
            Act::Feed { reader, page: part } => say(store.feed(self.user(reader), page(part)).await),
            Act::Tags => say(store.tags().await),
            Act::Comment { author, slug } => {
                let comment =
                    store.add_comment(known(slug), new_comment(self.user(author), "Yes", now)).await;
                say(comment.map(|comment| {
                    let id = number(&mut self.comments, comment.id);
                    phase9_backend::domain::Comment { id: CommentId::from_storage(id), ..comment }
                }))
            }
            Act::Comments { viewer, slug } => {
                let comments = store.comments(self.viewer(viewer), known(slug)).await;
                say(comments.map(|comments| {
                    let seen = comments
                        .into_iter()
                        .map(|it| (number(&mut self.comments, it.id), it.author, it.created_at));
                    seen.collect::<Vec<_>>()
                }))
            }
            Act::RemoveComment { user, slug, comment } => {
                let unknown = CommentId::from_storage(1 << 40);
                let comment = self.comments.get(comment).copied().unwrap_or(unknown);
                say(store.remove_comment(self.user(user), known(slug), comment).await)
            }
            Act::Due { limit } => {
                let events = store.due_events(at(now), limit).await;
                say(events.map(|events| {
                    let seen = events.into_iter().map(|mut event| {
                        event.id = EventId::from_storage(number(&mut self.events, event.id));
                        let article = number(&mut self.articles, event.article.get());
                        event.article = phase9_backend::domain::ArticleId::from_storage(article);
                        event
                    });
                    seen.collect::<Vec<_>>()
                }))
            }
            Act::Claim { event, span } => {
                let event = self.events.get(event).copied().unwrap_or(EventId::from_storage(1 << 40));
                say(store.claim(event, at(now), at(now + span)).await)
            }
            Act::Settle { event, postponed } => {
                let event = self.events.get(event).copied().unwrap_or(EventId::from_storage(1 << 40));
                let settlement = match postponed {
                    Some(span) => Settlement::Postponed { until: at(now + span), reason: "not yet".into() },
                    None => Settlement::Delivered { at: at(now) },
                };
                say(store.settle(event, settlement).await)
            }
        }
    }
}

fn say<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => kind(&error),
    }
}

/// Does the same with `store` and with memory, and compares.
async fn compare(acts: &[Act], store: &dyn Store) -> Result<(), TestCaseError> {
    let memory = Memory::new();
    let (mut expected, mut actual) = (World::new(&memory), World::new(store));
    for (act, now) in acts.iter().zip(1..) {
        let (expected, actual) = (expected.take(act, now).await, actual.take(act, now).await);
        proptest::prop_assert_eq!(expected, actual, "{}: {:?}", now, act);
    }
    Ok(())
}

/// The same cases each time, so that what has passed passes again; more of them with `PROPTEST_CASES`.
fn runner(cases: u32) -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn sqlite_answers_as_memory_does() {
    let outcome = runner(40).run(&acts(), |acts| {
        runtime().block_on(async {
            let file = File::new().await;
            let outcome = compare(&acts, &file.store).await;
            file.store.close().await;
            outcome
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
fn postgres_answers_as_memory_does() {
    let runtime = runtime();
    let (store, connection) = runtime.block_on(async {
        let database = Database::new().await;
        (database.store().await, Mutex::new(database.connection().await))
    });
    let outcome = runner(40).run(&acts(), |acts| {
        runtime.block_on(async {
            let clear = "TRUNCATE users, follows, articles, article_tags, favorites, comments, events";
            connection.lock().await.execute(clear).await.unwrap();
            compare(&acts, &store).await
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
