//! Memory: what the engines are held to.
//!
//! Plain maps under one mutex, no SQL, nothing that could be clever: a step that takes the lock has the whole world to
//! itself. Tests ask this and an engine the same questions and compare the answers. It also serves a demonstration, for
//! as long as the process lives.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use futures::future::BoxFuture;

use super::{Event, EventKind, Field, Settlement, Step, Store, StoreError, Thing};
use crate::domain::{
    Article, ArticleChanges, ArticleId, ArticleSummary, Bio, Body, Comment, CommentId, Description, Email,
    EventId, Filter, Image, Listing, NewArticle, NewComment, NewUser, Page, PasswordHash, Profile, Slug, Tag,
    Tags, Timestamp, Title, User, UserChanges, UserId, Username,
};

type Result<T> = std::result::Result<T, StoreError>;

/// Storage that ends with the process.
#[derive(Debug)]
pub struct Memory {
    /// None once it is closed.
    world: Mutex<Option<World>>,
}

/// All that is kept. Keys count up from 1, as those of the engines do.
#[derive(Debug, Default)]
struct World {
    users: BTreeMap<i64, (User, PasswordHash)>,
    /// Who follows whom.
    follows: BTreeSet<(i64, i64)>,
    articles: BTreeMap<i64, ArticleRecord>,
    /// Who has marked what.
    favorites: BTreeSet<(i64, i64)>,
    comments: BTreeMap<i64, CommentRecord>,
    /// Those that are not settled, each with when it is due.
    events: BTreeMap<i64, (Event, Timestamp)>,
    last: Last,
}

/// The keys that were given out last. They are not given out again, even if what they named is gone.
#[derive(Debug, Default)]
struct Last {
    user: i64,
    article: i64,
    comment: i64,
    event: i64,
}

fn next(last: &mut i64) -> i64 {
    *last += 1;
    *last
}

#[derive(Debug)]
struct ArticleRecord {
    author: i64,
    slug: Slug,
    title: Title,
    description: Description,
    body: Body,
    tags: Tags,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Debug)]
struct CommentRecord {
    article: i64,
    author: i64,
    body: Body,
    created_at: Timestamp,
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Memory {
    /// Storage with nothing in it.
    pub fn new() -> Self {
        Self { world: Mutex::new(Some(World::default())) }
    }

    /// Takes `step` when it is awaited, not before: it may be dropped instead.
    fn step<'a, T>(&'a self, step: impl FnOnce(&mut World) -> Result<T> + Send + 'a) -> Step<'a, T>
    where
        T: Send + 'a,
    {
        Box::pin(async move {
            let mut world = self.lock();
            step(world.as_mut().ok_or_else(|| StoreError::unavailable("storage is closed"))?)
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<World>> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    fn create_user(&self, new: NewUser) -> Step<'_, User> {
        self.step(|world| world.create_user(new))
    }

    fn update_user(&self, user: UserId, changes: UserChanges) -> Step<'_, User> {
        self.step(move |world| world.update_user(user, changes))
    }

    fn user(&self, user: UserId) -> Step<'_, User> {
        self.step(move |world| Ok(world.user(user.get())?.clone()))
    }

    fn credentials(&self, email: Email) -> Step<'_, Option<(User, PasswordHash)>> {
        self.step(move |world| Ok(world.users.values().find(|(user, _)| user.email == email).cloned()))
    }

