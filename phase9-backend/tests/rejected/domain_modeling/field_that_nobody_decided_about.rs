//! A view of a profile that does not say what becomes of one field. The pattern has no `..`, so a field that is added to
//! the domain's type stops here, until somebody has decided whether others may see it.
//!
//! Repair: decide. `following: _` is a decision, too.

use phase9_backend::domain::Profile;

struct Card {
    name: String,
    about: String,
}

impl From<Profile> for Card {
    #[cfg(not(fixed))]
    fn from(profile: Profile) -> Self {
        let Profile { username, bio, image: _ } = profile; //~ E0027
        Self { name: username.to_string(), about: bio.to_string() }
    }
    #[cfg(fixed)]
    fn from(profile: Profile) -> Self {
        let Profile { username, bio, image: _, following: _ } = profile;
        Self { name: username.to_string(), about: bio.to_string() }
    }
}

fn main() {
    let shown: fn(Card) -> String = |Card { name, about }| format!("{name}: {about}");
    let _ = |profile: Profile| shown(profile.into());
}
