//! Laws that span modules: what must hold for every survey, not only for those of the cases.

#![expect(clippy::expect_used, reason = "a law that cannot be set up has failed")]

mod surveys;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use retain::assessment::{Assessment, AtRiskList, Between, Cause, Change, Side, difference};
use retain::config::{self, Config};
use retain::render::{ListFormat, Look};
use surveys::{Desk, Text};

fn list(files: &[Text], config: &Config) -> Option<AtRiskList> {
    Desk::of(config, files).list()
}

fn list_with(incidents: &[String], config: &Config) -> Option<AtRiskList> {
    let incidents = [Text::new("incidents.csv", format!("{INCIDENT_HEADER}{}", incidents.concat()))];
    Desk { incidents: &incidents, ..Desk::of(config, &[survey(&[])]) }.list()
}

fn config_of(text: &str) -> Config {
    let (config, problems) = config::parse("retain.toml", text);
    assert!(problems.is_empty(), "{:?}", problems.shown());
    config
}

fn everybody(list: &AtRiskList) -> impl Iterator<Item = &Assessment> {
    list.call.iter().chain(&list.watch).chain(&list.rest)
}

/// What must not depend on the order of rows: all but the line numbers.
fn without_lines(list: &AtRiskList) -> String {
    let all: Vec<_> = everybody(list)
        .map(|one| {
            let texts: Vec<_> =
                one.reasons.iter().chain(&one.notes).map(|reading| (&reading.text, reading.points)).collect();
            format!(
                "{} {} {:?} {:?} {:?} {:?} {texts:?} {:?}",
                one.customer, one.label, one.score, one.previous, one.response, one.remarks, one.since
            )
        })
        .collect();
    format!("{:?} {:?}\n{}", list.counts, list.noise, all.join("\n"))
}

/// One row of a survey, blank cells and repeated answers included.
fn row() -> impl Strategy<Value = String> {
    let score =
        || prop_oneof![4 => (0..=10_u8).prop_map(|score| score.to_string()), 1 => Just(String::new())];
    let contact = prop_oneof![Just(""), Just("Ann"), Just("ann "), Just("Bob")];
    let sentiment =
        prop_oneof![4 => Just(""), 1 => Just("would not recommend"), 1 => Just("would recommend")];
    let comment = prop_oneof![4 => Just(""), 1 => Just("we will cancel"), 1 => Just("\"fine,\nthanks\"")];
    let response = prop_oneof![1 => Just(String::new()), 2 => (0..40_u16).prop_map(|number| format!("R{number}")), 2 => (40..5000_u16).prop_map(|number| format!("R{number}"))];
    (0..6_u8, 0..30_u16, contact, score(), score(), score(), sentiment, comment, response).prop_map(
        |(customer, week, contact, overall, accuracy, value, sentiment, comment, response)| {
            let day = chrono::NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day") + chrono::Days::new(u64::from(week) * 17);
            format!("Firm {customer},{day},{contact},{overall},{accuracy},{value},{sentiment},{comment},{response}\n")
        },
    )
}

/// A response, as a row of a wide file and as three of a long one.
#[derive(Debug, Clone)]
struct Response {
    customer: u8,
    day: chrono::NaiveDate,
    overall: String,
    speed: String,
    comment: String,
}

fn response() -> impl Strategy<Value = Response> {
    let score =
        || prop_oneof![4 => (0..=10_u8).prop_map(|score| score.to_string()), 1 => Just(String::new())];
    let comment = prop_oneof![3 => Just(String::new()), 1 => Just("we will cancel".to_owned())];
    (0..4_u8, 0..12_u16, score(), score(), comment).prop_map(|(customer, week, overall, speed, comment)| {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        Response { customer, day: first + chrono::Days::new(u64::from(week) * 17), overall, speed, comment }
    })
}

