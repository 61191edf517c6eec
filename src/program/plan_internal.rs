//! Turns everything on file about a customer into our own copy of the win-back plan, which does not leave the house.

use rust_decimal::Decimal;
use serde::Serialize;

use super::code::Codes;
use super::decision::{Decision, decision};
use super::delivery::Delivery;
use super::dossier::{Dossier, YEAR_DAYS};
use super::evidence::statement;
use super::goodwill::{Allocation, FEWEST, Lack, cost};
use super::on_record::OnRecord;
use super::plan_notes::opening;
use super::quotable::Quotable;
use super::refund::{Refund, refund};
use super::shared::{named_failures, unnamed_failures};
use super::waves::next_survey;
use super::wording::{capital, day, quote, sentence};
use crate::casebook::Plan;
use crate::config::Goodwill;
use crate::model::{Incident, Money, figure};

/// Our own copy of the win-back plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InternalPlan {
    customer: String,
    day: String,
    has_opening: bool,
    opening: Vec<String>,
    label: String,
    reasons: Vec<String>,
    account: Vec<String>,
    record: InternalRecord,
    has_decision: bool,
    decision: String,
    decision_note: String,
    decision_inputs: Vec<String>,
    promise: Vec<String>,
    is_signed_off: bool,
    signed_off: String,
    refund: Vec<String>,
    final_clause_record: Vec<String>,
    has_first_call: bool,
    first_call: String,
    first_call_reason: String,
    has_goodwill: bool,
    goodwill: Vec<String>,
    has_goodwill_note: bool,
    goodwill_note: String,
    goodwill_total: Vec<String>,
    ends_with_final_clause: bool,
    has_final_clause: bool,
    final_clause: String,
    keep: Vec<String>,
    has_replacement: bool,
    replacement: String,
    has_unshared: bool,
    unshared: Vec<String>,
    has_unnamed: bool,
    unnamed: Vec<String>,
    has_withheld: bool,
    withheld: Vec<String>,
    has_notes_to_keep: bool,
    notes_to_keep: Vec<String>,
    has_next_survey: bool,
    next_survey: String,
    review_on: String,
    stop_on: String,
    code: InternalCodes,
}

/// What is on record of the customer, and whether the plan ended with its final breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct InternalRecord {
    lines: Vec<String>,
    has_decided: bool,
    decided: String,
    decided_on: String,
    is_as_figures: bool,
    is_released: bool,
    released: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct InternalCodes {
    decision: String,
    final_clause: String,
    replacement: String,
    won_scores: String,
    won_kept: String,
    won_said: String,
    over_breach: String,
    over_declined: String,
    over_costs: String,
    over_day: String,
    outcome: String,
}

impl InternalPlan {
    /// Puts our own copy together.
    pub(super) fn of(
        dossier: &Dossier<'_>,
        gifts: &[&Goodwill],
        allocation: &Allocation<'_>,
        delivery: &Delivery,
    ) -> Self {
        let mut codes = Codes::new("plan-internal");
        let config = dossier.config;
        let currency = &config.company.currency;
        let decision = decision(dossier);
        let refund = refund(dossier);
        let yearly = dossier.person.value.map(|value| value.in_currency(currency));
        let replacement = dossier.person.cost_to_replace.map(|cost| cost.in_currency(currency));
        let (unshared, notes_to_keep) = (unshared(dossier), notes_to_keep(dossier));
        let (unnamed, withheld) = (unnamed(dossier), Quotable::of(dossier).withheld);
        let opening = opening(dossier);
        let first_call = dossier.caller.clone();
        let (goodwill, goodwill_note) = (goodwill(dossier, gifts), goodwill_note(dossier, allocation));
        let next_survey = next_survey(dossier);
        let signed_off = config.service_levels.signed_off.as_ref();
        Self {
            customer: dossier.name(),
            day: day(dossier.as_of()),
            has_opening: !opening.is_empty(),
            opening,
            label: dossier.label().to_string(),
            reasons: dossier.reasons(),
            account: account(dossier),
            record: InternalRecord::of(dossier, &decision),
            has_decision: !decision.says.is_empty(),
            decision: decision.says,
            decision_note: decision.note,
            decision_inputs: decision.inputs,
            promise: delivery.lines(dossier),
            is_signed_off: signed_off.is_some() && delivery.is_beyond(dossier),
            signed_off: signed_off.map(ToString::to_string).unwrap_or_default(),
            keep: keep(dossier, &refund, gifts),
            refund: refund.lines,
            final_clause_record: refund.final_clause,
            has_first_call: first_call.name.is_some(),
            first_call: first_call.name.unwrap_or_default(),
            first_call_reason: first_call.reason,
            has_goodwill: !goodwill.is_empty(),
            goodwill_total: goodwill_total(dossier, gifts, allocation),
            goodwill,
            has_goodwill_note: goodwill_note.is_some(),
            goodwill_note: goodwill_note.unwrap_or_default(),
            ends_with_final_clause: dossier.levels.has_final_clause(),
            has_final_clause: yearly.is_some(),
            final_clause: yearly.unwrap_or_default(),
            has_replacement: replacement.is_some(),
            replacement: replacement.unwrap_or_default(),
            has_unshared: !unshared.is_empty(),
            unshared,
            has_unnamed: !unnamed.is_empty(),
            unnamed,
            has_withheld: !withheld.is_empty(),
            withheld,
            has_notes_to_keep: !notes_to_keep.is_empty(),
            notes_to_keep,
            has_next_survey: next_survey.is_some(),
            next_survey: next_survey.map(day).unwrap_or_default(),
            review_on: day(dossier.review_on()),
            stop_on: day(dossier.stop_on()),
            code: InternalCodes::new(&mut codes, dossier.id()),
        }
    }
}

