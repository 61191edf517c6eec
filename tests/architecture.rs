//! Turns the sources into a list of what breaks the house rules: arrows, homes of crates, effects, sizes, names.

mod sources;

use std::path::Path;

use sources::{code_of, read_all, without_tests};

/// The rooms, each using only those before it.
const ARROWS: &[&str] = &[
    "diagnostic",
    "text",
    "model",
    "history",
    "signal",
    "config",
    "ingest",
    "casebook",
    "assessment",
    "review",
    "playbook",
    "program",
    "sheet",
    "render",
    "cli",
    "edge",
    "commands",
];

/// Files that stand above the rooms.
const ABOVE: &[&str] = &["main.rs", "lib.rs"];

/// Crates that live in some rooms only; a room ends with `/` or is a file.
const HOMES: &[(&str, &[&str])] = &[
    ("csv", &["ingest/", "render/csv.rs"]),
    ("calamine", &["ingest/workbook.rs", "ingest/sheet_cell.rs"]),
    ("zip", &["ingest/workbook_package.rs"]),
    ("quick_xml", &["ingest/workbook_package.rs"]),
    ("toml", &["config/", "signal/", "playbook/front_matter.rs"]),
    ("minijinja", &["playbook/"]),
    ("comfy_table", &["render/table.rs"]),
    ("clap", &["cli/", "cli.rs", "main.rs", "lib.rs", "commands/mod.rs"]),
    ("anyhow", &["edge/", "commands/", "main.rs", "lib.rs"]),
    (
        "serde_json",
        &[
            "render/json.rs",
            "render/json/",
            "render/json_inspection.rs",
            "render/record_json.rs",
            "casebook/",
            "edge/pack/",
        ],
    ),
    ("indicatif", &["edge/"]),
    ("sha2", &["text/"]),
    ("icalendar", &["render/ics.rs"]),
    ("tempfile", &["edge/"]),
    ("terminal_size", &["edge/"]),
];

/// What may be taken from chrono: days and what counts them. The edge also asks for today.
const CALENDAR: &[&str] = &["NaiveDate", "Datelike", "Days", "Months", "Weekday"];
const CLOCK: &[&str] = &["Local", "Utc", "DateTime"];

/// Modules of std, and calls, that reach the world outside.
const WORLD: &[&str] = &["fs", "env", "process", "net", "thread"];
const REACHES: &[&str] = &[
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "File::open",
    "File::create",
    "SystemTime",
    "Instant::now",
    "Local::now",
    "Utc::now",
    "stdin()",
    "stdout()",
    "stderr()",
    ".exists()",
    ".read_dir()",
    ".canonicalize()",
];

const MODULES_NEVER: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "data"];
const TYPES_NEVER: &[&str] = &["Manager", "Handler", "Processor", "Info"];
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!"];
const LINES_AT_MOST: usize = 400;
const TOP_LEVEL: &[&str] =
    &["Cargo.toml", "Cargo.lock", "README.md", "src", "examples", "playbooks", "tests", "benches", "target"];

/// A rule takes a path below `src/` and a text, and says what is wrong there.
type Rule = fn(&str, &str) -> Vec<String>;

#[track_caller]
fn check_everywhere(rule: Rule) {
    let files = read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap_or_default();
    assert!(!files.is_empty(), "src holds no readable Rust files");
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| rule(path, text).into_iter().map(move |w| format!("src/{path}: {w}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks that a rule sees what is planted, and that it says nothing of what is right.
#[track_caller]
fn check_sees(rule: Rule, planted: &[(&str, &str)], right: &[(&str, &str)]) {
    for (path, text) in planted {
        assert!(!rule(path, text).is_empty(), "not seen in {path}: {text}");
    }
    for (path, text) in right {
        assert_eq!(rule(path, text), Vec::<String>::new(), "seen in {path}: {text}");
    }
}

/// The code of a file without its tests, comments and literals.
fn bare(text: &str) -> String {
    code_of(&without_tests(text), false)
}

fn is_at_home(path: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| path == *home || home.ends_with('/') && path.starts_with(home))
}

/// Where a word stands alone: not as a part of a longer one, nor behind `::`, where it is somebody else's.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = code.get(..*at).unwrap_or_default();
        let joins = word.starts_with(is_part) && (before.ends_with(is_part) || before.ends_with("::"));
        let after = code.get(at + word.len()..).unwrap_or_default();
        !(joins || word.ends_with(is_part) && after.starts_with(is_part))
    })
}

