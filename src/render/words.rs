//! Turns the figures of the at-risk list into the sentences that its table and its document share.
//!
//! What is made here is raw: it holds customers' text and is cleaned where it is shown.

use chrono::NaiveDate;

use crate::assessment::{Assessment, AtRiskList, Lost, LostHow, Noise, Stage};
use crate::history::ScoreKind;
use crate::model::{Label, Money, Remark, figure};
use crate::signal::{Family, Reading, SignalId, Standing, word_of_mouth};
pub(super) use crate::text::counted;

/// Digits after the point of a score: enough that a score below its threshold is never shown as the threshold.
pub(super) const DECIMALS: usize = 2;

/// The title of the list.
pub(super) fn title(list: &AtRiskList) -> String {
    let mut title = format!("Customers at risk on {}", list.as_of);
    if let Some(company) = &list.company {
        title += &format!(": {company}");
    }
    if let Some(account_manager) = &list.account_manager {
        title += &format!(", account manager {account_manager}");
    }
    title
}

/// What stands in place of the list when there is nobody on it.
pub(super) fn nobody_to_call(list: &AtRiskList) -> String {
    let customers = list.counts.customers;
    if list.is_of_new && customers > 0 {
        return "Nobody new to call: whoever is critical or at risk has a case already.".to_owned();
    }
    if list.counts.not_to_call > 0 {
        return "Nobody to call: whoever is critical or at risk has a case that asks for no call.".to_owned();
    }
    match customers {
        0 => format!("Nothing to say: no answer of any customer was read up to {}.", list.as_of),
        1 => "Nobody to call: the one customer is neither critical nor at risk.".to_owned(),
        _ => format!("Nobody to call: none of {customers} customers is critical or at risk."),
    }
}

/// How many customers have each label, never as a share: few customers make shares of nothing.
pub(super) fn counts(list: &AtRiskList) -> String {
    let counts = list.counts;
    let customers = counted(counts.customers, "customer", "customers");
    let (critical, at_risk) = (counts.critical, counts.at_risk);
    let to_call = match (critical + at_risk).saturating_sub(counts.not_to_call) {
        all if counts.not_to_call == 0 => format!("{all} to call ({critical} critical, {at_risk} at risk)"),
        some => format!("{critical} critical and {at_risk} at risk, {some} of them to call"),
    };
    format!(
        "{customers}: {to_call}, {} to watch, {} fine, \
         {} with not enough data, {} gone; {} silent.",
        counts.watch, counts.fine, counts.not_enough_data, counts.gone, counts.silent,
    )
}

/// What is said once below the list: how much is at stake, how it was ordered, and what drops are held against.
pub(super) fn footnotes(list: &AtRiskList) -> Vec<String> {
    let mut notes = Vec::new();
    if list.left_out > 0 {
        let rows = counted(list.left_out, "row of the survey", "rows of the survey");
        notes.push(format!(
            "{rows} could not be read and {} in no count.",
            if list.left_out == 1 { "is" } else { "are" }
        ));
    }
    notes.extend(list.at_risk_in_words());
    notes.extend(order(list));
    if let Some(break_even) = list.break_even {
        let chance = figure(break_even, DECIMALS);
        notes.push(format!(
            "A call pays where the chance of leaving is {chance} or more, for a customer of median value."
        ));
    }
    if list.surveyed > 0 {
        notes.extend(list.noise.map(noise));
    }
    notes
}

/// What decides who is called first, where there is more than one to call.
fn order(list: &AtRiskList) -> Option<String> {
    let by = match (list.call.len(), list.has_values) {
        (0 | 1, _) => return None,
        (_, false) => "the highest chance of leaving; no customer has a yearly value, so all count alike",
        (_, true) if list.call.iter().all(|call| call.value.is_some()) => {
            "the most to lose (chance of leaving x margin x value a year)"
        }
        (_, true) => {
            "the most to lose (chance of leaving x margin x value a year, the firm's median where none is known)"
        }
    };
    Some(format!("Order of the calls: first a confirmed threat to leave, then {by}."))
}

