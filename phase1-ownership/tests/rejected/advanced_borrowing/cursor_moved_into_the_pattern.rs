//! A cursor over links: the reborrow in the pattern must outlive the loop, because the cursor becomes a part of it.
//!
//! So the link where the loop stops still counts as borrowed. Repair: test without binding, then step.

struct Sheet {
    below: Option<Box<Sheet>>,
}

fn put_under(top: &mut Option<Box<Sheet>>, sheet: Sheet) {
    let mut cursor = top;
    #[cfg(not(fixed))]
    while let Some(link) = cursor.as_mut() {
        cursor = &mut link.below;
    }
    #[cfg(fixed)]
    while cursor.is_some() {
        cursor = &mut cursor.as_mut().unwrap().below;
    }
    *cursor = Some(Box::new(sheet)); //~ E0506
}

fn main() {
    put_under(&mut None, Sheet { below: None });
}
