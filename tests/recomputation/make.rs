//! Makes up a firm from a number: the same one for the same number.

use chrono::NaiveDate;

use crate::firm::{By, Day, Firm, Invitation, Row, Scale, Survey, shifted};
use crate::fraction::Fraction;
use crate::random::Random;
use crate::{make_events, make_settings};

const SCALES: [Scale; 5] = [
    Scale { bad: 0, good: 10 },
    Scale { bad: 1, good: 5 },
    Scale { bad: 5, good: 1 },
    Scale { bad: 1, good: 10 },
    Scale { bad: 1, good: 7 },
];
const DIMENSIONS: [&str; 6] = ["accuracy", "responsiveness", "communication", "worth", "expertise", "speed"];
const NAMES: [&str; 6] = ["kite ", "Zebra-", "apple", "Blue Door ", "écluse ", "x"];
const CONTACTS: [&str; 7] = ["Ann", "ann ", "BOB", "Bob", "Zoë Quill", "", " Cy"];
const CHOICES: [&str; 9] = [
    "would recommend",
    "would not recommend",
    "Would NOT feel comfortable recommending",
    "satisfied",
    "dissatisfied",
    "Very Unhappy",
    "bad",
    "not bad",
    "so-so",
];
const COMMENTS: [&str; 9] = [
    "All is well, thank you.",
    "We will cancel.",
    "Nobody cancels here",
    "we look at ANOTHER PROVIDER; sorry",
    "another providers list",
    "your competitor, is cheaper",
    "We think of Terminating\nthe matter",
    "a pelican flew by",
    "no comment",
];

/// How the rounds of a firm lie.
struct Rhythm {
    starts: Vec<Day>,
    /// Days over which the answers of a round are spread.
    spread: i64,
}

pub(crate) fn firm(seed: u64) -> Firm {
    let random = &mut Random::new(seed);
    let as_of = shifted(NaiveDate::from_ymd_opt(2026, 10, 5).expect("a day"), random.within(-200, 200));
    let many = match random.within(0, 19) {
        0 => random.within(150, 500),
        1..=4 => random.within(30, 120),
        5..=13 => random.within(8, 30),
        _ => random.within(1, 8),
    };
    let customers: Vec<String> = (0..many).map(|number| format!("{}{number}", random.of(&NAMES))).collect();
    let (questions, columns) = questions(random);
    let rhythm = rhythm(random, as_of);
    let in_accounts = random.percent(65);
    let surveys = surveys(random, as_of, &customers, &columns, &rhythm, in_accounts);
    if surveys.is_empty() {
        return firm(seed + 1_000_000);
    }
    let scales = columns.iter().flatten().map(|&(_, scale)| scale).chain([SCALES[0]]).collect();
    let by = waves(random, &surveys);
    let invitations = random.percent(40).then(|| invitations(random, &customers, &rhythm));
    Firm {
        as_of,
        settings: make_settings::settings(random, &scales, by),
        questions,
        surveys,
        accounts: in_accounts.then(|| make_events::accounts(random, &customers, as_of)),
        invitations,
        incidents: random.percent(60).then(|| make_events::incidents(random, &customers, as_of)),
        orders: random.percent(60).then(|| make_events::orders(random, &customers, as_of)),
        contacts: random.percent(40).then(|| make_events::contacts(random, &customers, as_of)),
        churn: random.percent(40).then(|| make_events::churn(random, &customers, as_of)),
    }
}

/// The questions that a file has a column for, each on its scale.
type Columns = Vec<(usize, Scale)>;

/// The questions, and the columns of one or two shapes of file.
fn questions(random: &mut Random) -> (Vec<&'static str>, Vec<Columns>) {
    let mut questions = Vec::new();
    if random.percent(75) {
        questions.push("overall");
    }
    let first = if questions.is_empty() { 1 } else { 0 };
    for name in &DIMENSIONS[..usize::try_from(random.within(first, 6)).expect("few")] {
        questions.push(*name);
    }
    let one = *random.of(&SCALES);
    let mixed = random.percent(12);
    let mut columns = vec![
        (0..questions.len())
            .map(|question| (question, if mixed { *random.of(&SCALES) } else { one }))
            .collect::<Vec<_>>(),
    ];
    // Later files may ask less, or on another scale.
    if random.percent(25) {
        let other = if random.percent(60) { Some(*random.of(&SCALES)) } else { None };
        let mut second: Vec<_> =
            columns[0].iter().map(|&(question, scale)| (question, other.unwrap_or(scale))).collect();
        while second.len() > 1 && random.percent(40) {
            second.pop();
        }
        columns.push(second);
    }
    (questions, columns)
}

