//! Rules with a number in them, each just before the number and at it, where a slip would change who is listed and
//! nobody would notice.

#![expect(clippy::expect_used, reason = "a survey that cannot be read has failed the test")]

mod surveys;

use chrono::{Days, NaiveDate};
use retain::assessment::{Assessment, AtRiskList};
use retain::config::{self, Config};
use retain::history::WavesAre;
use retain::model::Label;
use retain::signal::{Measured, SignalId};
use surveys::{Desk, Text};

fn config(text: &str) -> Config {
    let (config, problems) = config::parse("retain.toml", text);
    assert!(!problems.has_errors(), "{problems:?}");
    config
}

/// A survey of an overall score and one more, which is the highest the scale has.
fn survey(name: &str, rows: &[String]) -> Text {
    Text::new(name, format!("Customer,Date,Contact,Overall,Accuracy,Comment,Response ID\n{}", rows.concat()))
}

/// A row on 0-10.
fn row(customer: &str, date: impl ToString, overall: &str) -> String {
    format!("{customer},{},,{overall},9,,\n", date.to_string())
}

/// So many days after the first of January.
fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + Days::new(number)
}

fn days(customer: &str, numbers: impl IntoIterator<Item = u64>) -> Vec<String> {
    numbers.into_iter().map(|number| row(customer, day(number), "9")).collect()
}

#[track_caller]
fn found<'a>(list: &'a AtRiskList, customer: &str) -> &'a Assessment {
    let mut all = list.call.iter().chain(&list.watch).chain(&list.rest);
    all.find(|one| one.customer == customer).expect("the customer is on the list")
}

/// How many waves a customer missed.
fn missed(list: &AtRiskList, customer: &str) -> usize {
    let one = found(list, customer);
    let silence = one.reasons.iter().chain(&one.notes).find(|reading| reading.signal == SignalId::Silence);
    match silence.and_then(|reading| reading.value.as_ref()) {
        Some(Measured::Figure(waves)) => *waves as usize,
        _ => 0,
    }
}

fn names(list: &[Assessment]) -> Vec<&str> {
    list.iter().map(|one| one.customer.as_str()).collect()
}

fn made_of(config: &Config, files: &[Text]) -> (WavesAre, usize) {
    let book = Desk::of(config, files).reading().book.expect("a book");
    (book.firm.waves.are, book.firm.waves.list.len())
}

#[test]
fn a_wave_that_30_in_100_answered_went_to_everybody_and_one_of_fewer_did_not() {
    let by_month = config("[waves]\nby = \"month\"\n");
    let all: Vec<String> = (0..1000).map(|n| row(&format!("Firm {n:03}"), "2026-03-10", "9")).collect();
    for (answered, expected) in [(300, 1), (299, 0)] {
        let some = (0..answered).map(|n| row(&format!("Firm {n:03}"), "2026-04-10", "9"));
        let rows: Vec<String> = all.iter().cloned().chain(some).collect();
        let list = Desk::of(&by_month, &[survey("scores.csv", &rows)]).list().expect("a list");
        assert_eq!(missed(&list, "Firm 999"), expected, "{answered}");
    }
}

#[test]
fn with_accounts_the_share_is_of_those_in_them() {
    let by_month = config("[waves]\nby = \"month\"\n");
    let accounts: String = (0..10).map(|n| format!("Firm {n}\n")).collect();
    let accounts = [Text::new("accounts.csv", format!("customer\n{accounts}"))];
    for (answered, expected) in [(3, 1), (2, 0)] {
        // Strangers answer too, and count for nothing.
        let mut rows = days("Firm 9", [0]);
        for n in 0..answered {
            rows.extend(days(&format!("Firm {n}"), [40]));
        }
        for n in 0..7 {
            rows.extend(days(&format!("Stranger {n}"), [40]));
        }
        let surveys = [survey("scores.csv", &rows)];
        let list = Desk { accounts: &accounts, ..Desk::of(&by_month, &surveys) }.list().expect("a list");
        assert_eq!(missed(&list, "Firm 9"), expected, "{answered}");
    }
}

