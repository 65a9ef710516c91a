//! Requirements on the releases of one library, and what is taken with and without a lockfile.
//!
//! Run: `cargo run --example external_crates`. Look for the requirement that looks exact and is not, and for the one
//! that moves although the lockfile has a version.

use phase7_modules::external_crates::{NotUnderstood, Release, Requirement, Version, choose};

fn main() -> Result<(), NotUnderstood> {
    let published =
        [("0.9.4", 70), ("1.0.0", 70), ("1.2.0", 80), ("1.2.7", 85), ("1.3.0", 90), ("2.0.0-rc.1", 95)];
    let mut releases = Vec::new();
    for (version, rust) in published {
        releases.push(Release { version: version.parse()?, rust: Some((1, rust)), yanked: false });
    }
    let number = |taken: &Release| {
        let place = releases.iter().position(|release| release == taken);
        published[place.expect("what is taken is one of the releases")].0
    };

    println!("a new lockfile, with any compiler:");
    for (text, expected) in [
        ("1", "1.3.0"),
        ("~1.2", "1.2.7"),
        ("=1.2", "1.2.7"),
        ("=1.2.0", "1.2.0"),
        ("0.9", "0.9.4"),
        (">=1", "1.3.0"),
    ] {
        let taken = choose(&text.parse()?, &releases, None, None).map(number);
        println!("{text:>8} takes {}", taken.unwrap_or("nothing"));
        assert_eq!(taken, Some(expected));
    }

    let one: Requirement = "1".parse()?;
    let old = choose(&one, &releases, Some((1, 82)), None).map(number);
    println!("a workspace for Rust 1.82 takes {} for 1", old.unwrap_or("nothing"));
    assert_eq!(old, Some("1.2.0"));
    let ancient = choose(&one, &releases, Some((1, 60)), None).map(number);
    println!(
        "one for Rust 1.60 takes {}: none suits, so it is the newest again",
        ancient.unwrap_or("nothing")
    );
    assert_eq!(ancient, Some("1.3.0"));

    let locked: Version = "1.2.0".parse()?;
    let stays = choose(&one, &releases, None, Some(&locked)).map(number);
    println!("locked at 1.2.0, 1 takes {}", stays.unwrap_or("nothing"));
    let moves = choose(&"1.2.5".parse()?, &releases, None, Some(&locked)).map(number);
    println!("and 1.2.5, which the lockfile does not satisfy, {}", moves.unwrap_or("nothing"));
    assert_eq!((stays, moves), (Some("1.2.0"), Some("1.3.0")));

    let candidate: Requirement = "2.0.0-rc.0".parse()?;
    let asked = choose(&candidate, &releases, None, None).map(number);
    println!("a release candidate is taken by 2.0.0-rc.0: {}", asked.unwrap_or("nothing"));
    assert_eq!(asked, Some("2.0.0-rc.1"));
    let [old, new] = ["0.9.4".parse::<Version>()?, "1.0.0".parse()?];
    println!("0.9.4 allows 1.0.0: {}", old.allows(&new));
    assert!(!old.allows(&new));
    Ok(())
}
