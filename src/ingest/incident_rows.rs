//! Chooses which row counts where an incident stands in several, whichever of them comes first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::identity::key;
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::model::{Files, Incident};

/// An incident as one row has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IncidentRow {
    /// The index of the customer.
    pub(super) customer: u32,
    /// What the row says, as far as it was known on the day.
    pub(super) incident: Incident,
    /// Whether it was resolved after the day.
    pub(super) is_resolved_later: bool,
}

/// The rows that count, in the order in which they stand, and those that do not, each with the one that counts for it.
/// `customer` says which customer an index stands for.
pub(super) fn settle(
    rows: Vec<IncidentRow>,
    customer: impl Fn(u32) -> usize,
) -> (Vec<IncidentRow>, Vec<(IncidentRow, IncidentRow)>) {
    let id = |row: &IncidentRow| Some((customer(row.customer), key(row.incident.id.as_deref()?)));
    let mut best: BTreeMap<(usize, String), IncidentRow> = BTreeMap::new();
    for row in &rows {
        let Some(id) = id(row) else { continue };
        match best.get_mut(&id) {
            Some(known) if is_better(row, known) => *known = row.clone(),
            Some(_) => {}
            None => {
                best.insert(id, row.clone());
            }
        }
    }
    let mut kept = Vec::with_capacity(rows.len());
    let mut repeated = Vec::new();
    for row in rows {
        match id(&row).and_then(|id| best.get(&id)) {
            Some(counts) if counts.incident.spot != row.incident.spot => {
                repeated.push((row, counts.clone()));
            }
            _ => kept.push(row),
        }
    }
    (kept, repeated)
}

/// Whether a row counts rather than another one of the same incident: the one that was resolved, and latest; then the
/// one opened later; then the worse one; then the later by bytes. Of rows that say the same it is the one that stands
/// first.
fn is_better(one: &IncidentRow, other: &IncidentRow) -> bool {
    fn order(row: &IncidentRow) -> impl Ord + '_ {
        let incident = &row.incident;
        let days = (incident.resolved, incident.opened);
        let marks = (incident.is_public, incident.threatens_to_leave, incident.is_complaint);
        // Figures that are not negative have the order of their bits.
        let hours =
            (incident.actual_hours.map(f64::to_bits), Reverse(incident.promised_hours.map(f64::to_bits)));
        let kept_back = !incident.is_shareable;
        let words = (&incident.issue, &incident.handled_by, &incident.note, &incident.summary, &incident.id);
        (days, marks, hours, kept_back, words, row.is_resolved_later, Reverse(incident.spot))
    }
    order(one) > order(other)
}

/// Says that a row repeats another one, which counts.
pub(super) fn say_twice(row: &IncidentRow, counts: &IncidentRow, files: &Files, problems: &mut Problems) {
    problems.add_with("incident-twice", Severity::Warning, || {
        let spot = row.incident.spot;
        let message =
            format!("the incident stands in {} as well; that row counts", files.show(counts.incident.spot));
        Diagnostic::warning("incident-twice", message)
            .at(files.place(spot))
            .hint("keep one row an incident; of several the one resolved last counts, of those the worst")
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Spot;

    fn row(line: u64, id: &str, resolved: Option<&str>, note: &str) -> IncidentRow {
        let incident = Incident {
            opened: "2026-09-01".parse().unwrap(),
            id: Some(id.to_owned()),
            resolved: resolved.map(|day| day.parse().unwrap()),
            issue: None,
            is_complaint: false,
            is_public: false,
            threatens_to_leave: false,
            promised_hours: None,
            actual_hours: None,
            handled_by: Vec::new(),
            note: Some(note.to_owned()),
            summary: None,
            is_shareable: false,
            spot: Spot::new(0, line),
        };
        IncidentRow { customer: 0, incident, is_resolved_later: false }
    }

    fn counts(rows: &[IncidentRow]) -> Vec<String> {
        let (kept, repeated) = settle(rows.to_vec(), |customer| customer as usize);
        assert_eq!(kept.len() + repeated.len(), rows.len());
        kept.into_iter().filter_map(|row| row.incident.note).collect()
    }

    #[test]
    fn the_row_that_was_resolved_last_counts_then_the_worse_one() {
        let open = row(2, "N-1", None, "open");
        let first = row(3, "n-1 ", Some("2026-09-02"), "first");
        let last = row(4, "N-1", Some("2026-09-03"), "last");
        assert_eq!(counts(&[open.clone(), last.clone(), first.clone()]), ["last"]);
        assert_eq!(counts(&[last.clone(), first, open]), ["last"]);
        let mut worse = row(5, "N-1", Some("2026-09-03"), "a complaint");
        worse.incident.is_complaint = true;
        assert_eq!(counts(&[last.clone(), worse.clone()]), ["a complaint"]);
        assert_eq!(counts(&[worse, last]), ["a complaint"]);
    }

    #[test]
    fn an_incident_without_a_number_is_one_of_its_own() {
        let mut nameless = row(2, "", None, "one");
        nameless.incident.id = None;
        let other = IncidentRow {
            incident: Incident { spot: Spot::new(0, 3), ..nameless.incident.clone() },
            ..nameless.clone()
        };
        assert_eq!(counts(&[nameless, other]).len(), 2);
    }

    #[test]
    fn customers_that_are_one_have_one_incident_of_a_number() {
        let (one, mut other) = (row(2, "N-1", None, "a"), row(3, "N-1", None, "b"));
        other.customer = 1;
        assert_eq!(settle(vec![one.clone(), other.clone()], |customer| customer as usize).0.len(), 2);
        assert_eq!(settle(vec![one, other], |_| 0).0.len(), 1);
    }

    proptest! {
        #[test]
        fn the_order_of_rows_changes_nothing(
            rows in prop::collection::vec((0..3_u8, 0..3_u8, any::<[bool; 4]>(), 0..3_u8), 0..8),
            seed in any::<prop::sample::Index>(),
        ) {
            let rows: Vec<IncidentRow> = (2..).zip(rows).map(|(line, (id, day, marks, hours))| {
                let resolved = [None, Some("2026-09-02"), Some("2026-09-03")];
                let mut row = row(line, &format!("N-{id}"), resolved[usize::from(day)], &format!("{hours}"));
                [row.incident.is_public, row.incident.is_complaint, row.incident.is_shareable, row.is_resolved_later] = marks;
                row.incident.actual_hours = Some(f64::from(hours));
                row
            }).collect();
            let said = |rows: &[IncidentRow]| {
                let (kept, repeated) = settle(rows.to_vec(), |customer| customer as usize);
                let mut kept: Vec<_> = kept.into_iter().map(|mut row| {
                    row.incident.spot = Spot::new(0, 0);
                    format!("{row:?}")
                }).collect();
                kept.sort();
                (kept, repeated.len())
            };
            let mut turned = rows.clone();
            turned.reverse();
            let middle = seed.index(rows.len().max(1));
            let mut cut = rows.clone();
            cut.rotate_left(middle.min(rows.len()));
            prop_assert_eq!(said(&rows), said(&turned));
            prop_assert_eq!(said(&rows), said(&cut));
        }
    }
}
