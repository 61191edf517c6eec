//! Writes the rows that were left out of a survey file, as they came, so that they can be mended and read again.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::desk::Desk;
use crate::cli::RejectsArgs;
use crate::edge;
use crate::ingest::{SurveyReading, rejects};
use crate::text::Terminal;

/// More stretches of lines than this are not named one by one.
const STRETCHES_NAMED: usize = 6;

/// Refuses what cannot be done, before anything is read: rows of several files have several headers.
pub(super) fn check(args: &RejectsArgs, desk: &Desk) -> Result<()> {
    if args.path.is_some() && desk.surveys.len() != 1 {
        let files: Vec<_> =
            desk.surveys.iter().map(|file| Terminal::of(file.argument()).to_string()).collect();
        let given = if files.is_empty() { "none is given".to_owned() } else { files.join(", ") };
        bail!(
            "--rejects takes the rows of one survey file: {given}\n  hint: give one file at a time, each with a \
             rejects file of its own"
        );
    }
    args.path.as_deref().map_or(Ok(()), |path| desk.refuse_kept(Path::new(path)))
}

/// Writes them where that is asked for. A file that was not read to its end has no such rows yet.
pub(super) fn write(args: &RejectsArgs, desk: &Desk, reading: &SurveyReading) -> Result<()> {
    let (Some(path), [source], [summary]) = (&args.path, desk.surveys.as_slice(), reading.files.as_slice())
    else {
        return Ok(());
    };
    let shown = Terminal::of(path);
    if !reading.is_read_whole {
        desk.note(&format!("{shown} was not written: the file was not read to its end\n"));
        return Ok(());
    }
    let rows = rejects(source, summary).with_context(|| format!("cannot read {}", source.argument()))?;
    let Some(rows) = rows else {
        desk.note(&format!("no row was left out: {shown} was not written\n"));
        return Ok(());
    };
    let is_new = edge::write_new(Path::new(path), &rows, &desk.read_paths())?;
    let done = if is_new {
        "wrote the rows that were left out to"
    } else {
        "the rows that were left out stand already in"
    };
    let noun = if summary.file.sheet().is_some() { "row" } else { "line" };
    let lines = named(&summary.left_out.lines(), noun);
    let file = Terminal::of(summary.file.file());
    desk.note(&format!("{done} {shown}: {lines} of {file}\nnext: mend them there, and give both files\n"));
    Ok(())
}

/// Lines in words: `lines 4, 9 to 12`; of a sheet `rows 4, 9 to 12`.
fn named(stretches: &[Range<u64>], noun: &str) -> String {
    let of = |stretch: &Range<u64>| match stretch.end - stretch.start {
        1 => stretch.start.to_string(),
        _ => format!("{} to {}", stretch.start, stretch.end - 1),
    };
    let shown: Vec<_> = stretches.iter().take(STRETCHES_NAMED).map(of).collect();
    let more = stretches.len().saturating_sub(STRETCHES_NAMED);
    let more = if more > 0 { format!(" and {more} more places") } else { String::new() };
    let is_one = matches!(stretches, [only] if only.end - only.start == 1);
    format!("{noun}{} {}{more}", if is_one { "" } else { "s" }, shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_in_words() {
        assert_eq!(named(std::slice::from_ref(&(4..5)), "line"), "line 4");
        assert_eq!(named(&[4..5, 9..13], "row"), "rows 4, 9 to 12");
        let many: Vec<_> = (0..8).map(|at| at * 2..at * 2 + 1).collect();
        assert_eq!(named(&many, "line"), "lines 0, 2, 4, 6, 8, 10 and 2 more places");
    }
}
