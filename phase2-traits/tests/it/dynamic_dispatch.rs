use std::{
    any::Any,
    cell::Ref,
    collections::HashSet,
    iter,
    pin::{Pin, pin},
    ptr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, Waker},
    thread,
};

use phase2_traits::dynamic_dispatch::{
    Article,
    archives::{Archive, DynArchive, Fallback, search},
    channels::{Channel, Desk, Digest, Feed},
    rules::{Check, Rule, StyleGuide, complaints, stricter},
};

fn article(title: &str, tags: &[&str], text: &str) -> Article {
    Article { title: title.into(), tags: tags.iter().map(|&tag| tag.into()).collect(), text: text.into() }
}

/// A plugin: says when it is dropped, and where.
struct Fax(mpsc::Sender<thread::ThreadId>);

impl Channel for Fax {
    fn name(&self) -> &str {
        "fax"
    }

    fn publish(&mut self, _: &Article) {}
}

impl Drop for Fax {
    fn drop(&mut self) {
        self.0.send(thread::current().id()).expect("the test still listens");
    }
}

#[test]
fn the_pointer_carries_the_vtable_and_the_value_does_not() {
    assert_eq!(size_of::<&Feed>(), size_of::<usize>());
    assert_eq!(size_of::<&dyn Channel>(), 2 * size_of::<usize>());
    assert_eq!(size_of::<Option<Box<dyn Channel>>>(), 2 * size_of::<usize>());
    let feed = Feed::default();
    let channel: &dyn Channel = &feed;
    assert_eq!(size_of_val(channel), size_of::<Feed>(), "a vtable knows the size");
}

#[test]
fn one_value_is_seen_through_several_vtables_at_once() {
    let feed = Feed::default();
    let channel: &dyn Channel = &feed;
    let any: &dyn Any = channel;
    assert!(ptr::addr_eq(channel, any) && ptr::addr_eq(channel, &feed));
    assert_eq!(channel.name(), "feed");
    assert!(any.is::<Feed>());
}

#[test]
fn a_foreign_type_gets_a_vtable_for_a_trait_of_ours() {
    trait Loud {
        fn is_loud(&self) -> bool;
    }
    impl Loud for char {
        fn is_loud(&self) -> bool {
            *self == '!'
        }
    }
    let marks: [&dyn Loud; 2] = [&'!', &'.'];
    assert!(marks[0].is_loud() && !marks[1].is_loud());
}

#[test]
fn a_filtered_channel_publishes_its_tag_alone_under_the_old_name() {
    let mut only = Digest::new("gardeners").only("leisure");
    assert_eq!(only.name(), "digest for gardeners");
    only.publish(&article("Vtables", &["rust"], ""));
    only.publish(&article("Gardens", &["city", "leisure"], ""));
    let channel: Box<dyn Channel> = Box::new(only);
    assert!(!channel.is::<Digest>(), "the digest is inside another type");
    let mut desk = Desk::default();
    desk.open(channel);
    assert!(desk.find::<Digest>().is_none());
}

#[test]
fn a_boxed_trait_object_has_the_methods_that_its_vtable_has_not() {
    let titles = Arc::new(Mutex::new(Vec::new()));
    struct Log(Arc<Mutex<Vec<String>>>);
    impl Channel for Log {
        fn name(&self) -> &str {
            "log"
        }
        fn publish(&mut self, article: &Article) {
            self.0.lock().unwrap().push(article.title.clone());
        }
    }
    let plugin: Box<dyn Channel> = Box::new(Log(Arc::clone(&titles)));
    let mut twice = plugin.only("a").only("b");
    for tags in [&["a"][..], &["b"], &["b", "a"]] {
        twice.publish(&article(&tags.join("+"), tags, ""));
    }
    assert_eq!(twice.name(), "log");
    assert_eq!(*titles.lock().unwrap(), ["b+a"]);
}

#[test]
fn the_any_of_a_box_is_not_the_any_of_what_is_in_it() {
    let plugin: Box<dyn Channel> = Box::new(Feed::default());
    let of_the_box: &dyn Any = &plugin;
    assert!(of_the_box.is::<Box<dyn Channel>>() && !of_the_box.is::<Feed>());
    let of_the_feed: &dyn Any = &*plugin;
    assert!(of_the_feed.is::<Feed>());
    let twice_behind = &&plugin;
    assert!(
        plugin.is::<Feed>() && twice_behind.is::<Feed>(),
        "no method of the object is called on a pointer to it"
    );
    let box_as_an_object: &dyn Channel = &plugin;
    assert!(box_as_an_object.is::<Box<dyn Channel>>() && !box_as_an_object.is::<Feed>());
}