impl InternalRecord {
    fn of(dossier: &Dossier<'_>, decision: &Decision) -> Self {
        let on_record = dossier.on_record.as_ref();
        let released = on_record.and_then(OnRecord::in_force).and_then(|plan| plan.released);
        Self {
            lines: on_record.map(|on_record| on_record.lines(dossier.config)).unwrap_or_default(),
            has_decided: !decision.decided.is_empty(),
            decided: decision.decided.clone(),
            decided_on: decision.decided_on.clone(),
            is_as_figures: decision.is_as_figures,
            is_released: released.is_some(),
            released: released.map(day).unwrap_or_default(),
        }
    }
}

impl InternalCodes {
    fn new(codes: &mut Codes, customer: &str) -> Self {
        let mut code = |line: &str| codes.of(customer, line);
        Self {
            decision: code("decision"),
            final_clause: code("final-clause"),
            replacement: code("replacement"),
            won_scores: code("won-scores"),
            won_kept: code("won-kept"),
            won_said: code("won-said"),
            over_breach: code("over-breach"),
            over_declined: code("over-declined"),
            over_costs: code("over-costs"),
            over_day: code("over-day"),
            outcome: code("outcome"),
        }
    }
}

fn priced(gift: &Goodwill, currency: &str) -> String {
    format!("{}: costs us {}", capital(&gift.name), Money::new(gift.cost).in_currency(currency))
}

/// What was offered and has left the menu since: nobody knows any more what it costs.
fn gone<'a>(dossier: &'a Dossier<'_>, gifts: &[&Goodwill]) -> Vec<&'a String> {
    let offered = dossier.offered().unwrap_or_default().iter();
    offered.filter(|name| !gifts.iter().any(|gift| gift.name == **name)).collect()
}

/// What is given, each with what it costs.
fn goodwill(dossier: &Dossier<'_>, gifts: &[&Goodwill]) -> Vec<String> {
    let gone = gone(dossier, gifts).into_iter();
    let priced = gifts.iter().map(|gift| priced(gift, &dossier.config.company.currency));
    priced.chain(gone.map(|name| format!("{}: no longer on the menu", capital(&quote(name))))).collect()
}