/// Of how many customers each kind of file knows something; `None` where there is the survey alone and what explains it.
pub(super) fn coverage(list: &AtRiskList) -> Option<String> {
    let survey = (list.surveyed > 0).then_some(("survey", list.surveyed));
    let of: Vec<String> = survey
        .into_iter()
        .chain(list.coverage.named())
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    list.coverage.has_behaviour().then(|| format!("Customers by source: {}.", of.join(", ")))
}

/// The heading of those who are at risk, and whom nobody has to call.
pub(super) const UNDER_WAY: &str = "Under way: nobody to call";

/// The heading of those who are to call, and whom nobody can call now.
pub(super) fn beyond(list: &AtRiskList) -> String {
    let calls = list.capacity.unwrap_or(0) as u64;
    format!("Also at risk, beyond {}", counted(calls, "call", "calls"))
}

fn noise(noise: Noise) -> String {
    let deviation = figure(noise.deviation, DECIMALS);
    let source = if noise.pairs == 0 {
        "the usual figure: too few answers to measure it".to_owned()
    } else {
        format!("measured on {}", counted(noise.pairs, "pair of waves", "pairs of waves"))
    };
    format!(
        "Scores go up and down by about {deviation} of 10 points from wave to wave anyway ({source}); a drop has to stand out from that."
    )
}

/// What each label means, a line each.
pub(super) const LEGEND: [&str; 4] = [
    "critical: call. 3 points or more, a confirmed threat to leave, or a very low score together with another bad sign.",
    "at risk: call. 1.5 points or more, or the customer said so: a low score, an unhappy choice, words about leaving.",
    "watch: there is a reason, not yet enough for a call.",
    "Points are a weight, not a forecast: one point doubles the odds of leaving. Most unhappy customers stay.",
];

/// Since when a customer is gone, and how that is known.
pub(super) fn lost(assessment: &Assessment) -> String {
    let Some(lost) = &assessment.lost else { return String::new() };
    match &lost.how {
        LostHow::Left { stated_reason, root_cause, .. } => {
            let noted = noted_loss(stated_reason.as_ref(), root_cause.as_ref());
            std::iter::once("left".to_owned()).chain(noted).collect::<Vec<_>>().join("; ")
        }
        LostHow::NoOrder { cycles, cycle_days } => format!(
            "no order since, {} times the usual {} days",
            figure(*cycles, DECIMALS),
            figure(*cycle_days, 1)
        ),
    }
}

/// Why a customer was lost, as far as it is noted.
pub(super) fn noted_loss(
    stated_reason: Option<&String>,
    root_cause: Option<&String>,
) -> impl Iterator<Item = String> {
    let said = stated_reason.map(|reason| format!("said: \"{reason}\""));
    let cause = root_cause.map(|cause| format!("cause: {cause}"));
    [said, cause].into_iter().flatten()
}

/// What stands below the list of those who are gone: how many are not on it, and who may hear of those who are.
pub(super) fn below_lost(list: &AtRiskList) -> Vec<String> {
    let unlisted = list.counts.gone.saturating_sub(list.lost.len() as u64);
    let rest = (unlisted > 0).then(|| {
        let are = counted(unlisted, "more is gone by the orders", "more are gone by the orders");
        format!("{are}: retain flag --all lists them.")
    });
    let told = list.lost.iter().filter(|lost| lost.lost.as_ref().is_some_and(Lost::is_noted)).count() as u64;
    rest.into_iter().chain(list.lost_in_words()).chain((told > 0).then(|| word_of_mouth(told))).collect()
}

/// The customer: the name, and the id where that is another.
pub(super) fn customer(assessment: &Assessment) -> Vec<String> {
    match &assessment.name {
        Some(name) if *name != assessment.customer => {
            vec![name.clone(), format!("({})", assessment.customer)]
        }
        Some(_) | None => vec![assessment.customer.clone()],
    }
}