#[test]
fn what_was_boxed_twice_hides_behind_the_inner_box() {
    let plugin: Box<dyn Channel> = Box::new(Feed::default());
    let mut desk = Desk::default();
    desk.open(Box::new(plugin));
    assert!(desk.find::<Feed>().is_none());
    assert!(desk.find::<Box<dyn Channel>>().is_some_and(|inner| inner.is::<Feed>()));
}

#[test]
fn a_reference_is_downcast_to_its_own_type_and_to_no_other() {
    let mut feed = Feed::default();
    let address: *const Feed = &feed;
    let channel: &mut dyn Channel = &mut feed;
    assert!(channel.downcast_ref::<Feed>().is_some_and(|feed| ptr::eq(feed, address)));
    assert!(channel.downcast_ref::<Digest>().is_none() && channel.downcast_mut::<Digest>().is_none());
    channel.downcast_mut::<Feed>().expect("it is a feed").titles.push("Vtables".into());
    assert_eq!(feed.titles, ["Vtables"]);
}

#[test]
fn a_box_that_is_something_else_comes_back_as_the_channel_that_it_was() {
    let plugin: Box<dyn Channel> = Box::new(Digest::new("all"));
    let address: *const dyn Channel = &*plugin;
    let Err(plugin) = plugin.downcast::<Feed>() else { panic!("a digest is no feed") };
    assert_eq!(plugin.name(), "digest for all");
    let Ok(digest) = plugin.downcast::<Digest>() else { panic!("a digest is a digest") };
    assert!(ptr::addr_eq(&*digest, address), "the value stays where it is");
}

#[test]
fn an_article_goes_to_all_channels_and_the_first_of_a_type_is_found() {
    let mut desk = Desk::default();
    desk.open(Box::new(Digest::new("first")));
    desk.open(Box::new(Feed::default()));
    desk.open(Box::new(Digest::new("second")));
    desk.publish(&article("Vtables", &[], ""));
    desk.publish(&article("Gardens", &[], ""));
    assert_eq!(desk.find::<Feed>().unwrap().titles, ["Vtables", "Gardens"]);
    let digest = desk.find::<Digest>().unwrap();
    assert_eq!(digest.name(), "digest for first");
    assert_eq!([digest.mail(), digest.mail()], ["Vtables, Gardens", ""]);
}

#[test]
fn closing_takes_the_first_of_a_type_and_leaves_the_others_in_order() {
    let mut desk = Desk::default();
    for list in ["a", "b", "c"] {
        desk.open(Box::new(Feed::default()));
        desk.open(Box::new(Digest::new(list)));
    }
    assert!(desk.close::<Fax>().is_none());
    let names: Vec<_> =
        iter::from_fn(|| desk.close::<Digest>()).map(|digest| digest.name().to_owned()).collect();
    assert_eq!(names, ["digest for a", "digest for b", "digest for c"]);
    assert_eq!(iter::from_fn(|| desk.close::<Feed>()).count(), 3);
}

#[test]
fn without_its_principal_an_object_can_still_be_dropped_and_elsewhere() {
    let (sender, drops) = mpsc::channel();
    let mut desk = Desk::default();
    desk.open(Box::new(Feed::default()));
    desk.open(Box::new(Fax(sender)));
    let left: Vec<Box<dyn Send>> = desk.shut();
    assert_eq!((left.len(), size_of_val(&*left[0])), (2, size_of::<Feed>()));
    assert!(drops.try_recv().is_err(), "nothing has been dropped yet");
    let janitor = thread::spawn(move || {
        drop(left);
        thread::current().id()
    });
    assert_eq!(drops.recv().ok(), janitor.join().ok());
}

