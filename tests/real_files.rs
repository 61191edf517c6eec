//! Exports that nobody here wrote, read as they came. They lie beside the project, not in it; where they are missing,
//! there is nothing to test.

#![expect(clippy::expect_used, reason = "a file that cannot be read has failed the test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn real(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    file.is_file().then_some(file)
}

fn retain(file: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
    command.arg("flag").arg(file).args(options).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

const AIRLINES: &str = "nps/case122_nps_airlines.csv";
const FORM: &str = "google-forms/case040_google_forms_sudzilla.csv";

#[test]
fn the_ids_of_the_airlines_file_are_the_customers() {
    let Some(file) = real(AIRLINES) else { return };
    let output = retain(&file, &["--as-of", "2026-10-05", "--format", "csv", "--all"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for words in [
        "5723 answers",
        "customer: `CustomerID`, no date",
        "on 0-10",
        "1 wave (a file each)",
        "nothing to compare with",
        "not used: `Airline`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let list = text(&output.stdout);
    let rows: Vec<&str> = list.lines().skip(1).collect();
    assert_eq!(rows.len(), 5723);
    let labelled = |label: &str| rows.iter().filter(|row| row.contains(&format!(",{label},"))).count();
    assert_eq!((labelled("at-risk"), labelled("critical"), labelled("fine")), (1558, 0, 4165));
    // The first and the last answer of the file: 6 and 10.
    let first = rows.iter().find(|row| row.starts_with("013d950,")).expect("the first customer");
    assert!(first.contains(",at-risk,1,low-score,6,,0-10,"), "{first}");
}

#[test]
fn the_airlines_are_the_customers_where_that_is_said() {
    let Some(file) = real(AIRLINES) else { return };
    let output =
        retain(&file, &["--as-of", "2026-10-05", "--format", "csv", "--all", "--customer", "Airline"]);
    let said = text(&output.stderr);
    assert!(said.contains("customers with answers: 98;") && said.contains("5723 answers"), "{said}");
    let list = text(&output.stdout);
    assert_eq!(list.lines().count(), 99);
    assert!(list.contains("\"Schmeler, Schimmel and Collier\""), "{list}");
    let at_risk = list.lines().filter(|row| row.contains(",at-risk,1,low-score,")).count();
    assert_eq!(at_risk, 51);
}

#[test]
fn a_form_without_identity_is_refused_with_both_remedies() {
    let Some(file) = real(FORM) else { return };
    let output = retain(&file, &["--as-of", "2019-12-01"]);
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
    assert!(
        said.contains("error[no-customer-column]")
            && said.contains("--customer")
            && said.contains("--each-row"),
        "{said}"
    );
}

#[test]
fn every_row_of_the_form_is_somebody_where_that_is_said() {
    let Some(file) = real(FORM) else { return };
    let output = retain(&file, &["--as-of", "2019-12-01", "--each-row", "--format", "csv", "--all"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("39 answers") && said.contains("from 2019-11-01 to 2019-11-04"), "{said}");
    let list = text(&output.stdout);
    assert_eq!(list.lines().count(), 40, "{list}");
    // The first answer gave 0, 0 and 0; the last 10, 9 and 9.
    let row = |line: &str| list.lines().find(|row| row.starts_with(line)).map(str::to_owned).expect(line);
    assert!(row("line 2 of ").contains(",0,,0-10,"), "{}", row("line 2 of "));
}

/// What is said and listed of a file with the mapping that somebody would write for it.
fn mapped(path: &str, mapping: &str, as_of: &str) -> Option<(Option<i32>, String, String)> {
    let file = real(path)?;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(file, folder.path().join("survey.csv")).expect("a copy");
    let config = format!("[[source]]\nfiles = [\"survey.csv\"]\n{mapping}");
    std::fs::write(folder.path().join("retain.toml"), config).expect("a configuration");
    let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
    command.current_dir(folder.path()).args(["flag", "--format", "csv", "--all", "--as-of", as_of]);
    let output = command.output().expect("the program runs");
    Some((output.status.code(), text(&output.stdout), text(&output.stderr)))
}

#[track_caller]
fn holds(said: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn the_rows_of_the_long_file_are_answers_of_115_people() {
    const LONG: &str = "[source.columns]\ncustomer = \"student_id\"\ncontact = \"student_id\"\n\
        [source.long]\ndimension = \"question_category\"\nvalue = \"answer_content\"\ncomments = [\"commentary\"]\n\
        scores = { NPS = { dimension = \"overall\", scale = \"0-10\" } }\n";
    let Some((code, list, said)) = mapped("nps/long_three_dates.csv", LONG, "2021-05-10") else { return };
    assert_eq!(code, Some(0), "{said}");
    let rows = ["530 answers (5 without any answer)", "customer: `student_id`, date `answer_datetime`"];
    holds(&said, &rows);
    holds(&said, &["`NPS` (overall) on 0-10", "5 rows of other questions are not read: `(blank)`"]);
    holds(&said, &["customers with answers: 115;", "from 2021-04-10 to 2021-05-08"]);
    assert_eq!(list.lines().count(), 116);
    // The last answer of the file.
    holds(&list, &["\n11724,"]);
}

#[test]
fn the_options_of_the_southerners_are_one_answer_each() {
    const SOUTH: &str = "[source.columns]\ncustomer = \"RespondentID\"\n\
        [[source.score]]\ndimension = \"overall\"\ncolumn = [\"~^How much, if at all\"]\nscale = \"1-4\"\n\
        labels = { \"Not at all\" = 1, \"Not much\" = 2, Some = 3, \"A lot\" = 4 }\n";
    let Some((code, list, said)) = mapped("surveymonkey/SOUTH.csv", SOUTH, "2026-10-05") else { return };
    assert_eq!(code, Some(0), "{said}");
    holds(&said, &["read survey.csv: 2528 answers;", "customers with answers: 2528;"]);
    holds(&said, &["`How much, if at all, do you personally identify as a Southerner?` (overall) on 1-4"]);
    assert!(!said.contains("left out"), "{said}");
    let row = |id: &str| list.lines().find(|row| row.starts_with(id)).map(str::to_owned).expect(id);
    assert!(row("3190851410,").contains(",3,,1-4,"), "{}", row("3190851410,"));
    assert!(row("3184072994,").contains(",1,,1-4,"), "{}", row("3184072994,"));
}

#[test]
fn the_words_of_the_passengers_are_numbers() {
    const FLYING: &str = "[source.columns]\ncustomer = \"RespondentID\"\n\
        [[source.score]]\ndimension = \"overall\"\ncolumn = \"~bring a baby\"\nscale = \"3-1\"\n\
        labels = { \"No, not at all rude\" = 1, \"Yes, somewhat rude\" = 2, \"Yes, very rude\" = 3 }\n";
    let Some((code, list, said)) = mapped("surveymonkey/flying-etiquette.csv", FLYING, "2026-10-05") else {
        return;
    };
    assert_eq!(code, Some(0), "{said}");
    holds(
        &said,
        &["read survey.csv: 849 answers (191 without any answer);", "on 3-1", "customers with answers: 849;"],
    );
    let last = list.lines().find(|row| row.starts_with("3431729581,")).expect("the last passenger");
    assert!(last.contains(",2,,3-1,"), "{last}");
}

const SQUASH: &str = "[source.columns]\ncustomer = \"ResponseID\"\ndate = \"EndDate\"\n\
    [[source.score]]\ndimension = \"overall\"\ncolumn = \"Q1\"\nscale = \"1-3\"\nmissing = [\"-1\"]\n\
    [[source.score]]\ndimension = \"squash\"\ncolumn = \"Q3_1\"\nscale = \"1-3\"\nmissing = [\"-1\", \"-2\"]\n";

#[test]
fn both_forms_of_one_export_say_the_same() {
    for (form, words) in [
        ("Insights", "2 more header rows below the header give the questions their words"),
        ("Legacy", "1 more header row below the header names the columns"),
    ] {
        let path = format!("qualtrics/No_Basis_for_Evaluation ({form}).csv");
        let Some((code, list, said)) = mapped(&path, SQUASH, "2026-10-05") else { return };
        assert_eq!(code, Some(0), "{said}");
        holds(&said, &[words, "read survey.csv: 15 answers", "date `EndDate`", "2016-06-24"]);
        holds(
            &said,
            &["`Indicate how you feel about squash` (overall)", "on 1-3", "customers with answers: 15;"],
        );
        holds(&list, &["\nR_ebopwASnJ6p0KSp,", "\nR_cMkftXWgl0BWu0Z,"]);
        let tests = "[source.read]\ndrop-rows = [{ column = \"Status\", is = [\"2\"] }]\n";
        let (code, list, said) = mapped(&path, &format!("{tests}{SQUASH}"), "2026-10-05").expect("the file");
        assert_eq!((code, list.as_str()), (Some(2), ""), "{said}");
        holds(&said, &["error[every-row-dropped]: all 15 rows left out by a rule: `Status` is \"2\""]);
    }
}

#[test]
fn the_columns_of_a_long_questionnaire_are_named_by_their_code() {
    const HEALTH: &str = "[source.columns]\ncustomer = \"~^id\\\\.\"\ndate = \"~^datestamp\"\n\
        complete = { column = \"~^lastpage\", is = [\"21\"], else = \"keep\" }\n\
        [[source.score]]\ndimension = \"overall\"\ncolumn = \"#3\"\nscale = \"0-100\"\n";
    let Some((code, _, said)) = mapped("limesurvey/dummy_data_codeandtext.csv", HEALTH, "2026-10-05") else {
        return;
    };
    assert_eq!(code, Some(0), "{said}");
    holds(&said, &["customer: `id. Response ID`, date `datestamp. Date last action`"]);
}
