//! A loop that steps from link to link and stops early: the link that it stopped at still counts as borrowed.
//!
//! `sheet` becomes the next cursor on the path that goes on, so the checker keeps its borrow alive on the path that
//! leaves the loop, too. Repair: test without binding, and borrow for the step alone.

struct Sheet {
    page: u32,
    next: Option<Box<Sheet>>,
}

fn cut_off_from(first: &mut Option<Box<Sheet>>, page: u32) {
    let mut cursor = first;
    #[cfg(not(fixed))]
    while let Some(sheet) = cursor
        && sheet.page < page
    {
        cursor = &mut sheet.next;
    }
    #[cfg(fixed)]
    while cursor.as_ref().is_some_and(|sheet| sheet.page < page) {
        cursor = &mut cursor.as_mut().unwrap().next;
    }
    *cursor = None; //~ E0506
}

fn main() {
    cut_off_from(&mut Some(Box::new(Sheet { page: 1, next: None })), 2);
}
