//! A trait of ours and a trait of a dependency with a method of the same name: a call must say whose it means.
//!
//! It did not have to before the dependency's trait got this method. Adding one that is provided counts as a minor
//! change, because dependents can write the call in a way that no addition breaks. Repair: exactly that.

use press_core::Renderer;
use press_render::Text;

/// What stands in the menu.
trait Entry {
    fn name(&self) -> String;
}

impl<R: Renderer> Entry for R {
    fn name(&self) -> String {
        format!("Save as {}", Renderer::name(self))
    }
}

fn main() {
    #[cfg(not(fixed))]
    println!("{}", Text.name()); //~ E0034
    #[cfg(fixed)]
    println!("{}", Entry::name(&Text));
}
