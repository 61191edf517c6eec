//! Turns CSV files into workbooks and compares what the program makes of both; and keeps it from any harm that a
//! workbook can do.
//!
//! The workbooks of `tests/cases` come from here as well: `cargo test --test workbooks -- --ignored` writes them anew.

#![expect(clippy::expect_used, reason = "what cannot be set up cannot be tested")]

mod books;
mod surveys;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::*;
use retain::config::Config;
use surveys::{Desk, Text};

use books::{Cell, fill, of_csv, of_rows, shapes, with_part, workbook, write};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn retain(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
    command.args(arguments).current_dir(folder).output().expect("the program runs")
}

/// The files below a folder, by their path in it.
fn files_in(folder: &Path, inner: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join(inner)).expect("a folder").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| inner.join(entry.file_name())).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if folder.join(&path).is_dir() { files_in(folder, &path) } else { vec![path] })
        .collect()
}

/// What was printed of CSV files, as if each of their records were a row of a sheet.
fn as_of_workbooks(output: &[u8], folder: &Path) -> String {
    let text = String::from_utf8_lossy(output).into_owned();
    let place = regex::Regex::new(r"([a-z0-9/-]+)\.csv:(\d+)").expect("a pattern");
    let text = place.replace_all(&text, |found: &regex::Captures<'_>| {
        let file = fs::File::open(folder.join(format!("{}.csv", &found[1]))).expect("a file");
        let records = csv::ReaderBuilder::new().has_headers(false).from_reader(file).into_records();
        let line = |record: &csv::StringRecord| record.position().expect("a place").line();
        let above = records.flatten().take_while(|record| line(record).to_string() != found[2]).count();
        format!("{}.xlsx:Answers!{}", &found[1], above + 1)
    });
    regex::Regex::new(r"\.csv\b").expect("a pattern").replace_all(&text, ".xlsx").into_owned()
}

/// Asserts that a folder of CSV files and the same as workbooks give the same answers.
fn assert_alike(example: &str, customers: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (plain, books) = (folder.path().join("plain"), folder.path().join("books"));
    let original = root().join(example);
    let mut surveys = Vec::new();
    for path in files_in(&original, Path::new("")) {
        for target in [plain.join(&path), books.join(&path)] {
            fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        }
        let text = fs::read_to_string(original.join(&path)).expect("text");
        fs::write(plain.join(&path), &text).expect("written");
        if path.extension().is_some_and(|ending| ending == "csv") {
            let book = of_csv("Answers", &text).expect("a workbook");
            fs::write(books.join(path.with_extension("xlsx")), book).expect("written");
            if path.to_string_lossy().contains("scores") {
                surveys.push(path.to_string_lossy().into_owned());
            }
        } else {
            fs::write(books.join(&path), text.replace(".csv", ".xlsx")).expect("written");
        }
    }
    let mut runs: Vec<Vec<&str>> =
        ["csv", "json", "md"].iter().map(|format| vec!["flag", "--format", format]).collect();
    runs.extend(customers.iter().map(|customer| vec!["explain", customer, "--format", "json"]));
    for mut run in runs {
        run.extend(["--as-of", "2026-10-05"]);
        let of_plain: Vec<&str> = run.iter().copied().chain(surveys.iter().map(String::as_str)).collect();
        let renamed: Vec<String> = surveys.iter().map(|survey| survey.replace(".csv", ".xlsx")).collect();
        let of_books: Vec<&str> = run.iter().copied().chain(renamed.iter().map(String::as_str)).collect();
        let (folder, plain, books) = (&plain, retain(&plain, &of_plain), retain(&books, &of_books));
        assert_eq!(plain.status.code(), Some(0), "{}", String::from_utf8_lossy(&plain.stderr));
        assert_eq!(books.status.code(), Some(0), "{}", String::from_utf8_lossy(&books.stderr));
        assert!(plain.stdout.len() > 150, "{run:?} says next to nothing");
        let has_places = String::from_utf8_lossy(&books.stdout).contains(".xlsx:Answers!");
        assert!(has_places || !run.contains(&"json"), "{run:?} names no cell");
        let books = String::from_utf8_lossy(&books.stdout).into_owned();
        let plain = as_of_workbooks(&plain.stdout, folder);
        let other = books.lines().zip(plain.lines()).find(|(one, other)| one != other);
        assert_eq!((other, books.len()), (None, plain.len()), "{run:?}");
    }
}

#[test]
fn a_survey_and_its_workbook_give_the_same_list() {
    assert_alike("examples/first-day", &["Acme Dental"]);
}

