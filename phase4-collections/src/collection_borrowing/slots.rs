//! Elements that are named by handles.

/// Names an element of [`Slots`]: its place, and how many elements had been removed from there before it came.
///
/// Unlike a reference it borrows nothing, can be stored beside the collection or in it, and may outlive the element. Then
/// it finds nothing, even if its place has been given to another one. A bare index would find that other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle {
    place: usize,
    generation: u64,
}

/// A collection that can remove any element while the others keep their places and their handles.
///
/// # Example: a handle does not find its successor
/// ```
/// use phase4_collections::collection_borrowing::Slots;
///
/// let mut stories = Slots::default();
/// let moves = stories.insert("Moves");
/// assert_eq!(stories.remove(moves), Some("Moves"));
/// let maps = stories.insert("Maps"); // in the same place
/// assert_eq!((stories.get(moves), stories.get(maps)), (None, Some(&"Maps")));
/// ```
#[derive(Debug)]
pub struct Slots<T> {
    slots: Vec<Slot<T>>,
    free: Vec<usize>,
}

#[derive(Debug)]
struct Slot<T> {
    /// How many elements have been removed from this place. 64 bits, because a counter that came round to a value that
    /// it has had would make an old handle find a new element.
    generation: u64,
    value: Option<T>,
}

// A derive would ask for `T: Default`.
impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slot<T> {
    fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        self.value.as_mut().filter(|_| self.generation == handle.generation)
    }
}

impl<T> Slots<T> {
    /// Adds an element, in a place that has become free if there is one.
    pub fn insert(&mut self, value: T) -> Handle {
        // The free place is an index, so nothing is borrowed when the list has to grow.
        let Some(place) = self.free.pop() else {
            self.slots.push(Slot { generation: 0, value: Some(value) });
            return Handle { place: self.slots.len() - 1, generation: 0 };
        };
        let slot = &mut self.slots[place];
        slot.value = Some(value);
        Handle { place, generation: slot.generation }
    }

    /// Removes an element; its handles find nothing from now on.
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        let slot = self.slots.get_mut(handle.place).filter(|slot| slot.generation == handle.generation)?;
        let value = slot.value.take()?;
        slot.generation += 1;
        self.free.push(handle.place);
        Some(value)
    }

    /// The element, unless it has been removed.
    pub fn get(&self, handle: Handle) -> Option<&T> {
        let slot = self.slots.get(handle.place).filter(|slot| slot.generation == handle.generation)?;
        slot.value.as_ref()
    }

    /// The element to be changed, unless it has been removed.
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        self.slots.get_mut(handle.place)?.get_mut(handle)
    }

    /// Two elements to be changed together; `None` if one of them has been removed, or they are the same.
    ///
    /// Two calls of `get_mut` would borrow the collection twice (E0499). `get_disjoint_mut` has both indices before it
    /// borrows, and compares them.
    pub fn pair_mut(&mut self, one: Handle, other: Handle) -> Option<[&mut T; 2]> {
        let [first, second] = self.slots.get_disjoint_mut([one.place, other.place]).ok()?;
        Some([first.get_mut(one)?, second.get_mut(other)?])
    }

    /// All elements with their handles.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &T)> {
        self.slots.iter().enumerate().filter_map(|(place, slot)| {
            slot.value.as_ref().map(|value| (Handle { place, generation: slot.generation }, value))
        })
    }

    /// All elements, to be changed one after the other.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(|slot| slot.value.as_mut())
    }
}
