//! Exports that nobody here wrote, read as they came: every row of the list against a plain reading of the same file, and
//! what is said of it. They lie beside the project, not in it; where they are missing, that is said and nothing tested.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a file that cannot be read has failed the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An export, how it is read, and what is expected of it.
struct Real<'a> {
    path: &'a str,
    /// `[[source]]` of the file, beside its name; empty where there is no configuration.
    config: &'static str,
    options: &'static [&'static str],
    as_of: &'static str,
    /// What has to be said.
    said: &'a [&'a str],
    /// How many customers are critical, at risk and fine.
    labels: [usize; 3],
    /// The first customer of the file with an answer and the last, with their scores.
    ends: [(&'a str, &'a str); 2],
}

/// The rows of a list by customer, each by its header.
type List = BTreeMap<String, BTreeMap<String, String>>;

fn real(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !file.is_file() {
        // Past the test harness, which swallows what a passing test prints.
        let _ = writeln!(io::stderr(), "SKIPPED, since the file is not there: {path}");
        return None;
    }
    Some(file)
}

/// The rows of a file, as a reader of CSV gives them that knows nothing of surveys.
fn rows_of(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(real(path).expect("the file")).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect()
}

/// The code, what is said and the list, as rows by customer.
fn flag(real_file: &Real<'_>) -> Option<(Option<i32>, String, List)> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(real(real_file.path)?, folder.path().join("survey.csv")).expect("a copy");
    if !real_file.config.is_empty() {
        let config = format!("[[source]]\nfiles = [\"survey.csv\"]\n{}", real_file.config);
        fs::write(folder.path().join("retain.toml"), config).expect("a configuration");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
    command.current_dir(folder.path()).args(["flag", "survey.csv", "--format", "csv", "--all"]);
    let output = command
        .args(["--as-of", real_file.as_of])
        .args(real_file.options)
        .output()
        .expect("the program runs");
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows = reader.deserialize().map(|row| row.expect("a row"));
    let list = rows.map(|row: BTreeMap<String, String>| (row["customer"].clone(), row)).collect();
    Some((output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"), list))
}

/// Asserts what is said and listed; `plain` gives customer, score and day of each row of a plain reading, in the order
/// of the file: of several rows of a customer the last day counts.
#[track_caller]
fn check(file: &Real<'_>, plain: impl Fn(&[Vec<String>]) -> Vec<(String, Option<f64>, String)>) {
    let Some((code, said, list)) = flag(file) else { return };
    assert_eq!(code, Some(0), "{said}");
    for words in file.said {
        assert!(said.contains(words), "{words}: {said}");
    }
    let labelled = |label: &str| list.values().filter(|row| row["label"] == label).count();
    assert_eq!(["critical", "at-risk", "fine"].map(labelled), file.labels, "{said}");
    for (customer, score) in file.ends {
        assert_eq!(list[customer]["score"], score, "{customer}");
    }
    let mut expected: BTreeMap<String, (f64, String)> = BTreeMap::new();
    let answered = plain(&rows_of(file.path)).into_iter();
    for (customer, score, day) in answered.filter_map(|(customer, score, day)| Some((customer, score?, day)))
    {
        let later = expected.get(&customer).is_none_or(|(_, other)| *other <= day);
        if later {
            expected.insert(customer, (score, day));
        }
    }
    assert_eq!(list.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (customer, (score, day)) in expected {
        let row = &list[&customer];
        let listed: f64 = row["score"].parse().expect("a number");
        assert!((listed - score).abs() < 0.0001, "{customer}: {listed} for {score}");
        assert_eq!(row["date"], day.get(..10).unwrap_or_default(), "{customer}");
    }
}

/// Asserts that a file is refused, with these words and nothing on standard output.
#[track_caller]
fn refused(path: &str, config: &'static str, words: &[&str]) {
    let file = Real {
        path,
        config,
        options: &[],
        as_of: "2026-10-05",
        said: &[],
        labels: [0; 3],
        ends: [("", ""); 2],
    };
    let Some((code, said, list)) = flag(&file) else { return };
    assert_eq!((code, list.len()), (Some(2), 0), "{said}");
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
}

const AIRLINES: &str = "nps/case122_nps_airlines.csv";
const FORM: &str = "google-forms/case040_google_forms_sudzilla.csv";
const LONG: &str = "nps/long_three_dates.csv";
const HEALTH: &str = "limesurvey/dummy_data_codeandtext.csv";
const SOUTH: &str = "surveymonkey/SOUTH.csv";
const FLYING: &str = "surveymonkey/flying-etiquette.csv";

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok()
}

/// The mean of what is answered.
fn mean(scores: impl Iterator<Item = f64>) -> Option<f64> {
    let scores: Vec<f64> = scores.collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

#[test]
fn the_ids_of_the_airlines_file_are_the_customers() {
    let file = Real {
        path: AIRLINES,
        config: "",
        options: &[],
        as_of: "2026-10-05",
        said: &[
            "read survey.csv: 5723 answers; UTF-8, comma; customer: `CustomerID`, no date",
            "scores: `How likely are you to recommend this airline?` (overall) on 0-10",
            "customers with answers: 5723;",
            "1 wave (a file each)",
            "not used: `Airline`",
        ],
        labels: [0, 1558, 4165],
        ends: [("013d950", "6"), ("abdb43d", "7")],
    };
    let plain = |row: &Vec<String>| (row[1].clone(), number(&row[2]), String::new());
    check(&file, |rows| rows.iter().skip(1).map(plain).collect());
}

#[test]
fn the_airlines_are_the_customers_where_that_is_said() {
    let file = Real {
        path: AIRLINES,
        config: "",
        options: &["--customer", "Airline"],
        as_of: "2026-10-05",
        said: &[],
        labels: [0; 3],
        ends: [("", ""); 2],
    };
    let Some((_, said, list)) = flag(&file) else { return };
    assert!(said.contains("customers with answers: 98;") && said.contains("5723 answers"), "{said}");
    assert!(list.contains_key("Schmeler, Schimmel and Collier"));
    let at_risk = list.values().filter(|row| row["label"] == "at-risk" && row["reasons"] == "low-score");
    assert_eq!((list.len(), at_risk.count()), (98, 51));
}

#[test]
fn a_form_without_identity_is_refused_with_both_remedies() {
    refused(FORM, "", &["error[no-customer-column]", "--customer", "--each-row"]);
}

#[test]
fn every_row_of_the_form_is_somebody_where_that_is_said() {
    let file = Real {
        path: FORM,
        config: "",
        options: &["--each-row"],
        as_of: "2019-12-01",
        said: &[
            "39 answers; UTF-8, comma, as Google Forms exports it; customer: every row, date `Timestamp`",
            "`On a scale of 0-10, how would you rate Sudzilla?`, `On a scale of 0-10, how would you rate the opening \
             keynote?`, `On a scale of 0-10, how would you rate the closing keynote?` on 0-10 (as the header says)",
            "the mean of 3 columns stands for it",
            "from 2019-11-01 to 2019-11-04",
            "note[comments-not-read]: `Which three words would you use",
        ],
        labels: [17, 10, 12],
        ends: [("line 2 of survey.csv", "0"), ("line 40 of survey.csv", "6.3333")],
    };
    check(&file, |rows| {
        let answers = rows.iter().enumerate().skip(1).map(|(at, row)| {
            let (date, _) = row[0].split_once(' ').expect("a time");
            let parts: Vec<u32> = date.split('/').map(|part| part.parse().expect("a number")).collect();
            let day = format!("{}-{:02}-{:02}", parts[2], parts[0], parts[1]);
            (
                format!("line {} of survey.csv", at + 1),
                mean([1, 3, 4].iter().filter_map(|at| number(&row[*at]))),
                day,
            )
        });
        answers.collect()
    });
}

#[test]
fn the_rows_of_the_long_file_are_answers_of_115_people() {
    refused(
        LONG,
        "",
        &["error[one-answer-a-row]: every row holds one answer: `answer_content`", "[source.long]"],
    );
    let file = Real {
        path: LONG,
        config: "[source.columns]\ncustomer = \"student_id\"\ncontact = \"student_id\"\n\
            [source.long]\ndimension = \"question_category\"\nvalue = \"answer_content\"\ncomments = [\"commentary\"]\n\
            scores = { NPS = { dimension = \"overall\", scale = \"0-10\" } }\n",
        options: &[],
        as_of: "2021-05-10",
        said: &[
            "530 answers (5 without any answer); UTF-8, comma; customer: `student_id`, date `answer_datetime`",
            "scores: `NPS` (overall) on 0-10",
            "5 rows of other questions are not read: `(blank)`",
            "customers with answers: 115;",
            "from 2021-04-10 to 2021-05-08",
        ],
        labels: [0, 16, 99],
        ends: [("12070", "7"), ("11724", "10")],
    };
    let plain = |row: &Vec<String>| (row[2].clone(), number(&row[6]), row[8].clone());
    check(&file, |rows| rows.iter().filter(|row| row[5] == "NPS").map(plain).collect());
}

#[test]
fn the_options_of_the_southerners_are_one_answer_each() {
    let file = Real {
        path: SOUTH,
        config: "[source.columns]\ncustomer = \"RespondentID\"\n\
            [[source.score]]\ndimension = \"overall\"\ncolumn = [\"~^How much, if at all\"]\nscale = \"1-4\"\n\
            labels = { \"Not at all\" = 1, \"Not much\" = 2, Some = 3, \"A lot\" = 4 }\n",
        options: &[],
        as_of: "2026-10-05",
        said: &[
            "read survey.csv: 2528 answers; UTF-8, comma; customer: `RespondentID`, no date",
            "`How much, if at all, do you personally identify as a Southerner?` (overall) on 1-4",
            "customers with answers: 2528;",
        ],
        labels: [0, 1949, 579],
        ends: [("3190851410", "3"), ("3184072994", "1")],
    };
    check(&file, |rows| {
        let first =
            rows[0].iter().position(|name| name.starts_with("How much, if at all")).expect("a question");
        let plain = |row: &Vec<String>| {
            let options = ["Not at all", "Not much", "Some", "A lot"];
            let answer = row[first..first + 4].concat();
            let score = options.iter().position(|option| *option == answer).map(|at| at as f64 + 1.0);
            (row[0].clone(), score, String::new())
        };
        rows.iter().skip(2).map(plain).collect()
    });
}

#[test]
fn the_words_of_the_passengers_are_numbers() {
    let file = Real {
        path: FLYING,
        config: "[source.columns]\ncustomer = \"RespondentID\"\n\
            [[source.score]]\ndimension = \"overall\"\ncolumn = \"~bring a baby\"\nscale = \"3-1\"\n\
            labels = { \"No, not at all rude\" = 1, \"Yes, somewhat rude\" = 2, \"Yes, very rude\" = 3 }\n",
        options: &[],
        as_of: "2026-10-05",
        said: &[
            "read survey.csv: 849 answers (191 without any answer);",
            "on 3-1",
            "customers with answers: 849;",
        ],
        labels: [0, 257, 592],
        ends: [("3434278696", "1"), ("3431729581", "2")],
    };
    check(&file, |rows| {
        let column = rows[0].iter().position(|name| name.contains("bring a baby")).expect("a question");
        let plain = |row: &Vec<String>| {
            let words = ["No, not at all rude", "Yes, somewhat rude", "Yes, very rude"];
            let score = words.iter().position(|word| *word == row[column]).map(|at| at as f64 + 1.0);
            (row[0].clone(), score, String::new())
        };
        rows.iter().skip(1).map(plain).collect()
    });
}

#[test]
fn both_forms_of_one_export_say_the_same() {
    for (path, header_rows, words) in [
        (
            "qualtrics/No_Basis_for_Evaluation (Insights).csv",
            3,
            "2 more header rows below the header give the questions their words",
        ),
        (
            "qualtrics/No_Basis_for_Evaluation (Legacy).csv",
            2,
            "1 more header row below the header names the columns",
        ),
    ] {
        refused(
            path,
            "",
            &["error[every-row-dropped]: all 15 rows left out", "[source.read] drop-rows = []"],
        );
        // Codes below the scale ("no basis for evaluation") are no answers.
        let file = Real {
            path,
            config: "[source.read]\ndrop-rows = []\n\
                [source.columns]\ncustomer = \"ResponseID\"\ndate = \"EndDate\"\n\
                [[source.score]]\ndimension = \"overall\"\ncolumn = \"Q1\"\nscale = \"1-3\"\n",
            options: &[],
            as_of: "2016-07-01",
            said: &[
                words,
                "13 answers (2 without any answer); UTF-8",
                "as Qualtrics exports it; customer: `ResponseID`, date `EndDate`",
                "`Indicate how you feel about squash` (overall) on 1-3",
                "on 2016-06-24",
            ],
            labels: [0, 6, 7],
            ends: [("R_ebopwASnJ6p0KSp", "3"), ("R_cMkftXWgl0BWu0Z", "3")],
        };
        check(&file, |rows| {
            let at = |name: &str| {
                let rows = rows.iter().take(header_rows);
                rows.filter_map(|row| row.iter().position(|other| other == name)).next().expect("a column")
            };
            let (id, end, squash) = (at("ResponseID"), at("EndDate"), at("Q1"));
            let score = |row: &Vec<String>| number(&row[squash]).filter(|score| *score > 0.0);
            let plain = |row: &Vec<String>| (row[id].clone(), score(row), row[end].clone());
            rows.iter().skip(header_rows).map(plain).collect()
        });
    }
}

#[test]
fn a_single_answer_in_both_forms_of_an_export_is_that_answer() {
    for (path, customer, date) in [
        ("qualtrics/sample.csv", "line 4 of survey.csv", "`RecordedDate`"),
        ("qualtrics/sample_legacy.csv", "line 3 of survey.csv", "`EndDate`"),
    ] {
        refused(path, "", &["error[no-customer-column]", "--each-row"]);
        let file = Real {
            path,
            config: "",
            options: &["--each-row", "--scale", "1-5"],
            as_of: "2017-08-01",
            said: &[
                "1 answer;",
                "as Qualtrics exports it",
                "`This is a multiple choice question.` (overall) on 1-5",
            ],
            labels: [0, 1, 0],
            ends: [(customer, "2"); 2],
        };
        check(&file, |_| vec![(customer.to_owned(), Some(2.0), "2017-07-18 08:28:48".to_owned())]);
        let Some((_, said, _)) = flag(&file) else { return };
        assert!(said.contains(&format!("date {date}")), "{said}");
    }
}

/// The numbers of the words in the questions of the long questionnaire.
fn satisfaction(word: &str) -> Option<f64> {
    let words = ["Very dissatisfied", "Dissatisfied", "Neither/nor", "Satisfied", "Very satisfied"];
    words.iter().position(|other| *other == word).map(|at| at as f64 + 1.0)
}

#[test]
fn the_questions_of_a_long_questionnaire_are_told_from_its_559_columns() {
    let file = Real {
        path: HEALTH,
        config: "",
        options: &["--customer", "id. Response ID"],
        as_of: "2020-11-05",
        said: &[
            "10 answers (2 without any answer); UTF-8 with BOM, comma, as LimeSurvey exports it; customer: \
             `id. Response ID`, date `datestamp. Date last action`",
            "are you with the following aspects? [Supervision]` is answered in words of satisfaction: Very \
             dissatisfied = 1, Neither/nor = 3, Very satisfied = 5",
            "the mean of 34 columns stands for it",
            "from 2020-10-26 to 2020-10-29",
            "note[comments-not-read]",
        ],
        labels: [5, 4, 1],
        ends: [("23", "1"), ("56", "2.8846")],
    };
    check(&file, |rows| {
        let header = &rows[0];
        assert_eq!(header.len(), 559);
        let is_question =
            |name: &str| ["C1[", "C9[", "F5a2.", "F5a3.", "F5a4."].iter().any(|code| name.starts_with(code));
        let questions: Vec<usize> = (0..header.len()).filter(|at| is_question(&header[*at])).collect();
        let day = header.iter().position(|name| name.starts_with("datestamp.")).expect("a column");
        let plain = |row: &Vec<String>| {
            let score = mean(questions.iter().filter_map(|at| satisfaction(&row[*at])));
            (row[0].clone(), score, row[day].clone())
        };
        rows.iter().skip(1).map(plain).collect()
    });
}

#[test]
fn the_columns_of_a_long_questionnaire_are_named_by_their_code() {
    let file = Real {
        path: HEALTH,
        config: "[source.columns]\ncustomer = \"~^id\\\\.\"\ndate = \"~^datestamp\"\n\
            [[source.score]]\ndimension = \"overall\"\ncolumn = \"~^C1.SQ001.\"\nscale = \"1-5\"\n\
            labels = { \"Very dissatisfied\" = 1, \"Neither/nor\" = 3, \"Very satisfied\" = 5 }\n",
        options: &[],
        as_of: "2020-11-05",
        said: &[
            "10 answers (2 without any answer);",
            "customer: `id. Response ID`, date `datestamp. Date last action`",
        ],
        labels: [0, 7, 3],
        ends: [("23", "1"), ("56", "3")],
    };
    check(&file, |rows| {
        let at = |code: &str| rows[0].iter().position(|name| name.starts_with(code)).expect("a column");
        let (score, day) = (at("C1[SQ001]"), at("datestamp."));
        rows.iter().skip(1).map(|row| (row[0].clone(), satisfaction(&row[score]), row[day].clone())).collect()
    });
}
