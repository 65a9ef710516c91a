//! `#[derive(Clone)]` bounds every type parameter, whatever the fields are: `Shared<T>` is `Clone` only if `T` is,
//! though an `Rc` can be cloned in any case.
//!
//! Repair: the `impl` by hand, with the bounds that it needs, which are none.

use std::rc::Rc;

#[cfg_attr(not(fixed), derive(Clone))]
struct Shared<T>(Rc<T>);

#[cfg(fixed)]
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

/// Not `Clone`: there must be one session only.
struct Session {
    reader: String,
}

fn main() {
    let session = Shared(Rc::new(Session { reader: "Ada".into() }));
    let same = session.clone(); //~ E0599
    println!("{} = {}", session.0.reader, same.0.reader);
}
