//! Turns the small export of each survey tool into others as they come when somebody renames a column, moves one, adds
//! one, leaves one out or exports in another language, and compares what the program makes of them: the same list, or
//! a message with a remedy that gives the same list when it is followed. Never another list without a word.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "what cannot be set up cannot be tested")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const NEW: &str = "Column X";

/// An export, its delimiter, its header rows, and the options with which it is read.
struct Export {
    name: &'static str,
    delimiter: u8,
    header_rows: usize,
    options: &'static [&'static str],
}

const EXPORTS: [Export; 13] = [
    Export { name: "formbricks", delimiter: b',', header_rows: 1, options: &[] },
    Export { name: "google-forms", delimiter: b',', header_rows: 1, options: &[] },
    Export { name: "limesurvey", delimiter: b';', header_rows: 1, options: &["--scale", "0-10"] },
    Export { name: "qualtrics", delimiter: b',', header_rows: 3, options: &[] },
    Export {
        name: "qualtrics-of-the-old-form",
        delimiter: b',',
        header_rows: 2,
        options: &["--customer", "Name"],
    },
    Export { name: "surveymonkey", delimiter: b',', header_rows: 2, options: &[] },
    Export { name: "surveymonkey-expanded", delimiter: b',', header_rows: 2, options: &[] },
    Export { name: "typeform", delimiter: b',', header_rows: 1, options: &[] },
    Export { name: "client-heartbeat", delimiter: b',', header_rows: 1, options: &[] },
    Export { name: "asknicely", delimiter: b',', header_rows: 1, options: &["--customer", "company_c"] },
    Export { name: "retently", delimiter: b',', header_rows: 1, options: &["--scale", "0-10"] },
    Export { name: "microsoft-forms", delimiter: b',', header_rows: 1, options: &["--scale", "1-5"] },
    Export {
        name: "trustpilot",
        delimiter: b',',
        header_rows: 1,
        options: &["--scale", "1-5", "--customer", "Location Name"],
    },
];

/// Exports whose case is a workbook, saved as CSV.
const SAVED_AS_CSV: [(&str, &str); 2] = [
    (
        "microsoft-forms",
        "ID,Start time,Completion time,Email,Name,Company,How satisfied are you with our support?,And with our speed?,Comments\n\
         1,6/26/2026 6:00:00AM,6/26/2026 6:04:10AM,nora@acme.example,Nora,Acme Dental,2,1,We will not renew.\n\
         2,6/26/2026 11:30:00AM,6/26/2026 1:02:00PM,ben@pond.example,Ben,Pondwater Physio,5,4,\n\
         3,6/27/2026 9:12:00AM,6/27/2026 9:15:44AM,cid@initech.example,Cid,Initech Accounting,4,5,Fine\n",
    ),
    (
        "trustpilot",
        "Review ID,Review Created (UTC),Review Consumer User ID,Review Title,Review Content,Review Stars,Source Of Review,Tags,Location Name\n\
         r1,2026-09-21 07:30:00,611a,Never again,We will cancel the contract,1,Organic,,Northgate\n\
         r2,2026-09-22 16:12:30,5f3a,Good,Quick and kind,5,Organic,,Southgate\n\
         r3,2026-09-24 10:00:00,5f3b,Fine,,4,Invitation,,Westgate\n",
    ),
];

type Row = Vec<String>;

/// The columns of an export, each with its header cells; those under one question are one.
#[derive(Clone)]
struct Columns {
    header_rows: usize,
    units: Vec<Vec<Row>>,
}

impl Columns {
    fn of(export: &Export) -> Self {
        let path = format!("{}/tests/cases/{}/in/scores.csv", env!("CARGO_MANIFEST_DIR"), export.name);
        let saved = SAVED_AS_CSV.iter().find(|(name, _)| *name == export.name);
        let text =
            saved.map_or_else(|| fs::read_to_string(path).expect("the case"), |(_, text)| (*text).to_owned());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(export.delimiter)
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        let mut units: Vec<Vec<Row>> = Vec::new();
        for at in 0..rows[0].len() {
            let column: Row = rows.iter().map(|row| row[at].to_owned()).collect();
            match units.last_mut().filter(|_| column[0].is_empty()) {
                Some(unit) => unit.push(column),
                None => units.push(vec![column]),
            }
        }
        Self { header_rows: export.header_rows, units }
    }

