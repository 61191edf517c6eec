//! What an assessment says: one customer's reasons, label and priority on a day, and the list made of them.

use chrono::NaiveDate;

use super::benchmark::Against;
use super::chase::Chase;
use super::coverage::Coverage;
use super::lost::Lost;
use super::on_record::{Changes, Recorded};
use super::respondents::Respondent;
use super::stage::Stage;
use crate::casebook::Event;
use crate::history::ScoreKind;
use crate::model::{Departure, Files, Incident, Label, Money, OrderDay, Remark, Scale, Spot};
use crate::signal::{Dimension, Reading, SignalId};

/// One customer's reasons, risk label and priority on a day.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The customer's index in the book.
    pub index: usize,
    /// The id, in the spelling that is shown.
    pub customer: String,
    /// The name, where it is another thing than the id.
    pub name: Option<String>,
    /// Who owns the relationship.
    pub account_manager: Option<String>,
    /// The person to call.
    pub contact: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// Where the customer stands.
    pub label: Label,
    /// Risk points, at most 6.
    pub points: f64,
    /// The chance of leaving within 90 days; `None` where nothing is known.
    pub p: Option<f64>,
    /// The yearly value, as given.
    pub value: Option<Money>,
    /// What a call is worth, with value and call cost.
    pub gain: Option<Money>,
    /// Whether a call pays, and what that rests on.
    pub chase: Chase,
    /// The name of the last wave.
    pub wave: Option<String>,
    /// The id of the newest answer of the last wave.
    pub response: Option<String>,
    /// The day of the newest answer of the last wave.
    pub date: Option<NaiveDate>,
    /// The wave score of the last wave, in points of `scale`.
    pub score: Option<f64>,
    /// The scale of `score` and `previous`.
    pub scale: Option<Scale>,
    /// What `score` is made of.
    pub basis: Option<Basis>,
    /// The score of the last comparable wave before, made of the same as `score`.
    pub previous: Option<f64>,
    /// Where only some of what `score` is made of was answered in that wave too: both over that alone.
    pub in_common: Option<InCommon>,
    /// Every dimension asked in the last wave, in file order.
    pub dimensions: Vec<DimensionScore>,
    /// Signals that fired, in the order of the signals.
    pub reasons: Vec<Reading>,
    /// Signals worth a word.
    pub notes: Vec<Reading>,
    /// What is said without being a signal.
    pub remarks: Vec<Remark>,
    /// The day of the answer that the oldest reason still firing rests on; of a customer who is gone, the day it began.
    pub since: Option<NaiveDate>,
    /// How it is known that the customer is gone; `None` for all others.
    pub lost: Option<Lost>,
    /// What was lost a year with a customer who is gone; `None` for all others, and where nobody knows.
    pub lost_value: Option<Money>,
    /// Whether a reason cannot wait: a complaint in public.
    pub is_urgent: bool,
    /// Whether the customer answered earlier waves and missed the last one that counts.
    pub is_silent: bool,
    /// What the case of the customer calls for.
    pub stage: Stage,
    /// What the record knows of the customer, where it does.
    pub recorded: Option<Recorded>,
}

/// What a wave score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The overall answers, or the means of dimensions.
    pub kind: ScoreKind,
    /// How many respondents it rests on.
    pub respondents: u64,
}

/// The scores of two waves over the dimensions that both answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InCommon {
    /// How many dimensions both answered.
    pub dimensions: usize,
    /// The mean over them in the last wave.
    pub score: f64,
    /// The mean over them in the last comparable wave before.
    pub previous: f64,
    /// The scale of both.
    pub scale: Scale,
}

/// A dimension in the last wave, and in the last comparable wave before.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore {
    /// What is rated.
    pub dimension: Dimension,
    /// The mean over respondents; `None` when nobody answered it.
    pub score: Option<f64>,
    /// The same in the last comparable wave, where it was answered on the same scale.
    pub previous: Option<f64>,
    /// The scale of both.
    pub scale: Scale,
}

/// How many customers have each label, and how many stopped answering.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All customers assessed (after `--account-manager`).
    pub customers: u64,
    /// Call first.
    pub critical: u64,
    /// Call.
    pub at_risk: u64,
    /// Keep an eye on.
    pub watch: u64,
    /// Nothing wrong.
    pub fine: u64,
    /// Too little known.
    pub not_enough_data: u64,
    /// Left already.
    pub gone: u64,
    /// Answered before, and not in the last wave that counts.
    pub silent: u64,
    /// Critical or at risk, and not to be called, as the record has it.
    pub not_to_call: u64,
}

/// How much answers wander from wave to wave without anything having happened (`s_w`, in s10).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// The within-customer standard deviation.
    pub deviation: f64,
    /// How many pairs of consecutive waves it was measured on; 0 where the usual figure stands in.
    pub pairs: u64,
}

