//! The crontab of the README, its lines run as cron runs them.

#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a program that does not run has failed the test")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The commands of the crontab, without the times.
fn lines() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("a README");
    let (_, after) = readme.split_once("```crontab\n").expect("a crontab");
    let (text, _) = after.split_once("```").expect("it ends");
    let jobs = text.lines().filter(|line| !line.contains('=') || line.contains("cd "));
    jobs.map(|line| line.split_whitespace().skip(5).collect::<Vec<_>>().join(" ")).collect()
}

/// A home with the firm's folder, in which one customer is unhappy.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let surveys = home.path().join("retention/surveys");
    fs::create_dir_all(&surveys).expect("folders");
    let rows = "Customer,Date,Overall\nAcme Dental,2026-01-05,2\nGlobex Legal,2026-01-05,9\n";
    fs::write(surveys.join("q4.csv"), rows).expect("a survey");
    home
}

/// Starts a line with as little around it as cron gives.
fn start(home: &Path, line: &str) -> Child {
    let program = Path::new(env!("CARGO_BIN_EXE_retain"));
    let path = format!("{}:/usr/bin:/bin", program.parent().expect("a folder").display());
    Command::new("/bin/sh")
        .args(["-c", line])
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell")
}

fn run(home: &Path, line: &str) -> Output {
    start(home, line).wait_with_output().expect("it ends")
}

/// What cron would mail.
fn mail(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned()).concat()
}

/// A line on a day of its own: cron has no such option, and a test has to come out the same on every day.
fn on(line: &str, day: &str) -> String {
    format!("{line} --as-of {day}")
}

#[test]
fn the_lines_of_the_crontab_open_cases_write_the_papers_and_nag_only_when_something_is_due() {
    let home = home();
    let [flagged, pack, due] = &lines()[..] else { panic!("three lines: {:?}", lines()) };
    // As they stand, on the day it is.
    for line in [flagged, pack] {
        let ended = run(home.path(), line);
        assert_eq!((ended.status.code(), mail(&ended).as_str()), (Some(0), ""), "{line}");
    }
    assert_eq!(run(home.path(), due).status.code(), Some(0));
    let home = self::home();
    for _ in 0..2 {
        let ended = run(home.path(), &on(flagged, "2026-01-12"));
        assert_eq!((ended.status.code(), mail(&ended).as_str()), (Some(0), ""));
    }
    let record = fs::read_to_string(home.path().join("retention/casebook.jsonl")).expect("a record");
    assert_eq!(record.lines().count(), 1, "{record}");
    let ended = run(home.path(), &on(pack, "2026-01-12"));
    assert_eq!((ended.status.code(), mail(&ended).as_str()), (Some(0), ""));
    assert!(home.path().join("retention/retention/2026-01/cover.md").exists());
    let early = run(home.path(), &on(due, "2026-01-13"));
    assert_eq!((early.status.code(), mail(&early).as_str()), (Some(0), ""));
    let late = run(home.path(), &on(due, "2026-01-15"));
    assert!(late.status.success() && mail(&late).contains("1 day late"), "{}", mail(&late));
}

#[test]
fn overlapping_runs_open_no_case_twice_and_one_that_waits_in_vain_says_so() {
    let home = home();
    let [flagged, ..] = &lines()[..] else { panic!("lines") };
    let line = on(flagged, "2026-01-12");
    let runs: Vec<Child> = (0..4).map(|_| start(home.path(), &line)).collect();
    for run in runs {
        let ended = run.wait_with_output().expect("it ends");
        assert_eq!((ended.status.code(), mail(&ended).as_str()), (Some(0), ""));
    }
    let record = home.path().join("retention/casebook.jsonl");
    assert_eq!(fs::read_to_string(&record).expect("a record").lines().count(), 1);
    fs::write(
        home.path().join("retention/surveys/q5.csv"),
        "Customer,Date,Overall\nGlobex Legal,2026-02-05,2\nAcme Dental,2026-02-05,9\n",
    )
    .expect("a survey");
    let held = File::open(home.path().join("retention/casebook.lock")).expect("the lock");
    held.lock().expect("it can be locked");
    let line = on(flagged, "2026-02-09");
    let refused = run(home.path(), &line);
    assert_eq!(refused.status.code(), Some(75), "{}", mail(&refused));
    assert!(mail(&refused).contains("another run holds the record"), "{}", mail(&refused));
    drop(held);
    let ended = run(home.path(), &line);
    assert_eq!((ended.status.code(), mail(&ended).as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(&record).expect("a record").lines().count(), 2);
}
