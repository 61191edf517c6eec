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