#[test]
fn accounts_invitations_and_incidents_and_their_workbooks_give_the_same_list() {
    assert_alike("examples/it-provider", &["acme-dental"]);
}

#[test]
fn orders_contacts_and_departures_and_their_workbooks_give_the_same_list() {
    assert_alike("tests/cases/orders-alone/in", &["Initech Accounting"]);
    assert_alike("tests/cases/churn/in", &["Initech Accounting"]);
    assert_alike("tests/cases/contacts/in", &["Acme Dental"]);
}

/// Runs `retain flag` on a workbook; what it answers, what it says, and its code.
fn flag(book: &[u8]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scores.xlsx"), book).expect("written");
    let output = retain(folder.path(), &["flag", "scores.xlsx", "--as-of", "2026-10-05", "--format", "csv"]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

const ROWS: &[&[&str]] = &[
    &["Customer", "Date", "Overall", "Accuracy", "Comment"],
    &["Acme", "2026-09-28", "4", "3", "late again"],
    &["Globex", "2026-09-29", "6", "6", ""],
    &["Initech", "2026-09-30", "9", "10", "fine"],
];

#[test]
fn a_workbook_that_unpacks_to_more_than_a_gibibyte_is_refused() {
    let book = of_rows("Answers", ROWS).expect("a workbook");
    // Blanks between two rows, which a reader would skip one by one.
    let bomb = with_part(&book, "xl/worksheets/sheet1.xml", |text| {
        text.replacen("</row>", &format!("</row>{}", " ".repeat(1024 * 1024 * 1024)), 1)
    });
    let bomb = bomb.expect("a bomb");
    assert!(bomb.len() < 4 * 1024 * 1024, "{} bytes", bomb.len());
    let (list, said, code) = flag(&bomb);
    assert_eq!((list.as_str(), code), ("", Some(2)), "{said}");
    assert!(said.contains("error[workbook-too-large]") && said.contains("hint:"), "{said}");
}

#[test]
fn what_a_workbook_says_of_its_own_size_is_not_believed() {
    let book = of_rows("Answers", ROWS).expect("a workbook");
    for count in ["99999999999999999", "18446744073709551615", "1000000000"] {
        let said_to_be = |text: &str| text.replacen("uniqueCount=\"", &format!("uniqueCount=\"{count}"), 1);
        let lie = with_part(&book, "xl/sharedStrings.xml", said_to_be);
        let (list, said, code) = flag(&lie.expect("a workbook"));
        assert_eq!((list.as_str(), code), ("", Some(2)), "{said}");
        assert!(said.contains("error[damaged-workbook]"), "{said}");
    }
    // One cell in the last corner of a sheet must not make a sheet of sixteen thousand million cells.
    let far = with_part(&book, "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>")
    });
    let (_, said, code) = flag(&far.expect("a workbook"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 without any answer"), "{said}");
}

#[test]
fn texts_that_many_cells_share_count_every_time() {
    let book = of_rows("Answers", ROWS).expect("a workbook");
    let long = "x".repeat(1024 * 1024);
    let book = with_part(&book, "xl/sharedStrings.xml", |text| text.replacen("late again", &long, 1));
    let row = |number: u32| format!("<row r=\"{number}\"><c r=\"E{number}\" t=\"s\"><v>6</v></c></row>");
    let rows: String = (5..1100).map(row).collect();
    let book = with_part(&book.expect("a workbook"), "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", &format!("{rows}</sheetData>"))
    });
    let (list, said, code) = flag(&book.expect("a workbook"));
    assert_eq!((list.as_str(), code), ("", Some(2)), "{said}");
    assert!(said.contains("error[workbook-too-large]"), "{said}");
}

#[test]
fn a_workbook_cut_anywhere_is_refused_or_read_and_never_half_read() {
    let book = of_rows("Answers", ROWS).expect("a workbook");
    let (whole, ..) = flag(&book);
    assert!(whole.contains("\nAcme,"), "{whole}");
    for share in 1..20 {
        let cut = &book[..book.len() * share / 20];
        let (list, said, code) = flag(cut);
        assert_eq!((list.as_str(), code), ("", Some(2)), "{said}");
        assert!(said.contains("error[damaged-workbook]"), "{said}");
    }
}