/// A file of each shape, and what says so.
const SHAPES: &str = r#"
[[source]]
files = ["wide.csv"]
[source.columns]
contact = "Response ID"
response = "Response ID"
[[source.score]]
dimension = "overall"
column = "Overall"
scale = "0-10"
[[source.score]]
dimension = "speed"
column = "Speed"
scale = "0-10"

[[source]]
files = ["long.csv"]
[source.long]
dimension = "question"
value = "answer"
comments = ["Comment"]
scores = { Overall = { dimension = "overall", scale = "0-10" }, Speed = { dimension = "speed", scale = "0-10" } }

[[source]]
files = ["plain.csv"]
[[source.score]]
dimension = "overall"
column = "Overall"
scale = "0-10"
[[source.score]]
dimension = "accuracy"
column = "Accuracy"
scale = "0-10"

[[source]]
files = ["shaped.csv"]
[source.read]
drop-rows = [{ column = "Customer", is = ["Nobody of this name"] }]
[source.columns]
customer = "~^Customer$"
complete = { column = "Customer", is = ["Firm 1"], else = "keep" }
[[source.score]]
dimension = "overall"
column = ["Overall"]
scale = "0-10"
[[source.score]]
dimension = "accuracy"
column = "Accuracy"
scale = "0-10"
labels = { "Never said" = 5 }
"#;

const HEADER: &str = "Customer,Date,Contact,Overall,Accuracy,Value,Sentiment,Comment,Response ID\n";

const INCIDENT_HEADER: &str =
    "customer,opened,resolved,complaint,public,threatens_to_leave,promised_hours,actual_hours\n";

/// One row of incidents, open and mended ones, some of them after the day.
fn incident() -> impl Strategy<Value = String> {
    let flag = || prop_oneof![4 => Just(""), 1 => Just("yes"), 1 => Just("no")];
    let hours = || prop_oneof![1 => Just(String::new()), 3 => (0..60_u8).prop_map(|hours| hours.to_string())];
    let took = prop_oneof![1 => Just(None), 2 => (0..30_u64).prop_map(Some)];
    (0..6_u8, 0..500_u64, took, flag(), flag(), flag(), hours(), hours()).prop_map(
        |(customer, day, took, complaint, public, threat, promised, actual)| {
            let opened = chrono::NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day") + chrono::Days::new(day);
            let resolved =
                took.map(|days| (opened + chrono::Days::new(days)).to_string()).unwrap_or_default();
            format!("Firm {customer},{opened},{resolved},{complaint},{public},{threat},{promised},{actual}\n")
        },
    )
}

/// Rows that show what every column is, whatever stands in the others.
const ANCHOR: &str = "Anchor,2025-06-01,Zed,7,7,7,,,\nOther Anchor,2025-06-01,Zoe,7,7,7,,,\n";

/// Some of the customers as accounts, one row each.
fn accounts() -> impl Strategy<Value = Vec<String>> {
    let row = |customer: usize| {
        let value = prop_oneof![Just(String::new()), (0..9_u16).prop_map(|value| (value * 1000).to_string())];
        let margin = prop_oneof![Just(""), Just("0"), Just("0.5")];
        let is_there = prop_oneof![1 => Just(false), 3 => Just(true)];
        (value, margin, is_there).prop_map(move |(value, margin, is_there)| {
            is_there.then(|| format!("Firm {customer},Manager {},{value},{margin}\n", customer % 2))
        })
    };
    (0..8_usize).map(row).collect::<Vec<_>>().prop_map(|rows| rows.into_iter().flatten().collect())
}

/// An invitation of a customer, known or not.
fn invitation() -> impl Strategy<Value = String> {
    (0..8_u8, 0..520_u64).prop_map(|(customer, day)| {
        let first = chrono::NaiveDate::from_ymd_opt(2025, 5, 20).expect("a day");
        format!("Firm {customer},{}\n", first + chrono::Days::new(day))
    })
}

fn accounts_of(rows: &[String]) -> [Text; 1] {
    [Text::new(
        "accounts.csv",
        format!("customer,account_manager,value,margin\nAnchor,Zed,,\n{}", rows.concat()),
    )]
}