#[test]
fn rules_may_borrow_from_their_guide() {
    let guide = StyleGuide { banned: vec!["simply".into(), "obviously".into()], most: 3 };
    let rules = guide.rules();
    let said = |text| complaints(&rules, &article("", &[], text));
    assert_eq!(
        said("obviously simply wrong stuff"),
        ["has 4 words", "says \"simply\"", "says \"obviously\""]
    );
    assert_eq!(said("one two three"), [""; 0]);
    assert_eq!(said("simplyfied"), [""; 0], "a word, not a part of one");
    assert!(
        rules[1].accepts(&article("", &[], "one two three four"))
            && !rules[0].accepts(&article("", &[], "a b c d"))
    );
}

struct Calm;

impl Rule for Calm {
    fn complaint(&self, article: &Article) -> Option<String> {
        article.text.contains('!').then(|| "shouts".into())
    }
}

/// Compiles only as long as the defaults are the ones that the lesson's table says.
#[test]
fn the_default_lifetime_of_an_object_depends_on_its_place() {
    fn by_reference<'a>(rule: &'a dyn Rule) -> &'a (dyn Rule + 'a) {
        rule
    }
    fn boxed(rule: Box<dyn Rule>) -> Box<dyn Rule + 'static> {
        rule
    }
    #[expect(clippy::borrowed_box, reason = "what it means is the point")]
    fn box_behind_a_reference<'a>(rule: &'a Box<dyn Rule>) -> &'a (dyn Rule + 'static) {
        &**rule
    }
    fn boxes_behind_a_reference<'a>(rules: &'a [Box<dyn Rule>]) -> Vec<&'a (dyn Rule + 'static)> {
        rules.iter().map(|rule| &**rule).collect()
    }
    fn declared_like_a_reference<'a>(rule: Ref<'a, dyn Rule>) -> Ref<'a, dyn Rule + 'a> {
        rule
    }
    let calm = article("", &[], "calm");
    assert!(by_reference(&Calm).accepts(&calm) && boxed(Box::new(Calm)).accepts(&calm));
    let rules: [Box<dyn Rule>; 1] = [Box::new(Calm)];
    assert!(
        box_behind_a_reference(&rules[0]).accepts(&calm)
            && boxes_behind_a_reference(&rules)[0].accepts(&calm)
    );
    assert!(declared_like_a_reference(std::cell::RefCell::new(Calm).borrow()).accepts(&calm));
}

#[test]
fn checks_complain_as_the_rules_do() {
    let words = ["simply", "put", "a", "vtable", "obviously"];
    let mut seen = HashSet::new();
    for number in 0..5_usize.pow(4) {
        let text: Vec<_> =
            (0..4).map(|place| words[number / 5_usize.pow(place) % 5]).take(number % 5).collect();
        for most in [0, 2, 4] {
            let guide = StyleGuide { banned: vec!["obviously".into(), "simply".into()], most };
            let article = article("", &[], &text.join(" "));
            let by_enum: Vec<_> =
                guide.checks().iter().filter_map(|check| check.complaint(&article)).collect();
            assert_eq!(by_enum, complaints(&guide.rules(), &article));
            seen.insert(by_enum);
        }
    }
    assert!(seen.len() > 8, "few of the complaints occurred: {seen:?}");
}

#[test]
fn an_enum_lies_in_the_list_and_is_as_large_as_its_largest_kind() {
    assert!(size_of::<Check>() >= size_of::<&str>());
    let guide = StyleGuide { banned: vec!["simply".into()], most: 9 };
    let checks = guide.checks();
    assert_eq!(size_of_val(&*checks), 2 * size_of::<Check>());
    assert_eq!(checks, [Check::Length { most: 9 }, Check::Banned { word: "simply" }]);
    let Check::Banned { word } = checks[1] else { unreachable!("compared above") };
    assert_eq!(word.as_ptr(), guide.banned[0].as_ptr());
}

#[test]
fn an_enum_is_a_member_of_the_open_set() {
    let guide = StyleGuide { banned: Vec::new(), most: 9 };
    let mut rules = guide.rules();
    rules.push(Box::new(Check::Banned { word: "vtable" }));
    assert_eq!(complaints(&rules, &article("", &[], "a vtable")), ["says \"vtable\""]);
}

#[test]
fn of_two_checks_the_stricter_makes_the_other_superfluous() {
    let length = |most| Check::Length { most };
    let banned = |word| Check::Banned { word };
    assert_eq!(stricter(length(5), length(7)), Some(length(5)));
    assert_eq!(stricter(length(7), length(5)), Some(length(5)));
    assert_eq!(stricter(banned("a"), banned("a")), Some(banned("a")));
    assert_eq!(stricter(banned("a"), banned("b")), None);
    assert_eq!((stricter(banned("a"), length(5)), stricter(length(5), banned("a"))), (None, None));
}

