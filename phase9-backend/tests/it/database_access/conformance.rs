//! What each storage promises: the same functions for all of them.

use futures::{FutureExt as _, future::BoxFuture};
use phase9_backend::{
    domain::{
        ArticleChanges, Bio, Description, Email, EventId, Filter, Image, NewUser, Page, PasswordHash, Slug,
        Tag, UserChanges, UserId,
    },
    store::{EventKind, Memory, Settlement, Store},
};

use super::{
    build::{
        NOBODY, at, body, email, name, new_article, new_comment, new_title, new_user, no_changes, publish,
        refused, register, slug,
    },
    engines::File,
};
use crate::postgres::Database;

type Case = for<'a> fn(&'a dyn Store) -> BoxFuture<'a, ()>;

/// Each promise, to be kept by a storage with nothing in it.
const CASES: &[Case] = &[
    |store| users_are_found_as_they_registered(store).boxed(),
    |store| names_and_addresses_are_unique(store).boxed(),
    |store| the_name_counts_first_when_both_are_taken(store).boxed(),
    |store| what_a_user_does_not_change_stays(store).boxed(),
    |store| profiles_depend_on_who_looks(store).boxed(),
    |store| following_twice_is_following(store).boxed(),
    |store| steps_of_nobody_are_refused(store).boxed(),
    |store| a_published_article_is_whole(store).boxed(),
    |store| the_second_of_a_title_gets_the_other_slug(store).boxed(),
    |store| a_new_title_moves_the_article(store).boxed(),
    |store| a_revision_that_cannot_be_named_changes_nothing(store).boxed(),
    |store| authors_see_their_articles_as_themselves(store).boxed(),
    |store| only_authors_change_articles(store).boxed(),
    |store| a_withdrawn_article_takes_everything_with_it(store).boxed(),
    |store| keys_are_not_given_out_again(store).boxed(),
    |store| favorites_are_counted_once_for_each_user(store).boxed(),
    |store| lists_are_the_newest_first_and_in_pages(store).boxed(),
    |store| filters_hold_together(store).boxed(),
    |store| the_feed_is_of_those_whom_the_reader_follows(store).boxed(),
    |store| tags_are_sorted_by_their_bytes(store).boxed(),
    |store| comments_are_the_oldest_first(store).boxed(),
    |store| only_their_authors_remove_comments(store).boxed(),
    |store| what_cannot_be_a_slug_is_no_article(store).boxed(),
    |store| quotes_and_wildcards_are_letters(store).boxed(),
    |store| every_change_of_an_article_is_told(store).boxed(),
    |store| events_of_an_article_wait_for_each_other(store).boxed(),
    |store| a_settled_event_stays_settled(store).boxed(),
    |store| an_event_is_claimed_by_one_until_it_is_settled_or_due_again(store).boxed(),
    |store| a_step_that_nobody_awaits_is_not_taken(store).boxed(),
];

#[tokio::test]
async fn memory_keeps_every_promise() {
    for case in CASES {
        case(&Memory::new()).await;
    }
}

