//! Turns a book of answers into the order in which to call, and the at-risk list of a day.
//!
//! Ranking keeps a few figures a customer at risk, no words. Words are put to it afterwards: all at once for a list
//! that is laid out as a whole, or customer by customer for one that is written row by row, however long it is.

use std::cmp::Ordering;

use super::assess::{assess, chance_of, context, is_silent};
use super::brief::{Brief, Figures};
use super::chase::{FirmFigures, gain_from};
use super::coverage::Coverage;
use super::label::{is_confirmed_threat, label, points};
use super::list::{Assessment, AtRiskList, Counts, Noise};
use super::lost::Lost;
use super::priority::{Priority, break_even, order};
use super::stage::Stage;
use crate::config::Config;
use crate::history::History;
use crate::ingest::Book;
use crate::model::{Label, Money};
use crate::signal::{Context, Reading, SignalId, Standing, has_current_incident};

/// How many customers' state is read ahead.
const READ_AHEAD: usize = 256;

/// What the list is asked for.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// Only the customers of this account manager (whatever the case and spacing).
    pub account_manager: Option<String>,
    /// Everybody else as well, after the list.
    pub wants_all: bool,
    /// How many calls can be made; `None` where nobody asks.
    pub capacity: Option<usize>,
}

/// Who is on the list, in order, before anything is put into words.
#[derive(Debug)]
pub struct Ranking<'a> {
    book: &'a Book,
    config: &'a Config,
    figures: FirmFigures,
    is_negative: Vec<bool>,
    account_manager: Option<String>,
    /// Critical and at risk, those to call first, then watch, then, where all are asked for, everybody else.
    ranked: Vec<Ranked<'a>>,
    /// How many of each label there are.
    pub counts: Counts,
    surveyed: u64,
    coverage: Coverage,
    capacity: Option<usize>,
    /// Cells that a later answer of the same respondent in the same wave replaced.
    pub replaced: u64,
    /// Answers that do not count because the newest of their wave is on another scale.
    pub other_scale: u64,
}

/// A customer's place on the list.
#[derive(Debug, Clone)]
struct Ranked<'a> {
    customer: usize,
    part: Part,
    priority: Priority,
    figures: Figures,
    /// How the id begins: what mostly tells equals apart, without a look at the id.
    begins: [u8; 8],
    id: &'a str,
}

/// The parts of the list, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Call,
    UnderWay,
    Settled,
    Watch,
    NotEnoughData,
    Fine,
    Gone,
}

impl Part {
    fn of(label: Label, stage: Stage) -> Self {
        match label {
            Label::Critical | Label::AtRisk => match stage {
                Stage::WinBack => Self::Call,
                Stage::LetGo | Stage::Signed | Stage::Released => Self::UnderWay,
                Stage::WonBack | Stage::Lost | Stage::Closed => Self::Settled,
            },
            Label::Watch => Self::Watch,
            Label::NotEnoughData => Self::NotEnoughData,
            Label::Fine => Self::Fine,
            Label::Gone => Self::Gone,
        }
    }
}

/// Assesses every customer and puts those at risk in the order in which to call.
#[must_use]
pub fn at_risk_list(book: &Book, config: &Config, request: &ListRequest) -> AtRiskList {
    Ranking::of(book, config, request).list()
}

impl<'a> Ranking<'a> {
    /// Labels every customer and puts those at risk in the order in which to call.
    #[must_use]
    pub fn of(book: &'a Book, config: &'a Config, request: &ListRequest) -> Self {
        let mut ranking = Self {
            book,
            config,
            figures: FirmFigures::of(book),
            is_negative: config.signals.negative_sentiment.of_choices(&book.firm.choices),
            account_manager: request.account_manager.clone(),
            ranked: Vec::new(),
            counts: Counts::default(),
            surveyed: 0,
            coverage: Coverage::read(book),
            capacity: request.capacity,
            replaced: 0,
            other_scale: 0,
        };
        let manager = request.account_manager.as_deref();
        let is_wanted = |customer: usize| {
            let of = |wanted| book.directory.person(customer).is_of(wanted);
            !book.directory.is_moved(customer) && manager.is_none_or(of)
        };
        for customer in book.firm.customers_nearby().filter(|customer| is_wanted(*customer)) {
            ranking.rank(customer, request.wants_all);
        }
        ranking.ranked.sort_unstable_by(Ranked::order);
        ranking
    }