struct Shelf {
    titles: Vec<&'static str>,
    asked: AtomicUsize,
}

impl Shelf {
    fn new(titles: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { titles: titles.to_vec(), asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Answers at the second poll.
#[derive(Default)]
struct Later(bool);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

struct Remote(Arc<Shelf>);

impl Archive for Remote {
    async fn load(&self, title: &str) -> Option<Article> {
        Later::default().await;
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        self.0.titles.contains(&title).then(|| article(title, &[], "from afar"))
    }
}

/// Polls until there is a result, and says how often that was.
fn block_on<T>(future: impl Future<Output = T>) -> (T, usize) {
    let mut future = pin!(future);
    for polls in 1..1000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return (value, polls);
        }
    }
    panic!("the future does not end")
}

#[test]
fn an_object_answers_as_its_archive_does_and_waits_as_long() {
    let shelf = Shelf::new(&["Vtables"]);
    let object: Arc<dyn DynArchive> = Arc::new(Remote(Arc::clone(&shelf)));
    let title = String::from("Vtables");
    let (found, polls) = block_on(object.load_boxed(&title));
    assert_eq!((found.map(|article| article.title), polls), (Some(title), 2));
    assert_eq!(block_on(object.load_boxed("Gardens")).0, None);
    assert_eq!(shelf.asked(), 2);
}

#[test]
fn generic_code_takes_objects_and_the_other_way_round() {
    async fn twice(archive: &impl Archive, title: &str) -> usize {
        usize::from(archive.load(title).await.is_some()) + usize::from(archive.load(title).await.is_some())
    }
    let near = Shelf::new(&["Vtables"]);
    let far = Shelf::new(&["Gardens"]);
    let object: Arc<dyn DynArchive> = Arc::new(Remote(Arc::clone(&near)));
    let both = Fallback(object, Remote(Arc::clone(&far)));
    assert_eq!((block_on(twice(&both, "Vtables")).0, near.asked(), far.asked()), (2, 2, 0));
    let again: Arc<dyn DynArchive> = Arc::new(both);
    assert_eq!((block_on(twice(&again, "Gardens")).0, near.asked(), far.asked()), (2, 4, 2));
}

#[test]
fn futures_of_known_types_are_in_the_future_and_not_in_a_box() {
    struct Press;
    impl Archive for Press {
        async fn load(&self, title: &str) -> Option<Article> {
            let proof = [title.len() as u8; 1000];
            Later::default().await;
            Some(article(title, &[], &proof.len().to_string()))
        }
    }
    let remote = || Remote(Shelf::new(&[]));
    assert!(size_of_val(&Fallback(Press, remote()).load("Vtables")) >= 1000);
    assert!(size_of_val(&Fallback(remote(), Press).load("Vtables")) >= 1000);
    let object: Arc<dyn DynArchive> = Arc::new(Press);
    assert!(size_of_val(&Fallback(object, remote()).load("Vtables")) < 1000);
}

#[test]
fn a_search_asks_in_order_and_ends_at_the_first_answer() {
    let shelves = [Shelf::new(&["Gardens"]), Shelf::new(&["Vtables"]), Shelf::new(&["Vtables"])];
    let archives = shelves.each_ref().map(|shelf| Arc::new(Remote(Arc::clone(shelf))) as Arc<dyn DynArchive>);
    let asked = || shelves.each_ref().map(|shelf| shelf.asked());
    assert_eq!(block_on(search(&archives, "Vtables")).0.unwrap().text, "from afar");
    assert_eq!(asked(), [1, 1, 0]);
    assert_eq!(block_on(search(&archives, "Weather")).0, None);
    assert_eq!(asked(), [2, 2, 1]);
}

#[test]
fn futures_of_archives_can_go_to_another_thread() {
    let object: Arc<dyn DynArchive> = Arc::new(Remote(Shelf::new(&["Vtables"])));
    let found = thread::spawn(move || block_on(search(&[object], "Vtables")).0);
    assert!(found.join().unwrap().is_some());
}