/// What the accounts say of the customer, as far as it is known.
fn account(dossier: &Dossier<'_>) -> Vec<String> {
    let person = dossier.person;
    let currency = &dossier.config.company.currency;
    let money = |name: &str, amount: Option<Money>| {
        amount.map(|amount| format!("{name}: {}", amount.in_currency(currency)))
    };
    let contract = person.contract;
    let late = contract.and_then(|contract| contract.pays_late_days).filter(|days| *days > 0);
    [
        money("Value a year", person.value),
        money("Profit of the last years", person.profit_last_years),
        money("Lifetime value", person.lifetime_value),
        person.effort_hours.map(|effort| format!("Effort: {} hours a month", figure(effort, 1))),
        late.map(|days| format!("Pays {days} days late")),
        contract.and_then(|contract| contract.since).map(|since| format!("With us since {}", day(since))),
        contract
            .and_then(|contract| contract.renewal)
            .map(|renewal| format!("Contract ends or renews on {}", day(renewal))),
        person.notes.map(|notes| format!("Noted: {notes}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the first year of keeping the customer would cost, and of what.
fn keep(dossier: &Dossier<'_>, refund: &Refund, gifts: &[&Goodwill]) -> Vec<String> {
    let currency = &dossier.config.company.currency;
    let call = dossier.config.value.call_cost;
    // What is owed already is no less than what the incidents of last year would have cost.
    let plan = dossier.on_record.as_ref().and_then(OnRecord::in_force);
    let owed = plan.and_then(Plan::refund).and_then(|refund| refund.amount);
    let parts = [
        ("refunds", refund.expected.max(owed).map(Money::amount)),
        ("goodwill", is_priced(dossier, gifts).then(|| cost(gifts))),
        ("the call and its follow-up", call),
    ];
    let known = parts.iter().filter_map(|(name, amount)| Some((name, (*amount)?)));
    let total: Decimal = known.clone().map(|(_, amount)| amount).sum();
    let named: Vec<String> =
        known.map(|(name, amount)| format!("{name} {}", Money::new(amount).in_currency(currency))).collect();
    let unknown: Vec<&str> =
        parts.iter().filter(|(_, amount)| amount.is_none()).map(|(name, _)| *name).collect();
    let cost = match named.as_slice() {
        [] => "not known".to_owned(),
        named => format!("{} ({})", Money::new(total).in_currency(currency), named.join(", ")),
    };
    let mut lines = vec![format!("To keep them, in the first year: {cost}")];
    if !unknown.is_empty() {
        lines.push(format!("Not in it, because it is not known: {}", unknown.join(", ")));
    }
    lines
}

/// Whether it is known what all that was offered costs.
fn is_priced(dossier: &Dossier<'_>, gifts: &[&Goodwill]) -> bool {
    let is_unknown = dossier.has_plan_in_force() && dossier.offered().is_none();
    !is_unknown && gone(dossier, gifts).is_empty()
}

/// What the gifts cost together, against both budgets; nothing where none is.
fn goodwill_total(dossier: &Dossier<'_>, gifts: &[&Goodwill], allocation: &Allocation<'_>) -> Vec<String> {
    if gifts.is_empty() {
        return Vec::new();
    }
    let config = dossier.config;
    let money = |amount: Decimal| Money::new(amount).in_currency(&config.company.currency);
    let against = |spent: Decimal, budget: Option<Decimal>| match budget {
        Some(budget) => format!("{} of {}", money(spent), money(budget)),
        None => format!("{}; no budget is set in [goodwill-budget]", money(spent)),
    };
    let more = if is_priced(dossier, gifts) { "" } else { ", without what is no longer on the menu" };
    vec![
        format!("This customer: {}{more}", against(cost(gifts), config.goodwill_budget.per_customer)),
        format!(
            "Everybody on the list, this month: {}",
            against(allocation.spent(), config.goodwill_budget.per_month)
        ),
    ]
}

/// Why nothing, or less than what was meant, is offered.
fn goodwill_note(dossier: &Dossier<'_>, allocation: &Allocation<'_>) -> Option<String> {
    let config = dossier.config;
    match dossier.offered() {
        Some([]) if dossier.has_plan_in_force() => return Some("Nothing on top was signed.".to_owned()),
        Some([]) => return Some("Nothing on top was proposed.".to_owned()),
        Some(_) => return None,
        None if dossier.has_plan_in_force() => {
            return Some(
                "What was signed on top is not on record: it stands on the signed letter.".to_owned(),
            );
        }
        None => {}
    }
    let money = |amount: Decimal| Money::new(amount).in_currency(&config.company.currency);
    let is_empty = allocation.of(dossier.customer).is_empty();
    let few = if is_empty { "Nothing is offered".to_owned() } else { format!("Fewer than {FEWEST} things") };
    Some(match allocation.lack(dossier.customer)? {
        Lack::NoMenu => {
            "Nothing is on the menu: list what may be given in [[goodwill]] of retain.toml.".to_owned()
        }
        Lack::LetGo => {
            "Nothing is offered: no goodwill is spent on a customer to be let go politely.".to_owned()
        }
        Lack::Month => {
            let budget = config.goodwill_budget.per_month.map(money).unwrap_or_default();
            let left =
                if is_empty { "No budget is left this month" } else { "Little budget is left this month" };
            let on = allocation.spent_on_others(dossier.customer);
            format!("{left}: of the {budget}, this is offered to others: {on}.")
        }
        Lack::Customer => {
            let budget = config.goodwill_budget.per_customer.map(money).unwrap_or_default();
            format!("{few}: the {budget} that one customer may be given pay for no more.")
        }
        Lack::Menu => {
            format!("{few}: nothing more of the menu fits what went wrong with them and is left this month.")
        }
    })
}

/// What is on file of the last year and stays with us: what the customer's copy names is not among it.
fn unshared(dossier: &Dossier<'_>) -> Vec<String> {
    let named = named_failures(dossier);
    let unnamed = unnamed_failures(dossier);
    let is_named = |incident: &Incident| named.iter().any(|named| named.spot == incident.spot);
    let incidents = dossier.incidents_of(YEAR_DAYS).into_iter();
    let incidents = incidents.filter(|incident| {
        !incident.is_shareable && !is_named(incident) && !unnamed.iter().any(|one| one.spot == incident.spot)
    });
    incidents.map(|incident| statement(dossier, incident)).collect()
}

/// The days of the missed promises that the customer's copy leaves a blank for.
fn unnamed(dossier: &Dossier<'_>) -> Vec<String> {
    unnamed_failures(dossier).into_iter().map(|incident| statement(dossier, incident)).collect()
}

/// What we noted of incidents that the customer's copy names by day and hours alone.
fn notes_to_keep(dossier: &Dossier<'_>) -> Vec<String> {
    let named = named_failures(dossier).into_iter().filter(|incident| !incident.is_shareable);
    let note = |incident: &Incident| {
        let note = incident.note.as_deref()?;
        Some(format!("{}: {}", day(incident.opened), sentence(&quote(note))))
    };
    named.filter_map(note).collect()
}
