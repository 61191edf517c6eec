//! Notes the rows of a file that cannot be used: how many for which reason and, where that is asked for, their lines.

use std::collections::BTreeMap;
use std::ops::Range;

/// The rows of a file that were left out because something in them is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many there are by the code of what is wrong with them.
    pub reasons: BTreeMap<&'static str, u64>,
    /// Whether their lines are kept: they are not, unless somebody wants to have the rows.
    keeps_lines: bool,
    lines: Vec<Range<u64>>,
}

impl LeftOut {
    /// None so far.
    pub(super) fn new(keeps_lines: bool) -> Self {
        Self { keeps_lines, ..Self::default() }
    }

    /// Notes `rows` rows, wrong for this reason, that stand on these lines (from 1).
    pub(super) fn add(&mut self, reason: &'static str, rows: u64, lines: Range<u64>) {
        *self.reasons.entry(reason).or_default() += rows;
        if self.keeps_lines {
            self.lines.push(lines);
        }
    }

    /// The lines of the rows, in their order; rows that follow each other are one stretch.
    #[must_use]
    pub fn lines(&self) -> Vec<Range<u64>> {
        let mut lines = self.lines.clone();
        lines.sort_unstable_by_key(|stretch| (stretch.start, stretch.end));
        let mut joined: Vec<Range<u64>> = Vec::new();
        for stretch in lines {
            match joined.last_mut().filter(|last| stretch.start <= last.end) {
                Some(last) => last.end = last.end.max(stretch.end),
                None => joined.push(stretch),
            }
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_order_and_joined_and_only_where_they_are_wanted() {
        for (keeps, expected) in [(true, vec![2..4, 7..9]), (false, vec![])] {
            let mut left_out = LeftOut::new(keeps);
            left_out.add("row-width", 1, 8..9);
            left_out.add("not-a-score", 1, 2..4);
            left_out.add("row-width", 2, 7..8);
            assert_eq!(left_out.lines(), expected);
            assert_eq!(left_out.reasons, BTreeMap::from([("not-a-score", 1), ("row-width", 3)]));
        }
    }
}
