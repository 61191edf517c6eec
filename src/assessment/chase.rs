//! Turns what a customer is worth and costs into a proposal: chase, chase at another price, or let go politely. A
//! person decides.

use super::base_rate;
use crate::config::{Config, ValueSettings};
use crate::ingest::{Book, Person};
use crate::model::{ChaseDecision, Decided, Money};
use crate::signal::has_current_incident;

use super::priority::{break_even, gain};

/// So many people of the firm who report that a customer is rude are enough to let the customer go.
const RUDE_REPORTERS: u32 = 2;
/// Work for a customer above this many times what is usual for the value is too much.
const TOO_MUCH_WORK: f64 = 2.0;

/// Why the figures propose nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChaseBlank {
    /// Nobody set what a call costs.
    NoCallCost,
    /// The accounts give no yearly value.
    NoValue,
    /// Too little is known of the customer, or the customer is gone.
    NoChance,
}

impl ChaseBlank {
    /// What is missing, and where it goes.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoCallCost => "no call-cost in [value] of retain.toml",
            Self::NoValue => "no value in accounts.csv",
            Self::NoChance => "too little is known of the customer",
        }
    }
}

/// What the proposal rests on. What is not known is `None`, never 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ChaseInputs {
    /// The yearly value.
    pub value: Option<Money>,
    /// The share of it that is left after the work: the account's own, else the firm's.
    pub margin: f64,
    /// The share of customers at risk who stay because they were called.
    pub save_rate: f64,
    /// What it costs to call and to follow up.
    pub call_cost: Option<Money>,
    /// What a call is worth.
    pub gain: Option<Money>,
    /// The chance of leaving from which a call pays.
    pub break_even: Option<f64>,
    /// Hours of work a month.
    pub effort_hours: Option<f64>,
    /// The hours that are usual for a customer of this value.
    pub usual_effort_hours: Option<f64>,
    /// By how many days the customer pays late.
    pub pays_late_days: Option<u32>,
    /// Whether that is late enough to matter.
    pub is_late_payer: bool,
    /// How many people of the firm reported that the customer is rude.
    pub rude_reporters: u32,
    /// Whether a mistake of ours is open or was mended in the last 90 days: the call to apologise is made whatever is
    /// decided.
    pub has_recent_mistake: bool,
}

impl ChaseInputs {
    /// Whether the work is above twice what is usual for the value.
    #[must_use]
    pub fn is_too_much_work(&self) -> bool {
        let both = self.effort_hours.zip(self.usual_effort_hours);
        both.is_some_and(|(effort, usual)| effort > TOO_MUCH_WORK * usual)
    }
}

/// A proposal, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Chase {
    /// What the figures propose, or why they propose nothing.
    pub decision: Result<ChaseDecision, ChaseBlank>,
    /// What the team decided: a person's word goes before the figures.
    pub decided: Option<Decided>,
    /// What that rests on.
    pub inputs: ChaseInputs,
}

impl Chase {
    /// Weighs the figures.
    #[must_use]
    pub fn of(inputs: ChaseInputs) -> Self {
        let decision = if inputs.rude_reporters >= RUDE_REPORTERS {
            Ok(ChaseDecision::LetGo)
        } else {
            match inputs.gain {
                Some(gain) if gain > Money::default() => Ok(ChaseDecision::Chase),
                Some(_) if inputs.is_too_much_work() || inputs.is_late_payer => {
                    Ok(ChaseDecision::ChaseAndReprice)
                }
                Some(_) => Ok(ChaseDecision::LetGo),
                None if inputs.call_cost.is_none() => Err(ChaseBlank::NoCallCost),
                None if inputs.value.is_none() => Err(ChaseBlank::NoValue),
                None => Err(ChaseBlank::NoChance),
            }
        };
        Self { decision, decided: None, inputs }
    }

    /// What the figures said, in words, where the team decided otherwise.
    #[must_use]
    pub fn figures_said(&self) -> Option<&'static str> {
        let decided = self.decided.as_ref()?.decision;
        match self.decision {
            Ok(figures) if figures == decided => None,
            Ok(figures) => Some(figures.words()),
            Err(_) => Some("nothing"),
        }
    }

    /// What holds: what the team decided, else what the figures propose.
    #[must_use]
    pub fn holds(&self) -> Option<ChaseDecision> {
        self.decided.as_ref().map_or(self.decision.ok(), |decided| Some(decided.decision))
    }
}

/// The firm's figures that one customer is held against: the same for every customer of a book.
#[derive(Debug, Clone, Copy)]
pub struct FirmFigures {
    /// The median yearly value of the customers that have one.
    pub(super) median_value: Option<f64>,
    /// The median of the hours of work a month for each unit of yearly value.
    usual_effort: Option<f64>,
    /// The share of customers who leave within 90 days, where enough have left to measure it.
    pub(super) base_rate: Option<f64>,
}