fn invitations_of(rows: &[String]) -> [Text; 1] {
    [Text::new("invitations.csv", format!("customer,date\nAnchor,2025-06-01\n{}", rows.concat()))]
}

/// The rows in another order.
fn shuffled(rows: &[String], seed: u64) -> Vec<String> {
    let mut shuffled = rows.to_vec();
    let mut state = seed | 1;
    for place in (1..shuffled.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        shuffled.swap(place, (state >> 33) as usize % (place + 1));
    }
    shuffled
}

fn survey(rows: &[String]) -> Text {
    Text::new("scores.csv", format!("{HEADER}{ANCHOR}{}", rows.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in prop::collection::vec(row(), 1..60), seed in any::<u64>()) {
        let shuffled = shuffled(&rows, seed);
        let config = Config::default();
        let (one, other) = (list(&[survey(&rows)], &config), list(&[survey(&shuffled)], &config));
        prop_assert_eq!(one.as_ref().map(without_lines), other.as_ref().map(without_lines));
    }

    #[test]
    fn a_stricter_threshold_lists_a_superset(rows in prop::collection::vec(row(), 1..60), low in 3..8_u8, more in 1..3_u8) {
        let with = |below: u8| {
            let text = format!("[signal.low-score]\nbelow = {below}\n[signal.critical-score]\nbelow = 2\n[signal.low-dimension]\nbelow = {below}\n");
            let (config, problems) = config::parse("retain.toml", &text);
            assert!(!problems.has_errors());
            let list = list(&[survey(&rows)], &config);
            list.map(|list| list.call.iter().chain(&list.watch).map(|one| one.customer.clone()).collect::<BTreeSet<_>>())
        };
        if let (Some(loose), Some(strict)) = (with(low), with(low + more)) {
            prop_assert!(loose.is_subset(&strict), "{loose:?} {strict:?}");
        }
    }

    #[test]
    fn nor_does_it_with_accounts_and_invitations_on_a_scale_where_less_is_better(
        rows in prop::collection::vec(row(), 1..40),
        accounts in accounts(),
        invitations in prop::collection::vec(invitation(), 0..40),
        month in any::<bool>(),
        scale in prop_oneof![Just("10-0"), Just("0-10")],
        seed in any::<u64>(),
    ) {
        let (config, _) = config::parse("retain.toml", if month { "[waves]\nby = \"month\"\n" } else { "" });
        let listed = |rows: &[String], accounts: &[String], invitations: &[String]| {
            let (surveys, accounts) = ([survey(rows)], accounts_of(accounts));
            let invitations = invitations_of(invitations);
            let list = Desk { scale, accounts: &accounts, invitations: &invitations, ..Desk::of(&config, &surveys) }.list();
            list.as_ref().map(without_lines)
        };
        let as_it_is = listed(&rows, &accounts, &invitations);
        prop_assert!(as_it_is.is_some());
        let turned = |rows: &[String]| shuffled(rows, seed);
        prop_assert_eq!(&as_it_is, &listed(&turned(&rows), &accounts, &invitations));
        prop_assert_eq!(&as_it_is, &listed(&rows, &turned(&accounts), &invitations));
        prop_assert_eq!(&as_it_is, &listed(&rows, &accounts, &turned(&invitations)));
        // Said twice is said once.
        let twice = [invitations.as_slice(), invitations.as_slice()].concat();
        prop_assert_eq!(&as_it_is, &listed(&rows, &accounts, &twice));
    }

    #[test]
    fn a_stricter_threshold_lists_a_superset_where_less_is_better(rows in prop::collection::vec(row(), 1..60), low in 2..7_u8, more in 1..3_u8) {
        let with = |below: u8| {
            let text = format!("[signal.low-score]\nbelow = {below}\n[signal.critical-score]\nbelow = 8\n[signal.low-dimension]\nbelow = {below}\n");
            let (config, problems) = config::parse("retain.toml", &text);
            assert!(!problems.has_errors());
            let surveys = [survey(&rows)];
            let list = Desk { scale: "10-0", ..Desk::of(&config, &surveys) }.list();
            list.map(|list| list.call.iter().chain(&list.watch).map(|one| one.customer.clone()).collect::<BTreeSet<_>>())
        };
        let (loose, strict) = (with(low), with(low.saturating_sub(more)));
        prop_assert_eq!(loose.is_some(), strict.is_some());
        if let (Some(loose), Some(strict)) = (loose, strict) {
            prop_assert!(loose.is_subset(&strict), "{loose:?} {strict:?}");
        }
    }

    #[test]
    fn what_two_lists_do_not_share_adds_up_and_turns_round(
        rows in prop::collection::vec(row(), 1..40), more in prop::collection::vec(row(), 1..20), low in 3..8_u8
    ) {
        let all: Vec<String> = rows.iter().chain(&more).cloned().collect();
        let (usual, other) = (Config::default(), config_of(&format!("[signal.low-score]\nbelow = {low}\n\n[signal.critical-score]\nbelow = 2\n")));
        let book = |config, rows: &[String]| Desk::of(config, &[survey(rows)]).reading().book;
        let (before, after, held) = (book(&usual, &rows), book(&other, &all), book(&usual, &all));
        if let (Some(before), Some(after), Some(held)) = (before, after, held) {
            let (then, now) = ((&*before, &usual), (&*after, &other));
            let there = difference(then, now, Between::Both((&held, &usual)));
            let back = difference(now, then, Between::Data);
            let ids = |changes: &[Change]| -> BTreeSet<String> { changes.iter().filter_map(|one| one.newest()).map(|one| one.customer.clone()).collect() };
            prop_assert_eq!(ids(&there.entered), ids(&back.left));
            prop_assert_eq!(ids(&there.left), ids(&back.entered));
            let to_call = |side: Side| side.counts.critical + side.counts.at_risk;
            prop_assert_eq!(to_call(there.after), (there.entered.len() + there.worse.len()) as u64 + there.others);
            prop_assert_eq!(to_call(there.before) + there.entered.len() as u64, to_call(there.after) + there.left.len() as u64);
            // What the data did is so with the old thresholds too: compared with them alone, it is there as well.
            let by_data = difference(then, (&*held, &usual), Between::Data);
            let of_data = |changes: &[Change]| -> BTreeSet<String> { changes.iter().filter(|one| one.cause == Cause::Data).filter_map(|one| one.newest()).map(|one| one.customer.clone()).collect() };
            prop_assert!(of_data(&there.entered).is_subset(&ids(&by_data.entered)));
            prop_assert!(of_data(&there.left).is_subset(&ids(&by_data.left)));
            let nothing = difference(now, now, Between::Data);
            prop_assert!(nothing.entered.is_empty() && nothing.left.is_empty() && nothing.worse.is_empty() && nothing.watched.is_empty());
        }
    }

    #[test]
    fn a_survey_turned_round_gives_the_same_list(rows in prop::collection::vec(row(), 1..40)) {
        // 10 - score on 10-0 is the same answer as score on 0-10.
        let turn = |row: &String| {
            let mut cells: Vec<String> = row.splitn(7, ',').map(str::to_owned).collect();
            for cell in cells.iter_mut().skip(3).take(3) {
                if let Ok(score) = cell.parse::<u8>() {
                    *cell = (10 - score).to_string();
                }
            }
            cells.join(",")
        };
        let anchor: Vec<String> = ANCHOR.lines().map(|line| format!("{line}\n")).collect();
        let upright: Vec<String> = anchor.iter().chain(&rows).cloned().collect();
        let turned: Vec<String> = upright.iter().map(turn).collect();
        let config = Config::default();
        let of = |rows: &[String], scale: &str| -> Option<Vec<String>> {
            let surveys = [Text::new("scores.csv", format!("{HEADER}{}", rows.concat()))];
            let list = Desk { scale, ..Desk::of(&config, &surveys) }.list()?;
            Some(everybody(&list).map(|one| {
                let reasons: Vec<_> = one.reasons.iter().chain(&one.notes).map(|reading| (reading.signal.id(), reading.points, reading.gap.map(|gap| (gap * 1e6).round()))).collect();
                format!("{} {} {:?} {reasons:?} {:?}", one.customer, one.label, one.response, one.since)
            }).collect())
        };
        prop_assert_eq!(of(&upright, "0-10"), of(&turned, "10-0"));
    }

    #[test]
    fn one_customer_does_not_change_the_label_of_another(rows in prop::collection::vec(row(), 1..40), scores in prop::collection::vec(0..=10_u8, 1..10)) {
        // Noise and silence are measured on everybody; without them a customer stands alone.
        let (config, _) = config::parse("retain.toml", "[waves]\nby = \"quarter\"\n[signal.score-drop]\nnoise = false\n[signal.silence]\nenabled = false\n");
        let labels = |rows: &[String]| -> Option<BTreeMap<String, String>> {
            let list = list(&[survey(rows)], &config)?;
            Some(everybody(&list).map(|one| (one.customer.clone(), one.label.to_string())).collect())
        };
        let stranger = scores.iter().map(|score| format!("Stranger,2026-09-01,,{score},{score},,,,\n"));
        let more: Vec<String> = rows.iter().cloned().chain(stranger).collect();
        if let (Some(alone), Some(together)) = (labels(&rows), labels(&more)) {
            for (customer, label) in alone {
                prop_assert_eq!(Some(&label), together.get(&customer));
            }
        }
    }

    #[test]
    fn waves_that_are_forgotten_while_reading_do_not_matter(
        rows in prop::collection::vec(row(), 1..60),
        invited in prop::collection::vec(invitation(), 0..12),
        waves in 1..3_u8,
        by in prop_oneof![Just("month"), Just("quarter")],
    ) {
        let unnamed = |row: &String| {
            let cells: Vec<&str> = row.splitn(4, ',').collect();
            format!("{},{},{}", cells[0], cells[1], cells[3])
        };
        let header = HEADER.replace("Contact,", "");
        let anchor = "Anchor,2025-06-01,7,7,7,,,\nOther Anchor,2025-06-01,7,7,7,,,\n";
        let rows: String = rows.iter().map(unnamed).collect();
        let surveys = [Text::new("scores.csv", format!("{header}{anchor}{rows}"))];
        let settings = format!("[waves]\nby = \"{by}\"\n[signal.score-drop]\nnoise = false\nwaves = {waves}\n");
        let (config, _) = config::parse("retain.toml", &settings);
        let invitations = invitations_of(&invited);
        let desk = Desk { invitations: &invitations, ..Desk::of(&config, &surveys) };
        let told = |desk: &Desk<'_>| desk.list().map(|list| format!("{:?} {:?} {:?} {:?} {:?}", list.counts, list.surveyed, list.call, list.watch, list.rest));
        prop_assert_eq!(told(&desk), told(&Desk { keeps_all: true, ..desk }));
    }

    #[test]
    fn a_row_for_each_answer_says_the_same_as_a_row_for_each_response(
        responses in prop::collection::vec(response(), 1..30),
        seed in any::<u64>(),
    ) {
        let wide: Vec<String> = (0..).zip(&responses).map(|(number, response)| {
            let Response { customer, day, overall, speed, comment } = response;
            format!("R{number},Firm {customer},{day},{overall},{speed},{comment}\n")
        }).collect();
        let wide = [Text::new("wide.csv", format!("Response ID,Customer,Date,Overall,Speed,Comment\n{}", wide.concat()))];
        let long: Vec<String> = (0..).zip(&responses).flat_map(|(number, response)| {
            let Response { customer, day, overall, speed, comment } = response;
            let row = |(question, answer): (&str, &String)| format!("R{number},Firm {customer},{day},{question},{answer}\n");
            [("Overall", overall), ("Speed", speed), ("Comment", comment)].map(row)
        }).collect();
        let files = |rows: &[String]| {
            [Text::new("long.csv", format!("Response ID,Customer,Date,Question,Answer\n{}", rows.concat()))]
        };
        let config = config_of(SHAPES);
        let of_wide = list(&wide, &config).as_ref().map(without_lines);
        prop_assert_eq!(&list(&files(&long), &config).as_ref().map(without_lines), &of_wide);
        prop_assert_eq!(&list(&files(&shuffled(&long, seed)), &config).as_ref().map(without_lines), &of_wide);
    }

    #[test]
    fn a_shape_that_makes_of_each_column_what_it_is_changes_nothing(rows in prop::collection::vec(row(), 1..40)) {
        let text = format!("{HEADER}{}", rows.concat());
        let plain = list(&[Text::new("plain.csv", text.clone())], &config_of(SHAPES));
        let shaped = list(&[Text::new("shaped.csv", text)], &config_of(SHAPES));
        prop_assert_eq!(plain.as_ref().map(without_lines), shaped.as_ref().map(without_lines));
    }

    #[test]
    fn no_cells_of_a_shape_make_reading_panic(
        cells in prop::collection::vec(prop::collection::vec("[-0-9/.:,;\"a-zé \\n]{0,12}", 5), 1..12),
        name in prop::sample::select(vec!["wide.csv", "long.csv", "shaped.csv"]),
    ) {
        let header = if name == "long.csv" { "Response ID,Customer,Date,Question,Answer\n" } else { HEADER };
        let rows: Vec<String> = cells.iter().map(|row| format!("{}\n", row.join(","))).collect();
        let _ = list(&[Text::new(name, format!("{header}{}", rows.concat()))], &config_of(SHAPES));
    }

    #[test]
    fn quotes_around_every_cell_change_nothing(rows in prop::collection::vec(row(), 1..40)) {
        let text = format!("{HEADER}{ANCHOR}{}", rows.concat());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for record in reader.byte_records() {
            writer.write_byte_record(&record.expect("rows alike")).expect("memory can be written");
        }
        let quoted = Text::new("scores.csv", writer.into_inner().expect("memory can be written"));
        let (config, look) = (Config::default(), Look { width: 80, colour: false });
        let shown = |survey: Text| {
            let list = list(&[survey], &config)?;
            Some(retain::render::at_risk_list(&list, ListFormat::Json, look, false))
        };
        prop_assert_eq!(shown(survey(&rows)), shown(quoted));
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(rows in prop::collection::vec(row(), 1..40)) {
        let config = Config::default();
        let look = Look { width: 80, colour: false };
        for format in [ListFormat::Table, ListFormat::Markdown, ListFormat::Csv, ListFormat::Json] {
            let once = || list(&[survey(&rows)], &config).map(|list| retain::render::at_risk_list(&list, format, look, false));
            prop_assert_eq!(once(), once());
        }
    }

    #[test]
    fn a_file_cut_in_two_gives_the_same_list(rows in prop::collection::vec(row(), 2..40), cut in any::<prop::sample::Index>()) {
        let (config, _) = config::parse("retain.toml", "[waves]\nby = \"quarter\"\n");
        let (first, second) = rows.split_at(cut.index(rows.len()).max(1));
        let mut two = vec![survey(first)];
        if !second.is_empty() {
            two.push(Text::new("scores-2.csv", format!("{HEADER}{ANCHOR}{}", second.concat())));
        }
        let anchors = if second.is_empty() { vec![] } else { vec![ANCHOR.to_owned()] };
        let all: Vec<String> = anchors.into_iter().chain(rows.clone()).collect();
        let whole = list(&[survey(&all)], &config);
        let parts = list(&two, &config);
        // Response ids of one file are those of one survey; those of two may be of two. Here they never repeat.
        let ids: Vec<_> = rows.iter().filter_map(|row| row.trim_end().rsplit(',').next()).collect();
        let distinct: BTreeSet<_> = ids.iter().collect();
        prop_assume!(distinct.len() == ids.len());
        if let (Some(whole), Some(parts)) = (whole, parts) {
            prop_assert_eq!(without_lines(&whole), without_lines(&parts));
        }
    }

    #[test]
    fn the_order_of_incidents_does_not_matter(rows in prop::collection::vec(incident(), 1..40), turn in any::<prop::sample::Index>()) {
        let mut turned = rows.clone();
        turned.rotate_left(turn.index(rows.len()));
        turned.reverse();
        let config = Config::default();
        let (one, other) = (list_with(&rows, &config), list_with(&turned, &config));
        prop_assert!(one.is_some());
        prop_assert_eq!(one.as_ref().map(without_lines), other.as_ref().map(without_lines));
    }

    #[test]
    fn a_stricter_limit_for_incidents_lists_a_superset(rows in prop::collection::vec(incident(), 1..40), days in 1..40_u32, more in 1..40_u32, incidents in 1..4_u32) {
        let with = |days: u32, incidents: u32| {
            let text = format!("[signal.open-incident]\nmore-than-days = {days}\n[signal.repeat-incidents]\nat-least = {incidents}\n");
            let (config, problems) = config::parse("retain.toml", &text);
            assert!(problems.is_empty());
            let list = list_with(&rows, &config).expect("a list");
            list.call.iter().chain(&list.watch).map(|one| one.customer.clone()).collect::<BTreeSet<_>>()
        };
        let (loose, strict) = (with(days + more, incidents + 1), with(days, incidents));
        prop_assert!(loose.is_subset(&strict), "{loose:?} {strict:?}");
    }

    #[test]
    fn an_incident_after_the_day_changes_nothing(rows in prop::collection::vec(incident(), 0..20)) {
        let config = Config::default();
        let later = "Firm 1,2026-10-06,,yes,yes,yes,1,\n".to_owned();
        let more: Vec<String> = rows.iter().cloned().chain([later]).collect();
        let (before, after) = (list_with(&rows, &config), list_with(&more, &config));
        prop_assert_eq!(before.as_ref().map(without_lines), after.as_ref().map(without_lines));
    }

    #[test]
    fn no_cells_of_incidents_make_reading_panic(cells in prop::collection::vec(prop::collection::vec("[-0-9/.:,;a-zé ]{0,10}", 8), 1..8)) {
        let rows: Vec<String> = cells.iter().map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n").collect();
        let _ = list_with(&rows, &Config::default());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), header in any::<bool>()) {
        let mut text = if header { HEADER.as_bytes().to_vec() } else { Vec::new() };
        text.extend(bytes);
        let _ = list(&[Text::new("scores.csv", text)], &Config::default());
    }

    #[test]
    fn no_cells_make_reading_panic(cells in prop::collection::vec(prop::collection::vec("[-0-9/.:,;\"a-zé \\n]{0,12}", 9), 1..12)) {
        let rows: Vec<String> = cells.iter().map(|row| row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\n").collect();
        let _ = list(&[survey(&rows)], &Config::default());
    }
}

#[test]
fn what_is_listed_rests_on_lines_of_the_file() {
    let rows: Vec<String> = (0..30)
        .map(|n| format!("Firm {},2026-09-{:02},,{},{},,,,R{n}\n", n % 9, n % 28 + 1, n % 11, (n * 7) % 11))
        .collect();
    let list = list(&[survey(&rows)], &Config::default()).expect("a list");
    let lines = rows.len() as u64 + 3;
    let reasons = everybody(&list).flat_map(|one| &one.reasons);
    for reason in reasons {
        assert!(!reason.evidence.is_empty(), "{}", reason.text);
        assert!(reason.evidence.iter().all(|spot| (2..=lines).contains(&spot.line())));
    }
}
