//! # Sets of tags
//!
//! Readers of a platform follow some tags and mute others. Each tag has a small number, so a set of them is a row of
//! bits: tag 70 is bit 6 of the second word. Sets are combined and compared by operators:
//!
//! - `a | b`: the tags of both;
//! - `a - b`: the tags of `a` that are not in `b`;
//! - `a < b`: `b` has all tags of `a`, and more;
//! - `a[tag]`: whether `a` has the tag.
//!
//! Write the operators. Where the left side is owned or borrowed mutably, its memory has to be used again.

use std::{
    cmp::Ordering,
    iter::Sum,
    ops::{BitOr, BitOrAssign, Index, Sub, SubAssign},
};

#[derive(Debug, Clone, Copy)]
pub struct Tag(pub usize);

/// Words behind the last tag may be zero or missing. That makes no difference to anybody.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    words: Vec<u64>,
}

impl FromIterator<Tag> for Tags {
    fn from_iter<I: IntoIterator<Item = Tag>>(tags: I) -> Self {
        let mut set = Tags::default();
        for Tag(tag) in tags {
            set.words.resize(set.words.len().max(tag / 64 + 1), 0);
            set.words[tag / 64] |= 1 << (tag % 64);
        }
        set
    }
}

impl BitOrAssign<&Tags> for Tags {
    fn bitor_assign(&mut self, other: &Tags) {
        // solution:begin
        // hint: The other set may have more words. After `resize` there is a word for each of them.
        // hint: `zip` ends with the shorter row, so the rest of a longer `self` stays as it is.
        self.words.resize(self.words.len().max(other.words.len()), 0);
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        // solution:end
    }
}

impl BitOr<&Tags> for Tags {
    type Output = Tags;

    fn bitor(self, other: &Tags) -> Tags {
        // solution:begin
        // hint: The work has been done above. `self` is owned, so it may be changed and returned.
        // hint: A parameter can be bound anew: `let mut union = self;`
        let mut union = self;
        union |= other;
        union
        // solution:end
    }
}

impl BitOr for &Tags {
    type Output = Tags;

    fn bitor(self, other: &Tags) -> Tags {
        // solution:begin
        // hint: Here, a copy is the point: both sets are still needed. What remains is the operator above.
        self.clone() | other
        // solution:end
    }
}

impl SubAssign<&Tags> for Tags {
    fn sub_assign(&mut self, other: &Tags) {
        // solution:begin
        // hint: `!word` has the bits that `word` has not.
        // hint: Words of `other` beyond the end of `self` take nothing away.
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
        // solution:end
    }
}

impl Sub<&Tags> for Tags {
    type Output = Tags;

    fn sub(mut self, other: &Tags) -> Tags {
        self -= other;
        self
    }
}

/// `tags[tag]` says whether the tag is in the set, also of tags beyond its last word.
impl Index<Tag> for Tags {
    type Output = bool;

    fn index(&self, Tag(tag): Tag) -> &bool {
        // solution:begin
        // ban: leak because each question would cost memory that nobody gives back
        // hint: There is no `bool` in the set that you could lend. But there are only two values that it can have.
        // hint: A reference to a constant lives as long as the program: `&true`.
        // hint: `get` returns an `Option`, and `is_some_and` asks about the word in it.
        if self.words.get(tag / 64).is_some_and(|word| word & (1 << (tag % 64)) != 0) {
            &true
        } else {
            &false
        }
        // solution:end
    }
}

/// Less means: has some of the other's tags, or none of them, and no others. If each set has a tag that the other has
/// not, there is no order between them.
impl PartialOrd for Tags {
    fn partial_cmp(&self, other: &Tags) -> Option<Ordering> {
        // solution:begin
        // hint: Two questions decide it: does `self` have a tag that `other` has not, and the other way round?
        // hint: `self - other` answers the first; it takes an owned left side. A set without tags has only zero words.
        // hint: Four answers: `Some(Equal)`, `Some(Less)`, `Some(Greater)`, and `None`.
        let more_than =
            |left: &Tags, right: &Tags| (left.clone() - right).words.iter().any(|word| *word != 0);
        match (more_than(self, other), more_than(other, self)) {
            (false, false) => Some(Ordering::Equal),
            (false, true) => Some(Ordering::Less),
            (true, false) => Some(Ordering::Greater),
            (true, true) => None,
        }
        // solution:end
    }
}

impl PartialEq for Tags {
    fn eq(&self, other: &Tags) -> bool {
        // solution:begin
        // hint: `==` and `partial_cmp` must agree. The safest way is to ask the other one.
        self.partial_cmp(other) == Some(Ordering::Equal)
        // solution:end
    }
}

impl Eq for Tags {}

/// The tags of all sets.
impl<'a> Sum<&'a Tags> for Tags {
    fn sum<I: Iterator<Item = &'a Tags>>(sets: I) -> Tags {
        // solution:begin
        // hint: Begin with a set without tags, and add one set after the other. No set needs to be copied.
        sets.fold(Tags::default(), |union, set| union | set)
        // solution:end
    }
}

