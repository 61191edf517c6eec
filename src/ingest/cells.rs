//! Holds the cells of a row one behind the other, in buffers that are used again.

/// The cells of a row.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// The cells, and what stands between any two.
    text: Vec<u8>,
    /// Where each cell begins and ends in the text.
    places: Vec<(u32, u32)>,
}

/// What stands between the cells of a row that was no line of a text.
const BETWEEN: u8 = b',';

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
        let (start, end) = *self.places.get(column)?;
        self.text.get(start as usize..end as usize)
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The cells in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator + Clone {
        (0..self.len()).map(|column| self.get(column).unwrap_or_default())
    }

    /// All cells together, with a byte between any two and the quotes that a text has around them: what counts other
    /// bytes in them need not look at each.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.text
    }

    /// Where the text of a cell ends in [`Self::as_slice`].
    pub(super) fn end_of(&self, column: usize) -> Option<usize> {
        self.places.get(column).map(|(_, end)| *end as usize)
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
    #[inline]
    pub fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }

    /// Adds a cell.
    pub fn push_field(&mut self, cell: &[u8]) {
        if !self.is_empty() {
            self.text.push(BETWEEN);
        }
        let start = self.text.len();
        self.text.extend_from_slice(cell);
        self.push_place(start, self.text.len());
    }

    /// Leaves the first so many cells.
    pub fn truncate(&mut self, cells: usize) {
        if cells < self.len() {
            self.places.truncate(cells);
            self.text.truncate(cells.checked_sub(1).and_then(|last| self.end_of(last)).unwrap_or(0));
        }
    }

    /// Adds where a cell begins and ends in a text that is still to be given.
    #[inline]
    pub(super) fn push_place(&mut self, start: usize, end: usize) {
        self.places.push((start as u32, end as u32));
    }

    /// Gives the text of the cells whose places were added, and the quotes in it that belong to none of them, in their
    /// order and each with its column.
    #[inline]
    pub(super) fn set_text(&mut self, text: &[u8], quotes: &[(usize, usize)]) {
        self.text.extend_from_slice(text);
        for quotes in quotes.chunk_by(|one, other| one.0 == other.0) {
            self.unquote(quotes);
        }
    }

    /// Takes quotes out of a cell: those around it by looking between them, those within it by closing up.
    fn unquote(&mut self, mut quotes: &[(usize, usize)]) {
        let column = quotes.first().map_or(0, |quote| quote.0);
        let Some((start, end)) = self.places.get_mut(column) else { return };
        if let Some(((_, at), rest)) = quotes.split_first()
            && *at == *start as usize
        {
            *start += 1;
            quotes = rest;
        }
        if let Some(((_, at), rest)) = quotes.split_last()
            && at + 1 == *end as usize
        {
            *end -= 1;
            quotes = rest;
        }
        let Some(cell) = self.text.get_mut(*start as usize..*end as usize) else { return };
        let nexts = quotes.iter().skip(1).map(|(_, at)| at - *start as usize).chain([cell.len()]);
        for (taken, ((_, at), next)) in quotes.iter().zip(nexts).enumerate() {
            let at = at - *start as usize;
            cell.copy_within(at + 1..next, at - taken);
        }
        *end -= quotes.len() as u32;
        let behind = self.text.get_mut(*end as usize..).unwrap_or_default();
        behind.iter_mut().take(quotes.len()).for_each(|byte| *byte = b'"');
    }
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

    #[test]
    fn quotes_around_cells_and_within_them_are_taken_out() {
        let mut cells = Cells::new();
        for (start, end) in [(0, 5), (6, 7), (8, 17)] {
            cells.push_place(start, end);
        }
        cells.set_text(b"\"a,b\",c,\"d\"\"e\"\"\"f", &[(0, 0), (0, 4), (2, 8), (2, 10), (2, 13), (2, 15)]);
        assert_eq!(cells, Cells::from(vec!["a,b", "c", "d\"e\"f"]));
        assert!(cells.as_slice().starts_with(b"\"a,b\",c,\"d\"e\"f") && cells.as_slice().len() == 17);
    }
}
