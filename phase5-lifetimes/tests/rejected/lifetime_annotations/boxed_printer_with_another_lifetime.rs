//! A `fn(&'t str)` may be used where longer-lived texts are printed; a `Box<dyn Fn(&'t str)>` may not.
//!
//! Both only take texts, so it would be sound. But a `dyn` type is invariant in its arguments: a trait could use them
//! anywhere. Repair: a function pointer, if nothing is captured. A box with a `Fn(&str)` needs no exchange.

struct Printer<'t> {
    #[cfg(not(fixed))]
    print: Box<dyn Fn(&'t str)>,
    #[cfg(fixed)]
    print: fn(&'t str),
}

fn for_literals<'t>(printer: Printer<'t>) -> Printer<'static> {
    printer //~ "may not live long enough"
}

fn main() {
    #[cfg(not(fixed))]
    let printer = Printer { print: Box::new(|text| println!("{text}")) };
    #[cfg(fixed)]
    let printer = Printer { print: |text| println!("{text}") };
    (for_literals(printer).print)("utilise");
}
