//! A length cannot be computed from const parameters: in a const argument, a parameter stands alone or not at all.
//!
//! Repair: the sum is a parameter of its own, which the caller's use of the result decides, and an inline `const`
//! checks it once all three are known.

struct Row<const C: usize>([u64; C]);

impl<const C: usize> Row<C> {
    #[cfg(not(fixed))]
    fn followed_by<const D: usize>(&self, next: &Row<D>) -> [u64; C + D] {
        //~^ "generic parameters may not be used in const operations"
        //~^^ "generic parameters may not be used in const operations"
        let mut both = [0; 5];
        both[..C].copy_from_slice(&self.0);
        both[C..].copy_from_slice(&next.0);
        both
    }

    #[cfg(fixed)]
    fn followed_by<const D: usize, const SUM: usize>(&self, next: &Row<D>) -> [u64; SUM] {
        const { assert!(C + D == SUM, "the result has room for both") }
        let mut both = [0; SUM];
        both[..C].copy_from_slice(&self.0);
        both[C..].copy_from_slice(&next.0);
        both
    }
}

fn main() {
    let both: [u64; 5] = Row([10, 20]).followed_by(&Row([30, 40, 50]));
    println!("{both:?}");
}
