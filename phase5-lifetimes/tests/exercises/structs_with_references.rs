//! # A text in pieces
//!
//! Some editors never copy what is typed. Their text is a list of pieces, each a view into the file that was opened or
//! into a buffer of insertions; an edit changes the list. Positions are bytes of the whole text, and callers only pass
//! those between two characters.
//!
//! Types and fields are as they should be. Most of the signatures that you are given promise `'static`, which nobody can
//! keep, and one asks for too little: write what is true, and promise all that the views can keep. The tests drop texts
//! and cursors as early as such signatures allow. No text is copied before it is saved.

/// A text in pieces, of which none is empty.
pub struct Text<'t> {
    pieces: Vec<&'t str>,
}

/// Reads a text from its beginning, while the list does not change.
pub struct Cursor<'x, 't> {
    /// What is left of the current piece.
    piece: &'t str,
    /// The pieces behind it.
    rest: &'x [&'t str],
}

/// A text in one buffer, which still knows where its pieces end.
pub struct Saved {
    text: String,
    ends: Vec<usize>,
}

/// The pieces of a saved text, each to be changed on its own.
pub struct PiecesMut<'s> {
    rest: &'s mut str,
    lengths: std::vec::IntoIter<usize>,
}

impl<'t> Text<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { pieces: Vec::from_iter((!text.is_empty()).then_some(text)) }
    }

    /// Divides the piece around `at`, if there is one, so that a piece begins at `at`, and returns the index of that
    /// piece; the number of pieces if the text ends there, or before.
    fn cut(&mut self, mut at: usize) -> usize {
        // solution:begin
        // hint: Go through the pieces by index, and subtract the length of each one that ends at or before `at`.
        // hint: At the piece where `at` is left: if it is 0, that is the index. Otherwise `split_at` and two pieces.
        // hint: A `&'t str` is `Copy`: copy it out of the list, and the list can be changed while you have its halves.
        for index in 0..self.pieces.len() {
            let piece = self.pieces[index];
            if at == 0 {
                return index;
            }
            if at < piece.len() {
                let (before, after) = piece.split_at(at);
                self.pieces[index] = before;
                self.pieces.insert(index + 1, after);
                return index + 1;
            }
            at -= piece.len();
        }
        self.pieces.len()
        // solution:end
    }

    /// Inserts `text` at `at`, or at the end if the text is shorter.
    // solution:begin
    // hint: The list gets a view of `text`, which must last as long as the other pieces.
    // hint: `cut` returns the index at which the piece is to be inserted. No piece is empty.
    // stub: pub fn insert(&mut self, _at: usize, _text: &str) {
    // stub:     todo!()
    // stub: }
    pub fn insert(&mut self, at: usize, text: &'t str) {
        let index = self.cut(at);
        if !text.is_empty() {
            self.pieces.insert(index, text);
        }
    }
    // solution:end

    /// Deletes a range, as far as there is text, and returns its pieces, which an undo would insert again.
    // solution:begin
    // hint: What is returned was in the list, not a part of the list. How long does it last?
    // hint: Two cuts, first at the start; then `drain` the pieces between them.
    // stub: pub fn delete(&mut self, _range: std::ops::Range<usize>) -> Vec<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn delete(&mut self, range: std::ops::Range<usize>) -> Vec<&'t str> {
        let start = self.cut(range.start);
        let end = self.cut(range.end);
        self.pieces.drain(start..end).collect()
    }
    // solution:end

    /// A cursor at the beginning.
    // solution:begin
    // hint: A cursor has two lifetimes. Which of them is that of `&self`?
    // hint: It can begin with an empty piece: `""` is a `&'static str`, which lasts longer than any `'t`.
    // stub: pub fn cursor(&self) -> Cursor<'static, 'static> {
    // stub:     todo!()
    // stub: }
    pub fn cursor(&self) -> Cursor<'_, 't> {
        Cursor { piece: "", rest: &self.pieces }
    }
    // solution:end

    /// Copies the text into one buffer.
    pub fn save(&self) -> Saved {
        // solution:begin
        // hint: Views of the new buffer cannot be kept beside it. Keep positions.
        // hint: Push a piece, then note how long the buffer is now.
        let mut saved = Saved { text: String::new(), ends: Vec::new() };
        for piece in &self.pieces {
            saved.text.push_str(piece);
            saved.ends.push(saved.text.len());
        }
        saved
        // solution:end
    }
}

impl<'t> Cursor<'_, 't> {
    /// The next part of the text: at most `most` bytes in whole characters, but at least one character, and nothing of
    /// the piece behind the current one.
    // solution:begin
    // hint: Is a part of the text lent by the cursor? The caller may want to keep it and move on.
    // hint: `self.rest.split_off_first()` takes the first piece off the slice in the field.
    // hint: `floor_char_boundary(most)`, or `ceil_char_boundary(1)` if that is 0; then `split_at`.
    // stub: pub fn take(&mut self, _most: usize) -> Option<&'static str> {
    // stub:     todo!()
    // stub: }
    pub fn take(&mut self, most: usize) -> Option<&'t str> {
        if self.piece.is_empty() {
            self.piece = self.rest.split_off_first()?;
        }
        let at = self.piece.floor_char_boundary(most).max(self.piece.ceil_char_boundary(1));
        let (part, rest) = self.piece.split_at(at);
        self.piece = rest;
        Some(part)
    }
    // solution:end
}

impl Saved {
    /// The piece with this index.
    pub fn piece(&self, index: usize) -> Option<&str> {
        // solution:begin
        // hint: A piece begins where the one before it ends; the first one begins at 0.
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
        // solution:end
    }