    fn profile(&self, viewer: Option<UserId>, name: Username) -> Step<'_, Profile> {
        self.step(move |world| Ok(world.profile(viewer, world.named(&name)?)))
    }

    fn set_following(&self, follower: UserId, name: Username, following: bool) -> Step<'_, Profile> {
        self.step(move |world| {
            let followed = world.named(&name)?;
            if following {
                world.user(follower.get())?;
                world.follows.insert((follower.get(), followed));
            } else {
                world.follows.remove(&(follower.get(), followed));
            }
            Ok(world.profile(Some(follower), followed))
        })
    }

    fn publish(&self, new: NewArticle) -> Step<'_, Article> {
        self.step(|world| world.publish(new))
    }

    fn article(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Article> {
        self.step(move |world| Ok(world.seen(viewer, world.with_slug(&slug)?)))
    }

    fn revise(&self, editor: UserId, slug: Slug, changes: ArticleChanges) -> Step<'_, Article> {
        self.step(move |world| world.revise(editor, &slug, changes))
    }

    fn withdraw(&self, editor: UserId, slug: Slug, at: Timestamp) -> Step<'_, ()> {
        self.step(move |world| {
            let id = world.own(editor, &slug)?;
            world.note(id, EventKind::Withdrawn, at);
            world.articles.remove(&id);
            world.favorites.retain(|(_, article)| *article != id);
            world.comments.retain(|_, comment| comment.article != id);
            Ok(())
        })
    }

    fn set_favorite(&self, user: UserId, slug: Slug, favorite: bool) -> Step<'_, Article> {
        self.step(move |world| {
            let id = world.with_slug(&slug)?;
            if favorite {
                world.user(user.get())?;
                world.favorites.insert((user.get(), id));
            } else {
                world.favorites.remove(&(user.get(), id));
            }
            Ok(world.seen(Some(user), id))
        })
    }

    fn articles(&self, viewer: Option<UserId>, filter: Filter, page: Page) -> Step<'_, Listing> {
        self.step(move |world| {
            Ok(world.listing(viewer, page, |id, article| world.meets(&filter, id, article)))
        })
    }

    fn feed(&self, reader: UserId, page: Page) -> Step<'_, Listing> {
        self.step(move |world| {
            Ok(world.listing(Some(reader), page, |_, article| {
                world.follows.contains(&(reader.get(), article.author))
            }))
        })
    }

    fn tags(&self) -> Step<'_, Vec<Tag>> {
        self.step(|world| {
            let tags: BTreeSet<_> = world.articles.values().flat_map(|article| article.tags.iter()).collect();
            Ok(tags.into_iter().cloned().collect())
        })
    }

    fn add_comment(&self, slug: Slug, new: NewComment) -> Step<'_, Comment> {
        self.step(move |world| {
            let NewComment { author, body, at: created_at } = new;
            let article = world.with_slug(&slug)?;
            world.user(author.get())?;
            let id = next(&mut world.last.comment);
            let record = CommentRecord { article, author: author.get(), body, created_at };
            world.comments.insert(id, record);
            Ok(world.comment(Some(author), id, &world.comments[&id]))
        })
    }

    fn comments(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Vec<Comment>> {
        self.step(move |world| {
            let article = world.with_slug(&slug)?;
            let comments = world.comments.iter().filter(|(_, comment)| comment.article == article);
            Ok(comments.map(|(id, comment)| world.comment(viewer, *id, comment)).collect())
        })
    }

    fn remove_comment(&self, user: UserId, slug: Slug, comment: CommentId) -> Step<'_, ()> {
        self.step(move |world| {
            let article = world.with_slug(&slug)?;
            match world.comments.get(&comment.get()) {
                Some(found) if found.article != article => Err(StoreError::NotFound(Thing::Comment)),
                None => Err(StoreError::NotFound(Thing::Comment)),
                Some(found) if found.author != user.get() => Err(StoreError::NotYours(Thing::Comment)),
                Some(_) => {
                    world.comments.remove(&comment.get());
                    Ok(())
                }
            }
        })
    }

    fn due_events(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>> {
        self.step(move |world| {
            let mut told = BTreeSet::new();
            // In the order of their keys: the first of an article is its oldest.
            let oldest = world.events.values().filter(|(event, _)| told.insert(event.article));
            let mut due: Vec<_> = oldest.filter(|(_, due)| *due <= now).collect();
            due.sort_by_key(|(event, due)| (*due, event.id));
            Ok(due.into_iter().take(limit as usize).map(|(event, _)| event.clone()).collect())
        })
    }

    fn claim(&self, event: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool> {
        self.step(move |world| {
            let due = world.events.get_mut(&event.get()).map(|(_, due)| due).filter(|due| **due <= now);
            Ok(due.map(|due| *due = until).is_some())
        })
    }

    fn settle(&self, event: EventId, settlement: Settlement) -> Step<'_, ()> {
        self.step(move |world| {
            match settlement {
                Settlement::Delivered { .. } | Settlement::Abandoned { .. } => {
                    world.events.remove(&event.get());
                }
                Settlement::Postponed { until, .. } => {
                    if let Some((event, due)) = world.events.get_mut(&event.get()) {
                        event.attempts += 1;
                        *due = until;
                    }
                }
            }
            Ok(())
        })
    }

    fn ping(&self) -> Step<'_, ()> {
        self.step(|_| Ok(()))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { *self.lock() = None })
    }
}

