//! # Places on the front page
//!
//! The front page has a fixed number of places for teasers, and editors talk about teasers by key. A key stays valid
//! until its teaser is removed, and never opens the door to the teaser that comes after: each place counts its
//! generations, and a key knows the one that it belongs to. The key also knows, at compile time, what it is a key to.
//!
//! Complete `Places` and the marker of `Key`. A key is two numbers, so it can be copied and sent to another thread even
//! if what it stands for cannot. The impls of `Copy` and `PartialEq` are given; look at what they do not demand.

use std::{array, fmt, marker::PhantomData};

/// Stands for a `T` in a `Places<T, _>`.
pub struct Key<T> {
    place: usize,
    generation: u32,
    // solution:begin
    // hint: `PhantomData<T>` behaves as a `T` would: an `Rc` in it cannot be sent, and neither could the key.
    // hint: Which type mentions `T`, contains none, and is `Send` and `Sync` whatever `T` is?
    // hint: A function pointer: `PhantomData<fn() -> T>`.
    // stub: of: PhantomData<T>,
    of: PhantomData<fn() -> T>,
    // solution:end
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.place, self.generation) == (other.place, other.generation)
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "place {}, generation {}", self.place, self.generation)
    }
}

struct Place<T> {
    /// How many teasers have been removed from here.
    generation: u32,
    teaser: Option<T>,
}

/// At most `N` teasers.
pub struct Places<T, const N: usize> {
    places: [Place<T>; N],
}

impl<T, const N: usize> Places<T, N> {
    /// `N` free places.
    pub fn new() -> Self {
        // solution:begin
        // hint: `[place; N]` wants a place that can be copied. Another expression makes each element anew.
        // hint: `array::from_fn(|_| …)`; the length is inferred from the field.
        Self { places: array::from_fn(|_| Place { generation: 0, teaser: None }) }
        // solution:end
    }

    /// Puts the teaser into the first free place.
    ///
    /// # Errors
    /// The teaser, if no place is free.
    pub fn insert(&mut self, teaser: T) -> Result<Key<T>, T> {
        // solution:begin
        // hint: The teaser must still be yours when you find out that all places are taken.
        // hint: `position`, then `let … else { return Err(teaser) }`.
        let Some(place) = self.places.iter().position(|place| place.teaser.is_none()) else {
            return Err(teaser);
        };
        self.places[place].teaser = Some(teaser);
        Ok(Key { place, generation: self.places[place].generation, of: PhantomData })
        // solution:end
    }

    /// The teaser of this key, if it has not been removed.
    pub fn get(&self, key: Key<T>) -> Option<&T> {
        // solution:begin
        // hint: A key may come from larger `Places`, so its place may not be here.
        // hint: The place must be in the generation of the key.
        let place = self.places.get(key.place).filter(|place| place.generation == key.generation)?;
        place.teaser.as_ref()
        // solution:end
    }

    /// Takes the teaser of this key out. No key to it is valid afterwards, whatever comes into its place.
    pub fn remove(&mut self, key: Key<T>) -> Option<T> {
        // solution:begin
        // hint: Only a key of the right generation may remove anything, or end the generation.
        // hint: `Option::take` leaves the place free; then the next generation begins.
        let place = self.places.get_mut(key.place).filter(|place| place.generation == key.generation)?;
        let teaser = place.teaser.take()?;
        place.generation += 1;
        Some(teaser)
        // solution:end
    }

    /// The keys of all teasers, in the order of the places.
    ///
    /// The signature says that the iterator borrows nothing, so teasers can be removed while it runs.
    pub fn keys(&self) -> impl Iterator<Item = Key<T>> + use<T, N> {
        // solution:begin
        // hint: Whatever the iterator needs must be copied out of `self` first: at most `N` keys.
        // hint: `self.places.each_ref()` is an array of references; `enumerate`, `filter` and `map` make keys of them.
        // hint: A `Vec` of keys, turned into an iterator, borrows nothing. So does an array of `Option<Key<T>>`.
        // stub: todo!() as std::iter::Empty<Key<T>>
        let taken = self.places.iter().enumerate().filter(|(_, place)| place.teaser.is_some());
        let keys =
            taken.map(|(index, place)| Key { place: index, generation: place.generation, of: PhantomData });
        keys.collect::<Vec<_>>().into_iter()
        // solution:end
    }

    /// The same teasers under the same keys, with room for `M`. A program that asks for less room is not built.
    pub fn widen<const M: usize>(self) -> Places<T, M> {
        // solution:begin
        // hint: `assert!(M >= N)` must not wait until the program runs. In which block is it evaluated before?
        // hint: The old places come first, with their generations, then new ones.
        // hint: `let mut old = self.places.into_iter();`, then `array::from_fn(|_| old.next().unwrap_or(…))`.
        // require: const because no test can show that the compiler refuses what is too small
        const { assert!(M >= N, "a wider page has room for all teasers") }
        let mut old = self.places.into_iter();
        Places { places: array::from_fn(|_| old.next().unwrap_or(Place { generation: 0, teaser: None })) }
        // solution:end
    }
}

use std::rc::Rc;

/// Cannot be copied, cloned, compared, or sent to another thread.
struct Teaser(Rc<String>);

fn teaser(text: &str) -> Teaser {
    Teaser(Rc::new(text.into()))
}