#[test]
fn a_cluster_spans_45_days_at_most() {
    let auto = Config::default();
    for (last, expected) in [(45, (WavesAre::Clusters, 1)), (46, (WavesAre::Quarters, 1))] {
        let rows = days("Acme", [0, 21, 42, last]);
        assert_eq!(made_of(&auto, &[survey("scores.csv", &rows)]), expected, "{last}");
    }
}

#[test]
fn a_file_that_is_a_wave_spans_45_days_at_most_and_shares_no_day() {
    let auto = Config::default();
    for (last, start, expected) in [
        (45, 60, (WavesAre::Files, 2)),
        (46, 60, (WavesAre::Quarters, 1)),
        (45, 46, (WavesAre::Files, 2)),
        (45, 45, (WavesAre::Quarters, 1)),
    ] {
        let first = survey("one.csv", &days("Acme", [0, 20, 40, last]));
        let second = survey("two.csv", &days("Acme", [start, start + 10]));
        assert_eq!(made_of(&auto, &[first, second]), expected, "{last} {start}");
    }
}

#[test]
fn answers_22_days_apart_are_two_clusters_and_21_one() {
    let auto = Config::default();
    for (apart, expected) in [(21, 1), (22, 2)] {
        let rows = days("Acme", [0, apart]);
        assert_eq!(made_of(&auto, &[survey("scores.csv", &rows)]), (WavesAre::Clusters, expected), "{apart}");
    }
}

#[test]
fn gaps_under_22_days_say_nothing_of_the_rhythm() {
    let auto = Config::default();
    for (gap, expected) in [(21, WavesAre::Quarters), (22, WavesAre::Months)] {
        let rows = [days("Acme", (0..5).map(|n| n * gap)), days("Beta", (0..5).map(|n| 10 + n * gap))];
        assert_eq!(made_of(&auto, &[survey("scores.csv", &rows.concat())]).0, expected, "{gap}");
    }
}

#[test]
fn a_rhythm_of_45_days_makes_months_and_a_longer_one_quarters() {
    let auto = Config::default();
    for (gap, expected) in [(45, WavesAre::Months), (46, WavesAre::Quarters)] {
        // Others, who answered once, leave no pause between the clusters.
        let others = (0..10).flat_map(|n| days(&format!("Firm {n}"), [n * 15]));
        let rows: Vec<String> = others.chain(days("Acme", [0, gap, 2 * gap])).collect();
        assert_eq!(made_of(&auto, &[survey("scores.csv", &rows)]).0, expected, "{gap}");
    }
}

#[test]
fn an_answer_45_days_after_an_invitation_belongs_to_its_wave_and_a_later_one_to_its_own() {
    let by_month = config("[waves]\nby = \"month\"\n");
    for (answered, wave) in [
        ("2026-06-30", "2026-06"),
        ("2026-08-14", "2026-06"),
        ("2026-08-15", "2026-08"),
        ("2026-06-29", "2026-06"),
    ] {
        let surveys = [survey("scores.csv", &[row("Acme", answered, "9"), row("Beta", "2026-05-01", "9")])];
        let invitations = [Text::new("invitations.csv", "customer,date\nAcme,2026-06-30\n")];
        let list =
            Desk { invitations: &invitations, ..Desk::of(&by_month, &surveys) }.list().expect("a list");
        assert_eq!(found(&list, "Acme").wave.as_deref(), Some(wave), "{answered}");
    }
}

#[test]
fn an_answer_belongs_to_the_latest_invitation_before_it_and_to_nobody_else_s() {
    let by_month = config("[waves]\nby = \"month\"\n");
    let surveys = [survey("scores.csv", &[row("Acme", "2026-08-03", "9"), row("Beta", "2026-08-03", "9")])];
    let asked = "customer,date\nAcme,2026-06-30\nAcme,2026-07-30\nAcme,2026-08-04\nBeta,2026-05-30\n";
    let invitations = [Text::new("invitations.csv", asked)];
    let list = Desk { invitations: &invitations, ..Desk::of(&by_month, &surveys) }.list().expect("a list");
    assert_eq!(found(&list, "Acme").wave.as_deref(), Some("2026-07"));
    assert_eq!(found(&list, "Beta").wave.as_deref(), Some("2026-08"));
}