fn rhythm(random: &mut Random, as_of: Day) -> Rhythm {
    let rounds = random.within(1, 7);
    let (step, spread) =
        *random.of(&[(91, 20), (91, 40), (30, 8), (30, 25), (60, 10), (183, 30), (120, 70), (10, 30)]);
    // The last round is running, just over, or long ago; rarely in the future.
    let oldest = if random.percent(15) { 600 } else { 120 };
    let last = shifted(as_of, -random.within(-20, oldest));
    let starts = (0..rounds).map(|back| shifted(last, -step * back - random.within(0, 6))).rev().collect();
    Rhythm { starts, spread }
}

fn surveys(
    random: &mut Random,
    as_of: Day,
    customers: &[String],
    columns: &[Columns],
    rhythm: &Rhythm,
    in_accounts: bool,
) -> Vec<Survey> {
    let file_each = random.percent(50);
    let times = random.percent(30);
    let responses = random.percent(50);
    let mut number = 0;
    let mut surveys: Vec<Survey> = Vec::new();
    let change = usize::try_from(random.within(1, 4)).expect("few");
    // How content each customer is, of 100, and how many answer.
    let content: Vec<i64> = customers.iter().map(|_| random.within(25, 105)).collect();
    for (round, &start) in rhythm.starts.iter().enumerate() {
        let shape = if round >= change && columns.len() > 1 { 1 } else { 0 };
        if surveys.is_empty()
            || file_each
            || (shape == 1 && surveys.iter().all(|file| !file.name.contains('b')))
        {
            let name = format!("surveys/{}{round}.csv", if shape == 0 { "a" } else { "b" });
            surveys.push(Survey { name, columns: columns[shape].clone(), rows: Vec::new() });
        }
        let turnout = random.within(20, 100);
        for (place, customer) in customers.iter().enumerate() {
            if !random.percent(turnout) {
                continue;
            }
            let rows = if random.percent(65) { 1 } else { random.within(2, 4) };
            for _ in 0..rows {
                let day = shifted(start, random.within(0, rhythm.spread));
                number += 1;
                let response =
                    if responses && random.percent(92) { format!("R{number}") } else { String::new() };
                let time = if times {
                    format!(" {:02}:{:02}", random.within(8, 10), random.within(0, 1) * 30)
                } else {
                    String::new()
                };
                let file = surveys.last_mut().expect("a file of this round");
                let level = content[place] + if random.percent(12) { -random.within(10, 60) } else { 0 };
                let row = Row { response, day, time, ..row(random, customer, &file.columns, level) };
                if in_accounts || random.percent(95) {
                    file.rows.push(row);
                }
            }
        }
    }
    // A file without any answer up to the day is refused.
    surveys.retain(|survey| {
        survey.rows.iter().any(|row| row.day <= as_of && row.scores.iter().any(Option::is_some))
    });
    surveys
}

fn row(random: &mut Random, customer: &str, columns: &[(usize, Scale)], level: i64) -> Row {
    let blank = if random.percent(20) { 60 } else { 8 };
    let scores = columns
        .iter()
        .map(|&(_, scale)| {
            if random.percent(blank) {
                return None;
            }
            let of_hundred = (level + random.within(-15, 15)).clamp(0, 100);
            let from_bad = (of_hundred * (scale.good - scale.bad).abs() + 50) / 100;
            let score = scale.bad + from_bad * (scale.good - scale.bad).signum();
            Some(Fraction::whole(score))
        })
        .collect();
    let spelling =
        if random.percent(4) { format!(" {} ", customer.to_uppercase()) } else { customer.to_owned() };
    let choice = if random.percent(40) { random.of(&CHOICES) } else { "" };
    let comment = if random.percent(20) { random.of(&COMMENTS) } else { "" };
    Row {
        response: String::new(),
        day: NaiveDate::MIN,
        time: String::new(),
        customer: spelling,
        contact: (*random.of(&CONTACTS)).to_owned(),
        scores,
        choice: choice.to_owned(),
        comment: comment.to_owned(),
    }
}

/// What waves are made by: files only where no two of them begin on the same day.
fn waves(random: &mut Random, surveys: &[Survey]) -> By {
    let mut firsts: Vec<_> =
        surveys.iter().filter_map(|file| file.rows.iter().map(|row| row.day).min()).collect();
    firsts.sort();
    firsts.dedup();
    match random.within(0, 9) {
        0..=4 => By::Auto,
        5 | 6 => By::Quarter,
        7 | 8 => By::Month,
        _ if firsts.len() == surveys.len() => By::File,
        _ => By::Auto,
    }
}

fn invitations(random: &mut Random, customers: &[String], rhythm: &Rhythm) -> Vec<Invitation> {
    let mut invitations = Vec::new();
    let share = random.within(50, 100);
    for &start in &rhythm.starts {
        let day = shifted(start, -random.within(0, 6));
        for customer in customers {
            if random.percent(share) {
                let day = if random.percent(5) { shifted(day, random.within(0, 10)) } else { day };
                invitations.push(Invitation { customer: customer.clone(), day });
            }
        }
    }
    if invitations.is_empty() {
        invitations.push(Invitation { customer: customers[0].clone(), day: rhythm.starts[0] });
    }
    invitations
}