/// The names taken from a path: `a::b` gives `b`, and `a::{b, c::{d}, e as f}` gives `b`, `c` and `e`.
fn names_after(code: &str, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for at in words(code, path) {
        let after = code.get(at + path.len()..).unwrap_or_default();
        let Some(after) = after.trim_start().strip_prefix("::").map(str::trim_start) else { continue };
        match after.strip_prefix('{') {
            Some(group) => names.extend(group_of(group)),
            None => names.push(first_word(after)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn first_word(code: &str) -> String {
    code.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The names in braces, of the outermost ones only.
fn group_of(group: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0_usize, vec![String::new()]);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            other if depth == 0 => parts.iter_mut().last().into_iter().for_each(|part| part.push(other)),
            _ => {}
        }
    }
    parts.iter().map(|part| first_word(part)).collect()
}

/// The room a file is in: the first folder, or the name of the file.
fn room_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn uses_only_to_the_left(path: &str, text: &str) -> Vec<String> {
    if ABOVE.contains(&path) {
        return Vec::new();
    }
    let code = bare(text);
    let position = |room: &str| ARROWS.iter().position(|name| *name == room);
    let Some(here) = position(room_of(path)) else {
        return vec![format!("`{}` is no room of the architecture", room_of(path))];
    };
    let mut wrong: Vec<String> = names_after(&code, "crate")
        .iter()
        .filter(|name| position(name).is_none_or(|there| there > here))
        .map(|name| format!("uses `crate::{name}`, which is not to the left of `{}`", room_of(path)))
        .collect();
    let depth = path.split('/').count() - usize::from(path.ends_with("/mod.rs"));
    if code.contains(&"super::".repeat(depth)) {
        wrong.push(
            "goes up to the crate with `super`: write `crate::`, so that the arrow can be seen".to_owned(),
        );
    }
    wrong
}

fn keeps_crates_at_home(path: &str, text: &str) -> Vec<String> {
    let code = bare(text);
    let is_used =
        |name: &str| !names_after(&code, name).is_empty() && !code.contains(&format!("mod {name};"));
    let away = HOMES.iter().filter(|(name, homes)| !is_at_home(path, homes) && is_used(name));
    away.map(|(name, homes)| format!("uses `{name}`, which lives in {}", homes.join(", "))).collect()
}

fn takes_only_days_from_chrono(path: &str, text: &str) -> Vec<String> {
    let clock = if path.starts_with("edge/") { CLOCK } else { &[] };
    let names = names_after(&bare(text), "chrono").into_iter();
    let wrong = names.filter(|name| !CALENDAR.contains(&name.as_str()) && !clock.contains(&name.as_str()));
    wrong.map(|name| format!("takes `{name}` from chrono; a day is a `NaiveDate`")).collect()
}

fn has_effects_at_the_edge_only(path: &str, text: &str) -> Vec<String> {
    if path == "main.rs" || path.starts_with("edge/") {
        return Vec::new();
    }
    let code = bare(text);
    let modules = names_after(&code, "std").into_iter().filter(|name| WORLD.contains(&name.as_str()));
    // Behind `::` too: `io::stdout()` reaches out as much as `stdout()`.
    let calls = REACHES.iter().filter(|call| {
        code.match_indices(*call).any(|(at, _)| {
            let before = code.get(..at).unwrap_or_default();
            call.starts_with('.') || !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    });
    let reaches = modules.map(|name| format!("std::{name}")).chain(calls.map(|call| (*call).to_owned()));
    reaches.map(|what| format!("`{what}` belongs in edge")).collect()
}

fn is_not_too_long(_: &str, text: &str) -> Vec<String> {
    let lines = without_tests(text).trim_end().lines().count();
    let wrong =
        (lines > LINES_AT_MOST).then(|| format!("{lines} lines without tests, {LINES_AT_MOST} is the limit"));
    wrong.into_iter().collect()
}

fn says_what_it_is_for(_: &str, text: &str) -> Vec<String> {
    let is_said = text.lines().next().is_some_and(|line| line.starts_with("//! "));
    (!is_said).then(|| "begins without a `//!` sentence".to_owned()).into_iter().collect()
}

fn has_a_telling_name(path: &str, text: &str) -> Vec<String> {
    let code = bare(text);
    let names_behind = |keyword: &str| -> Vec<String> {
        words(&code, keyword)
            .map(|at| first_word(code.get(at + keyword.len()..).unwrap_or_default()))
            .collect()
    };
    let parts = path.trim_end_matches(".rs").split('/').map(str::to_owned);
    let modules = parts.chain(names_behind("mod ")).filter(|name| MODULES_NEVER.contains(&name.as_str()));
    let types = ["struct ", "enum ", "trait ", "type "].into_iter().flat_map(names_behind);
    let types = types.filter(|name| TYPES_NEVER.iter().any(|suffix| name.ends_with(suffix)));
    modules.chain(types).map(|name| format!("`{name}` does not say what it is")).collect()
}

fn is_finished(_: &str, text: &str) -> Vec<String> {
    let code = bare(text);
    let left = UNFINISHED.iter().filter(|mark| words(&code, mark).next().is_some());
    left.map(|mark| format!("`{mark}` is still there")).collect()
}

fn is_known_at_the_top(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("LICENSE-") || TOP_LEVEL.contains(&name)
}

#[test]
fn a_room_uses_only_rooms_to_its_left() {
    check_everywhere(uses_only_to_the_left);
    check_sees(
        uses_only_to_the_left,
        &[
            ("model/scale.rs", "use crate::history::Wave;"),
            ("signal/mod.rs", "fn a() -> crate::config::Config {}"),
            ("signal/mod.rs", "use crate::{model::Label, assessment::{Assessment, model}};"),
            ("signal/silence.rs", "use super::super::render::table;"),
            ("diagnostic.rs", "use super::edge;"),
            ("edge/mod.rs", "use crate::nowhere::Something;"),
            ("nowhere/mod.rs", ""),
        ],
        &[
            ("signal/mod.rs", "use crate::{diagnostic::{Diagnostic, render}, model};"),
            ("signal/silence.rs", "use super::Signal; // not crate::render"),
            ("signal/silence.rs", "#[cfg(test)]\nmod tests { use crate::config::Config; }"),
            ("lib.rs", "pub use crate::commands::run;"),
            ("commands/mod.rs", "pub(super) fn a() {}"),
        ],
    );
}

#[test]
fn a_foreign_crate_is_used_only_where_it_lives() {
    check_everywhere(keeps_crates_at_home);
    check_sees(
        keeps_crates_at_home,
        &[
            ("history/mod.rs", "use csv::ByteRecord;"),
            ("render/json.rs", "fn a(b: &csv::Reader) {}"),
            ("model/mod.rs", "use ::{clap, anyhow}; fn a() -> anyhow::Result<()> {}"),
            ("assessment/mod.rs", "use serde_json::{Map, Value};"),
            ("ingest/mod.rs", "tempfile::tempfile()"),
        ],
        &[
            ("ingest/records.rs", "use csv::{ByteRecord, Reader};"),
            ("render/mod.rs", "mod csv;\nfn a() { csv::list() }"),
            ("commands/flag.rs", "use crate::render::csv::list; use anyhow::Result;"),
            ("signal/silence.rs", "toml::from_str(a)"),
        ],
    );
}

#[test]
fn a_day_is_a_naive_date_and_only_the_edge_asks_for_today() {
    check_everywhere(takes_only_days_from_chrono);
    check_sees(
        takes_only_days_from_chrono,
        &[
            ("model/moment.rs", "use chrono::{Datelike, NaiveDateTime};"),
            ("model/moment.rs", "chrono::Duration::days(1)"),
            ("history/mod.rs", "chrono::Local::now()"),
        ],
        &[
            ("model/moment.rs", "use chrono::{Datelike as _, NaiveDate};"),
            ("edge/clock.rs", "chrono::Local::now()"),
        ],
    );
}

#[test]
fn only_the_edge_reaches_the_world_outside() {
    check_everywhere(has_effects_at_the_edge_only);
    check_sees(
        has_effects_at_the_edge_only,
        &[
            ("ingest/mod.rs", "use std::fs;"),
            ("ingest/mod.rs", "use std::{io, fs::File};"),
            ("commands/flag.rs", "std::env::var(\"HOME\")"),
            ("render/table.rs", "println!(\"a\")"),
            ("commands/mod.rs", "io::stdout().lock()"),
            ("assessment/mod.rs", "chrono::Local::now()"),
            ("config/mod.rs", "path.exists()"),
        ],
        &[
            ("edge/mod.rs", "use std::fs; println!(\"a\")"),
            ("main.rs", "std::process::exit(2)"),
            ("render/table.rs", "/// `println!` is not for here.\nwriteln!(out, \"print!\"); env!(\"A\")"),
            ("ingest/mod.rs", "#[cfg(test)]\nmod tests { use std::fs; }"),
        ],
    );
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    check_everywhere(is_not_too_long);
    let long = "fn a() {}\n".repeat(LINES_AT_MOST + 1);
    let tested = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
    let just = "fn a() {}\n".repeat(LINES_AT_MOST);
    check_sees(is_not_too_long, &[("a.rs", &long)], &[("a.rs", &tested), ("a.rs", &just)]);
}

#[test]
fn a_file_begins_with_what_it_turns_into_what() {
    check_everywhere(says_what_it_is_for);
    check_sees(
        says_what_it_is_for,
        &[("a.rs", "use b;\n//! Late."), ("a.rs", "")],
        &[("a.rs", "//! Turns a into b.")],
    );
}

#[test]
fn names_say_what_a_thing_is() {
    check_everywhere(has_a_telling_name);
    check_sees(
        has_a_telling_name,
        &[
            ("model/util.rs", ""),
            ("common/mod.rs", ""),
            ("model/mod.rs", "mod helpers { }"),
            ("edge/mod.rs", "pub struct FileManager;"),
            ("edge/mod.rs", "enum RowInfo { A }"),
        ],
        &[("model/money.rs", "struct Manageress; // struct Manager"), ("edge/mod.rs", "let data = 1;")],
    );
}

#[test]
fn nothing_is_left_unfinished() {
    check_everywhere(is_finished);
    check_sees(
        is_finished,
        &[("a.rs", "fn b() { todo!() }"), ("a.rs", "dbg!(c)"), ("a.rs", "unimplemented!(\"d\")")],
        &[("a.rs", "// todo!\nlet e = \"dbg!\";")],
    );
}

#[test]
fn the_top_level_holds_what_the_architecture_lists() {
    let entries = std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).expect("the project's folder can be read");
    let names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let strangers: Vec<&String> = names.iter().filter(|name| !is_known_at_the_top(name)).collect();
    assert!(strangers.is_empty(), "not in the architecture: {strangers:?}");
    assert!(!is_known_at_the_top("notes.txt") && !is_known_at_the_top("rustfmt.toml"));
    assert!(is_known_at_the_top(".rustfmt.toml") && is_known_at_the_top("LICENSE-MIT"));
}