/// The label, and that the customer fell silent where it does not say so.
pub(super) fn label(assessment: &Assessment) -> String {
    let silent = if assessment.is_silent && assessment.label <= Label::Fine { ", silent" } else { "" };
    format!("{}{silent}", assessment.label)
}

/// The label of a customer who is on no list, and that the score beside it is too old to count.
pub(super) fn label_of_rest(assessment: &Assessment) -> Vec<String> {
    let is_old = assessment.remarks.contains(&Remark::NoCurrentAnswer);
    let old = is_old.then(|| format!("({})", Remark::NoCurrentAnswer.words()));
    std::iter::once(label(assessment)).chain(old).collect()
}

/// The score of the last wave against the comparable one before: `9 -> 4`.
pub(super) fn score(assessment: &Assessment) -> String {
    let now = assessment.score.map(|score| figure(score, DECIMALS));
    let previous = assessment.previous.map(|score| figure(score, DECIMALS));
    match (previous, now) {
        (Some(previous), Some(now)) => format!("{previous} -> {now}"),
        (None, Some(now)) => now,
        (_, None) => String::new(),
    }
}

/// The scale of that score: `(0-10)`.
pub(super) fn scale(assessment: &Assessment) -> String {
    match (assessment.score, assessment.scale) {
        (Some(_), Some(scale)) => format!("({scale})"),
        (_, _) => String::new(),
    }
}

/// What the score is made of, where that is more than one overall answer: `3 of 5 dimensions, 2 respondents`.
pub(super) fn basis(assessment: &Assessment) -> Option<String> {
    let basis = assessment.basis?;
    let respondents = counted(basis.respondents, "respondent", "respondents");
    match basis.kind {
        // Of one question there is nothing more to say than of an overall one.
        ScoreKind::Overall | ScoreKind::Means { asked: 1, .. } => {
            (basis.respondents > 1).then_some(respondents)
        }
        ScoreKind::Means { answered, asked } => {
            Some(format!("{answered} of {asked} dimensions, {respondents}"))
        }
    }
}

/// What can be compared, where that is not all that the score is made of: `8 -> 6 over the 3 dimensions of both waves`.
pub(super) fn in_common(assessment: &Assessment) -> Option<String> {
    let common = assessment.in_common?;
    let [then, now] = [common.previous, common.score].map(|score| figure(score, DECIMALS));
    let scale =
        if Some(common.scale) == assessment.scale { String::new() } else { format!(" ({})", common.scale) };
    let over = match common.dimensions {
        1 => "the one dimension".to_owned(),
        dimensions => format!("the {dimensions} dimensions"),
    };
    Some(format!("{then} -> {now}{scale} over {over} of both waves"))
}

/// The score with its scale and what it is made of, in one line.
pub(super) fn whole_score(assessment: &Assessment) -> String {
    let score = format!("{} {}", score(assessment), scale(assessment)).trim_end().to_owned();
    let more = [basis(assessment), in_common(assessment)].into_iter().flatten();
    [score].into_iter().chain(more).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A chance in words, since its digits would promise too much: `about 1 in 4`.
pub(super) fn chance(p: f64) -> String {
    let one_in = (1.0 / p).round();
    if one_in < 2.0 { "more likely than not".to_owned() } else { format!("about 1 in {one_in}") }
}

/// An amount in the firm's currency: `14,200 EUR`.
pub(super) fn money(amount: Money, currency: &str) -> String {
    amount.in_currency(currency)
}

/// The day and how long ago it is: `2026-09-30 (5 days)`.
pub(super) fn since(day: NaiveDate, as_of: NaiveDate) -> String {
    let days = as_of.signed_duration_since(day).num_days();
    match u64::try_from(days) {
        Ok(days) if days > 0 => format!("{day} ({})", counted(days, "day", "days")),
        Ok(_) | Err(_) => day.to_string(),
    }
}

/// Where the case of the customer stands, and for how long nothing has improved.
pub(super) fn case(assessment: &Assessment) -> Option<String> {
    let recorded = assessment.recorded?;
    let stands = match recorded.days_without_improvement.map(u64::try_from) {
        Some(Ok(days)) if days > 0 => {
            format!("{}, {} without improvement", recorded.status, counted(days, "day", "days"))
        }
        Some(_) => recorded.status.to_string(),
        None => format!("{} since {}", recorded.status, recorded.since),
    };
    Some(decided(assessment).map_or_else(|| stands.clone(), |decided| format!("{stands}; {decided}")))
}

/// What the team decided, and what the figures said.
pub(super) fn decided(assessment: &Assessment) -> Option<String> {
    let chase = &assessment.chase;
    let decided = chase.decided.as_ref()?;
    let by = decided.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let figures = chase.figures_said().map(|figures| format!("; the figures said {figures}"));
    let words = decided.decision.words();
    Some(format!("decided {}{by}: {words}{}", decided.at, figures.unwrap_or_default()))
}

/// What a customer who is critical or at risk calls for, as the case stands.
pub(super) fn calls_for(stage: Stage) -> &'static str {
    match stage {
        Stage::WinBack => "Call",
        Stage::LetGo => "Not to be called, because we let them go politely",
        Stage::Signed => "Not to be called, because both have signed the plan",
        Stage::Released => "Not to be called, because we release them from the contract",
        Stage::WonBack | Stage::Lost | Stage::Closed => "Settled, and nothing new is known since",
    }
}

