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
    has_risen: bool,
    is_only_quiet: bool,
    has_failures: bool,
    failures: Vec<FailureLine>,
    told: Vec<String>,
    has_told: bool,
    has_room_for_failures: bool,
    has_scores: bool,
    scored: String,
    has_scored: bool,
    scores: Vec<String>,
    words: Vec<Words>,
    has_room_for_words: bool,
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
    review_after: String,
    code: PlanCodes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct FailureLine {
    day: String,
    matter: String,
    has_matter: bool,
    code: String,
    agreed: String,
    delivered: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Words {
    day: String,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PlanCodes {
    contact: String,
    agreed: String,
    delivered: String,
    more_failures: String,
    wrote: String,
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

impl PlanCodes {
    fn new(codes: &mut Codes, customer: &str) -> Self {
        let mut code = |line: &str| codes.of(customer, line);
        Self {
            contact: code("contact"),
            agreed: code("agreed"),
            delivered: code("delivered"),
            more_failures: code("more-failures"),
            wrote: code("wrote"),
            heard: code("heard"),
            levels: code("levels"),
            refund: code("refund"),
            final_clause: code("final-clause"),
            goodwill: code("goodwill"),
            director: code("director"),
            signed_by_us: code("signed-by-us"),
            signed_by_them: code("signed-by-them"),
            changes: codes.lines(customer, "change", CHANGES),
        }
    }
}

impl CustomerPlan {
    /// Puts the plan together.
    #[must_use]
    pub fn of(shared: &Shared) -> Self {
        let shared = shared.clone();
        let mut codes = Codes::new("plan-customer");
        let matters = codes.lines(&shared.id, "matter", shared.failures.len());
        let failures = shared.failures.into_iter().zip(matters).map(|(failure, code)| FailureLine {
            day: failure.day,
            has_matter: failure.matter.is_some(),
            matter: failure.matter.unwrap_or_default(),
            code,
            agreed: failure.agreed,
            delivered: failure.delivered,
        });
        let failures: Vec<_> = failures.collect();
        Self {
            code: PlanCodes::new(&mut codes, &shared.id),
            customer: shared.customer,
            day: shared.day,
            has_contact: shared.contact.is_some(),
            contact: shared.contact.unwrap_or_default(),
            has_company: shared.company.is_some(),
            company: shared.company.unwrap_or_default(),
            has_risen: shared.has_risen,
            is_only_quiet: shared.is_only_quiet,
            has_failures: !failures.is_empty(),
            failures,
            has_told: !shared.told.is_empty(),
            told: shared.told,
            has_room_for_failures: shared.has_room_for_failures,
            has_scored: shared.scored.is_some(),
            scored: shared.scored.unwrap_or_default(),
            has_scores: !shared.scores.is_empty(),
            scores: shared.scores,
            words: shared.words.into_iter().map(|(day, text)| Words { day, text }).collect(),
            has_room_for_words: shared.has_room_for_words,
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
            review_after: shared.review_after,
        }
    }
}
