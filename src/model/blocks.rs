//! Holds a long list in blocks, so that it grows without moving what it holds, and takes no more memory than that.

/// How many things a block holds.
const LENGTH: usize = 4096;

/// A list of small things; nothing is ever taken out.
#[derive(Debug, Clone)]
pub struct Blocks<T> {
    /// Blocks that are full, and one that may not be.
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T> Blocks<T> {
    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.split_last().map_or(0, |(last, full)| full.len() * LENGTH + last.len())
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// One of them.
    #[inline]
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.blocks.get(at / LENGTH)?.get(at % LENGTH)
    }

    /// One of them, to be changed.
    #[inline]
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.blocks.get_mut(at / LENGTH)?.get_mut(at % LENGTH)
    }

    /// Adds one behind the others.
    pub fn push(&mut self, one: T) {
        match self.blocks.last_mut() {
            Some(last) if last.len() < LENGTH => last.push(one),
            _ => {
                let mut block = Vec::with_capacity(LENGTH);
                block.push(one);
                self.blocks.push(block);
            }
        }
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_stays_where_it_is() {
        let mut blocks = Blocks::default();
        assert!(blocks.is_empty() && blocks.get(0).is_none());
        for number in 0..LENGTH * 2 + 1 {
            assert_eq!(blocks.len(), number);
            blocks.push(number);
        }
        assert_eq!((blocks.get(LENGTH), blocks.get(LENGTH * 2 + 1)), (Some(&LENGTH), None));
        blocks.get_mut(LENGTH - 1).into_iter().for_each(|number| *number = 7);
        let expected = (0..LENGTH * 2 + 1).map(|number| if number == LENGTH - 1 { 7 } else { number });
        assert!(blocks.iter().copied().eq(expected));
    }
}
