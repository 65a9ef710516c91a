//! In which order packages are published, and what stands in the way.
//!
//! A published manifest has no paths. A dependency without a version cannot stay, except a dev-dependency, which is
//! left out; with a version, it stays and has to be published first. So two packages that need each other, one of them
//! for its tests, can be published if that one names a path and no version.

use std::{collections::BTreeSet, fmt};

use super::{Package, Sibling, Workspace};

/// Why a workspace cannot be published.
#[derive(Debug, PartialEq, Eq)]
pub enum Unpublishable {
    /// The first package needs the second, which has no version there, or is itself never published.
    Dependency(String, String),
    /// These packages wait for each other, or for others that do.
    Circle(Vec<String>),
}

impl Workspace {
    /// The published packages, each behind those that it needs; wherever several could be next, the first by name.
    /// `cargo publish --workspace` finds such an order, too.
    ///
    /// # Errors
    /// What stands in the way. Dependencies are looked at before circles.
    pub fn publish_order(&self) -> Result<Vec<&str>, Unpublishable> {
        let mut waiting = BTreeSet::new();
        for (at, package) in self.packages.iter().enumerate().filter(|(_, package)| package.is_published) {
            for sibling in package.kept_when_published() {
                let dependency = &self.packages[sibling.package];
                if !sibling.versioned || !dependency.is_published {
                    let names = (package.name.clone(), dependency.name.clone());
                    return Err(Unpublishable::Dependency(names.0, names.1));
                }
            }
            waiting.insert((&package.name, at));
        }
        let mut order = Vec::new();
        while !waiting.is_empty() {
            let is_ready = |&&(_, at): &&(&String, usize)| {
                let mut needs = self.packages[at].kept_when_published();
                needs.all(|need| waiting.iter().all(|&(_, other)| other != need.package))
            };
            let Some(&next) = waiting.iter().find(is_ready) else {
                return Err(Unpublishable::Circle(waiting.iter().map(|(name, _)| (*name).clone()).collect()));
            };
            waiting.remove(&next);
            order.push(next.0.as_str());
        }
        Ok(order)
    }
}

impl Package {
    fn kept_when_published(&self) -> impl Iterator<Item = &Sibling> {
        self.siblings.iter().filter(|sibling| sibling.versioned || !sibling.dev)
    }
}

impl fmt::Display for Unpublishable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dependency(package, needed) => {
                write!(f, "no registry has the {needed} that {package} needs")
            }
            Self::Circle(packages) => write!(f, "in a circle or behind one: {}", packages.join(", ")),
        }
    }
}

impl std::error::Error for Unpublishable {}
