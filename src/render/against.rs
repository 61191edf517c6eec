//! Turns how one customer scores against all into the rows that table and document share.

use crate::assessment::{Against, Explanation};
use crate::model::figure;

use super::words::DECIMALS;

/// The heading.
pub(super) const TITLE: &str = "Against all our customers";

/// The names of the columns.
pub(super) const HEADERS: [&str; 5] = ["What", "Theirs", "Rank", "All, last wave", "All, waves before"];

/// A row a question; none where too few customers answered.
pub(super) fn rows(page: &Explanation) -> Vec<[String; 5]> {
    page.against.iter().map(row).collect()
}

/// What the columns mean.
pub(super) fn below(page: &Explanation) -> Option<String> {
    let last = &page.against.first()?.firm.last;
    Some(format!(
        "All are the means over customers in {} and in up to 4 waves before it, each customer counted once; rank 1 \
         is the best score, and equal scores share it.",
        last.wave
    ))
}

fn row(against: &Against) -> [String; 5] {
    let firm = &against.firm;
    let name = firm.dimension.as_ref().map_or("Overall", |dimension| &dimension.name);
    let waves: Vec<String> = firm.earlier.iter().map(|wave| figure(wave.mean, DECIMALS)).collect();
    [
        format!("{name} ({})", firm.scale),
        against.own.map_or_else(|| "no answer".to_owned(), |own| figure(own, DECIMALS)),
        against.rank.map(|rank| format!("{rank} of {}", firm.last.customers)).unwrap_or_default(),
        format!("{}, {} customers", figure(firm.last.mean, DECIMALS), firm.last.customers),
        waves.join(", "),
    ]
}