    /// The header by which people know a column: the one that names it, of several rows.
    fn name(&self, unit: usize) -> &str {
        &self.units[unit][0][0]
    }

    /// Whether an option names a column.
    fn is_named_in(&self, unit: usize, options: &[&str]) -> bool {
        self.units[unit][0].iter().take(self.header_rows).any(|name| options.contains(&name.as_str()))
    }

    fn text(&self, delimiter: u8) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        let columns: Vec<&Row> = self.units.iter().flatten().collect();
        for row in 0..columns[0].len() {
            writer.write_record(columns.iter().map(|column| &column[row])).expect("written");
        }
        writer.into_inner().expect("a file")
    }

    fn renamed(&self, unit: usize) -> Self {
        let mut other = self.clone();
        for (row, cell) in other.units[unit][0].iter_mut().take(self.header_rows).enumerate() {
            // The third row says how a column is imported; the second names what options or codes leave open.
            let is_name =
                row == 0 || row == 1 && !["", "Response", "Open-Ended Response"].contains(&cell.as_str());
            if is_name && (row == 0 || self.units[unit].len() == 1) {
                NEW.clone_into(cell);
            }
        }
        other
    }

    fn without(&self, unit: usize) -> Self {
        let mut other = self.clone();
        other.units.remove(unit);
        other
    }

    fn swapped(&self, one: usize, two: usize) -> Self {
        let mut other = self.clone();
        other.units.swap(one, two);
        other
    }

    fn with(&self, at: usize, header: &str, cells: [&str; 3]) -> Self {
        let mut other = self.clone();
        let height = self.units[0][0].len();
        let cell = |row: usize| match row.checked_sub(self.header_rows) {
            None if row == 2 => "{\"ImportId\":\"QID99\"}".to_owned(),
            None if row == 1 && self.header_rows == 2 && self.units[0][0][1].is_empty() => {
                "Response".to_owned()
            }
            None => header.to_owned(),
            Some(row) => cells[row % 3].to_owned(),
        };
        other.units.insert(at, vec![(0..height).map(cell).collect()]);
        other
    }
}

/// What the program makes of a file.
struct Answer {
    code: Option<i32>,
    list: String,
    said: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_retain"))
        .current_dir(folder)
        .args(arguments)
        .args(["--as-of", "2026-10-05"])
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer { code: output.status.code(), list: text(output.stdout), said: text(output.stderr) }
}

fn flag(columns: &Columns, export: &Export, config: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scores.csv"), columns.text(export.delimiter)).expect("written");
    if !config.is_empty() {
        fs::write(folder.path().join("retain.toml"), config).expect("written");
    }
    flag_in(folder.path(), export)
}

fn flag_in(folder: &Path, export: &Export) -> Answer {
    let list = ["flag", "scores.csv", "--format", "csv", "--all"];
    run(folder, &[&list, export.options].concat())
}

/// What is said of one file and not of the other, beside what is said of every file.
fn new_lines<'a>(said: &'a str, before: &str) -> Vec<&'a str> {
    const OF_EVERY_FILE: [&str; 7] =
        ["read scores.csv", "  scores: ", "  not used: ", "customers with", "1 wave", "thresholds", "next: "];
    let known: BTreeSet<&str> = before.lines().collect();
    said.lines()
        .filter(|line| !known.contains(line))
        .filter(|line| !OF_EVERY_FILE.iter().any(|lead| line.starts_with(lead)))
        .collect()
}

/// The remedies of the messages that a mutation brought about, as a configuration: what stands in for a column that the
/// program cannot know has the name that it got.
fn remedy(said: &str, before: &str) -> Option<String> {
    let lines: Vec<&str> =
        new_lines(said, before).into_iter().filter_map(|line| line.strip_prefix("        ")).collect();
    let (mut columns, mut read, mut scores) = (String::new(), String::new(), String::new());
    for line in &lines {
        let (key, _) = line.split_once(" = ").unwrap_or_default();
        match key {
            "drop-rows" => read += &line.replace("\"Status\"", &format!("{NEW:?}")),
            "customer" | "response" => columns += &format!("{key} = {NEW:?}\n"),
            "date" | "comment" | "sentiment" => columns += &format!("{line}\n"),
            _ => {}
        }
    }
    // A number that is no score is left out of those that are pasted.
    for score in lines.join("\n").split("[[source.score]]\n").skip(1) {
        let is_new = score.contains(&format!("column = {NEW:?}"));
        let score: Vec<&str> = score.lines().take(3).collect();
        scores += &if is_new { String::new() } else { format!("[[source.score]]\n{}\n", score.join("\n")) };
    }
    let is_any = [&columns, &read, &scores].iter().any(|text| !text.is_empty());
    let source = "[[source]]\nfiles = [\"scores.csv\"]";
    is_any.then(|| format!("{source}\n[source.read]\n{read}\n[source.columns]\n{columns}{scores}"))
}

