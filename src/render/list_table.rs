//! Turns the at-risk list into tables for the terminal: whom to call and why is what is read first.
//!
//! In a narrow terminal everything but who, why and the score is folded below the reasons, so that the reasons
//! keep their room; a wide one gives the rest columns of its own, as long as the reasons do not suffer.

use crate::assessment::{Assessment, AtRiskList};

use super::screen::Screen;
use super::table::{Column, Grid, frame};
use super::tone::Tone;
use super::{Look, words};

/// From this width on, labels and what else there is to say have columns of their own.
pub(super) const WIDE: u16 = 120;

/// The room that reasons keep before anything else gets a column.
const ROOM_FOR_WHY: usize = 40;

/// Writes the list.
pub(super) fn list(list: &AtRiskList, look: Look) -> String {
    let mut screen = Screen::new(look);
    screen.heading(&words::title(list));
    if list.call.is_empty() {
        screen.paragraph(&words::nobody_to_call(list));
        if list.counts.customers == 0 {
            return screen.finish();
        }
    } else {
        screen.heading("Call");
        screen.table(&call(list, look));
        words::for_all(&words::shared_remarks(&list.call)).iter().for_each(|line| screen.line(line));
    }
    if !list.beyond.is_empty() {
        screen.heading(&words::beyond(list));
        screen.table(&beyond(list));
    }
    if !list.under_way.is_empty() {
        screen.heading(words::UNDER_WAY);
        screen.table(&under_way(list));
    }
    if !list.watch.is_empty() {
        screen.heading("Watch");
        screen.table(&watch(&list.watch));
        words::for_all(&words::shared_remarks(&list.watch)).iter().for_each(|line| screen.line(line));
    }
    if !list.rest.is_empty() {
        screen.heading("Everybody else");
        screen.table(&rest(&list.rest));
    }
    if !list.lost.is_empty() {
        screen.heading("Lost");
        screen.table(&lost(list));
    }
    screen.paragraph(&words::counts(list));
    words::settled(list).iter().for_each(|line| screen.line(line));
    words::changes(list).iter().flatten().for_each(|line| screen.line(line));
    words::coverage(list).iter().chain(&words::below_lost(list)).for_each(|line| screen.line(line));
    words::footnotes(list).iter().for_each(|note| screen.line(note));
    if !(list.call.is_empty() && list.watch.is_empty()) {
        screen.line("Every figure and the line it rests on: retain explain CUSTOMER");
    }
    screen.finish()
}

/// What may have a column of its own: its name, its text a customer, and the widest it may be.
struct Extra {
    header: &'static str,
    at_most: usize,
    text: Box<dyn Fn(&Assessment) -> String>,
}

impl Extra {
    fn column(&self, assessments: &[Assessment]) -> Column {
        Column::new(self.header, self.at_most, assessments.iter().map(|a| vec![(self.text)(a)]).collect())
    }

    /// The text below the reasons, where there is no column.
    fn folded(&self, assessment: &Assessment) -> Option<String> {
        let text = (self.text)(assessment);
        (!text.is_empty()).then(|| format!("{}: {text}", self.header.to_lowercase()))
    }
}

/// In the order in which they get a column.
fn extras(list: &AtRiskList) -> Vec<Extra> {
    let (as_of, currency) = (list.as_of, list.currency.clone());
    vec![
        Extra {
            header: "Account manager",
            at_most: 16,
            text: Box::new(|a| a.account_manager.clone().unwrap_or_default()),
        },
        Extra {
            header: "Value a year",
            at_most: 20,
            text: Box::new(move |a| a.value.map(|value| words::money(value, &currency)).unwrap_or_default()),
        },
        Extra {
            header: "Since",
            at_most: 10,
            text: Box::new(move |a| a.since.map(|day| words::since(day, as_of)).unwrap_or_default()),
        },
        Extra { header: "Case", at_most: 24, text: Box::new(|a| words::case(a).unwrap_or_default()) },
        Extra { header: "Contact", at_most: 20, text: Box::new(words::contact) },
    ]
}

