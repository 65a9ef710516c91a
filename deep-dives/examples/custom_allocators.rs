//! A service answers requests from an arena each, keeps a comment thread in a pool, and refuses what is too large.
//!
//! Run: `cargo run -p deep-dives --example custom_allocators`. Look for: what is reserved, and when it stops growing.

use allocator_api2::{boxed::Box, vec::Vec};
use deep_dives::custom_allocators::{Arena, Columns, Pool, tag_counts};

fn main() -> Result<(), std::boxed::Box<dyn std::error::Error>> {
    let articles = ["rust async", "rust traits", "async rust"];
    let mut arena = Arena::new();
    let mut reserved = Vec::new();
    for request in 1..=3 {
        let heading = arena.alloc_str("tags today");
        heading.make_ascii_uppercase();
        let counts = tag_counts(articles.iter().flat_map(|tags| tags.split(' ')), &arena)?;
        println!("request {request}: {heading}: {counts:?}");
        assert_eq!(counts, [("rust", 3), ("async", 2), ("traits", 1)]);
        drop(counts); // its drop would be a use of the arena after the reset
        reserved.push(arena.reserved());
        arena.reset();
    }
    assert!(reserved.iter().all(|bytes| *bytes == reserved[0]));
    println!("  the arena has {} bytes after the first request, and after the last", reserved[0]);

    let mut feed = Vec::with_capacity_in(2, &arena);
    feed.extend([7_u32, 8]);
    let place = feed.as_ptr();
    feed.extend([9, 10]);
    assert_eq!(feed.as_ptr(), place);
    println!("the last vector of an arena grows at its place");
    let label = arena.alloc_str("x");
    feed.push(11);
    assert!(feed.as_ptr() != place && feed == [7, 8, 9, 10, 11] && label == "x");
    println!("  with one letter behind it, it moves");

    let small = Arena::with_limit(2048);
    let tags = (0..1000).map(|tag| format!("tag{tag}")).collect::<std::vec::Vec<_>>();
    let refused = tag_counts(tags.iter().map(String::as_str), &small);
    assert!(refused.is_err() && small.reserved() <= 2048);
    println!("a request for 1000 tags within 2048 bytes is refused: {}", refused.is_err());

    let pool = Pool::new();
    let mut comments: std::vec::Vec<_> = (0..50_u64).map(|id| Box::new_in([id, 0, 0], &pool)).collect();
    let at_first = pool.reserved();
    for id in 50..5000 {
        comments.remove(0);
        comments.push(Box::new_in([id, 0, 0], &pool));
    }
    assert_eq!(pool.reserved(), at_first);
    assert_eq!(comments.iter().map(|comment| comment[0]).sum::<u64>(), (4950..5000).sum());
    println!("4950 comments came and went: the pool has {at_first} bytes, as before");

    let columns = Columns::new(1000)?;
    assert_eq!((columns.layout.size(), columns.percents), (13_000, 12_000));
    println!(
        "a log of 1000 rows: one block of {} bytes, percents from {}",
        columns.layout.size(),
        columns.percents
    );
    assert!(Columns::new(usize::MAX).is_err());
    println!("  of usize::MAX rows: refused, and not a small block");
    Ok(())
}