impl FirmFigures {
    /// Measures the customers.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let people = || {
            // Without orders, what these rest on stands in the accounts alone, which come first.
            let has_orders = book.behaviour.has_orders();
            let accounts = (0..book.firm.customers())
                .take_while(move |customer| has_orders || book.directory.is_account(*customer));
            accounts.map(|account| book.directory.person(account)).filter(|person| !person.is_moved)
        };
        let mut values: Vec<f64> = people().filter_map(|person| person.value.map(Money::weight)).collect();
        let mut efforts: Vec<f64> = people()
            .filter_map(|person| Some((person.effort_hours?, person.value?.weight())))
            .filter(|(_, value)| *value > 0.0)
            .map(|(effort, value)| effort / value)
            .collect();
        let median = crate::history::median;
        Self {
            median_value: median(&mut values),
            usual_effort: median(&mut efforts),
            base_rate: base_rate::measured(book),
        }
    }

    /// What a customer is worth to keep, with the share of customers who leave as it was measured.
    pub(super) fn settings(&self, config: &Config) -> ValueSettings {
        let base_rate = self.base_rate.unwrap_or(config.value.base_rate);
        ValueSettings { base_rate, ..config.value.clone() }
    }

    /// What there is to weigh for a customer with this chance of leaving.
    pub(super) fn chase(
        &self,
        book: &Book,
        config: &Config,
        (customer, person): (usize, &Person<'_>),
        p: Option<f64>,
    ) -> Chase {
        let settings = &config.value;
        let margin = person.margin.unwrap_or(settings.margin);
        let pays_late_days = person.contract.and_then(|contract| contract.pays_late_days);
        let limit = config.signals.late_payer.more_than_days;
        let value = person.value;
        let heard = book.heard.get(&customer);
        let chase = Chase::of(ChaseInputs {
            value,
            margin,
            save_rate: settings.save_rate,
            call_cost: settings.call_cost.map(Money::new),
            gain: gain_from(config, person, p),
            break_even: value.and_then(|value| break_even(settings, margin, value.weight())),
            effort_hours: person.effort_hours,
            usual_effort_hours: value.zip(self.usual_effort).map(|(value, usual)| value.weight() * usual),
            pays_late_days,
            is_late_payer: pays_late_days.is_some_and(|late| late > limit),
            rude_reporters: heard.map_or(0, |heard| heard.rude_reporters),
            has_recent_mistake: has_current_incident(book.incidents_of(customer), book.firm.as_of),
        });
        Chase { decided: heard.and_then(|heard| heard.decided.clone()), ..chase }
    }
}

/// What a call is worth to a customer with this chance of leaving, where all that it takes is known.
pub(super) fn gain_from(config: &Config, person: &Person<'_>, p: Option<f64>) -> Option<Money> {
    let margin = person.margin.unwrap_or(config.value.margin);
    p.zip(person.value).and_then(|(p, value)| gain(&config.value, p, margin, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(gain: Option<f64>) -> ChaseInputs {
        ChaseInputs {
            value: Money::from_figure(10_000.0),
            margin: 0.4,
            save_rate: 0.3,
            call_cost: Money::from_figure(60.0),
            gain: gain.and_then(Money::from_figure),
            break_even: Some(0.05),
            effort_hours: None,
            usual_effort_hours: None,
            pays_late_days: None,
            is_late_payer: false,
            rude_reporters: 0,
            has_recent_mistake: false,
        }
    }

    #[test]
    fn a_call_that_pays_is_made_and_one_that_costs_what_it_brings_is_not() {
        for (gain, expected) in
            [(0.01, ChaseDecision::Chase), (0.0, ChaseDecision::LetGo), (-0.01, ChaseDecision::LetGo)]
        {
            assert_eq!(Chase::of(inputs(Some(gain))).decision, Ok(expected), "{gain}");
        }
    }

    #[test]
    fn too_much_work_or_late_money_ask_for_another_price() {
        for (effort, expected) in [
            (19.9, ChaseDecision::LetGo),
            (20.0, ChaseDecision::LetGo),
            (20.1, ChaseDecision::ChaseAndReprice),
        ] {
            let with = ChaseInputs {
                effort_hours: Some(effort),
                usual_effort_hours: Some(10.0),
                ..inputs(Some(-1.0))
            };
            assert_eq!(Chase::of(with).decision, Ok(expected), "{effort}");
        }
        let late = ChaseInputs { is_late_payer: true, ..inputs(Some(-1.0)) };
        assert_eq!(Chase::of(late).decision, Ok(ChaseDecision::ChaseAndReprice));
        let unknown = ChaseInputs { effort_hours: Some(900.0), ..inputs(Some(-1.0)) };
        assert_eq!(Chase::of(unknown).decision, Ok(ChaseDecision::LetGo));
    }

    #[test]
    fn two_people_who_met_rudeness_are_enough_whatever_a_call_brings() {
        for (reporters, expected) in
            [(1, ChaseDecision::Chase), (2, ChaseDecision::LetGo), (3, ChaseDecision::LetGo)]
        {
            let rude = ChaseInputs { rude_reporters: reporters, ..inputs(Some(500.0)) };
            assert_eq!(Chase::of(rude).decision, Ok(expected), "{reporters}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let without_cost = ChaseInputs { call_cost: None, value: None, ..inputs(None) };
        assert_eq!(Chase::of(without_cost).decision, Err(ChaseBlank::NoCallCost));
        let without_value = ChaseInputs { value: None, ..inputs(None) };
        assert_eq!(Chase::of(without_value).decision, Err(ChaseBlank::NoValue));
        assert_eq!(Chase::of(inputs(None)).decision, Err(ChaseBlank::NoChance));
    }
}