#[test]
fn an_invitation_waits_45_days_for_a_cluster_to_begin() {
    let auto = Config::default();
    for (invited, waves) in [("2026-06-30", 1), ("2026-06-29", 2), ("2026-08-16", 1), ("2026-08-17", 2)] {
        let surveys =
            [survey("scores.csv", &[row("Beta", "2026-08-14", "9"), row("Beta", "2026-08-16", "9")])];
        let invitations = [Text::new("invitations.csv", format!("customer,date\nAcme,{invited}\n"))];
        let desk = Desk { invitations: &invitations, ..Desk::of(&auto, &surveys) };
        assert_eq!(desk.reading().book.expect("a book").firm.waves.list.len(), waves, "{invited}");
    }
}

#[test]
fn a_wave_counts_for_silence_from_28_days_after_its_first_answer() {
    let by_month = config("[waves]\nby = \"month\"\n");
    let rows =
        [row("Acme", "2026-06-10", "9"), row("Beta", "2026-08-10", "9"), row("Beta", "2026-08-25", "9")];
    let surveys = [survey("scores.csv", &rows)];
    for (as_of, expected) in [("2026-09-06", 0), ("2026-09-07", 1)] {
        let list = Desk { as_of, ..Desk::of(&by_month, &surveys) }.list().expect("a list");
        assert_eq!(missed(&list, "Acme"), expected, "{as_of}");
    }
}

#[test]
fn a_wave_counts_for_silence_once_a_later_one_has_begun() {
    let by_month = config("[waves]\nby = \"month\"\n");
    let before = [row("Acme", "2026-06-10", "9"), row("Beta", "2026-08-30", "9")];
    let surveys = [survey("scores.csv", &before)];
    let alone = Desk { as_of: "2026-09-05", ..Desk::of(&by_month, &surveys) };
    assert_eq!(missed(&alone.list().expect("a list"), "Acme"), 0);
    let later = [before.as_slice(), &[row("Beta", "2026-09-05", "9")]].concat();
    let surveys = [survey("scores.csv", &later)];
    let begun = Desk { as_of: "2026-09-05", ..Desk::of(&by_month, &surveys) };
    assert_eq!(missed(&begun.list().expect("a list"), "Acme"), 1);
}

#[test]
fn an_answer_counts_for_400_days() {
    let surveys = [survey("scores.csv", &[row("Acme", "2025-08-31", "3")])];
    for (as_of, label) in [("2026-10-05", Label::AtRisk), ("2026-10-06", Label::NotEnoughData)] {
        let config = Config::default();
        let list = Desk { as_of, ..Desk::of(&config, &surveys) }.list().expect("a list");
        assert_eq!(found(&list, "Acme").label, label, "{as_of}");
    }
}

#[test]
fn up_to_5_rows_or_5_in_100_may_be_left_out() {
    let config = Config::default();
    for (faulty, total, is_read) in [
        (5, 10, true),
        (6, 10, false),
        (5, 50, true),
        (6, 119, false),
        (6, 120, true),
        (7, 140, true),
        (8, 159, false),
    ] {
        let good = (faulty..total).map(|n| row(&format!("Firm {n}"), "2026-09-28", "9"));
        let bad = (0..faulty).map(|n| row(&format!("Firm {n}"), "2026-02-31", "9"));
        let surveys = [survey("scores.csv", &good.chain(bad).collect::<Vec<_>>())];
        let reading = Desk::of(&config, &surveys).reading();
        assert_eq!(reading.book.is_some(), is_read, "{faulty} of {total}: {:?}", reading.problems.shown());
        assert_eq!(reading.problems.count("too-many-rows-left-out") > 0, !is_read, "{faulty} of {total}");
    }
}

/// The customers of a survey with this label, and of a scale.
fn labelled(config: &Config, scale: &str, rows: &[(&str, &str, &str)], label: Label) -> Vec<String> {
    let rows: Vec<String> = rows
        .iter()
        .map(|(customer, overall, accuracy)| format!("{customer},2026-09-28,,{overall},{accuracy},,\n"))
        .collect();
    let surveys = [survey("scores.csv", &rows)];
    let list = Desk { scale, ..Desk::of(config, &surveys) }.list().expect("a list");
    let mut all: Vec<String> = list
        .call
        .iter()
        .chain(&list.watch)
        .chain(&list.rest)
        .filter(|one| one.label == label)
        .map(|one| one.customer.clone())
        .collect();
    all.sort();
    all
}

