//! Turns the chase decision into words: what was decided, what the figures say, what they rest on, or why they cannot say it.

use super::dossier::Dossier;
use super::on_record::on_and_by;
use super::wording::{capital, counted, percent};
use crate::assessment::ChaseInputs;
use crate::model::{Money, Remark, figure};

/// Whether to chase a customer, as the figures have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// What the figures say; empty where they cannot.
    pub(super) says: String,
    /// Why they cannot; empty where they say something.
    pub(super) note: String,
    /// What they rest on, a line each.
    pub(super) inputs: Vec<String>,
    /// What the team decided; empty where it did not.
    pub(super) decided: String,
    /// When, and who.
    pub(super) decided_on: String,
    /// Whether the figures say what was decided.
    pub(super) is_as_figures: bool,
}

/// Words the decision.
pub(super) fn decision(dossier: &Dossier<'_>) -> Decision {
    let chase = &dossier.page.assessment.chase;
    let mut inputs = inputs(&chase.inputs, &dossier.config.company.currency);
    let of_value = |remark: &&Remark| matches!(remark, Remark::Projected | Remark::AtLeast);
    let remarks = dossier.page.assessment.remarks.iter().filter(of_value);
    inputs.extend(remarks.map(|remark| capital(remark.words())));
    let decided = chase.decided.as_ref();
    Decision {
        says: chase.decision.map(|decision| decision.words().to_owned()).unwrap_or_default(),
        note: chase.decision.err().map(|blank| blank.words().to_owned()).unwrap_or_default(),
        inputs,
        is_as_figures: decided.is_some() && chase.figures_said().is_none(),
        decided: decided.map(|decided| decided.decision.words().to_owned()).unwrap_or_default(),
        decided_on: decided.map(|decided| on_and_by(decided.at, decided.by.as_deref())).unwrap_or_default(),
    }
}

/// What is known of what the decision rests on. The chance of leaving is not printed: it is no forecast.
fn inputs(inputs: &ChaseInputs, currency: &str) -> Vec<String> {
    let money = |amount: Money| amount.in_currency(currency);
    let hours = |hours: f64| format!("{} hours", figure(hours, 1));
    let share = |share: f64| percent(share * 100.0);
    let usual =
        inputs.usual_effort_hours.map(|usual| format!("; about {} are usual for their value", hours(usual)));
    let late = inputs.pays_late_days.filter(|_| inputs.is_late_payer);
    let rude = usize::try_from(inputs.rude_reporters).ok().filter(|reporters| *reporters > 0);
    let mistake =
        "A mistake of ours is open or was mended lately: the call to apologise is made whatever is decided";
    [
        inputs.gain.map(|gain| format!("A call is worth about {}, what it costs taken off", money(gain))),
        inputs.value.map(|value| {
            format!("Value a year: {}, of which {} is left", money(value), share(inputs.margin))
        }),
        inputs.call_cost.map(|cost| {
            format!(
                "A call and its follow-up cost {}; {} of those called stay because of it",
                money(cost),
                share(inputs.save_rate)
            )
        }),
        inputs.call_cost.and(inputs.break_even).map(from_break_even),
        inputs
            .effort_hours
            .map(|effort| format!("Effort: {} a month{}", hours(effort), usual.unwrap_or_default())),
        late.map(|days| format!("They pay {} late", counted(days as usize, "day", "days"))),
        rude.map(|reporters| {
            format!("Rude to us, as {}", counted(reporters, "person reports", "people report"))
        }),
        inputs.has_recent_mistake.then(|| mistake.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// From which chance of leaving a call pays: a limit that follows from money alone, and says nothing of this customer.
fn from_break_even(break_even: f64) -> String {
    if break_even >= 1.0 {
        "A call costs more than it can bring, however likely they are to leave".to_owned()
    } else {
        let limit = percent((break_even * 1000.0).ceil() / 10.0);
        format!("A call pays where the chance that they leave within 90 days is above {limit}")
    }
}
