//! Turns what a customer may read into the copy of the win-back plan that the customer signs.

use serde::Serialize;

use super::code::Codes;
use super::shared::Shared;

/// Lines for what changes.
const CHANGES: usize = 3;

/// The win-back plan as the customer reads it. It is made from [`Shared`] and cannot hold anything internal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerPlan {
    customer: String,
    day: String,
    has_contact: bool,
    contact: String,
    has_company: bool,
    company: String,
    has_failures: bool,
    failures: Vec<FailureLine>,
    has_scores: bool,
    scores: Vec<String>,
    words: Vec<String>,
    has_levels: bool,
    levels: Vec<String>,
    has_refund: bool,
    refund: String,
    has_cap: bool,
    cap: String,
    has_final_clause: bool,
    has_goodwill: bool,
    goodwill: Vec<String>,
    has_room_for_goodwill: bool,
    has_director: bool,
    director: String,
    has_first_call: bool,
    first_call: String,
    review_on: String,
    code: PlanCodes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct FailureLine {
    day: String,
    agreed: String,
    delivered: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PlanCodes {
    contact: String,
    agreed: String,
    delivered: String,
    heard: String,
    changes: Vec<String>,
    levels: String,
    refund: String,
    final_clause: String,
    goodwill: String,
    director: String,
    signed_by_us: String,
    signed_by_them: String,
}

impl CustomerPlan {
    /// Puts the plan together.
    #[must_use]
    pub fn of(shared: &Shared) -> Self {
        let shared = shared.clone();
        let failures = shared.failures.into_iter().map(|failure| FailureLine {
            day: failure.day,
            agreed: failure.agreed,
            delivered: failure.delivered,
        });
        let failures: Vec<_> = failures.collect();
        let mut codes = Codes::new("plan-customer");
        let mut code = |line: &str| codes.of(&shared.id, line);
        Self {
            code: PlanCodes {
                contact: code("contact"),
                agreed: code("agreed"),
                delivered: code("delivered"),
                heard: code("heard"),
                levels: code("levels"),
                refund: code("refund"),
                final_clause: code("final-clause"),
                goodwill: code("goodwill"),
                director: code("director"),
                signed_by_us: code("signed-by-us"),
                signed_by_them: code("signed-by-them"),
                changes: codes.lines(&shared.id, "change", CHANGES),
            },
            customer: shared.customer,
            day: shared.day,
            has_contact: shared.contact.is_some(),
            contact: shared.contact.unwrap_or_default(),
            has_company: shared.company.is_some(),
            company: shared.company.unwrap_or_default(),
            has_failures: !failures.is_empty(),
            failures,
            has_scores: !shared.scores.is_empty(),
            scores: shared.scores,
            words: shared.words,
            has_levels: !shared.levels.is_empty(),
            levels: shared.levels,
            has_refund: shared.refund.is_some(),
            refund: shared.refund.unwrap_or_default(),
            has_cap: shared.cap.is_some(),
            cap: shared.cap.unwrap_or_default(),
            has_final_clause: shared.has_final_clause,
            has_goodwill: !shared.goodwill.is_empty(),
            goodwill: shared.goodwill,
            has_room_for_goodwill: shared.has_room_for_goodwill,
            has_director: shared.director.is_some(),
            director: shared.director.unwrap_or_default(),
            has_first_call: shared.first_call.is_some(),
            first_call: shared.first_call.unwrap_or_default(),
            review_on: shared.review_on,
        }
    }
}
