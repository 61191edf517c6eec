//! Turns every folder of `tests/cases` into runs of the program, and what they answer into a list of differences.
//!
//! A case is a folder; adding one needs no Rust:
//!
//! | file | holds |
//! | --- | --- |
//! | `args` | a command line, split as a shell would; each further line is one more run in the same folder |
//! | `in/` or `folder` | what the working folder holds at the start; or the path of a folder of this project |
//! | `stdin`, `env` | standard input; `KEY=VALUE` lines, everything but PATH being unset |
//! | `stdout.*`, `stderr.txt` | what is printed; with several runs under a line `$ retain ...` each; absent: nothing |
//! | `code` | the exit code of each run, a line each; absent: 0 |
//! | `out/` | every file that the runs create or change, byte for byte |
//!
//! `UPDATE=1 cargo test --test cases` writes what is expected from what was answered. Read the difference then.
//! `CASE=goodwill` tries those alone whose name has that in it.

mod case;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use case::Case;

/// How many cases run at a time.
const THREADS: usize = 2;

/// Codes of messages that no case can bring about, each with the reason.
const CODES_WITHOUT_A_CASE: &[(&str, &str)] = &[
    ("playbook-twice", "two names that differ in case only are one file on many disks: playbook/library.rs"),
    ("row-too-long", "a row of more than 16 MiB is too large for a folder: tests/limits.rs writes it"),
    ("dated-later", "it is said where no day is asked for, so it depends on today: tests/today.rs"),
];

/// The functions that word a message; the code is their first argument.
const WORDS_A_MESSAGE: &[&str] =
    &["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", "add_with(", "refuse("];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of all cases, by name.
fn folders() -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("tests/cases"))? {
        let path = entry?.path();
        if !path.is_dir() {
            return Err(io::Error::other(format!("{} is no folder", path.display())));
        }
        found.push(path);
    }
    found.sort();
    Ok(found)
}

/// What a case has to say: what differs or, with `update`, which files were written.
struct Outcome {
    said: Vec<String>,
    is_failure: bool,
}

fn outcome(folder: &Path, update: bool) -> Outcome {
    let run = || {
        let case = Case::read(folder, root())?;
        let answer = case.run(Path::new(env!("CARGO_BIN_EXE_retain")))?;
        if update { case.update(&answer) } else { case.differences(&answer) }
    };
    match run() {
        Ok(said) => Outcome { is_failure: !update && !said.is_empty(), said },
        Err(error) => Outcome { is_failure: true, said: vec![error.to_string()] },
    }
}

/// Runs all cases: how many failed, and what they have to say, each under its name, in the order of the names.
fn outcomes(folders: &[PathBuf], update: bool) -> (usize, String) {
    let queue = Mutex::new(folders.iter());
    let found = Mutex::new(BTreeMap::new());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let work = || {
        while let Some(folder) = next() {
            let outcome = outcome(folder, update);
            if let Ok(mut found) = found.lock() {
                found.insert(folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), outcome);
            }
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    let found = found.into_inner().unwrap_or_default();
    let failed = found.values().filter(|outcome| outcome.is_failure).count();
    let telling = found.iter().filter(|(_, outcome)| !outcome.said.is_empty());
    let told: Vec<String> =
        telling.map(|(name, outcome)| format!("=== {name}\n{}", outcome.said.join("\n"))).collect();
    (failed, told.join("\n\n"))
}

#[test]
fn every_case_answers_as_expected() {
    let mut folders = folders().expect("the cases can be listed");
    if let Ok(wanted) = std::env::var("CASE") {
        folders
            .retain(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().contains(&wanted)));
    }
    assert!(!folders.is_empty(), "tests/cases holds no such case");
    let update = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0");
    let (failed, told) = outcomes(&folders, update);
    assert!(failed == 0, "{failed} of {} cases fail\n\n{told}\n", folders.len());
    if update {
        // Past the test harness, which swallows what a passing test prints.
        let _ = writeln!(io::stderr(), "{told}");
    }
}

#[test]
fn every_example_is_a_case() {
    let cases = folders().expect("the cases can be listed");
    let used: BTreeSet<String> = cases
        .iter()
        .filter_map(|case| fs::read_to_string(case.join("folder")).ok())
        .map(|f| f.trim().to_owned())
        .collect();
    let examples = fs::read_dir(root().join("examples")).expect("the examples can be listed");
    let names =
        examples.map(|entry| format!("examples/{}", entry.expect("an entry").file_name().to_string_lossy()));
    let unused: Vec<String> = names.filter(|name| !used.contains(name)).collect();
    assert!(unused.is_empty(), "no case has these in its `folder`: {unused:?}");
}

/// The codes of messages that a file words, as far as they are written there.
fn codes_in(text: &str) -> BTreeSet<String> {
    let code = sources::code_of(&sources::without_tests(text), true);
    let mut codes = BTreeSet::new();
    for words in WORDS_A_MESSAGE {
        for (at, _) in code.match_indices(words) {
            let argument = code.get(at + words.len()..).unwrap_or_default().trim_start();
            let literal = argument.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            codes.extend(literal.map(|(name, _)| name.to_owned()));
        }
    }
    codes
}

#[test]
fn every_message_code_has_a_case() {
    let texts = sources::read_all(&root().join("src")).expect("the sources can be read");
    let codes: BTreeSet<String> = texts.iter().flat_map(|(_, text)| codes_in(text)).collect();
    let cases = folders().expect("the cases can be listed");
    let shown: String =
        cases.iter().filter_map(|case| fs::read_to_string(case.join("stderr.txt")).ok()).collect();
    let is_excused = |code: &str| CODES_WITHOUT_A_CASE.iter().any(|(name, _)| *name == code);
    let is_shown = |code: &str| shown.contains(&format!("[{code}]"));
    let missing: Vec<&String> = codes.iter().filter(|code| !is_shown(code) && !is_excused(code)).collect();
    assert!(missing.is_empty(), "no case shows these messages in its stderr.txt: {missing:#?}");
    let excess: Vec<&str> = CODES_WITHOUT_A_CASE
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| is_shown(name) || !codes.contains(*name))
        .collect();
    assert!(excess.is_empty(), "these need no exception: {excess:?}");
}

#[test]
fn a_code_is_found_on_the_line_or_on_the_next_one_and_not_in_tests_or_comments() {
    let text = "a.add(Diagnostic::error(\"b-c\", d));\nDiagnostic::note(\n    \"e-f\",\n);\nself.add_with(\"g-h\", i);\n\
                // Diagnostic::note(\"j-k\")\nDiagnostic::new(l);\n#[cfg(test)]\nmod tests { fn m() { Diagnostic::note(\"n-o\") } }";
    assert_eq!(codes_in(text).into_iter().collect::<Vec<_>>(), ["b-c", "e-f", "g-h"]);
}
