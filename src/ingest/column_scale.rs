//! Decides on which scale a column of numbers is answered: by what people say, by its header, by its cells.

use super::column_evidence::Evidence;
use super::headers;
use super::profile::Column;
use super::stated_scale::{Stated, stated_scale};
use crate::model::{RawScore, Scale};

/// How a scale is known that the command line gives.
pub(super) const AS_SAID: &str = "as --scale says";

/// A scale that has to be asked for.
#[derive(Debug, Clone)]
pub(super) struct OpenScale {
    /// The scales it could be.
    pub(super) readings: Vec<Scale>,
    /// Why it is not known.
    pub(super) why: &'static str,
}

/// A scale and how it is known, or why it is not.
type Found = Result<(Scale, &'static str), OpenScale>;

/// The scale of a column.
pub(super) fn of(evidence: &Evidence<'_>, index: usize, column: &Column) -> Found {
    let header = evidence.header(index);
    if let Some((known, why)) = evidence.scales.get(&index) {
        // What is known can be turned round, and is no other scale.
        let turned = named(evidence, index).filter(|said| *said == known.turned_round());
        return Ok(turned.map_or((*known, *why), |turned| (turned, AS_SAID)));
    }
    if let Some(scale) = said(evidence, index) {
        return Ok((scale, AS_SAID));
    }
    let stated = stated_scale(header).and_then(|stated| of_header(stated, column));
    stated.unwrap_or_else(|| of_cells(column))
}

/// The scale that the command line gives to a column: to this very one, else to all that have none of their own.
fn said(evidence: &Evidence<'_>, index: usize) -> Option<Scale> {
    let general = || evidence.options.scales.iter().rfind(|(name, _)| name.is_none());
    named(evidence, index).or_else(|| general().map(|(_, scale)| *scale))
}

/// The scale that the command line gives to this very column.
pub(super) fn named(evidence: &Evidence<'_>, index: usize) -> Option<Scale> {
    let is_named =
        |name: &Option<String>| name.as_deref().is_some_and(|name| is_meant(evidence, name, index));
    evidence.options.scales.iter().rfind(|(name, _)| is_named(name)).map(|(_, scale)| *scale)
}

/// Whether a name, a pattern or a position means this column.
fn is_meant(evidence: &Evidence<'_>, name: &str, index: usize) -> bool {
    match evidence.find(name) {
        Ok(found) => found == index,
        Err(_) => headers::folded(name) == headers::folded(evidence.header(index)),
    }
}

/// Whether the command line or the header names a scale beyond 10 that holds all numbers of a column: 0-10 needs no such
/// word.
pub(super) fn is_on_a_wide_one(evidence: &Evidence<'_>, index: usize, column: &Column) -> bool {
    let header = evidence.header(index);
    let scale = said(evidence, index).or_else(|| match stated_scale(header)? {
        Stated::Whole(scale) | Stated::EitherEnd(scale) => Some(scale),
        Stated::FromZeroOrOne(..) => None,
    });
    let holds =
        |scale: Scale| [column.least, column.most].into_iter().flatten().all(|number| scale.contains(number));
    column.beyond_one
        && column.is_nearly_all_numbers()
        && !headers::counts_something(header)
        && scale.is_some_and(|scale| scale.high() > 10 && holds(scale))
}

/// The scale that a header states, if the cells fit. What the words beside the numbers say goes before a header that
/// names two numbers and neither end.
fn of_header(stated: Stated, column: &Column) -> Option<Found> {
    const BY_BOTH: &str = "as the header and the answers say";
    let either = |scale: Scale, why| OpenScale { readings: vec![scale, scale.turned_round()], why };
    let (Stated::Whole(stretch) | Stated::EitherEnd(stretch) | Stated::FromZeroOrOne(stretch, _)) = stated;
    if !column.is_nearly_all_on(stretch) {
        return None;
    }
    let turned = column.is_mirrored().map(|is_mirrored| is_mirrored != stretch.is_mirrored());
    Some(match (stated, turned) {
        (Stated::Whole(scale), None | Some(false)) => Ok((scale, "as the header says")),
        (Stated::Whole(scale) | Stated::FromZeroOrOne(scale, _), Some(true)) => Err(either(
            scale.turned_round(),
            "the header and the words beside the numbers contradict each other",
        )),
        (Stated::EitherEnd(scale), None) => Err(either(scale, "nothing says which end is the best")),
        (Stated::EitherEnd(scale), Some(false)) => Ok((scale, BY_BOTH)),
        (Stated::EitherEnd(scale), Some(true)) => Ok((scale.turned_round(), BY_BOTH)),
        (Stated::FromZeroOrOne(from_zero, from_one), _) => {
            Ok((if column.has_zero() { from_zero } else { from_one }, BY_BOTH))
        }
    })
}

/// The scale that numbers show of themselves.
fn of_cells(column: &Column) -> Found {
    if !column.has_numbers_to_ten() {
        return Err(open(&["0-100"], "many answers are above 10"));
    }
    let has_zero = column.has_zero();
    let has_direction = match column.is_mirrored() {
        Some(true) => {
            let mut open = open(
                &["3-1", "4-1", "5-1", "6-1", "7-1", "10-1", "5-0", "10-0"],
                "by the words beside them smaller numbers are better",
            );
            open.readings.retain(|scale| column.is_nearly_all_on(*scale) && (scale.low() > 0 || has_zero));
            return Err(open);
        }
        other => other.is_some(),
    };
    if column.most_to_ten > Some(RawScore::of(5)) {
        return Ok((Scale::ZERO_TO_TEN, "values above 5 seen"));
    }
    let written: &[&str] = match (has_zero, has_direction) {
        (true, _) => &["0-5", "0-10"],
        (false, true) => &["1-5", "0-10"],
        (false, false) => &["1-5", "5-1", "0-10"],
    };
    Err(open(written, "no answer is above 5"))
}

fn open(written: &[&str], why: &'static str) -> OpenScale {
    OpenScale { readings: written.iter().filter_map(|scale| scale.parse().ok()).collect(), why }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::mapped;

    /// What is made of a column with this header and these cells: its scale and why, or the scales it could have.
    fn said(header: &str, cells: &[&str]) -> String {
        let rows: String = cells.iter().map(|cell| format!("Acme,{cell}\n")).collect();
        let (mapping, _) = mapped(&format!("Customer,\"{header}\"\n{rows}"));
        match mapping.undecided.first() {
            Some((_, open)) => {
                let readings: Vec<_> = open.readings.iter().map(ToString::to_string).collect();
                format!("{}: {}", readings.join(" or "), open.why)
            }
            None => mapping.scores.iter().map(|score| format!("{}: {}", score.scale, score.why)).collect(),
        }
    }

    #[test]
    fn the_header_and_the_words_beside_the_numbers_say_the_scale_together() {
        let (good, bad) = ("1 - Very satisfied", "5 - Very dissatisfied");
        for (header, cells, expected) in [
            ("Overall (5-1)", [good, bad, "2 - Satisfied"], "5-1: as the header and the answers say"),
            ("Overall (5-1)", ["1", "5", "2"], "1-5 or 5-1: nothing says which end is the best"),
            (
                "Overall (1-5)",
                [good, bad, "2 - Satisfied"],
                "5-1 or 1-5: the header and the words beside the numbers contradict each other",
            ),
            ("Overall (out of 5)", ["1", "5", "2"], "1-5: as the header and the answers say"),
            ("Overall (out of 5)", ["0", "5", "2"], "0-5: as the header and the answers say"),
            (
                "Overall (out of 5)",
                [good, bad, "2 - Satisfied"],
                "5-0 or 0-5: the header and the words beside the numbers contradict each other",
            ),
            ("Overall (1-5)", ["1", "8", "7"], "0-10: values above 5 seen"),
        ] {
            assert_eq!(said(header, &cells), expected, "{header} {cells:?}");
        }
    }

    #[test]
    fn words_turn_a_scale_round_in_spite_of_a_slip() {
        let cells = ["1 - Very satisfied", "5 - Very dissatisfied", "2 - Satisfied"];
        let why = "by the words beside them smaller numbers are better";
        let one_more = [cells.as_slice(), &["4 - Dissatisfied"]].concat();
        assert_eq!(said("Overall", &one_more), format!("4-1 or 5-1 or 6-1 or 7-1 or 10-1: {why}"));
        let with_slip = [cells.as_slice(), &["0"]].concat();
        assert_eq!(said("Overall", &with_slip), format!("5-1 or 6-1 or 7-1 or 10-1 or 5-0 or 10-0: {why}"));
    }

    #[test]
    fn a_header_makes_scores_of_numbers_beyond_ten() {
        assert_eq!(said("Qualité (sur 20)", &["12", "15.5", "20"]), "0-20: as the header says");
        assert_eq!(said("Accuracy (0-100)", &["80", "95", "20"]), "0-100: as the header says");
        assert_eq!(said("Accuracy (0-20)", &["80", "95", "20"]), "");
        assert_eq!(said("Employees (0-100)", &["80", "95", "20"]), "");
        assert_eq!(said("CSAT (0-2)", &["0", "1", "2"]), "0-2: as the header says");
    }
}