/// The tags of all sets, in the memory of the first one.
impl Sum for Tags {
    fn sum<I: Iterator<Item = Tags>>(sets: I) -> Tags {
        // solution:begin
        // hint: `fold` begins with a set of your own, and the memory of the first one is lost.
        // hint: `reduce` begins with the first item, and returns `None` if there is none.
        sets.reduce(|union, set| union | &set).unwrap_or_default()
        // solution:end
    }
}

fn tags(tags: &[usize]) -> Tags {
    tags.iter().copied().map(Tag).collect()
}

/// What is in the set, read bit by bit.
fn members(tags: &Tags) -> Vec<usize> {
    (0..tags.words.len() * 64).filter(|tag| tags.words[tag / 64] >> (tag % 64) & 1 == 1).collect()
}

/// Sets of all kinds: empty, short, long, with zero words at the end, and some that contain others.
fn samples() -> Vec<Vec<usize>> {
    let mut state = 9_u32;
    let mut samples = vec![vec![], vec![0], vec![63], vec![64], vec![0, 63, 64, 200]];
    for round in 0..40 {
        let mut sample: Vec<usize> = match round % 3 {
            0 => samples[round / 2].clone(),
            _ => Vec::new(),
        };
        for _ in 0..round % 7 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let tag = (state >> 20) as usize % [10, 70, 260][round % 3];
            if !sample.contains(&tag) {
                sample.push(tag);
            }
        }
        sample.sort_unstable();
        samples.push(sample);
    }
    samples
}

#[test]
fn a_union_in_place_has_the_tags_of_both_and_uses_its_own_memory() {
    for left in samples() {
        for right in samples() {
            let mut set = tags(&left);
            let (memory, room) = (set.words.as_ptr(), set.words.capacity());
            set |= &tags(&right);
            let mut expected = [left.clone(), right].concat();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(members(&set), expected);
            assert!(set.words.len() > room || set.words.as_ptr() == memory);
        }
    }
}

#[test]
fn an_owned_left_side_lends_its_memory_to_the_union() {
    let left = tags(&[1, 130]);
    let memory = left.words.as_ptr();
    let union = left | &tags(&[2, 64]);
    assert_eq!(members(&union), [1, 2, 64, 130]);
    assert_eq!(union.words.as_ptr(), memory);
}

#[test]
fn a_union_of_borrows_leaves_both_alone() {
    let (left, right) = (tags(&[1, 130]), tags(&[2, 300]));
    assert_eq!(members(&(&left | &right)), [1, 2, 130, 300]);
    assert_eq!((members(&left), members(&right)), (vec![1, 130], vec![2, 300]));
}

#[test]
fn a_difference_has_the_tags_of_the_left_side_only() {
    for left in samples() {
        for right in samples() {
            let set = tags(&left);
            let memory = set.words.as_ptr();
            let difference = set - &tags(&right);
            let expected: Vec<usize> = left.iter().copied().filter(|tag| !right.contains(tag)).collect();
            assert_eq!(members(&difference), expected);
            assert_eq!(difference.words.as_ptr(), memory);
        }
    }
}

#[test]
fn an_index_asks_for_one_tag_wherever_the_set_ends() {
    for sample in samples() {
        let set = tags(&sample);
        for tag in 0..400 {
            assert_eq!(set[Tag(tag)], sample.contains(&tag), "{tag} in {sample:?}");
        }
    }
    assert!(!Tags::default()[Tag(usize::MAX)]);
}

#[test]
fn sets_are_equal_if_their_tags_are_whatever_room_they_have() {
    let emptied = tags(&[3, 500]) - &tags(&[500]);
    assert!(emptied == tags(&[3]) && tags(&[3]) == emptied && emptied != tags(&[500]));
    assert!(tags(&[7]) - &tags(&[7]) == Tags::default());
    assert!(tags(&[1]) != tags(&[2]) && tags(&[1]) != tags(&[1, 65]));
}

#[test]
fn the_order_is_inclusion() {
    let (mut less, mut apart) = (0, 0);
    for left in samples() {
        for right in samples() {
            let contained = left.iter().all(|tag| right.contains(tag));
            let contains = right.iter().all(|tag| left.contains(tag));
            let (a, b) = (tags(&left), tags(&right));
            assert_eq!((a <= b, a >= b), (contained, contains), "{left:?} and {right:?}");
            assert_eq!((a < b, a == b), (contained && !contains, contained && contains));
            less += usize::from(a < b);
            apart += usize::from(a.partial_cmp(&b).is_none());
        }
    }
    assert!(less > 50 && apart > 50);
}

#[test]
fn borrowed_sets_can_be_summed_and_stay() {
    let sets = [tags(&[1]), tags(&[]), tags(&[200, 64])];
    assert_eq!(members(&sets.iter().sum::<Tags>()), [1, 64, 200]);
    assert_eq!(members(&sets[2]), [64, 200]);
    assert_eq!(members(&sets[..0].iter().sum::<Tags>()), []);
}

#[test]
fn owned_sets_are_summed_in_the_memory_of_the_first() {
    let first = tags(&[1, 64]);
    let memory = first.words.as_ptr();
    let sum: Tags = [first, tags(&[2, 65]), tags(&[3])].into_iter().sum();
    assert_eq!(members(&sum), [1, 2, 3, 64, 65]);
    assert_eq!(sum.words.as_ptr(), memory);
    assert_eq!(members(&std::iter::empty::<Tags>().sum::<Tags>()), []);
}