fn text<const N: usize>(places: &Places<Teaser, N>, key: Key<Teaser>) -> Option<&str> {
    places.get(key).map(|teaser| teaser.0.as_str())
}

fn filled<const N: usize>(texts: [&str; N]) -> (Places<Teaser, N>, [Key<Teaser>; N]) {
    let mut places = Places::new();
    let keys = texts.map(|text| places.insert(teaser(text)).ok().expect("there is a place for each"));
    (places, keys)
}

#[test]
fn teasers_are_found_by_their_keys() {
    let (places, [first, second]) = filled(["vtables", "gardens"]);
    assert_eq!((text(&places, first), text(&places, second)), (Some("vtables"), Some("gardens")));
    let copy = first;
    assert!(first != second && first == copy);
}

#[test]
fn a_full_page_gives_the_teaser_back() {
    let (mut places, [key]) = filled(["vtables"]);
    let refused = teaser("gardens");
    let address = Rc::as_ptr(&refused.0);
    assert!(places.insert(refused).is_err_and(|back| Rc::as_ptr(&back.0) == address));
    assert_eq!(text(&places, key), Some("vtables"));
    assert!(Places::<Teaser, 0>::new().insert(teaser("nowhere")).is_err());
}

#[test]
fn the_first_free_place_is_taken() {
    let (mut places, [first, second, third]) = filled(["a", "b", "c"]);
    places.remove(second);
    places.remove(first);
    let again = places.insert(teaser("d")).ok().expect("two places are free");
    assert_eq!((again.place, again.generation), (first.place, first.generation + 1));
    assert_eq!(text(&places, third), Some("c"));
}

#[test]
fn an_old_key_does_not_open_what_came_after() {
    let (mut places, [old]) = filled(["vtables"]);
    assert!(places.remove(old).is_some_and(|teaser| teaser.0.as_str() == "vtables"));
    assert!(places.get(old).is_none());
    let new = places.insert(teaser("gardens")).ok().expect("the place is free");
    assert!(new != old && places.get(old).is_none());
    assert!(places.remove(old).is_none());
    assert_eq!(text(&places, new), Some("gardens"));
}

#[test]
fn what_is_not_there_ends_no_generation() {
    let (mut places, [key]) = filled(["vtables"]);
    for _ in 0..3 {
        places.remove(key);
    }
    let next = places.insert(teaser("gardens")).ok().expect("the place is free");
    assert_eq!(next.generation, key.generation + 1);
    let unborn = Key { generation: next.generation + 1, ..next };
    assert!(places.remove(unborn).is_none() && places.get(unborn).is_none());
    places.remove(next);
    assert!(places.remove(unborn).is_none() && places.get(unborn).is_none());
    let last = places.insert(teaser("roofs")).ok().expect("the place is free");
    assert_eq!(last.generation, next.generation + 1);
}

#[test]
fn keys_are_in_order_and_borrow_nothing() {
    let (mut places, [first, second, third]) = filled(["a", "b", "c"]);
    assert_eq!(places.keys().collect::<Vec<_>>(), [first, second, third]);
    places.remove(second);
    assert_eq!(places.keys().collect::<Vec<_>>(), [first, third]);
    let again = places.insert(teaser("d")).ok().expect("a place is free");
    assert_eq!(places.keys().collect::<Vec<_>>(), [first, again, third]);
    for key in places.keys() {
        assert!(places.remove(key).is_some());
    }
    assert_eq!(places.keys().count(), 0);
}

#[test]
fn keys_survive_a_wider_page_and_old_ones_stay_old() {
    let (mut places, [first, second]) = filled(["a", "b"]);
    places.remove(first);
    let mut wide: Places<Teaser, 4> = places.widen();
    assert_eq!((text(&wide, first), text(&wide, second)), (None, Some("b")));
    let added: Vec<_> =
        ["c", "d", "e"].map(|text| wide.insert(teaser(text)).ok()).into_iter().flatten().collect();
    assert_eq!(added.iter().map(|key| key.place).collect::<Vec<_>>(), [0, 2, 3]);
    assert!(added[0] != first && text(&wide, first).is_none());
    assert!(wide.insert(teaser("f")).is_err());
    let as_wide: Places<Teaser, 4> = wide.widen(); // no less room is room enough
    assert_eq!(text(&as_wide, second), Some("b"));
}

#[test]
fn a_key_from_a_wider_page_is_no_key_here() {
    let (_, [.., far]) = filled(["a", "b", "c"]);
    let (mut places, [_]) = filled(["d"]);
    assert!(places.get(far).is_none() && places.remove(far).is_none());
}

/// Knows whether a type can be sent: the constant of the impl exists only if it can, and is preferred to the trait's.
struct Ask<T>(PhantomData<T>);

impl<T: Send + Sync> Ask<T> {
    const SENT: bool = true;
}

trait Otherwise {
    const SENT: bool = false;
}

impl<T> Otherwise for Ask<T> {}

#[test]
fn a_key_can_be_sent_though_its_teaser_cannot() {
    let (places, [key]) = filled(["vtables"]);
    assert_eq!((Ask::<Teaser>::SENT, Ask::<Key<Teaser>>::SENT), (false, true));
    assert_eq!(size_of_val(&key), size_of::<(usize, u32)>());
    assert!(places.get(key).is_some());
}
