//! Turns what speaks against a plan into what is said of it: to whoever has it written, and at the head of our own copy.

use super::dossier::Dossier;
use super::goodwill::{Allocation, FEWEST, Lack};
use super::wording::{counted, some_names};
use crate::assessment::Stage;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::Money;

/// What our own copy opens with where somebody has to decide whether there should be a plan at all.
pub(super) fn opening(dossier: &Dossier<'_>) -> Vec<String> {
    let is_apology_due = dossier.has_recent_mistake();
    let apology = "The call to apologise for our mistake is made all the same. ";
    let let_go = dossier.is_let_go().then(|| {
        format!(
            "{}. {}A plan is offered only if somebody decides so below, by name.",
            dossier.let_go(),
            if is_apology_due { apology } else { "" }
        )
    });
    let not_at_risk = is_unasked_for(dossier).then(|| {
        format!(
            "Not at risk: they stand at \"{}\". This plan was written because somebody asked for it by name.",
            dossier.label()
        )
    });
    not_at_risk.into_iter().chain(let_go).collect()
}

/// What is said of the plans of these customers.
pub(super) fn warnings(
    goodwill: &Allocation<'_>,
    config: &Config,
    dossiers: &[Dossier<'_>],
    are_named: bool,
) -> Problems {
    let not_at_risk = dossiers.iter().filter(|dossier| is_unasked_for(dossier)).map(|dossier| {
        let message = format!(
            "{} is not at risk, but \"{}\": the plan is written because you named them",
            dossier.name(),
            dossier.label()
        );
        Diagnostic::warning("plan-for-not-at-risk", message)
            .hint("it asks them for one more chance: read it before anybody sends it")
    });
    let let_go = dossiers.iter().filter(|dossier| dossier.is_let_go());
    let (decided, figured): (Vec<&Dossier<'_>>, Vec<&Dossier<'_>>) =
        let_go.partition(|dossier| dossier.page.assessment.chase.decided.is_some());
    let let_go =
        [to_let_go("it was decided", &decided, are_named), to_let_go("the figures say", &figured, are_named)];
    let few = few_gifts(goodwill, config, dossiers);
    let missed = unrecorded_misses(dossiers);
    let mut problems = Problems::default();
    not_at_risk
        .chain(let_go.into_iter().flatten())
        .chain(few)
        .chain(missed)
        .for_each(|problem| problems.add(problem));
    problems
}

/// Says what missed a signed plan by the firm's files and is not on record, and the line that puts it there.
fn unrecorded_misses<'a>(dossiers: &'a [Dossier<'_>]) -> impl Iterator<Item = Diagnostic> + 'a {
    let on_record = dossiers.iter().filter_map(|dossier| Some((dossier, dossier.on_record.as_ref()?)));
    let misses =
        on_record.flat_map(|(dossier, on_record)| on_record.misses.iter().map(move |miss| (dossier, miss)));
    misses.map(|(dossier, miss)| {
        let message = format!(
            "{}: an incident missed the times of the signed plan and is not on record as a breach: {}",
            dossier.name(),
            miss.what
        );
        Diagnostic::warning("unrecorded-miss", message)
            .hint(format!("if it is one: {}; until then their copy says neither that it was one nor that nothing was missed", miss.command))
    })
}

/// Whether there is a plan only because somebody asked for it.
fn is_unasked_for(dossier: &Dossier<'_>) -> bool {
    !dossier.is_at_risk() && dossier.page.assessment.stage == Stage::WinBack
}

/// Says who is to be let go politely, by whose word, and what that means for their plans.
fn to_let_go(who: &str, dossiers: &[&Dossier<'_>], are_named: bool) -> Option<Diagnostic> {
    let names: Vec<String> = dossiers.iter().map(|dossier| dossier.name()).collect();
    if names.is_empty() {
        return None;
    }
    let names = some_names(&names);
    let is_apology_due = |dossier: &&Dossier<'_>| dossier.has_recent_mistake();
    let apology = if dossiers.iter().any(is_apology_due) {
        "; after a mistake of ours the call to apologise is made all the same"
    } else {
        ""
    };
    Some(if are_named {
        Diagnostic::warning(
            "plan-for-let-go",
            format!("{who} to let {names} go politely: the plan is written because you named them, without goodwill"),
        )
        .hint(format!("our own copy (--internal) has the figures, and a line for who decides{apology}"))
    } else {
        Diagnostic::warning(
            "no-plan-for-let-go",
            format!("no plan to offer {names}: {who} to let them go politely"),
        )
        .hint(format!(
            "our own copy has the figures; if somebody decides otherwise: retain plan NAME{apology}"
        ))
    })
}

/// Says who is offered fewer things than a plan is meant to hold, why, and what would help.
fn few_gifts(goodwill: &Allocation<'_>, config: &Config, dossiers: &[Dossier<'_>]) -> Option<Diagnostic> {
    let lack = |dossier: &Dossier<'_>| {
        let lack = goodwill.lack(dossier.customer)?;
        (!matches!(lack, Lack::NoMenu | Lack::LetGo)).then_some(lack)
    };
    let short: Vec<(&Dossier<'_>, Lack)> =
        dossiers.iter().filter_map(|dossier| Some((dossier, lack(dossier)?))).collect();
    if short.is_empty() {
        return None;
    }
    let names: Vec<String> = short
        .iter()
        .map(|(dossier, _)| format!("{} ({})", dossier.name(), goodwill.of(dossier.customer).len()))
        .collect();
    let money = |amount| Money::new(amount).in_currency(&config.company.currency);
    let spent = match config.goodwill_budget.per_month {
        Some(month) => {
            format!("; {} of the {} of the month are given", money(goodwill.spent()), money(month))
        }
        None => String::new(),
    };
    let message = format!(
        "of [[goodwill]] fewer than {FEWEST} things can be offered to {}: {}{spent}",
        counted(short.len(), "customer", "customers"),
        some_names(&names)
    );
    let has = |wanted: Lack| short.iter().any(|(_, lack)| *lack == wanted);
    let remedies = [
        has(Lack::Month).then(|| {
            let needed = goodwill.spent_without_budget_of_the_month();
            format!("raise per-month in [goodwill-budget]: everything else allows {}", money(needed))
        }),
        has(Lack::Customer).then(|| "raise per-customer in [goodwill-budget]".to_owned()),
        has(Lack::Menu).then(|| {
            "put more on the menu that fits what went wrong, such as things without `for`, or raise a limit".to_owned()
        }),
    ];
    let remedies: Vec<String> = remedies.into_iter().flatten().collect();
    Some(Diagnostic::warning("few-gifts", message).hint(remedies.join("; ")))
}
