//! Each level of the recursion hands on a `&mut` to its own callback, and so calls a function of another type.
//!
//! At run time the recursion ends. But the compiler would have to generate `outline` for `F`, for `&mut F`, for `&mut
//! &mut F`, and so on. `cargo check` accepts it, `cargo build` gives up. Repair: a parameter whose type stays the same,
//! which a `&mut dyn FnMut` does when it is lent again. A generic function around it can keep the old signature.
//@ build

struct Section {
    title: &'static str,
    parts: Vec<Section>,
}

#[cfg(not(fixed))]
fn outline<F: FnMut(&str)>(section: &Section, mut visit: F) {
    visit(section.title);
    for part in &section.parts {
        outline(part, &mut visit); //~ "reached the recursion limit while instantiating"
    }
}

#[cfg(fixed)]
fn outline<F: FnMut(&str)>(section: &Section, mut visit: F) {
    fn each(section: &Section, visit: &mut dyn FnMut(&str)) {
        visit(section.title);
        for part in &section.parts {
            each(part, visit);
        }
    }
    each(section, &mut visit);
}

fn main() {
    let part = Section { title: "Monomorphisation", parts: Vec::new() };
    outline(&Section { title: "Generics", parts: vec![part] }, |title| println!("{title}"));
}