    fn rank(&mut self, customer: usize, wants_all: bool) {
        let history = History::of(&self.book.firm, customer);
        self.surveyed += u64::from(!history.waves.is_empty());
        self.coverage.add(self.book, customer);
        self.replaced += history.waves.iter().map(|wave| wave.replaced).sum::<u64>();
        self.other_scale += history.waves.iter().map(|wave| wave.other_scale).sum::<u64>();
        let context = Context {
            is_brief: true,
            ..context((self.book, self.config), customer, &history, &self.is_negative)
        };
        let readings = self.config.signals.read(&context);
        let points = points(&readings).total;
        let (label, _) = label(&context, &readings, points);
        count(&mut self.counts, label, &readings);
        let has_recent_mistake = has_current_incident(context.incidents, self.book.firm.as_of);
        let stage = Stage::of(context.heard, &readings, has_recent_mistake);
        let part = Part::of(label, stage);
        self.counts.not_to_call += u64::from(matches!(part, Part::UnderWay | Part::Settled));
        let lost = if part == Part::Gone { Lost::of(&context) } else { None };
        let is_noted = lost.as_ref().is_some_and(Lost::is_noted);
        if part <= Part::Watch || wants_all || is_noted {
            let p = chance_of(&self.figures.settings(self.config), label, points);
            let priority = self.priority(customer, &readings, p);
            let id = self.book.directory.person(customer).id;
            let mut begins = [0; 8];
            begins.iter_mut().zip(id.bytes()).for_each(|(place, byte)| *place = byte);
            let figures = Figures::of(&history, &readings, (label, points, stage), lost.as_ref());
            self.ranked.push(Ranked { customer, part, priority, figures, begins, id });
        }
    }

    fn priority(&self, customer: usize, readings: &[Reading], p: Option<f64>) -> Priority {
        let person = self.book.directory.person(customer);
        let settings = &self.config.value;
        let weight = person.value.map(Money::weight).or(self.figures.median_value).unwrap_or(1.0);
        let margin = person.margin.unwrap_or(settings.margin);
        let is_noted = |reading: &Reading| {
            reading.signal == SignalId::RecentIncident && reading.standing == Standing::Note
        };
        Priority {
            is_confirmed: is_confirmed_threat(readings),
            worth: p.unwrap_or(0.0) * settings.save_rate * margin * weight,
            p,
            value: person.value,
            has_recent_incident: readings.iter().any(is_noted),
        }
    }

