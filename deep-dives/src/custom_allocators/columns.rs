//! The maths of layouts, on a table that is one block.

use std::alloc::{Layout, LayoutError};

/// Where the columns of a reading log stand, if all of them are in one block: readers, articles, percents.
///
/// Columns waste less than rows: the only padding is between two columns, not in each row.
///
/// # Example: three bytes of each row are padding
/// ```
/// use std::alloc::Layout;
///
/// use deep_dives::custom_allocators::Columns;
///
/// #[repr(C)]
/// struct Row { reader: u64, article: u32, percent: u8 }
///
/// let columns = Columns::new(1000)?;
/// assert_eq!((columns.articles, columns.percents, columns.layout.size()), (8000, 12_000, 13_000));
/// let (rows, stride) = Layout::new::<Row>().repeat(1000)?;
/// assert_eq!((stride, rows.size()), (16, 16_000));
/// # Ok::<(), std::alloc::LayoutError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// The block that holds all of them.
    pub layout: Layout,
    /// The offset of the second column, of `u32`. The first one, of `u64`, is at the beginning.
    pub articles: usize,
    /// The offset of the third column, of `u8`.
    pub percents: usize,
}

impl Columns {
    /// The columns of `rows` rows.
    ///
    /// Each step is checked: a product that overflows, or a block above `isize::MAX`, is an error and never a small
    /// block with large promises, which is the classic hole in allocators written by hand.
    ///
    /// `extend` adds the padding *before* what follows, and none at the end. Where blocks of this layout are to follow
    /// each other, `pad_to_align` adds it, and `repeat` does so by itself.
    ///
    /// # Errors
    /// If the block would be larger than any can be.
    pub fn new(rows: usize) -> Result<Self, LayoutError> {
        let readers = Layout::array::<u64>(rows)?;
        let (layout, articles) = readers.extend(Layout::array::<u32>(rows)?)?;
        let (layout, percents) = layout.extend(Layout::array::<u8>(rows)?)?;
        Ok(Self { layout, articles, percents })
    }
}