#[test]
fn every_scale_has_its_limits() {
    // Beyond the limit, at it, and not yet at it: low-score, critical-score (with a low dimension), low-dimension.
    for (scale, low, critical, dimension, best) in [
        ("0-10", ["6.9", "7", "7.1"], ["4.9", "5", "5.1"], ["4.9", "5", "5.1"], "10"),
        ("10-0", ["3.1", "3", "2.9"], ["5.1", "5", "4.9"], ["5.1", "5", "4.9"], "0"),
        ("1-5", ["3.9", "4", "4.1"], ["2.9", "3", "3.1"], ["2.9", "3", "3.1"], "5"),
        ("5-1", ["2.1", "2", "1.9"], ["3.1", "3", "2.9"], ["3.1", "3", "2.9"], "1"),
        ("1-10", ["7.2", "7.3", "7.4"], ["5.4", "5.5", "5.6"], ["5.4", "5.5", "5.6"], "10"),
        ("1-7", ["5.1", "5.2", "5.3"], ["3.9", "4", "4.1"], ["3.9", "4", "4.1"], "7"),
        ("7-1", ["2.9", "2.8", "2.7"], ["4.1", "4", "3.9"], ["4.1", "4", "3.9"], "1"),
        ("0-100", ["69", "70", "71"], ["49", "50", "51"], ["49", "50", "51"], "100"),
    ] {
        let config = Config::default();
        let of = |scores: [&'static str; 3]| ["beyond", "at", "before"].into_iter().zip(scores);
        let lows: Vec<_> = of(low).map(|(name, score)| (name, score, best)).collect();
        assert_eq!(labelled(&config, scale, &lows, Label::AtRisk), ["beyond"], "low-score on {scale}");
        let dimensions: Vec<_> = of(dimension).map(|(name, score)| (name, best, score)).collect();
        assert_eq!(
            labelled(&config, scale, &dimensions, Label::AtRisk),
            ["beyond"],
            "low-dimension on {scale}"
        );
        let [beyond, ..] = dimension;
        let criticals: Vec<_> = of(critical).map(|(name, score)| (name, score, beyond)).collect();
        assert_eq!(
            labelled(&config, scale, &criticals, Label::Critical),
            ["beyond"],
            "critical-score on {scale}"
        );
    }
}

#[test]
fn a_drop_is_measured_towards_the_bad_end() {
    let plain = config("[signal.score-drop]\nnoise = false\n");
    for (scale, from, just, short, better) in [
        ("0-10", "10", "8.5", "8.6", "10"),
        ("10-0", "0", "1.5", "1.4", "0"),
        ("1-5", "5", "4.4", "4.5", "5"),
        ("5-1", "1", "1.6", "1.5", "1"),
    ] {
        let rows = |customer: &str, now: &str| {
            vec![
                format!("{customer},2026-06-10,,{from},{from},,\n"),
                format!("{customer},2026-09-10,,{now},{from},,\n"),
            ]
        };
        let all = [rows("just", just), rows("short", short), rows("better", better)].concat();
        let surveys = [survey("scores.csv", &all)];
        let list = Desk { scale, ..Desk::of(&plain, &surveys) }.list().expect("a list");
        assert_eq!((names(&list.call), names(&list.watch)), (vec![], vec!["just"]), "{scale}");
    }
}

/// What counts of two answers of one respondent at the same moment, whatever the order of rows and files.
fn counted(scale: &str, answers: [(&str, &str, &str); 2]) -> Vec<Option<f64>> {
    let text = |(file, response, overall): (&str, &str, &str)| {
        (file.to_owned(), format!("Acme,2026-09-28,Ann,{overall},5,,{response}\n"))
    };
    let [one, other] = answers.map(text);
    let mut seen = Vec::new();
    for pair in [[&one, &other], [&other, &one]] {
        let files: Vec<Text> = match pair {
            [(file, row), (same, more)] if file == same => vec![survey(file, &[row.clone(), more.clone()])],
            pair => pair.map(|(file, row)| survey(file, std::slice::from_ref(row))).into(),
        };
        let by_month = config("[waves]\nby = \"month\"\n");
        let list = Desk { scale, ..Desk::of(&by_month, &files) }.list().expect("a list");
        seen.push(found(&list, "Acme").score);
    }
    seen
}

#[test]
fn ties_go_to_the_later_response_id_then_the_later_file_name_then_the_worse_score() {
    let three = vec![Some(3.0); 2];
    // As text: R9 is later than R10.
    assert_eq!(counted("0-10", [("a.csv", "R10", "8"), ("a.csv", "R9", "3")]), three);
    assert_eq!(counted("0-10", [("a.csv", "R9", "3"), ("b.csv", "R10", "8")]), three);
    assert_eq!(counted("0-10", [("a.csv", "R1", "2"), ("a.csv", "R2", "3")]), three);
    assert_eq!(counted("0-10", [("a.csv", "", "8"), ("b.csv", "", "3")]), three);
    assert_eq!(counted("0-10", [("a.csv", "", "2"), ("b.csv", "", "3")]), three);
    assert_eq!(counted("0-10", [("a.csv", "", "8"), ("a.csv", "", "3")]), three);
    assert_eq!(counted("5-1", [("a.csv", "", "2"), ("a.csv", "", "3")]), three);
}

#[test]
fn the_call_list_is_ordered_by_worth_then_chance_then_value_then_id() {
    // Where the margin is 0, every call is worth the same, and the chance decides; then the value; then the id.
    let accounts = "customer,value,margin\n\
        Dear,9000,0.5\nLikely,1000,0.5\nEqual,1000,0.5\n\
        No margin likely,10,0\nNo margin rich,900,0\nNo margin a,800,0\nNo margin b,800,0\n";
    let accounts = [Text::new("accounts.csv", accounts)];
    let text = |customer: &str, overall: &str, accuracy: &str| {
        format!("{customer},2026-09-28,,{overall},{accuracy},,\n")
    };
    let mut rows = vec![
        text("No margin b", "6", "9"),
        text("No margin a", "6", "9"),
        text("No margin rich", "6", "9"),
        text("No margin likely", "4", "3"),
        text("Likely", "4", "3"),
        text("Equal", "4", "3"),
        text("Dear", "6", "9"),
    ];
    let config = Config::default();
    for _ in 0..2 {
        let surveys = [survey("scores.csv", &rows)];
        let list = Desk { accounts: &accounts, ..Desk::of(&config, &surveys) }.list().expect("a list");
        let expected =
            ["Dear", "Equal", "Likely", "No margin likely", "No margin rich", "No margin a", "No margin b"];
        assert_eq!(names(&list.call), expected);
        rows.reverse();
    }
}

#[test]
fn somebody_without_a_value_takes_the_median_and_goes_behind_those_who_have_it() {
    let accounts = [Text::new("accounts.csv", "customer,value\nRich,3000\nZeta,2000\nPoor,1000\nBare,\n")];
    let rows: Vec<String> = ["Bare", "Poor", "Rich", "Zeta"].map(|name| row(name, "2026-09-28", "6")).into();
    let (config, surveys) = (Config::default(), [survey("scores.csv", &rows)]);
    let list = Desk { accounts: &accounts, ..Desk::of(&config, &surveys) }.list().expect("a list");
    assert_eq!(names(&list.call), ["Rich", "Zeta", "Bare", "Poor"]);
}

#[test]
fn since_is_the_day_of_the_oldest_reason_that_still_fires() {
    let rows = [
        "Acme,2026-03-10,,3,9,,\n".to_owned(),
        "Acme,2026-06-10,,4,9,,\n".to_owned(),
        "Acme,2026-09-10,,,,We may cancel.,\n".to_owned(),
    ];
    let (config, surveys) = (Config::default(), [survey("scores.csv", &rows)]);
    let list = Desk::of(&config, &surveys).list().expect("a list");
    let acme = found(&list, "Acme");
    let dates: Vec<_> =
        acme.reasons.iter().filter_map(|reason| reason.date).map(|date| date.to_string()).collect();
    assert_eq!(dates, ["2026-06-10", "2026-06-10", "2026-09-10"]);
    assert_eq!(acme.since.map(|day| day.to_string()).as_deref(), Some("2026-06-10"));
}
