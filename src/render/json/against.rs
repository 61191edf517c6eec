//! Turns how one customer scores against all into JSON: a part of `retain.explain/1`.

use serde_json::{Value, json};

use super::{number, optional};
use crate::assessment::{Against, Standard};

/// Writes one question.
pub(super) fn of_against(against: &Against) -> Value {
    let of = |standard: &Standard| json!({ "wave": standard.wave, "mean": number(standard.mean), "customers": standard.customers });
    json!({
        "dimension": against.firm.dimension.as_ref().map(|dimension| &dimension.id),
        "scale": against.firm.scale.to_string(),
        "score": optional(against.own),
        "rank": against.rank,
        "last": of(&against.firm.last),
        "earlier": against.firm.earlier.iter().map(of).collect::<Vec<_>>(),
    })
}
