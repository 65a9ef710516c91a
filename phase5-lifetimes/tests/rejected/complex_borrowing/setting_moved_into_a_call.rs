//! A `&mut` that is passed on is reborrowed by the compiler; a struct that contains one is moved.
//!
//! Repair: a method that builds the struct anew from loans of its fields.

struct Setting<'p> {
    table: &'p mut Vec<String>,
    page: &'p mut u32,
}

#[cfg(fixed)]
impl Setting<'_> {
    fn reborrow(&mut self) -> Setting<'_> {
        Setting { table: self.table, page: self.page }
    }
}

fn place(title: &str, setting: Setting<'_>) {
    setting.table.push(format!("{title} {}", setting.page));
    *setting.page += 1;
}

#[cfg(not(fixed))]
fn place_both(setting: Setting<'_>) {
    place("Moves", setting);
    place("Loans", setting); //~ E0382
}

#[cfg(fixed)]
fn place_both(mut setting: Setting<'_>) {
    place("Moves", setting.reborrow());
    place("Loans", setting);
}

fn main() {
    place_both(Setting { table: &mut Vec::new(), page: &mut 1 });
}