/// Whose case was settled by what made them critical or at risk, in a line.
pub(super) fn settled(list: &AtRiskList) -> Option<String> {
    let named = |one: &Assessment| {
        let name = one.name.as_ref().unwrap_or(&one.customer);
        let case = one.recorded.map(|recorded| format!(" ({} since {})", recorded.status, recorded.since));
        format!("{name}{}", case.unwrap_or_default())
    };
    let names: Vec<String> = list.settled.iter().map(named).collect();
    (!names.is_empty()).then(|| format!("Settled, and nothing new is known since: {}.", names.join(", ")))
}

/// Who is new on the list, and who left it since the record began; nothing without a record.
pub(super) fn changes(list: &AtRiskList) -> Option<[String; 2]> {
    let changes = list.changes.as_ref()?;
    let named = |names: Vec<&str>| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    let new = changes.new.iter().map(|id| {
        let known = list.call.iter().find(|one| one.customer == *id);
        known.and_then(|one| one.name.as_deref()).unwrap_or(id)
    });
    let left = changes.left.iter().map(|(id, name)| name.as_deref().unwrap_or(id));
    Some([
        format!("New on the list: {}.", named(new.collect())),
        format!("No longer on it, with a case still open: {}.", named(left.collect())),
    ])
}

/// The person to call and the number.
pub(super) fn contact(assessment: &Assessment) -> String {
    let parts: Vec<&str> =
        [&assessment.contact, &assessment.phone].into_iter().flatten().map(String::as_str).collect();
    parts.join(", ")
}

/// The reasons, each with its number and threshold.
pub(super) fn reasons(assessment: &Assessment) -> Vec<String> {
    assessment.reasons.iter().map(in_words).collect()
}

/// What is said beside the reasons: notes, and the remarks that `skipped` does not hold.
pub(super) fn asides(assessment: &Assessment, skipped: &[Remark]) -> Vec<String> {
    let notes = assessment.notes.iter().map(told);
    let is_said = |reason: &Reading| matches!(reason.signal, SignalId::LowScore | SignalId::CriticalScore);
    let is_basis_said = assessment.reasons.iter().any(is_said);
    let basis = basis(assessment).filter(|_| !is_basis_said).map(|basis| format!("score: {basis}"));
    let in_common = in_common(assessment).map(|common| format!("compared: {common}"));
    let kept = remarks(assessment).filter(|remark| !skipped.contains(remark));
    let remarks: Vec<&str> = kept.map(|remark| remark.words()).collect();
    let remarks = (!remarks.is_empty()).then(|| format!("({})", remarks.join("; ")));
    notes.chain(basis).chain(in_common).chain(remarks).collect()
}

