//! One article in four shapes: views, a reader of views, ranges, and pieces that share their source.
//!
//! Run: `cargo run --example structs_with_references`. Look for what is still there when something else is gone.

use std::{cell::RefCell, thread};

use phase5_lifetimes::structs_with_references::{Article, Piece, Reader, Stored, mask};

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

fn main() {
    let delivered = "---\ntitle: On Loops\nauthor: Ada\ntoken: s3cret\ntilte: Oops\n---\nOnce more.\n";
    let mut bytes = delivered.as_bytes().to_vec();
    mask(&mut bytes, "token");
    let source = String::from_utf8(bytes).expect("whole characters were masked");
    let token = source.lines().nth(3);
    println!("masked in place: {token:?}");
    assert_eq!(token, Some("token: ******"));

    let article = Article::parse(&source).expect("the front matter is complete");
    let texts = article.entries.iter().flat_map(|entry| [entry.key, entry.value]).chain([article.body]);
    let inside = texts.filter(|text| is_part_of(text, &source)).count();
    println!("{inside} texts, all of them parts of the source");
    assert_eq!(inside, 9);

    let title = article.get("title");
    let warnings = RefCell::default();
    let author = {
        let mut reader = Reader::new(article, &warnings);
        let (_, author, _) = (reader.take("title"), reader.take("author"), reader.take("token"));
        author
    };
    println!("article and reader are gone, these are not: {title:?} by {author:?}");
    assert_eq!((title, author), (Some("On Loops"), Some("Ada")));
    println!("dropping the reader reported what nobody had read: {:?}", warnings.borrow());
    assert_eq!(*warnings.borrow(), ["tilte"]);

    let stored = Stored::parse(source).expect("it was parsed before");
    let shelf = vec![stored];
    println!("moved twice together with its source: {:?}", shelf[0].get("title"));
    assert_eq!(shelf[0].get("title"), Some("On Loops"));
    let again = shelf[0].article();
    assert!(is_part_of(again.body, &shelf[0].body()) && again.entries.len() == 4);

    let bodies: Vec<Piece> = shelf.iter().flat_map(|stored| [stored.body(), stored.body()]).collect();
    println!("two pieces, one text: {}", bodies[0].as_ptr() == bodies[1].as_ptr());
    assert_eq!(bodies[0].as_ptr(), bodies[1].as_ptr());
    drop(shelf);
    let words =
        thread::spawn(move || bodies[0].split_whitespace().count()).join().expect("counting cannot fail");
    println!("the shelf is gone, and another thread counts {words} words");
    assert_eq!(words, 2);

    let word = size_of::<usize>();
    let sizes = [size_of::<&str>(), size_of::<String>(), size_of::<Piece>()].map(|size| size / word);
    println!("words for a view, a copy, and a piece: {sizes:?}");
    assert_eq!(sizes, [2, 3, 4]);
}
