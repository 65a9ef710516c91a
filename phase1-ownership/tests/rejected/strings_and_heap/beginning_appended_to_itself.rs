//! Appending may move a `String` to a larger buffer, so what is appended cannot be a view into the same `String`.
//!
//! Repair: a range instead of a view. It borrows nothing, and is copied after the buffer has grown.

fn repeat_refrain(song: &mut String, refrain: usize) {
    #[cfg(not(fixed))]
    song.push_str(&song[..refrain]); //~ E0502
    #[cfg(fixed)]
    song.extend_from_within(..refrain);
}

fn main() {
    let mut song = String::from("Row, row, row your boat. Gently down the stream. ");
    repeat_refrain(&mut song, 25);
    println!("{song}");
}
