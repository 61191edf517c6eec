//! Turns kills, crowds, full disks and cut files into proof that what was said to be recorded is recorded.
//!
//! `RETAIN_KILLS=1000 cargo test --test record` is the long round of kills. `tests/crash.sh` fails every call to the
//! system in turn; it needs strace.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "what cannot be set up has failed the test")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use retain::casebook::{Casebook, Draft, EventKind, Occasion};
use retain::edge::{Busy, lock_casebook, read_casebook};

/// How many runs are killed where nobody asks for more.
const KILLS: u64 = 40;
/// How long a run takes at the most before it says that something is recorded, usually.
const LONGEST_MICROSECONDS: u64 = 12_000;
const WRITERS: usize = 24;

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_retain"))
        .arg("record")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn record(folder: &Path, arguments: &[&str]) -> Output {
    start(folder, arguments).wait_with_output().expect("the program ends")
}

fn flagged() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert!(record(folder.path(), &["acme", "flagged"]).status.success());
    folder
}

/// The texts of all notes on record, each as often as it is there.
fn notes(folder: &Path) -> Vec<String> {
    let (book, problems) = Casebook::read(&read_casebook(folder).unwrap());
    assert!(!problems.has_errors(), "{problems:?}");
    let case = book.case("acme").expect("the case");
    case.notes.iter().filter_map(|note| note.text.clone()).collect()
}

#[test]
fn what_was_said_to_be_recorded_survives_every_kill() {
    let kills = std::env::var("RETAIN_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS);
    let mut seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos().into();
    let folder = flagged();
    let mut said = Vec::new();
    for number in 0..kills {
        // A plain generator is random enough to hit every step.
        seed = 6_364_136_223_846_793_005_u64.wrapping_mul(seed).wrapping_add(1_442_695_040_888_963_407);
        let note = format!("note {number}");
        let mut child = start(folder.path(), &["acme", "note", &note]);
        thread::sleep(Duration::from_micros((seed >> 33) % LONGEST_MICROSECONDS));
        drop(child.kill());
        if child.wait().unwrap().success() {
            said.push(note);
        }
        let there = notes(folder.path());
        for note in &said {
            let times = there.iter().filter(|known| *known == note).count();
            assert_eq!(times, 1, "{note} is there {times} times, after kill {number}");
        }
    }
    assert!(record(folder.path(), &["acme", "note", "the end"]).status.success());
    let there = notes(folder.path());
    assert!(there.len() > said.len() && there.last().is_some_and(|note| note == "the end"), "{there:?}");
    let left = fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| name.starts_with("casebook.")), "left over: {names:?}");
}

#[test]
fn twenty_four_writers_at_once_lose_nothing() {
    let folder = flagged();
    let children: Vec<Child> = (0..WRITERS)
        .map(|number| start(folder.path(), &["acme", "note", &format!("note {number:02}")]))
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut there = notes(folder.path());
    there.sort();
    let expected: Vec<_> = (0..WRITERS).map(|number| format!("note {number:02}")).collect();
    assert_eq!(there, expected);
    let (book, _) = Casebook::read(&read_casebook(folder.path()).unwrap());
    let numbers: Vec<u64> = book.events().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=WRITERS as u64 + 1).collect::<Vec<_>>(), "each has a number of its own");
}