fn call(list: &AtRiskList, look: Look) -> Grid {
    let call = &list.call;
    let is_wide = look.width >= WIDE;
    let mut columns = vec![ranks(call.len()), who(call, is_wide)];
    if is_wide {
        columns.push(Column::new("Label", 12, call.iter().map(|a| vec![words::label(a)]).collect()));
    }
    let scores =
        Column::new("Score", 14, call.iter().map(|a| vec![words::score(a), words::scale(a)]).collect());
    let extras = extras(list);
    let taken: usize = columns.iter().chain([&scores]).map(Column::width).sum();
    let mut room = usize::from(look.width).saturating_sub(taken + frame(columns.len() + 2));
    let (mut own, mut folded) = (Vec::new(), Vec::new());
    for extra in &extras {
        let column = extra.column(call);
        let needed = column.width() + frame(1) - frame(0);
        if column.is_empty() {
            continue;
        }
        if is_wide && room >= needed + ROOM_FOR_WHY {
            room -= needed;
            own.push(column);
        } else {
            folded.push(extra);
        }
    }
    let skipped = words::shared_remarks(call);
    let why = |a: &Assessment| {
        let mut lines = words::reasons(a);
        lines.extend(words::asides(a, &skipped));
        let below: Vec<String> = folded.iter().filter_map(|extra| extra.folded(a)).collect();
        lines.extend((!below.is_empty()).then(|| below.join("; ")));
        lines
    };
    let wide = columns.len();
    columns.push(Column::new("Why", 0, call.iter().map(why).collect()));
    columns.push(scores);
    columns.extend(own);
    Grid {
        columns,
        wide,
        tones: call.iter().map(|a| Tone::of(a.label)).collect(),
        toned: wide,
        is_ruled: true,
    }
}

fn ranks(customers: usize) -> Column {
    Column::figures("#", 6, (1..=customers).map(|rank| vec![rank.to_string()]).collect())
}

/// The customers; in a narrow terminal with the label below the name.
fn who(assessments: &[Assessment], is_wide: bool) -> Column {
    let lines = |a: &Assessment| {
        let mut lines = words::customer(a);
        lines.extend((!is_wide).then(|| words::label(a)));
        lines
    };
    Column::new("Customer", if is_wide { 28 } else { 22 }, assessments.iter().map(lines).collect())
}

fn watch(watch: &[Assessment]) -> Grid {
    let skipped = words::shared_remarks(watch);
    let why = |a: &Assessment| [words::reasons(a), words::asides(a, &skipped)].concat();
    let customers = watch.iter().map(words::customer).collect();
    let columns =
        vec![Column::new("Customer", 28, customers), Column::new("Why", 0, watch.iter().map(why).collect())];
    Grid {
        columns,
        wide: 1,
        tones: watch.iter().map(|a| Tone::of(a.label)).collect(),
        toned: 1,
        is_ruled: false,
    }
}

fn beyond(list: &AtRiskList) -> Grid {
    let all = &list.beyond;
    let why = |a: &Assessment| [words::reasons(a), words::asides(a, &[])].concat();
    let value =
        |a: &Assessment| a.value.map(|value| words::money(value, &list.currency)).into_iter().collect();
    let label = |a: &Assessment| vec![words::label(a)];
    let mut columns = vec![
        Column::new("Customer", 28, all.iter().map(words::customer).collect()),
        Column::new("Label", 12, all.iter().map(label).collect()),
        Column::new("Why", 0, all.iter().map(why).collect()),
    ];
    let value = Column::new("Value a year", 16, all.iter().map(value).collect());
    if !value.is_empty() {
        columns.push(value);
    }
    Grid { columns, wide: 2, is_ruled: true, ..Grid::default() }
}

fn under_way(list: &AtRiskList) -> Grid {
    let all = &list.under_way;
    let value =
        |a: &Assessment| a.value.map(|value| words::money(value, &list.currency)).into_iter().collect();
    let label = |a: &Assessment| vec![words::label(a)];
    let case = |a: &Assessment| words::case(a).into_iter().collect();
    let mut columns = vec![
        Column::new("Customer", 28, all.iter().map(words::customer).collect()),
        Column::new("Label", 12, all.iter().map(label).collect()),
        Column::new("Case", 0, all.iter().map(case).collect()),
    ];
    let value = Column::new("Value a year", 16, all.iter().map(value).collect());
    if !value.is_empty() {
        columns.push(value);
    }
    Grid { columns, wide: 2, is_ruled: true, ..Grid::default() }
}

fn lost(list: &AtRiskList) -> Grid {
    let all = &list.lost;
    let since = |a: &Assessment| a.since.map(|day| words::since(day, list.as_of)).into_iter().collect();
    let mut columns = vec![
        Column::new("Customer", 28, all.iter().map(words::customer).collect()),
        Column::new("Since", 12, all.iter().map(since).collect()),
        Column::new("What happened", 0, all.iter().map(|a| vec![words::lost(a)]).collect()),
    ];
    let value =
        |a: &Assessment| a.lost_value.map(|value| words::money(value, &list.currency)).into_iter().collect();
    let value = Column::new("Value a year", 16, all.iter().map(value).collect());
    if !value.is_empty() {
        columns.push(value);
    }
    Grid { columns, wide: 2, ..Grid::default() }
}

fn rest(rest: &[Assessment]) -> Grid {
    let score = |a: &Assessment| vec![words::whole_score(a)];
    let columns = vec![
        Column::new("Customer", 0, rest.iter().map(words::customer).collect()),
        Column::new("Label", 24, rest.iter().map(words::label_of_rest).collect()),
        Column::new("Score", 34, rest.iter().map(score).collect()),
    ];
    Grid { columns, wide: 0, ..Grid::default() }
}
