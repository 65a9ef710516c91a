use std::{
    cell::Cell,
    collections::BTreeSet,
    convert::Infallible,
    future,
    panic::{self, AssertUnwindSafe},
    pin::pin,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    thread::{self, ThreadId},
};

use phase2_traits::traits::{
    Article, Articles, Both, IntoRule, Rule,
    formats::{Feed, Format, Html, Render, file},
    sources::{Archive, Source, all_of_both, block_on},
};

fn article(title: &str, text: &str) -> Article {
    Article { title: title.into(), text: text.into() }
}

fn titled(article: &Article) -> Result<(), String> {
    if article.title.is_empty() { Err("no title".into()) } else { Ok(()) }
}

/// A rule with a name of its own, from another crate.
struct Without(&'static str);

impl Rule for Without {
    fn check(&self, article: &Article) -> Result<(), String> {
        if article.text.contains(self.0) { Err(format!("it says {:?}", self.0)) } else { Ok(()) }
    }
}

fn objection(rule: &impl Rule, title: &str, text: &str) -> Option<String> {
    rule.check(&article(title, text)).err()
}

#[test]
fn functions_and_closures_are_rules() {
    assert_eq!(objection(&titled, "", ""), Some("no title".into()));
    assert_eq!(objection(&titled, "Moves", ""), None);
    let limit = 3;
    let brief = |article: &Article| if article.text.len() > limit { Err("long".into()) } else { Ok(()) };
    assert_eq!(objection(&brief, "", "1234"), Some("long".into()));
    assert_eq!(objection(&brief, "", "123"), None);
}

#[test]
fn both_rules_are_checked_and_the_first_objection_is_the_answer() {
    let asked = Cell::new(0);
    let counted = |_: &Article| {
        asked.set(asked.get() + 1);
        Ok(())
    };
    let rule = titled.and(Without("lorem")).and(counted);
    assert_eq!(objection(&rule, "", "lorem"), Some("no title".into()));
    assert_eq!(objection(&rule, "Moves", "lorem"), Some("it says \"lorem\"".into()));
    assert_eq!(asked.get(), 0);
    assert_eq!(objection(&rule, "Moves", "ipsum"), None);
    assert_eq!(asked.get(), 1);
}

#[test]
fn a_combined_rule_is_as_large_as_what_its_parts_hold() {
    let stateless: Both<_, _> = titled.and(|_: &Article| Ok(())).and(titled);
    assert_eq!(size_of_val(&stateless), 0);
    assert_eq!(size_of_val(&titled.and(Without("lorem"))), size_of::<&str>());
}

#[test]
fn a_house_style_is_a_rule_and_so_is_a_reference_in_a_closure() {
    let style = vec![Without("lorem"), Without("ipsum")];
    let lent = |article: &Article| style.check(article);
    assert_eq!(objection(&lent, "", "ipsum lorem"), Some("it says \"lorem\"".into()));
    assert_eq!(objection(&lent, "", "ipsum"), Some("it says \"ipsum\"".into()));
    assert_eq!(objection(&style, "", "dolor"), None);
    assert_eq!(objection(&Vec::<Without>::new(), "", "lorem"), None);
}

#[test]
fn what_is_made_into_a_rule_needs_no_kind_written() {
    fn made<Kind, R: IntoRule<Kind>>(rule: R) -> R::Rule {
        rule.into_rule()
    }
    let short = made(|article: &Article| article.title.len() < 6);
    assert_eq!(objection(&short, "Moves", ""), None);
    assert_eq!(objection(&short, "Borrows", ""), Some("a condition does not hold".into()));
    assert_eq!(objection(&made(titled), "", ""), Some("no title".into()));
    assert_eq!(objection(&made(Without("lorem")), "", "lorem"), Some("it says \"lorem\"".into()));
    assert_eq!(
        objection(&made(made(|_: &Article| false).and(titled)), "", ""),
        Some("a condition does not hold".into())
    );
}

#[test]
fn iterators_over_articles_and_over_references_have_the_method() {
    let articles = [article("Moves", "a"), article("", "b"), article("Loans", "c")];
    let lent: Vec<&Article> = articles.iter().passing(titled).collect();
    assert!(lent.len() == 2 && std::ptr::eq(lent[1], &articles[2]));
    let boxed: Vec<Box<Article>> = articles.iter().cloned().map(Box::new).collect();
    assert_eq!(boxed.into_iter().passing(|article: &Article| article.text != "a").count(), 2);
    let address = articles[0].title.as_ptr();
    let moved: Vec<Article> = articles.into_iter().passing(titled).collect();
    assert_eq!(moved[0].title.as_ptr(), address);
}

#[test]
fn iterators_of_unknown_size_meet_the_bound_and_are_used_by_reference() {
    fn one_word_titles(articles: &mut (impl Articles<Item = Article> + ?Sized)) -> usize {
        articles.passing(|article: &Article| !article.title.contains(' ')).count()
    }
    let mut articles = [article("Moves", ""), article("Two loans", "")].into_iter();
    let unsized_one: &mut dyn Iterator<Item = Article> = &mut articles;
    assert_eq!(one_word_titles(unsized_one), 1);
}

#[test]
fn an_inherent_method_wins_only_if_it_takes_the_iterator_by_value() {
    struct Lent;
    struct Moved;
    impl Iterator for Lent {
        type Item = Article;
        fn next(&mut self) -> Option<Article> {
            None
        }
    }
    impl Iterator for Moved {
        type Item = Article;
        fn next(&mut self) -> Option<Article> {
            None
        }
    }
    impl Lent {
        #[expect(dead_code, reason = "the method of the trait is found before it")]
        fn passing<R>(&self, _: R) -> [u8; 7] {
            [0; 7]
        }
    }
    impl Moved {
        fn passing<R>(self, _: R) -> [u8; 7] {
            [0; 7]
        }
    }
    assert_eq!((Lent.passing(titled).count(), Moved.passing(titled).len()), (0, 7));
}

#[test]
fn passing_is_lazy() {
    let asked = Cell::new(0);
    let counted = |_: &Article| {
        asked.set(asked.get() + 1);
        true
    };
    let mut passing = [article("Moves", ""), article("Loans", "")].into_iter().passing(counted);
    assert_eq!(asked.get(), 0);
    assert!(passing.next().is_some());
    assert_eq!(asked.get(), 1);
}

#[test]
fn an_article_is_written_in_the_format_that_the_caller_names() {
    let article = article("A < B & C", "x > y");
    let html = "<h1>A &lt; B &amp; C</h1><p>x &gt; y</p>";
    assert_eq!(Render::<Html>::render(&article), html);
    assert_eq!(file::<Html>("a", &article), ("a.html".into(), html.into()));
    assert_eq!(file::<Feed>("a", &article), ("a.txt".into(), "A < B & C: x > y".into()));
}

#[test]
fn a_list_is_written_in_every_format_of_its_items() {
    let list = [article("A", "1"), article("B", "2")];
    assert_eq!(file::<Feed>("l", &list[..]).1, "A: 1\nB: 2");
    assert_eq!(file::<Html>("l", &list[..]).1, "<h1>A</h1><p>1</p><hr><h1>B</h1><p>2</p>");
    let nested: [[Article; 1]; 2] = list.map(|article| [article]);
    let slices: Vec<&[Article]> = nested.iter().map(|inner| &inner[..]).collect();
    assert_eq!(
        slices.iter().map(|inner| Render::<Feed>::render(*inner)).collect::<Vec<_>>(),
        ["A: 1", "B: 2"]
    );
}

#[test]
fn a_type_with_one_format_needs_none_named() {
    struct Tag(&'static str);
    impl Render<Feed> for Tag {
        fn render(&self) -> String {
            format!("#{}", self.0)
        }
    }
    assert_eq!(Tag("rust").render(), "#rust");
    assert_eq!([Tag("a"), Tag("b")][..].render(), "#a\n#b");
}

#[test]
fn formats_differ_in_what_the_sealed_trait_says() {
    assert_eq!([Html::EXTENSION, Feed::EXTENSION], ["html", "txt"]);
    assert_eq!([Html::BETWEEN, Feed::BETWEEN], ["<hr>", "\n"]);
}

#[test]
fn a_local_argument_is_enough_if_the_parameter_before_it_is_covered() {
    struct Clipping(&'static str);
    impl<T: From<&'static str>> From<Clipping> for Vec<T> {
        fn from(clipping: Clipping) -> Self {
            clipping.0.split(' ').map(T::from).collect()
        }
    }
    assert_eq!(Vec::<String>::from(Clipping("news of old")), ["news", "of", "old"]);
    assert_eq!(Vec::<Box<str>>::from(Clipping("news")), ["news".into()]);
}

/// Waits before each page until another thread wakes it, and remembers who polled.
#[derive(Default)]
struct Agency {
    pages: usize,
    asked: AtomicUsize,
    polled_by: Mutex<BTreeSet<String>>,
    fails_at: Option<usize>,
}

fn name(id: ThreadId) -> String {
    format!("{id:?}")
}

impl Source for Agency {
    type Error = usize;

    async fn page(&self, number: usize) -> Result<Vec<Article>, usize> {
        let mut waiting = None;
        future::poll_fn(|context| {
            self.polled_by.lock().expect("no poll panics").insert(name(thread::current().id()));
            let waker = context.waker().clone();
            match waiting.take() {
                None => {
                    waiting = Some(thread::spawn(move || waker.wake()));
                    Poll::Pending
                }
                Some(thread) => {
                    thread.join().expect("waking does not panic");
                    Poll::Ready(())
                }
            }
        })
        .await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.fails_at == Some(number) {
            return Err(number);
        }
        Ok((number < self.pages).then(|| article("News", &number.to_string())).into_iter().collect())
    }

    fn credits(&self) -> impl Iterator<Item = String> + use<> {
        (0..self.pages).map(|page| format!("page {page}"))
    }
}

#[test]
fn all_pages_are_asked_for_up_to_the_first_empty_one() {
    let agency = Agency { pages: 3, ..Agency::default() };
    let articles = block_on(agency.all()).unwrap();
    assert_eq!(articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>(), ["0", "1", "2"]);
    assert_eq!(agency.asked.into_inner(), 4);

    let mut gap = Archive { pages: vec![vec![article("A", "")], vec![], vec![article("B", "")]] };
    let Ok(articles) = block_on(gap.all());
    assert_eq!(articles, [article("A", "")]);
    let first = gap.pages.remove(0);
    let Ok(articles) = block_on(gap.all());
    assert_eq!(articles, []);
    gap.pages[0] = first;
    let Ok(articles) = block_on(gap.all());
    assert_eq!(articles, [article("A", ""), article("B", "")]);
}

#[test]
fn a_page_that_does_not_come_ends_it() {
    let agency = Agency { pages: 3, fails_at: Some(1), ..Agency::default() };
    assert_eq!(block_on(agency.all()), Err(1));
    assert_eq!(agency.asked.into_inner(), 2);
}

#[test]
fn nothing_is_asked_for_before_the_first_poll() {
    let agency = Agency { pages: 1, ..Agency::default() };
    drop(agency.all());
    assert!(agency.polled_by.into_inner().unwrap().is_empty());
}

#[test]
fn the_future_made_here_is_polled_on_another_thread() {
    let (first, second) =
        (Agency { pages: 2, ..Agency::default() }, Agency { pages: 1, ..Agency::default() });
    let (one, other) = all_of_both(&first, &second);
    assert_eq!((one.unwrap().len(), other.unwrap().len()), (2, 1));
    let here = BTreeSet::from([name(thread::current().id())]);
    assert_eq!(second.polled_by.into_inner().unwrap(), here);
    let there = first.polled_by.into_inner().unwrap();
    assert!(there.len() == 1 && there.is_disjoint(&here));
}

#[test]
fn of_both_sources_the_futures_are_made_on_the_thread_of_the_caller() {
    struct Noted(Mutex<Option<ThreadId>>);
    impl Source for Noted {
        type Error = Infallible;
        async fn page(&self, _: usize) -> Result<Vec<Article>, Infallible> {
            Ok(Vec::new())
        }
        fn all(&self) -> impl Future<Output = Result<Vec<Article>, Infallible>> + Send {
            *self.0.lock().expect("nobody panics while holding it") = Some(thread::current().id());
            future::ready(Ok(Vec::new()))
        }
        fn credits(&self) -> impl Iterator<Item = String> + use<> {
            std::iter::empty()
        }
    }
    let noted = [Noted(Mutex::default()), Noted(Mutex::default())];
    let (Ok(_), Ok(_)) = all_of_both(&noted[0], &noted[1]);
    let here = Some(thread::current().id());
    assert_eq!(noted.map(|source| source.0.into_inner().unwrap()), [here, here]);
}

#[test]
fn a_future_of_a_known_type_may_be_sent_whatever_the_trait_declares() {
    trait Undecided {
        async fn page(&self) -> usize;
    }
    impl Undecided for Press {
        async fn page(&self) -> usize {
            future::ready(7).await
        }
    }
    fn sent<T: Send>(work: impl Future<Output = T> + Send) -> T {
        thread::scope(|scope| scope.spawn(|| block_on(work)).join().expect("it does not panic"))
    }
    assert_eq!(sent(Undecided::page(&Press)), 7);
}

#[test]
fn both_sources_keep_their_own_error_type() {
    let archive = Archive { pages: vec![vec![article("A", "")]] };
    let (Ok(old), new) = all_of_both(&archive, &Agency { fails_at: Some(0), ..Agency::default() });
    assert_eq!((old.len(), new), (1, Err(0)));
}

#[test]
fn a_panic_of_the_first_source_reaches_the_caller() {
    struct Broken;
    impl Source for Broken {
        type Error = Infallible;
        async fn page(&self, _: usize) -> Result<Vec<Article>, Infallible> {
            panic::resume_unwind(Box::new("cut off"))
        }
        fn credits(&self) -> impl Iterator<Item = String> + use<> {
            std::iter::empty()
        }
    }
    let archive = Archive { pages: Vec::new() };
    let caught = panic::catch_unwind(AssertUnwindSafe(|| drop(all_of_both(&Broken, &archive))));
    assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"cut off"));
}

