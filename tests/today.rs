//! What depends on the day it is, and so cannot be a case.

use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn a_date_of_next_century_is_a_slip_unless_a_day_is_asked_for() {
    let survey = "Customer,Date,Overall\nAcme,2026-09-28,4\nGlobex,2198-09-28,9\nInitech,2026-09-28,9\n";
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
        command.args(["flag", "-", "--quiet"]).args(more);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(survey.as_bytes()).expect("it is read");
        String::from_utf8(child.wait_with_output().expect("it ends").stderr).expect("UTF-8")
    };
    let said = run(&[]);
    assert!(
        said.contains("warning[dated-later]: 1 of 3 rows") && said.contains("standard input:3"),
        "{said}"
    );
    assert_eq!(run(&["--as-of", "2026-10-05"]), "");
}
