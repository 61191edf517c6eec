//! A small random generator whose numbers are the same everywhere: SplitMix64.

/// Numbers from a seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D001_0001)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number from the first to the last, both included.
    pub(crate) fn within(&mut self, first: i64, last: i64) -> i64 {
        let width = u64::try_from(last - first + 1).expect("a range that is not empty");
        first + i64::try_from(self.next() % width).expect("a small number")
    }

    /// Yes, in so many of a hundred.
    pub(crate) fn percent(&mut self, percent: i64) -> bool {
        self.within(0, 99) < percent
    }

    pub(crate) fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let last = i64::try_from(choices.len()).expect("a short list") - 1;
        &choices[usize::try_from(self.within(0, last)).expect("a place in the list")]
    }
}