#[test]
fn credits_outlive_their_source() {
    fn after_its_end<S: Source>(source: S) -> Vec<String> {
        let credits = source.credits();
        drop(source);
        credits.collect()
    }
    assert_eq!(after_its_end(Agency { pages: 2, ..Agency::default() }), ["page 0", "page 1"]);
    assert_eq!(after_its_end(Archive { pages: Vec::new() }), ["from our archive"]);
}

/// Keeps a whole page across its only wait.
struct Press;

impl Source for Press {
    type Error = Infallible;

    async fn page(&self, number: usize) -> Result<Vec<Article>, Infallible> {
        let proof = [number as u8; 1000];
        future::ready(()).await;
        Ok(vec![article("Proof", &proof.len().to_string())])
    }

    fn credits(&self) -> impl Iterator<Item = String> + use<> {
        std::iter::empty()
    }
}

#[test]
fn what_a_future_keeps_is_in_it_and_not_in_a_box() {
    assert!(size_of_val(&Press.page(0)) >= 1000);
    assert!(size_of_val(&Press.all()) >= 1000, "a future contains those that it waits for");
}

#[test]
fn generic_code_may_send_the_future_of_any_source() {
    fn polled_once(work: impl Future<Output = usize> + Send) -> Poll<usize> {
        pin!(work).poll(&mut Context::from_waker(Waker::noop()))
    }
    fn first_page<S: Source>(source: &S) -> Poll<usize> {
        polled_once(async move { source.page(0).await.map_or(0, |page| page.len()) })
    }
    assert_eq!(
        first_page(&Archive { pages: vec![vec![article("A", ""), article("B", "")]] }),
        Poll::Ready(2)
    );
    assert_eq!(first_page(&Press), Poll::Ready(1));
}
