//! Holds the cells of a row one behind the other, in buffers that are used again.

/// The cells of a row.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// The cells, with a byte between any two.
    text: Vec<u8>,
    /// Where each cell begins, and where one behind the last would.
    starts: Vec<u32>,
}

/// What stands between the cells of a row that was no line of a text.
const BETWEEN: u8 = b',';

/// How many bytes are looked at together.
const BLOCK: usize = 64;

impl Cells {
    /// No cell.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A cell by its column, from 0.
    #[inline]
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&[u8]> {
        let [start, next] = *self.starts.get(column..)?.first_chunk()?;
        self.text.get(start as usize..(next as usize).checked_sub(1)?)
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator + Clone {
        (0..self.len()).map(|column| self.get(column).unwrap_or_default())
    }

    /// All cells together, with a byte between any two: what counts bytes in them need not look at each.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.text
    }

    /// Where the text of a cell ends in [`Self::as_slice`].
    pub(super) fn end_of(&self, column: usize) -> Option<usize> {
        (*self.starts.get(column + 1)? as usize).checked_sub(1)
    }

    /// The first two bytes of the text, whichever cells they are in; `None` where there are fewer.
    #[inline]
    pub(super) fn first_two_bytes(&self) -> Option<[u8; 2]> {
        if let Some([first, second, ..]) = self.get(0) {
            return Some([*first, *second]);
        }
        let mut bytes = self.iter().flatten();
        Some([*bytes.next()?, *bytes.next()?])
    }

    /// Takes all cells out.
    pub fn clear(&mut self) {
        self.text.clear();
        self.starts.clear();
    }

    /// Adds a cell.
    pub fn push_field(&mut self, cell: &[u8]) {
        self.begin();
        self.add(cell);
        self.end();
    }

    /// Begins a cell.
    pub(super) fn begin(&mut self) {
        if self.starts.is_empty() {
            self.starts.push(0);
        } else {
            self.text.push(BETWEEN);
        }
    }

    /// Adds to the cell that was begun.
    pub(super) fn add(&mut self, part: &[u8]) {
        self.text.extend_from_slice(part);
    }

    /// Ends the cell that was begun.
    pub(super) fn end(&mut self) {
        self.starts.push(u32::try_from(self.text.len() + 1).unwrap_or(u32::MAX));
    }

    /// Leaves the first so many cells.
    pub fn truncate(&mut self, cells: usize) {
        if cells < self.len() {
            let end = cells.checked_sub(1).and_then(|last| self.end_of(last));
            self.starts.truncate(if end.is_some() { cells + 1 } else { 0 });
            self.text.truncate(end.unwrap_or(0));
        }
    }

    /// Adds the first bytes of a text to the cell that was begun, and begins another behind every delimiter in them.
    #[inline]
    pub(super) fn add_cells(&mut self, text: &[u8], length: usize, delimiter: u8) {
        let mut before = self.text.len() as u32;
        self.add(text.get(..length).unwrap_or_default());
        let (mut rest, mut left) = (text, length);
        while left > 0 {
            let mut last = [0; BLOCK];
            let block = rest.first_chunk().unwrap_or_else(|| {
                last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
                &last
            });
            let places = places_of(block, delimiter);
            self.add_starts(before, if left < BLOCK { places & ((1 << left) - 1) } else { places });
            before += BLOCK as u32;
            left = left.saturating_sub(BLOCK);
            rest = rest.get(BLOCK..).unwrap_or_default();
        }
    }

    /// Adds where cells begin behind delimiters, which stand at these places of a block.
    #[inline]
    fn add_starts(&mut self, before: u32, mut places: u64) {
        while places != 0 {
            self.starts.push(before + places.trailing_zeros() + 1);
            places &= places - 1;
        }
    }
}

/// The places of a byte in a block, a bit each.
#[inline]
fn places_of(block: &[u8; BLOCK], byte: u8) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const LOW: u64 = 0x7f * EACH;
    let wanted = u64::from(byte) * EACH;
    let (words, _) = block.as_chunks::<8>();
    (0_u32..).zip(words).fold(0, |places, (at, word)| {
        // A byte is zero where it is the wanted one, and only then has bit 7 set in the end.
        let other = u64::from_le_bytes(*word) ^ wanted;
        let found = !(((other & LOW) + LOW) | other | LOW) >> 7;
        // Gathers the lowest bits of eight bytes in the highest one.
        places | (found.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at)
    })
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a> Extend<&'a [u8]> for Cells {
    fn extend<T: IntoIterator<Item = &'a [u8]>>(&mut self, cells: T) {
        cells.into_iter().for_each(|cell| self.push_field(cell));
    }
}

impl<'a> FromIterator<&'a [u8]> for Cells {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(cells: T) -> Self {
        let mut all = Self::new();
        all.extend(cells);
        all
    }
}

#[cfg(test)]
impl From<Vec<&str>> for Cells {
    fn from(cells: Vec<&str>) -> Self {
        cells.into_iter().map(str::as_bytes).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_are_found_cut_off_and_added() {
        let mut cells = Cells::from(vec!["", "Acme", "", "7"]);
        assert_eq!((cells.len(), cells.get(1), cells.get(4)), (4, Some(&b"Acme"[..]), None));
        assert_eq!(cells.first_two_bytes(), Some(*b"Ac"));
        cells.truncate(2);
        cells.push_field(b"x");
        assert_eq!(cells, Cells::from(vec!["", "Acme", "x"]));
        assert_eq!(cells.iter().next_back(), Some(&b"x"[..]));
        cells.truncate(0);
        assert!(cells.is_empty() && cells.as_slice().is_empty() && cells.get(0).is_none());
        cells.push_field(b"y");
        assert_eq!(cells, Cells::from(vec!["y"]));
    }

    proptest! {
        #[test]
        fn a_line_is_split_at_every_delimiter(
            line in proptest::collection::vec(any::<u8>(), 0..200),
            length in any::<proptest::sample::Index>(),
            delimiter: u8,
        ) {
            let mut cells = Cells::new();
            cells.begin();
            cells.add_cells(&line, length.index(line.len() + 1), delimiter);
            cells.end();
            let line = &line[..length.index(line.len() + 1)];
            let expected: Cells = line.split(|byte| *byte == delimiter).collect();
            prop_assert_eq!(cells, expected);
        }
    }
}
