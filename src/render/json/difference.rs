//! Turns what two at-risk lists do not have in common into `retain.diff/1`, for other programs.

use serde_json::{Value, json};

use super::{day, of_assessment, of_counts, text};
use crate::assessment::{Cause, Change, Side};
use crate::render::Compared;

/// Writes it; each customer once, in the order of the parts.
pub(in crate::render) fn difference(compared: &Compared<'_>) -> String {
    let of = |change: &'static str, changes: &[Change]| {
        changes.iter().map(|one| of_change(compared, change, one)).collect::<Vec<_>>()
    };
    let difference = compared.difference;
    let changes = [
        of("entered", &difference.entered),
        of("left", &difference.left),
        of("worse", &difference.worse),
        of("watched", &difference.watched),
        of("lost", &difference.lost),
    ];
    let settings = compared.settings.iter();
    text(&json!({
        "schema": "retain.diff/1",
        "before": of_side(compared.before, &difference.before),
        "after": of_side(compared.after, &difference.after),
        "settings": settings.map(|(key, before, after)| json!({ "key": key, "before": before, "after": after })).collect::<Vec<_>>(),
        "others": difference.others,
        "changes": changes.concat(),
    }))
}

fn of_side(of: &str, side: &Side) -> Value {
    json!({
        "of": of,
        "as_of": day(Some(side.as_of)),
        "value_at_risk": side.value.map(|value| value.with_cents()),
        "counts": of_counts(side.counts),
    })
}

fn of_change(compared: &Compared<'_>, change: &str, one: &Change) -> Value {
    json!({
        "change": change,
        "cause": match one.cause {
            Cause::Data => "data",
            Cause::Thresholds => "thresholds",
        },
        "before": one.before.as_ref().map(|before| of_assessment(before, compared.files_before)),
        "after": one.after.as_ref().map(|after| of_assessment(after, compared.files_after)),
    })
}