/// The list when the columns are saved and the new one is changed there: to the overall score, or to none.
fn saved(columns: &Columns, export: &Export, is_overall: bool) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scores.csv"), columns.text(export.delimiter)).expect("written");
    run(folder.path(), &[&["inspect", "scores.csv", "--save"], export.options].concat());
    let path = folder.path().join("retain.toml");
    let saved = fs::read_to_string(&path).expect("a configuration");
    let mended = if is_overall {
        let others = saved.replacen("dimension = \"overall\"", "dimension = \"another\"", 1);
        others.replacen("dimension = \"column-x\"", "dimension = \"overall\"", 1)
    } else {
        let blocks: Vec<&str> = saved.split("[[source.score]]").collect();
        let kept: Vec<&str> = blocks.into_iter().filter(|block| !block.contains(NEW)).collect();
        kept.join("[[source.score]]")
    };
    assert_ne!(saved, mended, "{saved}");
    fs::write(path, mended).expect("written");
    flag_in(folder.path(), export)
}

/// What went wrong, all of it, so that one run tells everything.
type Faults = Vec<String>;

/// Notes errors that name no place, or nothing to do.
fn check_helpful(said: &str, what: &str, faults: &mut Faults) {
    let errors = said.split("error[").skip(1).filter_map(|rest| rest.split("\nwarning[").next());
    for message in errors.filter(|message| !message.contains("--> scores.csv") || !message.contains("hint: "))
    {
        faults.push(format!("{what}: no help: {message}"));
    }
}

/// The list without what only describes it: the ids of answers, and the names beside ids of customers.
fn who_and_why(answer: &Answer) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(answer.list.as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let is_kept = |at: &usize| !["name", "response"].contains(&&columns[*at]);
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| (0..row.len()).filter(is_kept).map(|at| row[at].to_owned()).collect()).collect()
}

/// Notes another list, or none.
fn check_same(base: &Answer, other: &Answer, what: &str, faults: &mut Faults) {
    if other.code != base.code || who_and_why(other) != who_and_why(base) {
        faults.push(format!("{what}: another list\n{}{}", other.list, other.said));
    }
}

#[track_caller]
fn assert_none(faults: &Faults) {
    assert!(faults.is_empty(), "{} faults\n\n{}\n", faults.len(), faults.join("\n\n"));
}

fn each(test: impl Fn(&Export, &Columns, &Answer, &mut Faults)) {
    let mut faults = Faults::new();
    for export in &EXPORTS {
        let columns = Columns::of(export);
        let base = flag(&columns, export, "");
        assert_eq!(base.code, Some(0), "{}: {}", export.name, base.said);
        assert!(base.list.lines().count() > 2, "{}: {}", export.name, base.list);
        test(export, &columns, &base, &mut faults);
    }
    assert_none(&faults);
}

#[test]
fn columns_may_stand_in_any_order() {
    each(|export, columns, base, faults| {
        let last = columns.units.len() - 1;
        for at in 0..last {
            for (one, two) in [(at, at + 1), (at, last), (0, at)] {
                let what = format!("{}: {} and {}", export.name, columns.name(one), columns.name(two));
                check_same(base, &flag(&columns.swapped(one, two), export, ""), &what, faults);
            }
        }
    });
}

#[test]
fn a_column_that_says_nothing_of_answers_changes_nothing() {
    each(|export, columns, base, faults| {
        for (header, cells) in [
            ("Region", ["North", "South", "North"]),
            ("Contract value", ["12000", "800", "45000"]),
            ("Contract start", ["2019-03-01", "2020-04-01", "2021-05-01"]),
            ("Attended", ["1", "0", "1"]),
            ("Reserved", ["", "", ""]),
        ] {
            for at in 0..=columns.units.len() {
                let what = format!("{}: {header} before column {}", export.name, at + 1);
                check_same(base, &flag(&columns.with(at, header, cells), export, ""), &what, faults);
            }
        }
    });
}

