//! Dependencies: which version is taken, what a new one may break, and why two of them can be one too many.
//!
//! A requirement in a manifest is a promise about versions that do not exist yet. After this lesson you can say which
//! releases a requirement will take, which changes of a library are breaking although they look harmless, and how to
//! get out of a tree that holds the same library twice.
//!
//! # What is taken
//!
//! | requirement | takes | |
//! |---|---|---|
//! | `1.2.3`, `^1.2.3` | `>=1.2.3, <2.0.0` | up to the next change of the leftmost number that is not 0 |
//! | `0.2.3` | `>=0.2.3, <0.3.0` | below 1.0, a minor release may break |
//! | `0.0.3` | `0.0.3` alone | and below 0.1, any release |
//! | `~1.2.3` | `>=1.2.3, <1.3.0` | patches only; but `~1` is `^1` |
//! | `=1.2` | any `1.2.x` | exact only as far as it is written |
//! | `>1.2` | from `1.3.0` | `1.2.9` counts as 1.2 |
//!
//! A pre-release is taken only by a requirement that names one of the same `1.2.3`; `*` and `>=1` never take one. Of
//! all that is allowed, cargo takes the newest that is not yanked, with two exceptions. What `Cargo.lock` says stays
//! for as long as it is allowed, yanked or not; `--locked` refuses to change it. And resolver 3 *prefers* versions
//! whose `rust-version` suits the members of the workspace, as many of them as possible and whichever of them asks: so
//! one cautious member holds back all. If no member has a `rust-version`, the installed compiler counts; if no version
//! suits anybody, the newest is taken all the same.
//!
//! In one tree, cargo takes at most one version of each *compatible* range: `1.2` and `1.4` must agree on one, and
//! `=1.2.0` beside `=1.4.0` is refused. `1` and `2` do not have to agree, and both are linked.
//!
//! The lower bound is what nobody tests, since cargo takes the newest: `ink = "1"` compiles with a function of 1.1
//! until somebody's lockfile says 1.0. `cargo update ink --precise 1.0.0` shows it. The lockfile of a dependency is
//! never read.
//!
//! # What may be released as what
//!
//! The contract is that whatever compiled goes on compiling, except for what a dependent could have defended itself
//! against. Where that line is drawn is a convention, the chapter *SemVer Compatibility* of cargo's book; what happens
//! is not:
//!
//! | change of a library | a dependent is refused with | the book calls it |
//! |---|---|---|
//! | a variant more | E0004 | major |
//! | the same, `#[non_exhaustive]` from the start | nothing | minor |
//! | a public field more in a struct without private ones | E0063 | major |
//! | a method more in a trait, without a body | E0046 | major |
//! | the same, with a body: another trait has its name | E0034 | possibly breaking |
//! | an inherent method, whose name a dependent's own trait has | nothing: another method is called | possibly breaking |
//! | a type parameter more for a function | E0107 | possibly breaking |
//! | `impl Into<String>` in the place of `String` as an argument | E0283 | minor |
//! | a public item more, where two globs meet | E0659 | minor |
//! | `#[deprecated]`, where warnings are denied | `deprecated` | minor |
//! | a private `Rc` in a type that was `Send` | E0277 | |
//! | `impl Drop`; no `Copy` any more | E0509; E0382 | |
//!
//! The last two rows are what authors overlook, because no signature has changed: auto traits, the right to move fields
//! out and the right to copy belong to a type nevertheless.
//!
//! # Two versions in one tree
//!
//! Say that functions of `paper` return a type of ink 1, functions of `printer` take that of ink 2, and an app uses
//! both. These types are as different as any two (E0308, E0277), statics exist twice, and `cargo tree -d` lists both
//! inks. Nothing is wrong with that until a value of one is to be a value of the other, or a static to be the only one.
//! Then it turns out that ink is a *public* dependency of `paper`: a type in a signature is part of the interface,
//! whoever has declared it, and so the step from ink 1 to ink 2 is a breaking change of `paper`.
//!
//! `cargo tree -i ink@1.0.0` says who has to take that step. The author of ink can help everybody at once: ink 1.1,
//! which depends on ink 2 and re-exports all that did not change, is an ordinary update for those who ask for `1`, and
//! makes both types one. `pub use ink;` in `paper` does not; it lets others name the right ink without a requirement of
//! their own.
//!
//! What a dependency weighs is what would leave the tree with it, not what stands below it in `cargo tree`: the
//! exercise computes that from a lockfile. `cargo info ink` shows what can be asked beforehand, such as features and
//! `rust-version`.
//!
//! `[patch]` in the root manifest puts a package in the place of another one for the whole tree, dependencies of
//! dependencies included, and only where its version satisfies who asks; otherwise it is not used, which is a warning.
//!
//! # The lesson's program
//!
//! It decides as cargo does, for one package that one other asks for. A real program takes the `semver` crate; here
//! each rule is a line.

mod version;
mod requirement;

pub use requirement::Requirement;
pub use version::{NotUnderstood, Version};

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its number.
    pub version: Version,
    /// `rust-version` in its manifest, such as `(1, 85)`.
    pub rust: Option<(u64, u64)>,
    /// Whether its author has withdrawn it.
    pub yanked: bool,
}

/// What cargo takes of the `releases` of a package, in a workspace that is to compile with `rust` (none: with any), and
/// whose lockfile says `locked`; `None` if the requirement takes none of them.
pub fn choose<'a>(
    requirement: &Requirement,
    releases: &'a [Release],
    rust: Option<(u64, u64)>,
    locked: Option<&Version>,
) -> Option<&'a Release> {
    let is_locked = |release: &Release| locked == Some(&release.version);
    let taken = releases.iter().filter(|release| requirement.takes(&release.version));
    // Yanked is what nobody is to begin with; whoever has it keeps it.
    let taken = taken.filter(|release| !release.yanked || is_locked(release));
    // `false` is less than `true`: what is locked, then what compiles, then what is newest.
    taken.max_by_key(|release| {
        let compiles = rust.is_none_or(|rust| release.rust.is_none_or(|needed| needed <= rust));
        (is_locked(release), compiles, &release.version)
    })
}