    /// The first to call, or else to watch, by the id that is shown.
    #[must_use]
    pub fn first(&self) -> Option<&'a str> {
        self.ranked.first().filter(|first| first.part <= Part::Watch).map(|first| first.id)
    }

    /// Whether somebody has to be called who is at least so badly off; for whom to watch, whether there is anybody to call or
    /// to watch.
    #[must_use]
    pub fn asks_for(&self, least: Label) -> bool {
        let is_asked_for = |ranked: &Ranked<'_>| matches!(ranked.part, Part::Call | Part::Watch);
        self.ranked.iter().any(|ranked| is_asked_for(ranked) && ranked.figures.label >= least)
    }

    /// How many of those that [`Self::briefly`] gives first can be called, and how many are to call.
    #[must_use]
    pub fn within_capacity(&self) -> Option<(usize, usize)> {
        let to_call = self.ranked.iter().filter(|ranked| ranked.part == Part::Call).count();
        self.capacity.map(|capacity| (capacity.min(to_call), to_call))
    }

    /// Everybody on the list, by index.
    pub fn customers(&self) -> impl Iterator<Item = usize> {
        self.ranked.iter().map(|ranked| ranked.customer)
    }

    /// Everybody on the list, one at a time and without words, evidence and dimensions.
    pub fn briefly(&self) -> impl Iterator<Item = Brief<'_>> {
        self.ranked.chunks(READ_AHEAD).flat_map(|ranked| {
            let customers = ranked.iter().filter_map(|ranked| u32::try_from(ranked.customer).ok());
            self.book.directory.touch(customers);
            ranked.iter().map(|ranked| self.brief(ranked))
        })
    }

    fn brief<'r>(&'r self, ranked: &'r Ranked<'_>) -> Brief<'r> {
        let firm = &self.book.firm;
        let person = self.book.directory.person(ranked.customer);
        let figures = ranked.figures.clone();
        Brief {
            index: ranked.customer,
            customer: person.id,
            name: person.name,
            account_manager: person.account_manager,
            wave: figures.wave.and_then(|wave| firm.waves.get(wave)).map(|wave| wave.name.as_str()),
            response: firm.ledger.newest_response(ranked.customer),
            value: person.value,
            gain: gain_from(self.config, &person, ranked.priority.p),
            figures,
            recorded: None,
        }
    }

    /// The list.
    #[must_use]
    pub fn list(&self) -> AtRiskList {
        let (book, config, figures) = (self.book, self.config, self.figures);
        let in_words = |part: std::ops::RangeInclusive<Part>| -> Vec<Assessment> {
            let ranked = self.ranked.iter().filter(|ranked| part.contains(&ranked.part));
            ranked.map(|ranked| self.assess(ranked.customer)).collect()
        };
        let mut call = in_words(Part::Call..=Part::Call);
        let beyond = call.split_off(self.capacity.unwrap_or(usize::MAX).min(call.len()));
        AtRiskList {
            as_of: book.firm.as_of,
            company: config.company.name.clone(),
            currency: config.company.currency.clone(),
            base_rate: figures.settings(config).base_rate,
            calibrated: figures.base_rate.is_some(),
            noise: book.firm.noise.map(|(deviation, pairs)| Noise { deviation, pairs }),
            surveyed: self.surveyed,
            coverage: self.coverage,
            capacity: self.capacity,
            call,
            beyond,
            under_way: in_words(Part::UnderWay..=Part::UnderWay),
            settled: in_words(Part::Settled..=Part::Settled),
            watch: in_words(Part::Watch..=Part::Watch),
            rest: in_words(Part::NotEnoughData..=Part::Fine),
            lost: in_words(Part::Gone..=Part::Gone),
            counts: self.counts,
            left_out: book.left_out,
            replaced: self.replaced,
            other_scale: self.other_scale,
            files: book.files.clone(),
            account_manager: self.account_manager.clone(),
            break_even: figures
                .median_value
                .and_then(|value| break_even(&config.value, config.value.margin, value)),
            has_values: figures.median_value.is_some(),
            changes: None,
            is_of_new: false,
        }
    }

    fn assess(&self, customer: usize) -> Assessment {
        let history = History::of(&self.book.firm, customer);
        let context = context((self.book, self.config), customer, &history, &self.is_negative);
        let readings = self.config.signals.read(&context);
        let person = self.book.directory.person(customer);
        assess(self.book, self.config, &context, &person, readings, self.figures)
    }
}

impl Ranked<'_> {
    /// Part by part; in each by priority, and equals by the bytes of their ids.
    fn order(&self, other: &Self) -> Ordering {
        self.part
            .cmp(&other.part)
            .then_with(|| order(&self.priority, &other.priority))
            .then_with(|| self.begins.cmp(&other.begins))
            .then_with(|| self.id.as_bytes().cmp(other.id.as_bytes()))
            .then_with(|| self.customer.cmp(&other.customer))
    }
}

fn count(counts: &mut Counts, label: Label, readings: &[Reading]) {
    counts.customers += 1;
    let of_label = match label {
        Label::Gone => &mut counts.gone,
        Label::NotEnoughData => &mut counts.not_enough_data,
        Label::Fine => &mut counts.fine,
        Label::Watch => &mut counts.watch,
        Label::AtRisk => &mut counts.at_risk,
        Label::Critical => &mut counts.critical,
    };
    *of_label += 1;
    counts.silent += u64::from(is_silent(readings));
}