#[test]
fn a_renamed_column_is_read_all_the_same_or_told_with_what_helps() {
    each(|export, columns, base, faults| {
        for unit in 0..columns.units.len() {
            let what = format!("{}: {}", export.name, columns.name(unit));
            if columns.is_named_in(unit, export.options) {
                continue;
            }
            let mutated = columns.renamed(unit);
            let answer = flag(&mutated, export, "");
            check_helpful(&answer.said, &what, faults);
            let lines = new_lines(&answer.said, &base.said);
            if answer.code == Some(0) && who_and_why(&answer) == who_and_why(base) {
                // A tool that numbers its answers does so in every export.
                let is_of_a_tool = base.said.contains("exports it") && answer.list != base.list;
                if is_of_a_tool && !lines.iter().any(|line| line.contains("no-response-id")) {
                    faults.push(format!("{what}: no id of the answers without a word\n{}", answer.said));
                }
                continue;
            }
            let is_score = |answer: &Answer, name: &str| {
                let scores = answer.said.lines().find(|line| line.starts_with("  scores: "));
                scores.is_some_and(|scores| scores.contains(&format!("`{name}`")))
            };
            if is_score(&answer, NEW) {
                // It is said to be a score: the one that it was, or one that is taken out where it is saved.
                let was_overall = is_score(base, columns.name(unit));
                check_same(base, &saved(&mutated, export, was_overall), &format!("{what}, saved"), faults);
            } else if read_line(&answer) != read_line(base) && answer.code == Some(0) {
                // It is said which columns are the customer and the date.
                let config =
                    format!("[[source]]\nfiles = [\"scores.csv\"]\n[source.columns]\ncustomer = {NEW:?}\n");
                let config = remedy(&answer.said, &base.said).unwrap_or(config);
                let mended = flag(&mutated, export, &config);
                check_same(base, &mended, &format!("{what}, mended by\n{config}"), faults);
            } else if lines.is_empty() {
                faults.push(format!("{what}: another list without a word\n{}{}", answer.list, answer.said));
            } else if let Some(config) = remedy(&answer.said, &base.said) {
                let mended = flag(&mutated, export, &config);
                check_same(base, &mended, &format!("{what}, mended by\n{config}"), faults);
            } else {
                faults.push(format!("{what}: no remedy\n{}{}", answer.list, answer.said));
            }
        }
    });
}

/// Which columns are said to be the customer and the date.
fn read_line(answer: &Answer) -> &str {
    let line = answer.said.lines().find(|line| line.starts_with("read scores.csv"));
    line.and_then(|line| line.split_once("customer: ")).map_or("", |(_, columns)| columns)
}

/// What each column is used as, by its header.
fn uses(columns: &Columns, export: &Export) -> Option<BTreeMap<String, String>> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scores.csv"), columns.text(export.delimiter)).expect("written");
    let inspect = ["inspect", "scores.csv", "--format", "json"];
    let answer = run(folder.path(), &[&inspect, export.options].concat());
    let view: serde_json::Value = serde_json::from_str(&answer.list).ok()?;
    let columns = view["files"][0]["columns"].as_array()?;
    let of = |column: &serde_json::Value| {
        let use_of = format!("{} {} {}", column["role"], column["dimension"], column["scale"]);
        (column["header"].as_str().unwrap_or_default().to_owned(), use_of)
    };
    Some(columns.iter().map(of).collect())
}

#[test]
fn what_a_column_is_used_as_depends_on_no_other_unless_that_is_said() {
    each(|export, columns, base, faults| {
        let before = uses(columns, export).expect("uses");
        for unit in 0..columns.units.len() {
            let what = format!("{} without {}", export.name, columns.name(unit));
            if columns.is_named_in(unit, export.options) {
                continue;
            }
            let mutated = columns.without(unit);
            let answer = flag(&mutated, export, "");
            check_helpful(&answer.said, &what, faults);
            if answer.code != Some(0) {
                continue;
            }
            let lines = new_lines(&answer.said, &base.said);
            for (header, use_of) in uses(&mutated, export).expect("uses") {
                let is_same = before.get(&header).is_none_or(|before| *before == use_of);
                let is_told = lines.iter().any(|line| line.contains(&format!("`{header}`")))
                    || read_line(&answer).contains(&format!("`{header}`"));
                if !is_same && !is_told {
                    faults.push(format!("{what}: `{header}` is {use_of} without a word\n{}", answer.said));
                }
            }
        }
    });
}

