//! Which wave an answer and an invitation belong to: the section "Waves" of the files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::firm::{By, Day, Firm, Row, between, folded};
use crate::fraction::{Fraction, median};

/// What a wave is before it has a name: a month or quarter, a file or cluster by its number, or invitations of a day
/// that nobody answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Calendar(i32, u32),
    Block(usize),
    Alone(Day),
}

/// A wave: its name, and the day of its first answer or invitation.
pub(crate) struct Wave {
    pub(crate) name: String,
    pub(crate) first: Day,
}

/// An answer of a survey in its place.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    pub(crate) file: usize,
    pub(crate) row: &'a Row,
    pub(crate) wave: usize,
}

pub(crate) struct Waves<'a> {
    pub(crate) waves: Vec<Wave>,
    pub(crate) answers: Vec<Answer<'a>>,
    /// The waves that each customer was invited to.
    pub(crate) invited: BTreeMap<String, BTreeSet<usize>>,
}

/// From the first to the last day of a file or cluster.
type Block = (Day, Day);

enum Method {
    Month,
    Quarter,
    Files,
    Clusters(Vec<Block>),
}

/// How waves are made, and the files or clusters that may be some.
struct Calendar {
    method: Method,
    blocks: Vec<Block>,
}

impl Calendar {
    fn of(firm: &Firm, rows: &[(usize, &Row)]) -> Self {
        let method = method(firm, rows);
        let blocks = match &method {
            Method::Clusters(blocks) => blocks.clone(),
            _ => files(firm, rows).into_iter().map(|days| days.unwrap_or((Day::MAX, Day::MIN))).collect(),
        };
        Self { method, blocks }
    }

    /// Of an answer by its own day.
    fn own(&self, file: usize, day: Day) -> Group {
        match &self.method {
            Method::Month => Group::Calendar(day.year(), day.month()),
            Method::Quarter => Group::Calendar(day.year(), day.month0() / 3 + 1),
            Method::Files => Group::Block(file),
            Method::Clusters(blocks) => {
                let inside = |block: &Block| block.0 <= day && day <= block.1;
                Group::Block(blocks.iter().position(inside).expect("every answer is in a cluster"))
            }
        }
    }

    fn of_invitation(&self, day: Day) -> Group {
        if matches!(self.method, Method::Month | Method::Quarter) {
            return self.own(0, day);
        }
        let fits = |&place: &usize| day <= self.blocks[place].1 && between(day, self.blocks[place].0) <= 45;
        let first = (0..self.blocks.len()).filter(fits).min_by_key(|&place| self.blocks[place].0);
        first.map_or(Group::Alone(day), Group::Block)
    }

    fn place(&self, group: Group) -> (Day, Group) {
        match group {
            Group::Calendar(..) => (Day::MIN, group),
            Group::Block(block) => (self.blocks[block].0, group),
            Group::Alone(day) => (day, group),
        }
    }

    fn name(&self, group: Group) -> String {
        match group {
            Group::Calendar(year, part) if matches!(self.method, Method::Month) => {
                format!("{year}-{part:02}")
            }
            Group::Calendar(year, part) => format!("{year}-Q{part}"),
            Group::Block(block) => self.blocks[block].0.to_string(),
            Group::Alone(day) => day.to_string(),
        }
    }
}

