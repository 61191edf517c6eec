//! Turns what a customer may read into the page of a plan that both have signed: what holds, what was missed, what is owed.

use serde::Serialize;

use super::shared::Shared;

/// The plan in force as the customer reads it, and the letter that ends it. It is made from [`Shared`] and cannot hold
/// anything internal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanInForce {
    customer: String,
    day: String,
    has_contact: bool,
    contact: String,
    has_company: bool,
    company: String,
    signed: String,
    has_levels: bool,
    levels: Vec<String>,
    has_promises: bool,
    promises: Vec<String>,
    has_goodwill: bool,
    goodwill: Vec<String>,
    review_on: String,
    has_missed: bool,
    missed: Vec<String>,
    is_unsettled: bool,
    has_refund: bool,
    refund: String,
    has_cap: bool,
    cap: String,
    is_paid: bool,
    has_owed: bool,
    owed: String,
    has_final_clause: bool,
    released: String,
    has_director: bool,
    director: String,
    has_first_call: bool,
    first_call: String,
}

impl PlanInForce {
    /// Puts the page together.
    #[must_use]
    pub fn of(shared: &Shared) -> Self {
        let shared = shared.clone();
        let plan = shared.in_force.unwrap_or_default();
        Self {
            customer: shared.customer,
            day: shared.day,
            has_contact: shared.contact.is_some(),
            contact: shared.contact.unwrap_or_default(),
            has_company: shared.company.is_some(),
            company: shared.company.unwrap_or_default(),
            signed: plan.signed,
            has_levels: !shared.levels.is_empty(),
            levels: shared.levels,
            has_promises: !plan.promises.is_empty(),
            promises: plan.promises,
            has_goodwill: !shared.goodwill.is_empty(),
            goodwill: shared.goodwill,
            review_on: plan.review_on,
            has_missed: !plan.missed.is_empty(),
            missed: plan.missed,
            is_unsettled: plan.is_unsettled,
            has_refund: shared.refund.is_some(),
            refund: shared.refund.unwrap_or_default(),
            has_cap: shared.cap.is_some(),
            cap: shared.cap.unwrap_or_default(),
            is_paid: plan.is_paid,
            has_owed: plan.owed.is_some(),
            owed: plan.owed.unwrap_or_default(),
            has_final_clause: shared.has_final_clause,
            released: plan.released.unwrap_or_default(),
            has_director: shared.director.is_some(),
            director: shared.director.unwrap_or_default(),
            has_first_call: shared.first_call.is_some(),
            first_call: shared.first_call.unwrap_or_default(),
        }
    }
}
