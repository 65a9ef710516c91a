//! A destructor belongs to all of a type: an upload that was finished cannot do without what one in progress needs.
//!
//! Methods can be given to one state, `Drop` cannot. Repair: give it to the state. A field's own `Drop` runs where the
//! field is dropped, and the other state has no such field.

struct Open {
    part: String,
}

struct Finished;

struct Upload<S> {
    name: String,
    state: S,
}

#[cfg(not(fixed))]
impl Drop for Upload<Open> {
    //~^ E0366
    fn drop(&mut self) {
        println!("{} is removed", self.state.part);
    }
}

#[cfg(fixed)]
impl Drop for Open {
    fn drop(&mut self) {
        println!("{} is removed", self.part);
    }
}

fn main() {
    let open = Upload { name: "moves.epub".into(), state: Open { part: "moves.part".into() } };
    println!("{} as {}", open.name, open.state.part);
    let finished = Upload { name: open.name.clone(), state: Finished };
    let Upload { name, state: Finished } = finished;
    println!("{name} is there");
}
