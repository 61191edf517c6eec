//! What a firm has in its files, and what it has set: the input of the model.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::fraction::Fraction;

pub(crate) type Day = NaiveDate;

/// A firm and the day on which its list is made.
pub(crate) struct Firm {
    pub(crate) as_of: Day,
    pub(crate) settings: Settings,
    /// All questions; which of them a file has, the file says.
    pub(crate) questions: Vec<&'static str>,
    pub(crate) surveys: Vec<Survey>,
    pub(crate) accounts: Option<Vec<Account>>,
    pub(crate) invitations: Option<Vec<Invitation>>,
    pub(crate) incidents: Option<Vec<Incident>>,
    pub(crate) orders: Option<Vec<Order>>,
    pub(crate) contacts: Option<Vec<Contact>>,
    pub(crate) churn: Option<Vec<Left>>,
}

/// The two ends of a scale, the bad one first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Scale {
    pub(crate) bad: i64,
    pub(crate) good: i64,
}

impl Scale {
    pub(crate) fn name(self) -> String {
        format!("{}-{}", self.bad, self.good)
    }

    pub(crate) fn range(self) -> Fraction {
        Fraction::whole((self.good - self.bad).abs())
    }

    /// On 0-10, where 10 is best.
    pub(crate) fn ten(self, score: Fraction) -> Fraction {
        Fraction::whole(10) * (score - Fraction::whole(self.bad)) / Fraction::whole(self.good - self.bad)
    }

    pub(crate) fn worse(self, score: Fraction, than: Fraction) -> bool {
        self.ten(score) < self.ten(than)
    }
}

/// One file of answers, with the questions that it has a column for, and their scales.
pub(crate) struct Survey {
    pub(crate) name: String,
    pub(crate) columns: Vec<(usize, Scale)>,
    pub(crate) rows: Vec<Row>,
}

/// One row of a survey; its scores stand in the order of the columns.
pub(crate) struct Row {
    pub(crate) response: String,
    pub(crate) day: Day,
    pub(crate) time: String,
    pub(crate) customer: String,
    pub(crate) contact: String,
    pub(crate) scores: Vec<Option<Fraction>>,
    pub(crate) choice: String,
    pub(crate) comment: String,
}

pub(crate) struct Account {
    pub(crate) customer: String,
    pub(crate) value: Option<Fraction>,
    pub(crate) margin: Option<Fraction>,
    pub(crate) since: Option<Day>,
    pub(crate) renewal: Option<Day>,
    pub(crate) pays_late: Option<i64>,
    pub(crate) effort: Option<i64>,
    pub(crate) profit: Option<i64>,
}

pub(crate) struct Invitation {
    pub(crate) customer: String,
    pub(crate) day: Day,
}

pub(crate) struct Incident {
    pub(crate) customer: String,
    pub(crate) opened: Day,
    pub(crate) resolved: Option<Day>,
    pub(crate) complaint: bool,
    pub(crate) public: bool,
    pub(crate) threatens: bool,
    pub(crate) promised: Option<Fraction>,
    pub(crate) actual: Option<Fraction>,
}

pub(crate) struct Order {
    pub(crate) customer: String,
    pub(crate) day: Day,
    pub(crate) amount: Option<Fraction>,
}

pub(crate) struct Contact {
    pub(crate) customer: String,
    pub(crate) day: Day,
    pub(crate) acted: Option<bool>,
}

pub(crate) struct Left {
    pub(crate) customer: String,
    pub(crate) day: Day,
    /// `left`, `less` or blank.
    pub(crate) kind: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    Auto,
    Month,
    Quarter,
    File,
}

/// What `retain.toml` says; what it does not say has its default here.
pub(crate) struct Settings {
    pub(crate) by: By,
    pub(crate) open_days: i64,
    pub(crate) max_age_days: i64,
    pub(crate) off: Vec<&'static str>,
    /// `below` of a signal, where it is set, for every scale in use.
    pub(crate) below: BTreeMap<&'static str, BTreeMap<Scale, Fraction>>,
    pub(crate) drop_at_least: Fraction,
    pub(crate) drop_waves: usize,
    pub(crate) noise: bool,
    pub(crate) negative: Option<Vec<&'static str>>,
    pub(crate) words: Option<Vec<&'static str>>,
    pub(crate) silence: usize,
    pub(crate) open_incident: i64,
    pub(crate) repeat: usize,
    pub(crate) young: i64,
    pub(crate) renewal: i64,
    pub(crate) late_payer: i64,
    pub(crate) margin: Fraction,
    pub(crate) save_rate: Fraction,
    pub(crate) base_rate: Fraction,
    pub(crate) call_cost: Option<Fraction>,
    pub(crate) late_order: Fraction,
    pub(crate) base_cycle: Option<i64>,
    pub(crate) order_drop: Fraction,
    pub(crate) spend_drop: Fraction,
    pub(crate) engagement_months: u32,
}

impl Settings {
    pub(crate) fn on(&self, signal: &str) -> bool {
        !self.off.contains(&signal)
    }
}

/// The day so many days later, or earlier.
pub(crate) fn shifted(day: Day, days: i64) -> Day {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}

/// Days from the earlier to the later one.
pub(crate) fn between(earlier: Day, later: Day) -> i64 {
    (later - earlier).num_days()
}

/// Names of customers and of respondents are compared so.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
