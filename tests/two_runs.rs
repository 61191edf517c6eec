//! What two runs at a time, pipes, links and closed descriptors do, which no case can show.

#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a program that does not run has failed the test")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_retain");
const COMMON: &str = "--scale 0-10 --as-of 2026-10-05";

/// A folder with a survey in which so many customers are unhappy.
fn folder(customers: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: String = (0..customers).map(|number| format!("Customer {number},2\n")).collect();
    fs::write(folder.path().join("scores.csv"), format!("Company,Overall\n{lines}")).expect("a survey");
    folder
}

/// Runs a line of a shell, in which `retain` is the program.
fn shell(folder: &Path, line: &str) -> Output {
    let line = line.replace("retain", PROGRAM).replace("COMMON", COMMON);
    Command::new("bash").args(["-c", &line]).current_dir(folder).output().expect("a shell")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn two_packs_into_one_folder_wait_for_each_other_and_leave_a_whole_one() {
    let folder = folder(30);
    for round in 0..3 {
        // Each of the two writes another text into every document.
        let other = format!("sed 's/,2/,{round}/' scores.csv > other.csv");
        let both = "retain pack scores.csv COMMON -o out -q & one=$!; retain pack other.csv COMMON -o out -q; \
                    two=$?; wait $one && exit $two";
        let ended = shell(folder.path(), &format!("{other}; {both}"));
        assert_eq!((ended.status.code(), errors(&ended).as_str()), (Some(0), ""));
        // Whichever came last, its documents count as written by us: the next run takes none for edited.
        let again = shell(folder.path(), "retain pack scores.csv COMMON -o out");
        assert!(again.status.success() && !errors(&again).contains("edited"), "{}", errors(&again));
        let same = shell(folder.path(), "retain pack scores.csv COMMON -o out");
        assert!(
            errors(&same).contains("there already") && !errors(&same).contains("updated"),
            "{}",
            errors(&same)
        );
    }
    assert!(!folder.path().join("out/agenda.new.md").exists());
}

#[test]
fn a_folder_that_another_run_holds_is_waited_for_and_then_left_alone() {
    let folder = folder(1);
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let held = File::open(folder.path().join("out")).expect("the folder");
    held.lock().expect("a lock");
    let refused = shell(folder.path(), "retain pack scores.csv COMMON -o out -q");
    assert_eq!(refused.status.code(), Some(75));
    assert!(errors(&refused).contains("error: another run writes into out"), "{}", errors(&refused));
    let looked = shell(folder.path(), "retain pack scores.csv COMMON -o out -q --dry-run");
    assert!(looked.status.success(), "to look needs no lock");
    drop(held);
    assert_eq!(fs::read_dir(folder.path().join("out")).expect("the folder").count(), 0);
    assert!(shell(folder.path(), "retain pack scores.csv COMMON -o out -q").status.success());
}

#[test]
fn a_result_for_a_closed_standard_output_is_refused() {
    let folder = folder(1);
    let explain = "explain 'Customer 0' scores.csv";
    for command in ["flag scores.csv", explain, "agenda --survey scores.csv", "script --survey scores.csv"] {
        let closed = shell(folder.path(), &format!("retain {command} COMMON -q >&-"));
        assert_eq!(closed.status.code(), Some(2), "{command}");
        assert!(errors(&closed).contains("standard output is closed"), "{}", errors(&closed));
        for fine in ["> /dev/null", "-o list.md >&-"] {
            let ended = shell(folder.path(), &format!("retain {command} COMMON -q {fine}"));
            assert!(ended.status.success(), "{command} {fine}: {}", errors(&ended));
        }
    }
    // With --fail-on the exit code is the result.
    let found = shell(folder.path(), "retain flag scores.csv COMMON -q --fail-on critical >&-");
    assert_eq!((found.status.code(), errors(&found).as_str()), (Some(0), ""));
}

#[test]
fn what_the_shell_opens_is_read_and_written_and_a_pipe_in_a_folder_is_refused() {
    let folder = folder(1);
    let read = shell(folder.path(), "retain flag <(cat scores.csv) COMMON -q --format csv");
    assert!(read.status.success() && String::from_utf8_lossy(&read.stdout).contains("Customer 0"));
    let written = shell(folder.path(), "retain flag scores.csv COMMON -q -o >(cat) | cat");
    assert!(String::from_utf8_lossy(&written.stdout).contains("Customer 0"), "{}", errors(&written));
    let refused = shell(folder.path(), "mkfifo pipe; retain flag scores.csv COMMON -q -o pipe");
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors(&refused).contains("a pipe or the like"), "{}", errors(&refused));
    let found = shell(folder.path(), "mkdir surveys; mkfifo surveys/q3.csv; retain flag COMMON -q");
    assert_eq!(found.status.code(), Some(2));
    assert!(errors(&found).contains("surveys/q3.csv: it is no file, but a pipe"), "{}", errors(&found));
}

#[test]
fn no_link_in_the_place_of_the_months_folder_is_followed() {
    let folder = folder(1);
    let at = folder.path();
    fs::create_dir_all(at.join("home/retention")).expect("a folder");
    fs::create_dir(at.join("elsewhere")).expect("a folder");
    let in_home = "cd home && cp ../scores.csv .";
    for link in ["ln -s ../../elsewhere retention/2026-10", "rm -r retention && ln -s ../elsewhere retention"]
    {
        let refused = shell(at, &format!("{in_home} && {link} && retain pack scores.csv COMMON"));
        assert_eq!(refused.status.code(), Some(2), "{link}");
        assert!(errors(&refused).contains("is a link, which is not followed"), "{}", errors(&refused));
        assert_eq!(fs::read_dir(at.join("elsewhere")).expect("the folder").count(), 0, "{link}");
    }
    // Whoever names the folder has it written to, wherever it leads.
    let named = shell(at, &format!("{in_home} && retain pack scores.csv COMMON -o retention"));
    assert!(named.status.success() && at.join("elsewhere/cover.md").exists(), "{}", errors(&named));
}