pub(crate) fn waves(firm: &Firm) -> Waves<'_> {
    let rows: Vec<(usize, &Row)> = firm
        .surveys
        .iter()
        .enumerate()
        .flat_map(|(file, survey)| survey.rows.iter().map(move |row| (file, row)))
        .filter(|(_, row)| row.day <= firm.as_of && says_anything(row))
        .collect();
    let calendar = Calendar::of(firm, &rows);
    let invitations: Vec<(String, Day)> = firm
        .invitations
        .iter()
        .flatten()
        .filter(|one| one.day <= firm.as_of)
        .map(|one| (folded(&one.customer), one.day))
        .collect();
    let group = |file: usize, row: &Row| {
        let customer = folded(&row.customer);
        let earlier = |&&(ref name, day): &&(String, Day)| {
            *name == customer && day <= row.day && between(day, row.day) <= 45
        };
        let latest = invitations.iter().filter(earlier).map(|&(_, day)| day).max();
        latest.map_or_else(|| calendar.own(file, row.day), |day| calendar.of_invitation(day))
    };
    let grouped: Vec<(Group, usize, &Row)> =
        rows.iter().map(|&(file, row)| (group(file, row), file, row)).collect();
    let asked: Vec<(Group, &String, Day)> =
        invitations.iter().map(|(name, day)| (calendar.of_invitation(*day), name, *day)).collect();
    let days = grouped.iter().map(|&(group, _, row)| (group, row.day));
    let mut firsts: BTreeMap<Group, Day> = BTreeMap::new();
    for (group, day) in days.chain(asked.iter().map(|&(group, _, day)| (group, day))) {
        let first = firsts.entry(group).or_insert(day);
        *first = day.min(*first);
    }
    let mut order: Vec<Group> = firsts.keys().copied().collect();
    order.sort_by_key(|&group| calendar.place(group));
    let number = |group: Group| order.iter().position(|&one| one == group).expect("a wave");
    let answers = grouped.iter().map(|&(group, file, row)| Answer { file, row, wave: number(group) });
    let answers = answers.collect();
    let mut invited: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (group, name, _) in asked {
        invited.entry(name.clone()).or_default().insert(number(group));
    }
    let waves =
        order.iter().map(|&group| Wave { name: calendar.name(group), first: firsts[&group] }).collect();
    Waves { waves, answers, invited }
}

fn says_anything(row: &Row) -> bool {
    row.scores.iter().any(Option::is_some) || !row.choice.trim().is_empty() || !row.comment.trim().is_empty()
}

/// From when to when each file has answers.
fn files(firm: &Firm, rows: &[(usize, &Row)]) -> Vec<Option<Block>> {
    let days = |file: usize| rows.iter().filter(move |row| row.0 == file).map(|row| row.1.day);
    (0..firm.surveys.len()).map(|file| Some((days(file).min()?, days(file).max()?))).collect()
}

fn method(firm: &Firm, rows: &[(usize, &Row)]) -> Method {
    match firm.settings.by {
        By::Month => return Method::Month,
        By::Quarter => return Method::Quarter,
        By::File => return Method::Files,
        By::Auto => {}
    }
    let short = |block: &Block| between(block.0, block.1) <= 45;
    let files: Vec<Block> = files(firm, rows).into_iter().flatten().collect();
    let mut days: BTreeMap<Day, BTreeSet<usize>> = BTreeMap::new();
    for (file, row) in rows {
        days.entry(row.day).or_default().insert(*file);
    }
    if files.len() > 1 && files.iter().all(short) && days.values().all(|files| files.len() == 1) {
        return Method::Files;
    }
    let mut clusters: Vec<Block> = Vec::new();
    for &day in days.keys() {
        match clusters.last_mut() {
            Some(last) if between(last.1, day) < 22 => last.1 = day,
            _ => clusters.push((day, day)),
        }
    }
    if clusters.iter().all(short) {
        return Method::Clusters(clusters);
    }
    // One respondent of one customer is one; the unnamed of a customer are one.
    let mut of_each: BTreeMap<(String, String), Vec<Day>> = BTreeMap::new();
    for (_, row) in rows {
        of_each.entry((folded(&row.customer), folded(&row.contact))).or_default().push(row.day);
    }
    let medians: Vec<Fraction> = of_each
        .into_values()
        .filter_map(|mut days| {
            days.sort();
            let gaps = days.windows(2).map(|two| between(two[0], two[1])).filter(|&gap| gap >= 22);
            median(&gaps.map(Fraction::whole).collect::<Vec<_>>())
        })
        .collect();
    match median(&medians) {
        Some(median) if median <= Fraction::whole(45) => Method::Month,
        _ => Method::Quarter,
    }
}
