//! Turns files too large to lie in the repository into refusals of the program: the limits, each just beyond it.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Output};

/// Runs `retain flag` on a survey with a comment of this size in the first of two rows.
fn flag(folder: &Path, comment_bytes: u64, quote: &str) -> io::Result<Output> {
    let mut file = BufWriter::new(File::create(folder.join("scores.csv"))?);
    write!(file, "Customer,Date,Overall,Accuracy,Comment\nAcme,2026-09-28,4,3,{quote}")?;
    io::copy(&mut io::repeat(b'x').take(comment_bytes), &mut file)?;
    write!(file, "{quote}\nGlobex,2026-09-29,6,6,\n")?;
    file.flush()?;
    Command::new(env!("CARGO_BIN_EXE_retain"))
        .args(["flag", "scores.csv", "--as-of", "2026-10-05", "--format", "csv"])
        .current_dir(folder)
        .output()
}

#[test]
fn a_cell_of_a_mebibyte_is_read_and_a_longer_one_costs_its_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let at_the_limit = flag(folder.path(), 1024 * 1024, "").expect("a run");
    assert_eq!(at_the_limit.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&at_the_limit.stdout).contains("\nAcme,"));
    let beyond = flag(folder.path(), 1024 * 1024 + 1, "").expect("a run");
    let said = String::from_utf8_lossy(&beyond.stderr).into_owned();
    assert_eq!(beyond.status.code(), Some(0), "{said}");
    assert!(said.contains("[cell-too-long]") && said.contains("scores.csv:2"), "{said}");
    let list = String::from_utf8_lossy(&beyond.stdout).into_owned();
    assert!(list.contains("\nGlobex,") && !list.contains("\nAcme,"), "{list}");
}

#[test]
fn a_row_beyond_16_mebibytes_is_refused_with_its_line_and_nothing_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    for (quote, code) in [("", "[row-too-long]"), ("\"", "[quote-never-closed]")] {
        let refused = flag(folder.path(), 100_000_000, quote).expect("a run");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains(code) && said.contains("scores.csv:2"), "{said}");
        assert!(refused.stdout.is_empty());
    }
}