/// Headers as the same tool, or the same firm, writes them in another language.
const TRANSLATIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "microsoft-forms",
        &[
            ("Start time", "Startzeit"),
            ("Completion time", "Fertigstellungszeit"),
            ("Email", "E-Mail"),
            ("Company", "Firma"),
            ("Comments", "Anmerkungen"),
        ],
    ),
    (
        "microsoft-forms",
        &[
            ("Start time", "Heure de début"),
            ("Completion time", "Heure de fin"),
            ("Email", "Adresse de messagerie"),
            ("Name", "Nom"),
            ("Company", "Société"),
            ("Comments", "Commentaires"),
        ],
    ),
    (
        "microsoft-forms",
        &[
            ("Start time", "Hora de inicio"),
            ("Completion time", "Hora de finalización"),
            ("Email", "Correo electrónico"),
            ("Name", "Nombre"),
            ("Company", "Empresa"),
            ("Comments", "Comentarios"),
        ],
    ),
    ("google-forms", &[("Timestamp", "Zeitstempel"), ("Company", "Unternehmen"), ("Why?", "Warum?")]),
    ("google-forms", &[("Timestamp", "Horodateur"), ("Company", "Entreprise"), ("Why?", "Pourquoi ?")]),
    ("google-forms", &[("Timestamp", "Marca temporal"), ("Company", "Empresa"), ("Why?", "¿Por qué?")]),
    ("typeform", &[("<strong>Company</strong>", "<strong>Firma</strong>")]),
    (
        "formbricks",
        &[
            ("1. How likely are you to recommend us?", "1. Würden Sie uns weiterempfehlen?"),
            ("2. Why?", "2. Warum?"),
            ("company", "firma"),
        ],
    ),
    ("surveymonkey", &[("Company", "Entreprise"), ("Why?", "Pourquoi ?")]),
    ("limesurvey", &[("company", "firma"), ("overall", "gesamt"), ("Q1[accuracy]", "Q1[Genauigkeit]")]),
];

#[test]
fn headers_in_another_language_are_read_as_the_same() {
    let mut faults = Faults::new();
    for (name, words) in TRANSLATIONS {
        let export = EXPORTS.iter().find(|export| export.name == *name).expect("an export");
        let columns = Columns::of(export);
        let base = flag(&columns, export, "");
        let mut translated = columns.clone();
        for (english, other) in *words {
            let unit = (0..columns.units.len()).find(|unit| columns.name(*unit) == *english);
            (*other).clone_into(&mut translated.units[unit.expect(english)][0][0]);
        }
        check_same(&base, &flag(&translated, export, ""), &format!("{name}: {words:?}"), &mut faults);
    }
    assert_none(&faults);
}

#[test]
fn the_second_row_of_an_export_may_be_in_the_language_of_whoever_exported_it() {
    let mut faults = Faults::new();
    let export = EXPORTS.iter().find(|export| export.name == "qualtrics").expect("an export");
    let columns = Columns::of(export);
    let base = flag(&columns, export, "");
    for row in [
        [
            "Anfangsdatum",
            "Enddatum",
            "Antworttyp",
            "Beendet",
            "Erfassungsdatum",
            "Antwort-ID",
            "Externe Datenreferenz",
        ],
        [
            "Date de début",
            "Date de fin",
            "Type de réponse",
            "Terminé",
            "Date d'enregistrement",
            "ID de réponse",
            "Référence",
        ],
        [
            "Fecha inicial",
            "Fecha final",
            "Tipo de respuesta",
            "Finalizado",
            "Fecha registrada",
            "ID de respuesta",
            "Referencia",
        ],
    ] {
        let mut translated = columns.clone();
        for (unit, words) in row.iter().enumerate() {
            (*words).clone_into(&mut translated.units[unit][0][1]);
        }
        check_same(&base, &flag(&translated, export, ""), row[0], &mut faults);
    }
    assert_none(&faults);
}