/// The remarks that matter here: on how few answers a score rests says nothing about a
/// silence or an incident.
fn remarks(assessment: &Assessment) -> impl Iterator<Item = &Remark> {
    let reasons = &assessment.reasons;
    let is_of_survey = |reason: &Reading| reason.signal.family() == Family::Survey;
    let says_nothing_of_scores = !reasons.is_empty() && !reasons.iter().any(is_of_survey);
    let is_of_scores = |remark: &Remark| matches!(remark, Remark::OneAnswer | Remark::NoComparison);
    assessment.remarks.iter().filter(move |remark| !(says_nothing_of_scores && is_of_scores(remark)))
}

/// Remarks that hold for everybody in a table of two or more: they are said once below it.
pub(super) fn shared_remarks(assessments: &[Assessment]) -> Vec<Remark> {
    match assessments {
        [first, rest @ ..] if !rest.is_empty() => {
            let is_shared = |remark: &&Remark| {
                rest.iter().all(|other| remarks(other).any(|of_other| of_other == *remark))
            };
            remarks(first).filter(is_shared).copied().collect()
        }
        _ => Vec::new(),
    }
}

/// The line below a table with the remarks that hold for everybody in it.
pub(super) fn for_all(remarks: &[Remark]) -> Option<String> {
    let words: Vec<&str> = remarks.iter().map(|remark| remark.words()).collect();
    (!words.is_empty()).then(|| format!("All of them: {}.", words.join("; ")))
}

/// A reading in words; one without words of its own says which signal it is.
pub(super) fn in_words(reading: &Reading) -> String {
    if reading.text.is_empty() { reading.signal.id().to_owned() } else { reading.text.clone() }
}

/// The same beside others, so that a note is told from a reason.
pub(super) fn told(reading: &Reading) -> String {
    let mark = if reading.standing == Standing::Note { "note: " } else { "" };
    format!("{mark}{}", in_words(reading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::specimen;

    #[test]
    fn nobody_at_risk_is_another_answer_than_nothing_read() {
        let mut list = specimen::list();
        assert_eq!(nobody_to_call(&list), "Nobody to call: none of 22 customers is critical or at risk.");
        list.counts.customers = 0;
        assert_eq!(
            nobody_to_call(&list),
            "Nothing to say: no answer of any customer was read up to 2026-10-05."
        );
    }

    #[test]
    fn what_is_at_stake_says_whose_value_is_unknown() {
        let mut list = specimen::list();
        let notes = footnotes(&list);
        assert_eq!(
            notes.first().map(String::as_str),
            Some("Value a year at risk: 14,200 EUR, of 1 customer; the value of 1 more is not known.")
        );
        list.call.iter_mut().for_each(|call| call.value = None);
        list.has_values = false;
        list.break_even = Some(0.13);
        list.noise = Some(Noise { deviation: 1.0, pairs: 34 });
        let notes = footnotes(&list).join("\n");
        let expected = "\
Order of the calls: first a confirmed threat to leave, then the highest chance of leaving; no customer has a yearly value, so all count alike.
A call pays where the chance of leaving is 0.13 or more, for a customer of median value.
Scores go up and down by about 1 of 10 points from wave to wave anyway (measured on 34 pairs of waves); a drop has to stand out from that.";
        assert_eq!(notes, expected);
    }

    #[test]
    fn chances_are_words() {
        for (p, words) in [
            (0.24, "about 1 in 4"),
            (0.07, "about 1 in 14"),
            (0.5, "about 1 in 2"),
            (0.7, "more likely than not"),
        ] {
            assert_eq!(chance(p), words);
        }
    }

    #[test]
    fn days_are_counted_from_the_day_of_the_reason() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        assert_eq!(since(day("2026-09-30"), day("2026-10-05")), "2026-09-30 (5 days)");
        assert_eq!(since(day("2026-10-04"), day("2026-10-05")), "2026-10-04 (1 day)");
        assert_eq!(since(day("2026-10-05"), day("2026-10-05")), "2026-10-05");
    }
}