#[tokio::test]
async fn sqlite_keeps_every_promise() {
    for case in CASES {
        let file = File::new().await;
        case(&file.store).await;
        file.store.close().await;
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn postgres_keeps_every_promise() {
    for case in CASES {
        let store = Database::new().await.store().await;
        case(&store).await;
        store.close().await;
    }
}

async fn users_are_found_as_they_registered(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let ben = register(store, "ben").await;
    assert_ne!(ada.id, ben.id);
    assert_eq!((ada.bio.as_str(), ada.image.as_str()), ("", ""));
    assert_eq!(store.user(ada.id).await.unwrap(), ada);
    let (found, hash) = store.credentials(email("ada")).await.unwrap().unwrap();
    assert_eq!((found, hash.expose()), (ada, "hash of ada"));
    assert_eq!(store.credentials(email("cleo")).await.unwrap(), None);
    assert_eq!(refused(store.user(NOBODY).await), "no such user");
}

async fn names_and_addresses_are_unique(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let mut other = new_user("ben");
    other.username = name("ada");
    assert_eq!(refused(store.create_user(other).await), "username taken");
    let mut other = new_user("ben");
    other.email = email("ada");
    assert_eq!(refused(store.create_user(other).await), "email taken");
    let ben = register(store, "ben").await;
    let rename = UserChanges { username: Some(name("ada")), ..UserChanges::default() };
    assert_eq!(refused(store.update_user(ben.id, rename.clone()).await), "username taken");
    let readdress = UserChanges { email: Some(email("ada")), ..UserChanges::default() };
    assert_eq!(refused(store.update_user(ben.id, readdress).await), "email taken");
    assert_eq!(store.user(ben.id).await.unwrap(), ben);
    // One's own are not somebody else's.
    let own = UserChanges { email: Some(email("ada")), ..rename };
    assert_eq!(store.update_user(ada.id, own).await.unwrap(), ada);
    // Names are told apart by their letters, capitals included.
    let capital = store.create_user(NewUser { username: name("Ada"), ..new_user("cleo") }).await.unwrap();
    assert_eq!(store.profile(None, name("Ada")).await.unwrap().username, capital.username);
}

async fn the_name_counts_first_when_both_are_taken(store: &dyn Store) {
    register(store, "ada").await;
    assert_eq!(refused(store.create_user(new_user("ada")).await), "username taken");
    let ben = register(store, "ben").await;
    let both =
        UserChanges { username: Some(name("ada")), email: Some(email("ada")), ..UserChanges::default() };
    assert_eq!(refused(store.update_user(ben.id, both).await), "username taken");
}

async fn what_a_user_does_not_change_stays(store: &dyn Store) {
    let ada = register(store, "ada").await;
    assert_eq!(store.update_user(ada.id, UserChanges::default()).await.unwrap(), ada);
    let changes = UserChanges {
        bio: Some(Bio::parse("Counts.\nAlone.").unwrap()),
        image: Some(Image::parse("/ada.png").unwrap()),
        ..UserChanges::default()
    };
    let changed = store.update_user(ada.id, changes).await.unwrap();
    assert_eq!((changed.bio.as_str(), changed.image.as_str()), ("Counts.\nAlone.", "/ada.png"));
    let changes = UserChanges {
        username: Some(name("lovelace")),
        email: Some(email("lovelace")),
        bio: Some(Bio::parse("").unwrap()),
        password: Some(PasswordHash::new("another".into())),
        ..UserChanges::default()
    };
    let changed = store.update_user(ada.id, changes).await.unwrap();
    assert_eq!((changed.id, changed.bio.as_str(), changed.image.as_str()), (ada.id, "", "/ada.png"));
    assert_eq!(store.credentials(email("ada")).await.unwrap(), None);
    let (found, hash) = store.credentials(email("lovelace")).await.unwrap().unwrap();
    assert_eq!((found, hash.expose()), (changed, "another"));
}

async fn profiles_depend_on_who_looks(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let ben = register(store, "ben").await;
    store.set_following(ben.id, name("ada"), true).await.unwrap();
    let following = async |viewer| store.profile(viewer, name("ada")).await.unwrap().following;
    assert!(following(Some(ben.id)).await);
    assert!(!following(Some(ada.id)).await);
    assert!(!following(None).await);
    assert!(!store.profile(Some(ada.id), name("ben")).await.unwrap().following);
    assert_eq!(refused(store.profile(None, name("cleo")).await), "no such profile");
}

async fn following_twice_is_following(store: &dyn Store) {
    register(store, "ada").await;
    let ben = register(store, "ben").await;
    for following in [true, true, false, false] {
        let profile = store.set_following(ben.id, name("ada"), following).await.unwrap();
        assert_eq!((profile.username, profile.following), (name("ada"), following));
        assert_eq!(store.profile(Some(ben.id), name("ada")).await.unwrap().following, following);
    }
    assert_eq!(refused(store.set_following(ben.id, name("cleo"), true).await), "no such profile");
    // To follow one no longer is to follow the others still.
    for (followed, following) in [("ada", true), ("ben", true), ("ben", false)] {
        store.set_following(ben.id, name(followed), following).await.unwrap();
    }
    assert!(store.profile(Some(ben.id), name("ada")).await.unwrap().following);
}

async fn steps_of_nobody_are_refused(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let slug = publish(store, ada.id, "Storage", 1).await;
    assert_eq!(refused(store.update_user(NOBODY, UserChanges::default()).await), "no such user");
    assert_eq!(refused(store.set_following(NOBODY, name("ada"), true).await), "no such user");
    assert_eq!(refused(store.publish(new_article(NOBODY, "Storage", &[], 2)).await), "no such user");
    assert_eq!(refused(store.set_favorite(NOBODY, slug.clone(), true).await), "no such user");
    assert_eq!(refused(store.add_comment(slug.clone(), new_comment(NOBODY, "Yes", 2)).await), "no such user");
    assert_eq!(refused(store.revise(NOBODY, slug.clone(), no_changes(2)).await), "not your article");
    assert_eq!(refused(store.withdraw(NOBODY, slug.clone(), at(2)).await), "not your article");
    let article = store.article(None, slug).await.unwrap();
    assert_eq!((article.summary.favorites_count, article.summary.updated_at), (0, at(1)));
}

async fn a_published_article_is_whole(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let new = new_article(ada.id, "Storage, twice", &["sqlite", "postgres"], 7);
    let published = store.publish(new.clone()).await.unwrap();
    let summary = &published.summary;
    assert_eq!(
        (&summary.slug, &summary.title, &summary.description),
        (&slug("storage-twice"), &new.title, &new.description)
    );
    assert_eq!((&published.body, &summary.tags), (&new.body, &new.tags));
    assert_eq!((summary.created_at, summary.updated_at), (at(7), at(7)));
    assert_eq!((summary.favorited, summary.favorites_count), (false, 0));
    assert_eq!((&summary.author.username, summary.author.following), (&name("ada"), false));
    assert_eq!(store.article(Some(ada.id), summary.slug.clone()).await.unwrap(), published);
    let page = store.articles(None, Filter::default(), Page::default()).await.unwrap();
    assert_eq!((page.articles, page.total), (vec![published.summary], 1));
}

async fn the_second_of_a_title_gets_the_other_slug(store: &dyn Store) {
    let ada = register(store, "ada").await;
    assert_eq!(publish(store, ada.id, "Storage", 1).await, slug("storage"));
    assert_eq!(publish(store, ada.id, "Storage", 2).await, slug("storage-2"));
    assert_eq!(refused(store.publish(new_article(ada.id, "Storage", &[], 3)).await), "unavailable");
    assert_eq!(store.articles(None, Filter::default(), Page::default()).await.unwrap().total, 2);
}

async fn a_new_title_moves_the_article(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let old = publish(store, ada.id, "Storage", 1).await;
    let revised = store.revise(ada.id, old.clone(), new_title("Storage, twice", 5)).await.unwrap().summary;
    assert_eq!((&revised.slug, revised.title.as_str()), (&slug("storage-twice"), "Storage, twice"));
    assert_eq!((revised.created_at, revised.updated_at), (at(1), at(5)));
    assert_eq!(refused(store.article(None, old).await), "no such article");
    // The same title again is no conflict with itself.
    let same =
        store.revise(ada.id, revised.slug.clone(), new_title("Storage, twice", 6)).await.unwrap().summary;
    assert_eq!(same.slug, revised.slug);
    // What is not mentioned stays, the slug included.
    let changes = ArticleChanges { body: Some(body("More")), ..no_changes(7) };
    let same = store.revise(ada.id, revised.slug.clone(), changes).await.unwrap();
    assert_eq!(
        (same.body.as_str(), same.summary.title, same.summary.updated_at),
        ("More", revised.title, at(7))
    );
    let about = Description::parse("What is left").unwrap();
    let changes = ArticleChanges { description: Some(about.clone()), ..no_changes(7) };
    let same = store.revise(ada.id, revised.slug.clone(), changes).await.unwrap();
    assert_eq!((same.body.as_str(), same.summary.description), ("More", about));
    // A title that somebody has leads to the other slug.
    publish(store, ada.id, "Queues", 8).await;
    let moved = store.revise(ada.id, revised.slug, new_title("Queues", 9)).await.unwrap();
    assert_eq!(moved.summary.slug, slug("queues-2"));
}

async fn a_revision_that_cannot_be_named_changes_nothing(store: &dyn Store) {
    let ada = register(store, "ada").await;
    for micros in [1, 2] {
        publish(store, ada.id, "Storage", micros).await;
    }
    let third = publish(store, ada.id, "Queues", 3).await;
    let before = store.article(None, third.clone()).await.unwrap();
    assert_eq!(refused(store.revise(ada.id, third.clone(), new_title("Storage", 4)).await), "unavailable");
    assert_eq!(store.article(None, third).await.unwrap(), before);
}

async fn authors_see_their_articles_as_themselves(store: &dyn Store) {
    let ada = register(store, "ada").await;
    store.set_following(ada.id, name("ada"), true).await.unwrap();
    let published = store.publish(new_article(ada.id, "Storage", &[], 1)).await.unwrap().summary;
    assert!(published.author.following);
    store.set_favorite(ada.id, published.slug.clone(), true).await.unwrap();
    let revised = store.revise(ada.id, published.slug, no_changes(2)).await.unwrap().summary;
    assert!(revised.favorited && revised.author.following);
}

async fn only_authors_change_articles(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let ben = register(store, "ben").await;
    let article = publish(store, ada.id, "Storage", 1).await;
    assert_eq!(
        refused(store.revise(ben.id, article.clone(), new_title("Mine", 2)).await),
        "not your article"
    );
    assert_eq!(refused(store.withdraw(ben.id, article.clone(), at(2)).await), "not your article");
    assert_eq!(store.article(None, article).await.unwrap().summary.updated_at, at(1));
    assert_eq!(refused(store.revise(ben.id, slug("nothing"), no_changes(2)).await), "no such article");
    assert_eq!(refused(store.withdraw(ben.id, slug("nothing"), at(2)).await), "no such article");
}

async fn a_withdrawn_article_takes_everything_with_it(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let article = publish(store, ada.id, "Storage", 1).await;
    store.set_favorite(ada.id, article.clone(), true).await.unwrap();
    store.add_comment(article.clone(), new_comment(ada.id, "Mine", 2)).await.unwrap();
    store.withdraw(ada.id, article.clone(), at(3)).await.unwrap();
    assert_eq!(refused(store.article(None, article.clone()).await), "no such article");
    assert_eq!(refused(store.comments(None, article.clone()).await), "no such article");
    assert_eq!(store.tags().await.unwrap(), []);
    let favorites = Filter { favorited: Some(name("ada")), ..Filter::default() };
    assert_eq!(store.articles(None, favorites, Page::default()).await.unwrap().total, 0);
    // The slug is free again, and nothing of the old article comes back with it.
    assert_eq!(publish(store, ada.id, "Storage", 4).await, article);
    let again = store.article(Some(ada.id), article.clone()).await.unwrap().summary;
    assert_eq!((again.favorited, again.favorites_count), (false, 0));
    assert_eq!(store.comments(None, article).await.unwrap(), []);
}

async fn keys_are_not_given_out_again(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let article = publish(store, ada.id, "Storage", 1).await;
    store.withdraw(ada.id, article.clone(), at(2)).await.unwrap();
    publish(store, ada.id, "Storage", 3).await;
    // Nobody has heard of the old one yet. The new one is another one, so it does not have to wait for that.
    let events = store.due_events(at(9), 9).await.unwrap();
    assert_eq!(events.iter().map(|event| event.at).collect::<Vec<_>>(), [at(1), at(3)]);
    assert_ne!(events[0].article, events[1].article);
    let mut comments = Vec::new();
    for _ in 0..2 {
        let comment = store.add_comment(article.clone(), new_comment(ada.id, "Yes", 4)).await.unwrap().id;
        store.remove_comment(ada.id, article.clone(), comment).await.unwrap();
        comments.push(comment);
    }
    assert_ne!(comments[0], comments[1]);
}

async fn favorites_are_counted_once_for_each_user(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let ben = register(store, "ben").await;
    let article = publish(store, ada.id, "Storage", 1).await;
    let marked = async |user: UserId, favorite| {
        let summary = store.set_favorite(user, article.clone(), favorite).await.unwrap().summary;
        assert_eq!(store.article(Some(user), article.clone()).await.unwrap().summary, summary);
        (summary.favorited, summary.favorites_count)
    };
    assert_eq!(marked(ben.id, false).await, (false, 0));
    assert_eq!(marked(ada.id, true).await, (true, 1));
    assert_eq!(marked(ada.id, true).await, (true, 1));
    assert_eq!(marked(ben.id, true).await, (true, 2));
    assert_eq!(marked(ada.id, false).await, (false, 1));
    assert_eq!(marked(ada.id, false).await, (false, 1));
    assert!(!store.article(None, article.clone()).await.unwrap().summary.favorited);
    assert_eq!(store.article(None, article.clone()).await.unwrap().summary.updated_at, at(1));
    assert_eq!(refused(store.set_favorite(ada.id, slug("nothing"), true).await), "no such article");
    // To take back one mark takes back one.
    let other = publish(store, ada.id, "Queues", 2).await;
    store.set_favorite(ben.id, other.clone(), true).await.unwrap();
    store.set_favorite(ben.id, other, false).await.unwrap();
    assert_eq!(marked(ben.id, true).await, (true, 1));
}

/// The slugs of a part of the list.
async fn slugs(store: &dyn Store, filter: Filter, page: Page) -> (Vec<Slug>, i64) {
    let listing = store.articles(None, filter, page).await.unwrap();
    (listing.articles.into_iter().map(|article| article.slug).collect(), listing.total)
}

async fn lists_are_the_newest_first_and_in_pages(store: &dyn Store) {
    let ada = register(store, "ada").await;
    // Two of one instant: the one that came later is the newer.
    for (title, micros) in [("one", 1), ("three", 3), ("two", 2), ("three again", 3)] {
        publish(store, ada.id, title, micros).await;
    }
    let page = |limit, offset| slugs(store, Filter::default(), Page::new(limit, offset).unwrap());
    assert_eq!(page(10, 0).await, (["three-again", "three", "two", "one"].map(slug).to_vec(), 4));
    assert_eq!(page(2, 1).await, (["three", "two"].map(slug).to_vec(), 4));
    assert_eq!(page(2, 3).await, (vec![slug("one")], 4));
    assert_eq!(page(2, 4).await, (vec![], 4));
    assert_eq!(page(2, u32::MAX).await, (vec![], 4));
}

async fn filters_hold_together(store: &dyn Store) {
    let [ada, ben] = [register(store, "ada").await, register(store, "ben").await];
    for (author, title, tags) in [
        (&ada, "a plain", &[][..]),
        (&ada, "a tagged", &["rust"]),
        (&ben, "b plain", &["async"]),
        (&ben, "b tagged", &["async", "rust"]),
    ] {
        store.publish(new_article(author.id, title, tags, 1)).await.unwrap();
    }
    for marked in ["a-tagged", "b-plain", "b-tagged"] {
        store.set_favorite(ada.id, slug(marked), true).await.unwrap();
    }
    let tag = || Some(Tag::parse("rust").unwrap());
    let (author, favorited) = (|| Some(name("ben")), || Some(name("ada")));
    let found = async |tag, author, favorited| {
        let (slugs, total) = slugs(store, Filter { tag, author, favorited }, Page::default()).await;
        assert_eq!(i64::try_from(slugs.len()), Ok(total));
        slugs.iter().map(|slug| slug.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(None, None, None).await, ["b-tagged", "b-plain", "a-tagged", "a-plain"]);
    assert_eq!(found(tag(), None, None).await, ["b-tagged", "a-tagged"]);
    assert_eq!(found(None, author(), None).await, ["b-tagged", "b-plain"]);
    assert_eq!(found(None, None, favorited()).await, ["b-tagged", "b-plain", "a-tagged"]);
    assert_eq!(found(tag(), author(), None).await, ["b-tagged"]);
    assert_eq!(found(tag(), None, favorited()).await, ["b-tagged", "a-tagged"]);
    assert_eq!(found(None, author(), favorited()).await, ["b-tagged", "b-plain"]);
    assert_eq!(found(tag(), author(), favorited()).await, ["b-tagged"]);
    assert!(found(None, Some(name("cleo")), None).await.is_empty());
    assert!(found(None, None, Some(name("ben"))).await.is_empty());
}

async fn the_feed_is_of_those_whom_the_reader_follows(store: &dyn Store) {
    let [ada, ben, cleo] =
        [register(store, "ada").await, register(store, "ben").await, register(store, "cleo").await];
    publish(store, ada.id, "first", 1).await;
    publish(store, ben.id, "second", 2).await;
    publish(store, cleo.id, "third", 3).await;
    publish(store, ada.id, "fourth", 4).await;
    publish(store, ada.id, "fifth", 4).await;
    let feed = async |page| {
        let listing = store.feed(cleo.id, page).await.unwrap();
        assert!(listing.articles.iter().all(|article| article.author.following));
        (listing.articles.into_iter().map(|article| article.slug).collect::<Vec<_>>(), listing.total)
    };
    assert_eq!(feed(Page::default()).await, (vec![], 0));
    store.set_following(cleo.id, name("ada"), true).await.unwrap();
    store.set_following(ada.id, name("ben"), true).await.unwrap();
    assert_eq!(feed(Page::default()).await, (["fifth", "fourth", "first"].map(slug).to_vec(), 3));
    assert_eq!(feed(Page::new(1, 1).unwrap()).await, (vec![slug("fourth")], 3));
    // After the last page, there is nothing but the number of all.
    let beyond = Page::new(1, 9).unwrap();
    assert_eq!(feed(beyond).await, (vec![], 3));
    assert_eq!(slugs(store, Filter::default(), beyond).await, (vec![], 5));
    let by_ada = Filter { author: Some(name("ada")), ..Filter::default() };
    assert_eq!(slugs(store, by_ada, beyond).await, (vec![], 3));
}

async fn tags_are_sorted_by_their_bytes(store: &dyn Store) {
    let ada = register(store, "ada").await;
    for (title, tags) in [("one", ["b", "ä", "B"]), ("two", ["a b", "b", "ab"])] {
        store.publish(new_article(ada.id, title, &tags, 1)).await.unwrap();
    }
    let tags = store.tags().await.unwrap();
    assert_eq!(tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["B", "a b", "ab", "b", "ä"]);
    let article = store.article(None, slug("one")).await.unwrap();
    assert_eq!(article.summary.tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["b", "ä", "B"]);
}

async fn comments_are_the_oldest_first(store: &dyn Store) {
    let [ada, ben] = [register(store, "ada").await, register(store, "ben").await];
    store.set_following(ada.id, name("ben"), true).await.unwrap();
    let [one, two] = [publish(store, ada.id, "one", 1).await, publish(store, ada.id, "two", 2).await];
    let first = store.add_comment(one.clone(), new_comment(ben.id, "First\nof all", 9)).await.unwrap();
    let second = store.add_comment(one.clone(), new_comment(ada.id, "Second", 8)).await.unwrap();
    let elsewhere = store.add_comment(two.clone(), new_comment(ada.id, "Elsewhere", 9)).await.unwrap();
    assert_eq!(
        (first.body.as_str(), first.created_at, first.author.following),
        ("First\nof all", at(9), false)
    );
    let comments = store.comments(None, one.clone()).await.unwrap();
    assert_eq!(comments, [first.clone(), second.clone()]);
    // Who follows even themselves sees that at once.
    store.set_following(ada.id, name("ada"), true).await.unwrap();
    let mine = store.add_comment(two.clone(), new_comment(ada.id, "Mine", 9)).await.unwrap();
    assert!(mine.author.following);
    store.remove_comment(ada.id, two.clone(), mine.id).await.unwrap();
    assert!(store.comments(Some(ada.id), one).await.unwrap()[0].author.following);
    assert_eq!(store.comments(None, two).await.unwrap(), [elsewhere]);
    assert_eq!(
        refused(store.add_comment(slug("nothing"), new_comment(ada.id, "!", 9)).await),
        "no such article"
    );
    assert_eq!(refused(store.comments(None, slug("nothing")).await), "no such article");
}

async fn only_their_authors_remove_comments(store: &dyn Store) {
    let [ada, ben] = [register(store, "ada").await, register(store, "ben").await];
    let [one, two] = [publish(store, ada.id, "one", 1).await, publish(store, ada.id, "two", 2).await];
    let comment = store.add_comment(one.clone(), new_comment(ben.id, "Yes", 3)).await.unwrap().id;
    // Not even the article's author; and an address with another article in it is another address.
    assert_eq!(refused(store.remove_comment(ada.id, one.clone(), comment).await), "not your comment");
    assert_eq!(refused(store.remove_comment(ben.id, two, comment).await), "no such comment");
    assert_eq!(refused(store.remove_comment(ben.id, slug("nothing"), comment).await), "no such article");
    store.remove_comment(ben.id, one.clone(), comment).await.unwrap();
    assert_eq!(refused(store.remove_comment(ben.id, one.clone(), comment).await), "no such comment");
    assert_eq!(store.comments(None, one).await.unwrap(), []);
}

async fn what_cannot_be_a_slug_is_no_article(store: &dyn Store) {
    let ada = register(store, "ada").await;
    for address in ["", "\0", "a\0b", "'", "%", "\u{10FFFF}"].map(slug) {
        assert_eq!(refused(store.article(None, address.clone()).await), "no such article");
        assert_eq!(refused(store.comments(None, address.clone()).await), "no such article");
        assert_eq!(refused(store.set_favorite(ada.id, address.clone(), true).await), "no such article");
        assert_eq!(refused(store.withdraw(ada.id, address, at(1)).await), "no such article");
    }
}

async fn quotes_and_wildcards_are_letters(store: &dyn Store) {
    let mischief = r#"x' OR '1'='1'; DROP TABLE users; --"#;
    let user = store
        .create_user(NewUser {
            username: name(mischief),
            email: Email::from_storage("$1".into()),
            password: PasswordHash::new("$2".into()),
        })
        .await
        .unwrap();
    assert_eq!(user.username.as_str(), mischief);
    store.publish(new_article(user.id, "100 %", &[mischief, "%"], 1)).await.unwrap();
    let by = |tag: &str| Filter { tag: Some(Tag::parse(tag).unwrap()), ..Filter::default() };
    assert_eq!(slugs(store, by(mischief), Page::default()).await.1, 1);
    assert_eq!(slugs(store, by("%%"), Page::default()).await.1, 0);
    let author = Filter { author: Some(name(mischief)), ..Filter::default() };
    assert_eq!(slugs(store, author, Page::default()).await.1, 1);
    let author = Filter { author: Some(name("' OR '1'='1")), ..Filter::default() };
    assert_eq!(slugs(store, author, Page::default()).await.1, 0);
}

async fn every_change_of_an_article_is_told(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let old = publish(store, ada.id, "Storage", 10).await;
    let new = store.revise(ada.id, old, new_title("Queues", 20)).await.unwrap().summary.slug;
    store.withdraw(ada.id, new, at(30)).await.unwrap();
    // What is no change of an article, or none at all, is not told.
    assert_eq!(refused(store.withdraw(ada.id, slug("queues"), at(40)).await), "no such article");
    let mut told = Vec::new();
    while let [event] = &store.due_events(at(100), 10).await.unwrap()[..] {
        assert_eq!((&event.author, event.attempts), (&name("ada"), 0));
        told.push((event.kind, event.slug.to_string(), event.title.to_string(), event.at));
        store.settle(event.id, Settlement::Delivered { at: at(100) }).await.unwrap();
    }
    // What subscribers know them by.
    let names = told.iter().map(|(kind, ..)| kind.name()).collect::<Vec<_>>();
    assert_eq!(names, ["article.published", "article.revised", "article.withdrawn"]);
    let queues = ("queues".to_owned(), "Queues".to_owned());
    assert_eq!(
        told,
        [
            (EventKind::Published, "storage".into(), "Storage".into(), at(10)),
            (EventKind::Revised, queues.0.clone(), queues.1.clone(), at(20)),
            (EventKind::Withdrawn, queues.0, queues.1, at(30)),
        ]
    );
}

async fn events_of_an_article_wait_for_each_other(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let first = publish(store, ada.id, "first", 10).await;
    store.revise(ada.id, first, no_changes(20)).await.unwrap();
    publish(store, ada.id, "second", 5).await;
    publish(store, ada.id, "third", 30).await;
    let due = async |now, limit| {
        let events = store.due_events(at(now), limit).await.unwrap();
        events.into_iter().map(|event| (event.id, event.slug.to_string(), event.kind)).collect::<Vec<_>>()
    };
    let names =
        |events: &[(_, String, _)]| events.iter().map(|(_, slug, _)| slug.clone()).collect::<Vec<_>>();
    // The longest due comes first, and what is not due yet does not come.
    let events = due(29, 10).await;
    assert_eq!(names(&events), ["second", "first"]);
    assert_eq!(events[1].2, EventKind::Published);
    assert_eq!(names(&due(30, 10).await), ["second", "first", "third"]);
    assert_eq!(names(&due(30, 1).await), ["second"]);
    assert_eq!(names(&due(4, 10).await), [""; 0]);
    // Postponed, the first holds up what comes after it, of the same article only.
    let postponed = Settlement::Postponed { until: at(50), reason: "no\0 answer".into() };
    store.settle(events[1].0, postponed).await.unwrap();
    assert_eq!(names(&due(49, 10).await), ["second", "third"]);
    let later = store.due_events(at(50), 10).await.unwrap();
    assert_eq!((later[2].id, later[2].attempts), (events[1].0, 1));
    store.settle(events[1].0, Settlement::Abandoned { at: at(60), reason: "gone".into() }).await.unwrap();
    assert_eq!(due(60, 10).await[1].2, EventKind::Revised);
}

async fn a_settled_event_stays_settled(store: &dyn Store) {
    let ada = register(store, "ada").await;
    publish(store, ada.id, "Storage", 1).await;
    let event = store.due_events(at(1), 1).await.unwrap().remove(0).id;
    store.settle(event, Settlement::Delivered { at: at(2) }).await.unwrap();
    store.settle(event, Settlement::Postponed { until: at(3), reason: String::new() }).await.unwrap();
    assert_eq!(store.due_events(at(9), 9).await.unwrap(), []);
    let unknown = EventId::from_storage(1 << 40);
    store.settle(unknown, Settlement::Delivered { at: at(2) }).await.unwrap();
}

async fn an_event_is_claimed_by_one_until_it_is_settled_or_due_again(store: &dyn Store) {
    let ada = register(store, "ada").await;
    let slug = publish(store, ada.id, "Storage", 10).await;
    store.revise(ada.id, slug, no_changes(20)).await.unwrap();
    let due = async |now| store.due_events(at(now), 9).await.unwrap();
    let event = due(20).await.remove(0);
    let claim = async |now, until| store.claim(event.id, at(now), at(until)).await.unwrap();
    assert!(!claim(9, 50).await, "it is not due yet");
    assert!(claim(10, 50).await);
    assert!(!claim(49, 90).await, "somebody has it");
    assert_eq!(due(49).await, [], "and it still holds up what comes after it");
    // Whoever had it is gone, and has counted no attempt.
    assert_eq!(due(50).await, std::slice::from_ref(&event));
    assert!(claim(50, 90).await);
    let postponed = Settlement::Postponed { until: at(60), reason: String::new() };
    store.settle(event.id, postponed).await.unwrap();
    assert!(claim(60, 90).await, "settled, it is due when that says so");
    store.settle(event.id, Settlement::Delivered { at: at(61) }).await.unwrap();
    assert!(!claim(99, 100).await, "it is over");
    let unknown = EventId::from_storage(1 << 40);
    assert!(!store.claim(unknown, at(99), at(100)).await.unwrap());
    assert_eq!(due(99).await[0].kind, EventKind::Revised);
}

async fn a_step_that_nobody_awaits_is_not_taken(store: &dyn Store) {
    drop(store.create_user(new_user("ada")));
    assert_eq!(refused(store.profile(None, name("ada")).await), "no such profile");
    store.ping().await.unwrap();
}