/// The at-risk list of a day.
#[derive(Debug, Clone)]
pub struct AtRiskList {
    /// The day.
    pub as_of: NaiveDate,
    /// The title's firm.
    pub company: Option<String>,
    /// The currency of values.
    pub currency: String,
    /// The share of customers who leave within 90 days without any reason.
    pub base_rate: f64,
    /// Whether the base rate was measured on the firm's own leavers.
    pub calibrated: bool,
    /// The noise that drops are compared with; `None` where they are not.
    pub noise: Option<Noise>,
    /// Customers with survey answers.
    pub surveyed: u64,
    /// How many customers the other files know.
    pub coverage: Coverage,
    /// How many calls can be made; `None` where nobody asks.
    pub capacity: Option<usize>,
    /// Critical and at risk, in the order in which to call, as many as can be called.
    pub call: Vec<Assessment>,
    /// The others who are to be called, in the same order.
    pub beyond: Vec<Assessment>,
    /// Those who are critical or at risk and whom nobody has to call: both signed the plan, or they are let go.
    pub under_way: Vec<Assessment>,
    /// Those whose case was settled by what makes them critical or at risk, and of whom nothing new is known since.
    pub settled: Vec<Assessment>,
    /// Watch.
    pub watch: Vec<Assessment>,
    /// Everybody else; empty unless all are asked for.
    pub rest: Vec<Assessment>,
    /// Those who are gone: whom the firm noted as such, and with everybody those who have not ordered for so long.
    pub lost: Vec<Assessment>,
    /// How many of each.
    pub counts: Counts,
    /// Rows of the surveys that could not be used.
    pub left_out: u64,
    /// Cells that a later answer of the same respondent in the same wave replaced.
    pub replaced: u64,
    /// Answers that do not count because the newest of their wave is on another scale.
    pub other_scale: u64,
    /// Names of the input files, for evidence.
    pub files: Files,
    /// Whether only one account manager's customers are listed, and whose.
    pub account_manager: Option<String>,
    /// The smallest p at which a call pays at the firm's call cost and median value, where both are known.
    pub break_even: Option<f64>,
    /// Whether any customer has a yearly value.
    pub has_values: bool,
    /// How the list differs from the record; `None` without one.
    pub changes: Option<Changes>,
    /// Whether only those are on it who are new.
    pub is_of_new: bool,
}

impl AtRiskList {
    /// Everybody on the list, in its order.
    pub fn everybody(&self) -> impl Iterator<Item = &Assessment> {
        let listed = self.call.iter().chain(&self.beyond).chain(&self.under_way).chain(&self.settled);
        listed.chain(&self.watch).chain(&self.rest).chain(&self.lost)
    }

    /// Those who are at risk and on whom somebody has to act.
    pub fn at_risk(&self) -> impl Iterator<Item = &Assessment> {
        self.call.iter().chain(&self.beyond).chain(&self.under_way)
    }
}

/// Everything about one customer: the individual page.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The day.
    pub as_of: NaiveDate,
    /// Reasons, label, priority.
    pub assessment: Assessment,
    /// The answer to the overall question in the last wave, where it was asked: the mean over respondents.
    pub overall: Option<(f64, Scale)>,
    /// Every signal, fired or not, in order.
    pub readings: Vec<Reading>,
    /// The waves the customer answered or missed, oldest first.
    pub waves: Vec<WaveScores>,
    /// How the customer scores against all, question by question.
    pub against: Vec<Against>,
    /// What is rated, in file order (without the overall question).
    pub dimensions: Vec<Dimension>,
    /// The customer's own words, oldest first.
    pub words: Vec<Verbatim>,
    /// What each respondent of the last wave answered.
    pub respondents: Vec<Respondent>,
    /// What each signal looks for, in order.
    pub signals: Vec<(SignalId, &'static str)>,
    /// What went wrong lately, newest first.
    pub incidents: Vec<Incident>,
    /// Incidents that are older, and were resolved.
    pub older_incidents: u64,
    /// Whether the chance of leaving rests on how many of the firm's own customers left.
    pub calibrated: bool,
    /// When the customer left or bought less, by the firm's own notes, oldest first; `None` where none were read.
    pub departures: Option<Vec<Departure>>,
    /// What the customer ordered; `None` where no orders were read.
    pub orders: Option<OrderPage>,
    /// What is on record of the customer and counts, in its order.
    pub recorded: Vec<Event>,
    /// How the label follows from the points, a line a step.
    pub arithmetic: Vec<String>,
    /// Names of the input files, for evidence.
    pub files: Files,
    /// The currency of values.
    pub currency: String,
}

/// The orders of one customer, with what their figures are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderPage {
    /// Day by day, newest first.
    pub days: Vec<OrderDay>,
    /// How many days with orders or returns are older.
    pub older: u64,
    /// How the figures follow, a line a step.
    pub arithmetic: Vec<String>,
}

/// One wave of one customer.
#[derive(Debug, Clone)]
pub struct WaveScores {
    /// The name of the wave.
    pub name: String,
    /// First and last day of the customer's answers in it.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Whether the customer answered.
    pub answered: bool,
    /// The wave score, in points of `scale`.
    pub score: Option<f64>,
    /// The scale.
    pub scale: Option<Scale>,
    /// What the score rests on: `overall, 2 respondents` or `3 of 5 dimensions, 1 respondent`.
    pub basis: String,
    /// A score a dimension, in the order of [`Explanation::dimensions`].
    pub dimensions: Vec<Option<f64>>,
    /// The lines of the answers.
    pub evidence: Vec<Spot>,
}

/// What a customer wrote. Untrusted: every sink cleans it.
#[derive(Debug, Clone)]
pub struct Verbatim {
    /// The day.
    pub date: Option<NaiveDate>,
    /// The name of the wave.
    pub wave: String,
    /// Who wrote it.
    pub contact: Option<String>,
    /// The e-mail address on the answer.
    pub email: Option<String>,
    /// The choice answered beside it.
    pub sentiment: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Where it stands.
    pub spot: Spot,
}
