//! What is borrowed through `&mut self` ends with `&mut self`, even if the field's own `&mut` lasts longer.
//!
//! Otherwise two calls could hand out the same bytes. A shared reference could be copied out of the field; an exclusive
//! one has to be moved out. Repair: `split_off_mut`, which takes the slice out of the field and puts the rest back.

struct LinesMut<'b> {
    rest: &'b mut [u8],
}

impl<'b> Iterator for LinesMut<'b> {
    type Item = &'b mut [u8];

    fn next(&mut self) -> Option<&'b mut [u8]> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')? + 1;
        #[cfg(not(fixed))]
        {
            let (line, rest) = self.rest.split_at_mut(end);
            self.rest = rest;
            Some(line) //~ "may not live long enough"
        }
        #[cfg(fixed)]
        self.rest.split_off_mut(..end)
    }
}

fn main() {
    let mut text = *b"one\ntwo\n";
    LinesMut { rest: &mut text }.for_each(|line| line[0].make_ascii_uppercase());
    println!("{}", text.escape_ascii());
}