    /// All pieces, to be changed in place.
    pub fn pieces_mut(&mut self) -> PiecesMut<'_> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let lengths: Vec<usize> = self.ends.iter().zip(starts).map(|(end, start)| end - start).collect();
        PiecesMut { rest: &mut self.text, lengths: lengths.into_iter() }
    }
}

impl<'s> PiecesMut<'s> {
    /// The next piece.
    // solution:begin
    // hint: It must not end with `&mut self`: the tests hold several pieces at once.
    // hint: `self.rest.split_at_mut(…)` reborrows through `&mut self`. First move the `&mut str` out of the field.
    // hint: `std::mem::take` leaves an empty `&mut str` behind; put the rest back afterwards.
    // stub: pub fn next_piece(&mut self) -> Option<&'static mut str> {
    // stub:     todo!()
    // stub: }
    pub fn next_piece(&mut self) -> Option<&'s mut str> {
        let length = self.lengths.next()?;
        let (piece, rest) = std::mem::take(&mut self.rest).split_at_mut(length);
        self.rest = rest;
        Some(piece)
    }
    // solution:end
}

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

#[test]
fn an_insertion_divides_a_piece_and_copies_nothing() {
    let (file, buffer) = (String::from("Once more."), String::from("or twice "));
    let mut text = Text::new(&file);
    text.insert(5, &buffer);
    assert_eq!(text.pieces, ["Once ", "or twice ", "more."]);
    assert!([0, 2].iter().all(|index| is_part_of(text.pieces[*index], &file)));
    assert!(is_part_of(text.pieces[1], &buffer));
}

#[test]
fn no_piece_is_empty() {
    let mut text = Text::new("");
    text.insert(0, "");
    assert!(text.pieces.is_empty());
    text.insert(9, "b");
    text.insert(0, "a");
    text.insert(9, "d");
    text.insert(2, "c");
    text.insert(2, "");
    assert_eq!(text.pieces, ["a", "b", "c", "d"]);
    assert!(text.delete(2..2).is_empty());
    assert_eq!(text.pieces.len(), 4);
}

#[test]
fn what_was_deleted_outlives_the_text() {
    let file = String::from("Once more.");
    let deleted = {
        let mut text = Text::new(&file);
        text.insert(4, ",");
        let deleted = text.delete(2..7);
        assert_eq!(text.pieces, ["On", "ore."]);
        deleted
    };
    assert_eq!(deleted, ["ce", ",", " m"]);
    assert!(is_part_of(deleted[2], &file));
}

#[test]
fn any_edits_make_the_text_that_a_string_would_be() {
    let inserted = ["", "a", "bcd", "efghi"];
    let mut seed = 3_usize;
    let mut pick = |below: usize| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        (seed >> 8) % below
    };
    let (mut text, mut model) = (Text::new("Once more."), String::from("Once more."));
    for _ in 0..2000 {
        let start = pick(model.len() + 3);
        if pick(2) == 0 {
            let new = inserted[pick(4)];
            text.insert(start, new);
            model.insert_str(start.min(model.len()), new);
        } else {
            let range = start..start + pick(6);
            let deleted = text.delete(range.clone()).concat();
            let gone: String = model.drain(start.min(model.len())..range.end.min(model.len())).collect();
            assert_eq!(deleted, gone);
        }
        assert_eq!(text.pieces.concat(), model);
        assert!(text.pieces.iter().all(|piece| !piece.is_empty()));
    }
}

#[test]
fn a_cursor_takes_whole_characters_of_one_piece_at_a_time() {
    let mut text = Text::new("éé€");
    text.insert(4, "abc");
    let mut cursor = text.cursor();
    let parts: Vec<&str> = std::iter::from_fn(|| cursor.take(2)).take(9).collect();
    assert_eq!(parts, ["é", "é", "ab", "c", "€"]);
    assert_eq!(text.cursor().take(0), Some("é"));
    assert_eq!(text.cursor().take(3), Some("é"));
    assert_eq!(text.cursor().take(9), Some("éé"));
    assert_eq!(Text::new("").cursor().take(9), None);
}

#[test]
fn what_was_read_outlives_cursor_and_text() {
    let file = String::from("Once more.");
    let (first, second) = {
        let text = Text::new(&file);
        let mut cursor = text.cursor();
        (cursor.take(4), cursor.take(9))
    };
    assert_eq!((first, second), (Some("Once"), Some(" more.")));
    assert!(second.is_some_and(|part| is_part_of(part, &file)));
}

#[test]
fn what_is_saved_needs_none_of_its_sources() {
    let saved = {
        let file = String::from("Once more.");
        let mut text = Text::new(&file);
        text.insert(4, ",");
        text.save()
    };
    assert_eq!(saved.text, "Once, more.");
    assert_eq!([saved.piece(0), saved.piece(1), saved.piece(2)], [Some("Once"), Some(","), Some(" more.")]);
    assert!(saved.piece(1).is_some_and(|piece| is_part_of(piece, &saved.text)));
    assert_eq!(saved.piece(3), None);
}

#[test]
fn saved_pieces_are_changed_side_by_side() {
    let mut saved = Saved { text: "once, more".into(), ends: vec![4, 6, 10] };
    let (first, last) = {
        let mut pieces = saved.pieces_mut();
        let parts = [pieces.next_piece(), pieces.next_piece(), pieces.next_piece()];
        assert!(pieces.next_piece().is_none());
        let [Some(first), Some(_), Some(last)] = parts else { unreachable!("there are three pieces") };
        (first, last)
    };
    first.make_ascii_uppercase();
    last[..1].make_ascii_uppercase();
    assert_eq!(saved.text, "ONCE, More");
}
