//! An inline `const` is evaluated when its parameters are known, which is not before code is generated.
//!
//! `cargo check` accepts this program: the signature allows every `SUM`, and the body is checked once, for all of them.
//! `cargo build` refuses it, and says for which parameters. Repair: the right number.
//@ build

struct Row<const C: usize>([u64; C]);

impl<const C: usize> Row<C> {
    fn followed_by<const D: usize, const SUM: usize>(&self, next: &Row<D>) -> Row<SUM> {
        const { assert!(C + D == SUM, "the result has the columns of both") } //~ E0080
        let mut both = [0; SUM];
        both[..C].copy_from_slice(&self.0);
        both[C..].copy_from_slice(&next.0);
        Row(both)
    }
}

#[cfg(not(fixed))]
type Year = Row<5>;
#[cfg(fixed)]
type Year = Row<4>;

fn main() {
    let first_half = Row([10, 20]);
    let year: Year = first_half.followed_by(&Row([30, 40]));
    println!("{:?}", year.0);
}