impl World {
    fn check_taken(&self, user: i64, username: Option<&Username>, email: Option<&Email>) -> Result<()> {
        let others = || self.users.values().map(|(user, _)| user).filter(|other| other.id.get() != user);
        if others().any(|other| Some(&other.username) == username) {
            Err(StoreError::Taken(Field::Username))
        } else if others().any(|other| Some(&other.email) == email) {
            Err(StoreError::Taken(Field::Email))
        } else {
            Ok(())
        }
    }

    fn create_user(&mut self, NewUser { username, email, password }: NewUser) -> Result<User> {
        self.check_taken(0, Some(&username), Some(&email))?;
        let id = next(&mut self.last.user);
        let (bio, image) = (Bio::from_storage(String::new()), Image::from_storage(String::new()));
        let user = User { id: UserId::from_storage(id), username, email, bio, image };
        self.users.insert(id, (user.clone(), password));
        Ok(user)
    }

    fn update_user(&mut self, id: UserId, changes: UserChanges) -> Result<User> {
        let UserChanges { username, email, bio, image, password } = changes;
        self.check_taken(id.get(), username.as_ref(), email.as_ref())?;
        let (user, hash) = self.users.get_mut(&id.get()).ok_or(StoreError::NotFound(Thing::User))?;
        username.inspect(|it| user.username.clone_from(it));
        email.inspect(|it| user.email.clone_from(it));
        bio.inspect(|it| user.bio.clone_from(it));
        image.inspect(|it| user.image.clone_from(it));
        password.inspect(|it| hash.clone_from(it));
        Ok(user.clone())
    }

    fn user(&self, id: i64) -> Result<&User> {
        self.users.get(&id).map(|(user, _)| user).ok_or(StoreError::NotFound(Thing::User))
    }

    fn named(&self, name: &Username) -> Result<i64> {
        let named = self.users.iter().find(|(_, (user, _))| user.username == *name);
        named.map(|(id, _)| *id).ok_or(StoreError::NotFound(Thing::Profile))
    }

    /// Somebody who is there, as `viewer` sees them.
    fn profile(&self, viewer: Option<UserId>, id: i64) -> Profile {
        let User { username, bio, image, .. } = self.users[&id].0.clone();
        let following = viewer.is_some_and(|viewer| self.follows.contains(&(viewer.get(), id)));
        Profile { username, bio, image, following }
    }

    fn with_slug(&self, slug: &Slug) -> Result<i64> {
        let found = self.articles.iter().find(|(_, article)| article.slug == *slug);
        found.map(|(id, _)| *id).ok_or(StoreError::NotFound(Thing::Article))
    }

    fn own(&self, editor: UserId, slug: &Slug) -> Result<i64> {
        let id = self.with_slug(slug)?;
        if self.articles[&id].author == editor.get() {
            Ok(id)
        } else {
            Err(StoreError::NotYours(Thing::Article))
        }
    }

    /// The first of the slugs that no other article than `article` has.
    fn free(&self, article: i64, slugs: [Slug; 2]) -> Result<Slug> {
        let is_free = |slug: &Slug| self.with_slug(slug).map_or(true, |holder| holder == article);
        slugs.into_iter().find(is_free).ok_or_else(|| StoreError::unavailable("both slugs are taken"))
    }

