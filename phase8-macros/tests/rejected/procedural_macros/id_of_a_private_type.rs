//! A private field may be of a private type. An associated type of a public trait, for a public struct, may not.
//!
//! The derive makes one of the other: it writes `type Id = Number`. So that the error is not shown at the derive, all
//! of this item has the place of the field's type. Repair: the type is as public as the struct.

pub mod issues {
    use phase8_macros::procedural_macros::{Column, Entity, Value};

    #[cfg(not(fixed))]
    #[derive(Default)]
    struct Number(u32);
    #[cfg(fixed)]
    #[derive(Default)]
    pub struct Number(u32);

    impl Column for Number {
        fn value(&self) -> Value {
            self.0.value()
        }
    }

    #[derive(Default, Entity)]
    #[entity(table = "issues")]
    pub struct Issue {
        #[entity(id)]
        number: Number, //~ E0446
    }
}

fn main() {
    use phase8_macros::procedural_macros::Entity;

    println!("{:?}", issues::Issue::default().row());
}
