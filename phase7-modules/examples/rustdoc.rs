//! The last look at an article before it is published: which of its programs has anybody ever compiled?
//!
//! Run: `cargo run --example rustdoc`. Look for the blocks that look alike on the page and are not treated alike.

use phase7_modules::rustdoc::{Treatment, fences, unchecked};

const ARTICLE: &str = r##"# What a translation costs

```
let cents: u64 = "1200".parse()?;
# Ok::<(), std::num::ParseIntError>(())
```

A fee cannot be negative, so the first of these does not compile and the second panics:

```compile_fail,E0600
let fee: u64 = -1;
```

```should_panic
let words: u64 = "-1".parse().expect("a number of words");
```

```E0600,compile_fail
let fee: u64 = -1;
```

```rust,ignore
let fee = Fee::new(1200, "EUR");
```

```no_run
std::fs::write("fee.txt", "1200").expect("the directory can be written to");
```

```text
1200 EUR
```
"##;

fn main() {
    for fence in fences(ARTICLE) {
        let treatment = match fence.treatment() {
            Treatment::Text => "is no Rust",
            Treatment::Ignored => "is Rust, and skipped",
            Treatment::Rejected => "must not compile",
            Treatment::Compiled => "is compiled",
            Treatment::Panics => "is run, and must panic",
            Treatment::Run => "is run",
        };
        println!("line {:2}, `{}`: {treatment}", fence.line, fence.tags);
    }
    let treatments: Vec<_> = fences(ARTICLE).map(|fence| fence.treatment()).collect();
    use Treatment::{Compiled, Ignored, Panics, Rejected, Run, Text};
    assert_eq!(treatments, [Run, Rejected, Panics, Text, Ignored, Compiled, Text]);

    let lines: Vec<_> = unchecked(ARTICLE).map(|fence| fence.line).collect();
    println!("look checked, and are not: the blocks at lines {lines:?}");
    assert_eq!(lines, [18, 22]);

    let first = fences(ARTICLE).next().expect("the article has seven");
    let shown: Vec<_> = first.shown().collect();
    println!("the first one has {} lines, shown are {}: {shown:?}", first.code.lines().count(), shown.len());
    assert_eq!(first.code.lines().count(), 2);
    assert_eq!(shown, [r#"let cents: u64 = "1200".parse()?;"#]);
}
