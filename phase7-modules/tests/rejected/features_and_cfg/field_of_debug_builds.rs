//! A field for debug builds only has to be configured in every literal, too. Without that, releases compile, and the
//! other builds do not.
//!
//! Repair: `#[cfg]` stands on a field of a literal as on that of the struct.

struct Draft {
    title: String,
    #[cfg(debug_assertions)]
    opened_by: &'static str,
}

fn main() {
    #[cfg(not(fixed))]
    let draft = Draft { title: "Moving".into() }; //~ E0063
    #[cfg(fixed)]
    let draft = Draft {
        title: "Moving".into(),
        #[cfg(debug_assertions)]
        opened_by: file!(),
    };
    #[cfg(debug_assertions)]
    println!("{} was opened in {}", draft.title, draft.opened_by);
    #[cfg(not(debug_assertions))]
    println!("{} was opened", draft.title);
}