#[test]
fn parts_with_other_bytes_in_them_are_read_or_refused_and_nothing_worse() {
    let book = of_rows("Answers", ROWS).expect("a workbook");
    let parts = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];
    let with = |part: &str, from: &str, to: &str| with_part(&book, part, |text| text.replacen(from, to, 1));
    let changes = [
        ("r=\"B2\"", "r=\"ZZZZZZ99999999999999\""),
        ("r=\"B2\"", "r=\"2B\""),
        ("r=\"B2\"", "r=\"\""),
        ("r=\"B2\"", "r=\"A2\""),
        ("r=\"3\"", "r=\"1\""),
        ("t=\"s\"", "t=\"e\""),
        ("t=\"s\"", "t=\"?\""),
        ("s=\"1\"", "s=\"4294967295\""),
        ("<v>0</v>", "<v>999999999</v>"),
        ("<v>0</v>", "<v>-1</v>"),
        ("<v>0</v>", "<v></v>"),
        ("<v>0</v>", "<v>NaN</v>"),
        ("<v>4</v>", "<v>1e999</v>"),
        ("<v>4</v>", "<v>&#0;</v>"),
        ("<v>4</v>", "<v>&bomb;</v>"),
        ("ref=\"A1:E4\"", "ref=\"A1:XFD1048576\""),
        ("ref=\"A1:E4\"", "ref=\"\""),
        ("<sheetData>", ""),
        ("</sst>", ""),
        ("<si>", "<si><si>"),
        ("sheetId=\"1\"", "sheetId=\"0\""),
        ("r:id=\"rId1\"", "r:id=\"rId99\""),
        ("numFmtId=", "numFmtId=\"x\" was="),
        ("<numFmts", "<!-- <numFmts"),
    ];
    for part in parts {
        for (from, to) in changes {
            let changed = with(part, from, to).expect("a workbook");
            let (list, said, code) = flag(&changed);
            assert!(matches!(code, Some(0 | 2)), "{part}: {from} -> {to}: {code:?} {said}");
            assert_eq!(list.is_empty(), code == Some(2), "{part}: {from} -> {to}: {said}");
        }
    }
}

#[test]
fn days_counted_from_1904_are_the_same_days() {
    let mut book = workbook().expect("a workbook");
    let sheet = book.add_worksheet();
    fill(sheet, (0, 0), &[&["Customer", "Date", "Overall"], &["Acme", "", "4"], &["Globex", "", "6"]])
        .expect("filled");
    for (row, day) in [(1, 46_293.0), (2, 46_294.5)] {
        write(sheet, row, 1, Cell::Time(day - 1462.0, "yyyy-mm-dd hh:mm")).expect("written");
    }
    let book = book.save_to_buffer().expect("a workbook");
    let (_, said, _) = flag(&book);
    assert!(said.contains("2022-09-27"), "{said}");
    let book = with_part(&book, "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    let (list, said, code) = flag(&book.expect("a workbook"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("2026-09-28") && list.contains("\nAcme,"), "{said}\n{list}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_part_of_a_workbook_makes_it_panic(
        part in proptest::sample::select(vec![
            "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml",
        ]),
        changes in proptest::collection::vec((0.0..1.0, 0_usize..12, "[ -~é]{0,6}|</c>|<c r=\"A1\">|\"9999999999\"|&#x41;|&lt|<!--"), 1..4),
    ) {
        let book = of_rows("Answers", ROWS).expect("a workbook");
        let changed = with_part(&book, part, |text| {
            changes.iter().fold(text.to_owned(), |text, (share, length, new)| {
                let letters: Vec<char> = text.chars().collect();
                let at = (letters.len() as f64 * share) as usize;
                let rest = letters.iter().skip(at + length);
                letters.iter().take(at).copied().chain(new.chars()).chain(rest.copied()).collect()
            })
        });
        let files = [Text::new("scores.xlsx", changed.expect("a workbook"))];
        Desk::of(&Config::default(), &files).list();
    }

    #[test]
    fn no_byte_of_a_workbook_makes_it_panic(share in 0.0..1.0, byte in any::<u8>(), length in 0_usize..4) {
        let mut book = of_rows("Answers", ROWS).expect("a workbook");
        let at = ((book.len() - 4) as f64 * share) as usize;
        book.splice(at..at + length, [byte]);
        Desk::of(&Config::default(), &[Text::new("scores.xlsx", book)]).list();
    }
}

#[test]
#[ignore = "it writes the workbooks of tests/cases, which stay as they are until somebody wants others"]
fn the_workbooks_of_the_cases_are_written() {
    for (path, book) in shapes::of_cases().expect("workbooks") {
        let path = root().join("tests/cases").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, book).expect("written");
    }
}