    fn publish(&mut self, new: NewArticle) -> Result<Article> {
        let NewArticle { author, slug, other_slug, title, description, body, tags, at } = new;
        let slug = self.free(0, [slug, other_slug])?;
        self.user(author.get())?;
        let id = next(&mut self.last.article);
        let author = author.get();
        let (created_at, updated_at) = (at, at);
        let record = ArticleRecord { author, slug, title, description, body, tags, created_at, updated_at };
        self.articles.insert(id, record);
        self.note(id, EventKind::Published, at);
        Ok(self.seen(Some(UserId::from_storage(author)), id))
    }

    fn revise(&mut self, editor: UserId, slug: &Slug, changes: ArticleChanges) -> Result<Article> {
        let id = self.own(editor, slug)?;
        let ArticleChanges { title, description, body, at } = changes;
        let renamed = match title {
            Some((title, slug, other)) => Some((title, self.free(id, [slug, other])?)),
            None => None,
        };
        let article = self.articles.get_mut(&id).ok_or(StoreError::NotFound(Thing::Article))?;
        if let Some((title, slug)) = renamed {
            (article.title, article.slug) = (title, slug);
        }
        description.inspect(|it| article.description.clone_from(it));
        body.inspect(|it| article.body.clone_from(it));
        article.updated_at = at;
        self.note(id, EventKind::Revised, at);
        Ok(self.seen(Some(editor), id))
    }

    /// An article that is there, as `viewer` sees it.
    fn seen(&self, viewer: Option<UserId>, id: i64) -> Article {
        let article = &self.articles[&id];
        let readers = self.favorites.iter().filter(|(_, marked)| *marked == id);
        let summary = ArticleSummary {
            slug: article.slug.clone(),
            title: article.title.clone(),
            description: article.description.clone(),
            tags: article.tags.clone(),
            created_at: article.created_at,
            updated_at: article.updated_at,
            favorited: viewer.is_some_and(|viewer| self.favorites.contains(&(viewer.get(), id))),
            favorites_count: readers.map(|_| 1).sum(),
            author: self.profile(viewer, article.author),
        };
        Article { summary, body: article.body.clone() }
    }

    fn meets(&self, filter: &Filter, id: i64, article: &ArticleRecord) -> bool {
        let Filter { tag, author, favorited } = filter;
        let is = |name: &Username, user: i64| self.users[&user].0.username == *name;
        tag.as_ref().is_none_or(|tag| article.tags.iter().any(|own| own == tag))
            && author.as_ref().is_none_or(|name| is(name, article.author))
            && favorited.as_ref().is_none_or(|name| {
                self.favorites.iter().any(|(reader, marked)| *marked == id && is(name, *reader))
            })
    }

    fn listing(
        &self,
        viewer: Option<UserId>,
        page: Page,
        wanted: impl Fn(i64, &ArticleRecord) -> bool,
    ) -> Listing {
        let mut found: Vec<_> = self.articles.iter().filter(|(id, article)| wanted(**id, article)).collect();
        found.sort_by_key(|(id, article)| std::cmp::Reverse((article.created_at, **id)));
        let part = found.iter().skip(page.offset() as usize).take(page.limit() as usize);
        let articles = part.map(|(id, _)| self.seen(viewer, **id).summary).collect();
        Listing { articles, total: found.iter().map(|_| 1).sum() }
    }

    fn comment(&self, viewer: Option<UserId>, id: i64, record: &CommentRecord) -> Comment {
        let CommentRecord { author, body, created_at, .. } = record;
        Comment {
            id: CommentId::from_storage(id),
            body: body.clone(),
            created_at: *created_at,
            author: self.profile(viewer, *author),
        }
    }

    /// Notes what has happened to an article that is there.
    fn note(&mut self, id: i64, kind: EventKind, at: Timestamp) {
        let event = next(&mut self.last.event);
        let ArticleRecord { slug, title, author, .. } = &self.articles[&id];
        let note = Event {
            id: EventId::from_storage(event),
            article: ArticleId::from_storage(id),
            kind,
            slug: slug.clone(),
            title: title.clone(),
            author: self.users[author].0.username.clone(),
            at,
            attempts: 0,
        };
        self.events.insert(event, (note, at));
    }
}