#[test]
fn a_writer_that_waits_in_vain_says_who_holds_the_record_and_readers_never_wait() {
    let folder = flagged();
    let lock = lock_casebook(folder.path()).unwrap();
    let start = Instant::now();
    assert!(record(folder.path(), &["--list"]).status.success());
    assert!(record(folder.path(), &["acme", "met", "--dry-run"]).status.success());
    assert!(start.elapsed() < Duration::from_secs(5), "reading takes no lock");
    let output = record(folder.path(), &["acme", "met"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(75), "{said}");
    let who = format!("another run holds the record, process {}; nothing was recorded", std::process::id());
    assert!(said.contains(&who), "{said}");
    assert!(start.elapsed() > Duration::from_secs(10));
    assert!(lock_casebook(folder.path()).unwrap_err().is::<Busy>());
    drop(lock);
    assert!(record(folder.path(), &["acme", "met"]).status.success());
}

#[test]
fn what_the_lock_of_a_killed_run_says_holds_nobody_up() {
    let folder = flagged();
    fs::write(folder.path().join("casebook.lock"), "1").unwrap();
    assert!(record(folder.path(), &["acme", "met"]).status.success());
    assert_eq!(fs::read(folder.path().join("casebook.lock")).unwrap(), b"");
}

fn draft(words: &str) -> Draft {
    Draft {
        customer: "acme".to_owned(),
        kind: EventKind::Note,
        at: "2026-10-05".parse().unwrap(),
        by: None,
        words: vec![words.to_owned()],
        terms: None,
        note: None,
        source: None,
        is_shareable: false,
        about: None,
    }
}

/// Adds a note, as the program does; `false` if the record is in no state to be added to.
fn add(folder: &Path, words: &str) -> bool {
    let lock = lock_casebook(folder).unwrap();
    let (mut book, problems) = Casebook::read(&read_casebook(folder).unwrap());
    if problems.has_errors() || book.obstacle().is_some() || book.case("acme").is_none() {
        return false;
    }
    let today = "2026-10-05".parse().unwrap();
    let occasion = Occasion { today, recorded: "2026-10-05", moment: "", issues: &[] };
    let event = book.propose(&draft(words), &occasion).unwrap();
    book.push(event);
    assert_eq!(lock.append(&book).unwrap().count_trouble, None);
    true
}

#[test]
fn a_record_cut_anywhere_is_gone_on_with_or_refused_and_never_silently_less() {
    let folder = flagged();
    for words in ["one", "two"] {
        assert!(add(folder.path(), words));
    }
    let [path, count] = ["casebook.jsonl", "casebook.count"].map(|name| folder.path().join(name));
    let whole = fs::read(&path).unwrap();
    let remembered = fs::read(&count).unwrap();
    let last_line = whole.len() - whole.iter().rev().skip(1).position(|byte| *byte == b'\n').unwrap() - 1;
    for cut in 0..whole.len() {
        // As a disk might lose it: what was acknowledged is missing, and that is never gone on with.
        fs::write(&path, &whole[..cut]).unwrap();
        fs::write(&count, &remembered).unwrap();
        let is_line_end_alone = cut + 1 == whole.len();
        assert_eq!(add(folder.path(), "three"), is_line_end_alone, "{cut}");
        if !is_line_end_alone {
            assert_eq!(fs::read(&path).unwrap(), &whole[..cut], "what is refused changes nothing");
        }
        // As a run that is stopped leaves it, while it adds the last line: nobody was told.
        if cut >= last_line {
            fs::write(&path, &whole[..cut]).unwrap();
            let before: String = String::from_utf8(whole[..last_line].to_vec()).unwrap();
            let sum = before.trim_end().trim_end_matches("\"}").rsplit_once('"').unwrap().1;
            fs::write(&count, format!("2 {sum}\n")).unwrap();
            assert!(add(folder.path(), "three"), "{cut}");
            let expected: &[&str] =
                if is_line_end_alone { &["one", "two", "three"] } else { &["one", "three"] };
            assert_eq!(notes(folder.path()), expected, "{cut}");
        }
    }
    let torn: Vec<u8> = fs::read(folder.path().join("casebook.torn-1")).unwrap();
    assert!(whole[last_line..].starts_with(&torn), "the piece was put aside, not thrown away");
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_in_the_place_of_the_record_are_refused_and_hold_nobody_up() {
    use std::os::unix::fs::symlink;
    for name in ["casebook.jsonl", "casebook.lock", "casebook.count"] {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        fs::write(&keys, "somebody's keys").unwrap();
        let path = folder.path().join(name);
        let refused = || {
            let output = record(folder.path(), &["acme", "flagged"]);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(2) && said.contains(name), "{name}: {said}");
        };
        symlink(&keys, &path).unwrap();
        refused();
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        refused();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        refused();
        assert_eq!(fs::read_to_string(&keys).unwrap(), "somebody's keys");
    }
}

#[cfg(unix)]
#[test]
fn a_record_that_may_not_grow_says_so_and_stays_as_it_was() {
    let folder = flagged();
    let path = folder.path().join("casebook.jsonl");
    while fs::metadata(&path).unwrap().len() < 900 {
        assert!(add(folder.path(), "filling"));
    }
    let before = fs::read(&path).unwrap();
    // A limit on the size of files stands in for a full disk: part of the line still fits.
    let limited =
        format!("trap '' XFSZ; ulimit -f 1; exec '{}' record acme note \"$1\"", env!("CARGO_BIN_EXE_retain"));
    let long = "x".repeat(400);
    let output = Command::new("bash")
        .args(["-c", &limited, "bash", &long])
        .current_dir(folder.path())
        .output()
        .expect("bash runs");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("nothing was recorded") && !said.contains("recorded "), "{said}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(record(folder.path(), &["acme", "note", &long]).status.success());
}
