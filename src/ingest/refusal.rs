//! Refuses what would give a wrong list: files that do not go together, and files with too many rows left out.

use std::collections::BTreeSet;

use super::book::{FileSummary, ReadRequest};
use super::cell_faults::TOTAL_ROW;
use super::mapping::Mapping;
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::model::{Scale, figure};
use crate::signal::SignalId;

/// A file may lose this many rows, ...
const ROWS_TO_LOSE: u64 = 5;
/// ... or one in this many, before it is refused.
const ONE_ROW_IN: u64 = 20;

/// Checks what only shows when all files are seen: dates, and thresholds against the scales in use.
pub(super) fn check_together<'a>(
    request: &ReadRequest<'_>,
    files: impl Iterator<Item = (&'a FileSummary, &'a Mapping)>,
    problems: &mut Problems,
) {
    let files: Vec<_> = files.collect();
    check_named_scales(&files, problems);
    check_sheets(&files, problems);
    let dated = files.iter().find(|(_, mapping)| mapping.date.is_some());
    let undated = files.iter().find(|(_, mapping)| mapping.date.is_none());
    if let (Some((dated, _)), Some((undated, _))) = (dated, undated) {
        let message = format!(
            "no column holds dates, while {} has one: the waves cannot be put in order",
            dated.file.file()
        );
        let hint = "give it a date column, or name it: [source.columns] date = \"...\"";
        problems.add(
            Diagnostic::error("dates-missing", message)
                .at(Place::File { file: undated.file.file().to_owned() })
                .hint(hint),
        );
    }
    check_limits(request, &files, problems);
    check_targets(request, &files, problems);
    check_contradictions(request, &files, problems);
}

/// Refuses a file, or a sheet of a workbook, that two sources name, each in its own way: its rows would count twice.
fn check_sheets(files: &[(&FileSummary, &Mapping)], problems: &mut Problems) {
    for (index, (file, _)) in files.iter().enumerate() {
        let place = |file: &FileSummary| (file.file.file().to_owned(), file.file.sheet().map(str::to_owned));
        let is_same = |(other, _): &(&FileSummary, &Mapping)| place(other) == place(file);
        if !files.iter().take(index).any(is_same) {
            continue;
        }
        let (code, what, hint) = match file.file.sheet() {
            Some(sheet) => (
                "sheet-twice",
                format!("the sheet `{sheet}`"),
                "give each [[source]] of the workbook another sheet: [source.read] sheet = \"...\"",
            ),
            None => (
                "source-twice",
                "this file".to_owned(),
                "leave it out of one [[source]]: a pattern takes in every file that it matches",
            ),
        };
        let message = format!("two sources read {what}: its rows would count twice");
        let problem = Diagnostic::error(code, message);
        problems.add(problem.at(Place::File { file: file.file.file().to_owned() }).hint(hint));
    }
}

/// Refuses limits that are not on the scales in use.
fn check_limits(request: &ReadRequest<'_>, files: &[(&FileSummary, &Mapping)], problems: &mut Problems) {
    let limits = request.config.signals.limits();
    for (file, _) in files {
        for (signal, _, limit) in limits.iter().filter(|(_, enabled, _)| *enabled) {
            let off = file.scores.iter().find(|score| {
                (score.is_overall || *signal == SignalId::LowDimension) && limit.is_off(score.scale)
            });
            if let Some(score) = off {
                let message = format!(
                    "[signal.{}] below = {} is not on the scale {} of `{}`",
                    signal.id(),
                    figure(limit.on(score.scale), 4),
                    score.scale,
                    score.header
                );
                let usual = figure(score.scale.bad() + 0.6 * (score.scale.good() - score.scale.bad()), 1);
                let hint = if score.scale == Scale::ZERO_TO_TEN {
                    "write a number from 0 to 10: below = 7".to_owned()
                } else {
                    format!(
                        "state it for each scale: below = {{ \"0-10\" = 7, \"{}\" = {usual} }}",
                        score.scale
                    )
                };
                problems.add(
                    Diagnostic::error("threshold-off-scale", message)
                        .at(Place::File { file: file.file.file().to_owned() })
                        .hint(hint),
                );
            }
        }
    }
}

/// Refuses targets of dimensions that are not on the scales in use, each once. A scale that is asked for is not in use.
fn check_targets(request: &ReadRequest<'_>, files: &[(&FileSummary, &Mapping)], problems: &mut Problems) {
    let targets = &request.config.targets;
    let mut wrong = BTreeSet::new();
    for (file, mapping) in files {
        for score in mapping.scores.iter().filter(|score| is_settled(mapping, &score.header)) {
            let Some(dimension) = score.dimension.as_deref() else { continue };
            let stated = score.scales.iter().copied().flatten();
            let problem = stated.chain([score.scale]).find_map(|scale| targets.off_scale(dimension, scale));
            if let Some(problem) = problem.filter(|_| wrong.insert(dimension)) {
                let place = request.config.place(&format!("targets.{dimension}"));
                let file = Place::File { file: file.file.file().to_owned() };
                problems.add(problem.at(place.unwrap_or(file)));
            }
        }
    }
}

/// Whether it is known on which scale a column is answered.
fn is_settled(mapping: &Mapping, header: &str) -> bool {
    mapping.undecided.iter().all(|(open, _)| open != header)
}

/// Refuses limits that contradict each other on a scale in use.
fn check_contradictions(
    request: &ReadRequest<'_>,
    files: &[(&FileSummary, &Mapping)],
    problems: &mut Problems,
) {
    let scores = files
        .iter()
        .flat_map(|(file, mapping)| file.scores.iter().filter(|score| is_settled(mapping, &score.header)));
    let in_use = scores.map(|score| score.scale);
    if let Some(found) = request.config.signals.contradiction(in_use) {
        let problem = Diagnostic::error("contradiction", found.message).hint(found.hint);
        let place = request.config.place(found.path).or_else(|| request.config.place(found.otherwise));
        problems.add(match place {
            Some(place) => problem.at(place),
            None => problem,
        });
    }
}

/// A scale for a column that no file has as a score is a slip of the fingers.
fn check_named_scales(files: &[(&FileSummary, &Mapping)], problems: &mut Problems) {
    let Some(((_, first), others)) = files.split_first() else { return };
    for (wanted, problem) in &first.unmatched_scales {
        let is_unmatched =
            |mapping: &Mapping| mapping.unmatched_scales.iter().any(|(name, _)| name == wanted);
        if others.iter().all(|(_, mapping)| is_unmatched(mapping)) {
            problems.add(problem.clone());
        }
    }
}

/// Refuses a file of which too many rows were left out.
pub(super) fn too_many(left_out: u64, total: u64, is_strict: bool) -> Option<Diagnostic> {
    let share = format!("{left_out} of {total} rows");
    let problem = if left_out == 0 {
        return None;
    } else if is_strict {
        Diagnostic::error("strict", format!("{share} cannot be used, and --strict allows none"))
            .hint("mend the rows above, or leave --strict out")
    } else if left_out == total {
        Diagnostic::error("no-usable-row", "no row of this file can be used")
            .hint("mend what is said above; most often one cause stands behind all of it")
    } else if left_out > ROWS_TO_LOSE && left_out * ONE_ROW_IN > total {
        Diagnostic::error("too-many-rows-left-out", format!("{share} cannot be used: too many to rely on"))
            .hint("mend what is said above; up to 5 rows, or 5 in 100, would be left out with a warning")
    } else {
        return None;
    };
    Some(problem)
}

/// Refuses files of which too little could be read.
pub(super) fn check_rows(files: &[FileSummary], request: &ReadRequest<'_>, problems: &mut Problems) {
    if problems.has_errors() {
        return;
    }
    for summary in files {
        let rows = summary.rows;
        let total = rows.answers + rows.left_out + rows.later + rows.unanswered + rows.repeated;
        let file = Place::File { file: summary.file.file().to_owned() };
        if let (true, Some(line)) = (request.is_today, rows.first_later) {
            let message = format!("{} of {total} rows are dated after today and were not read", rows.later);
            problems.add(
                Diagnostic::warning("dated-later", message)
                    .at(summary.file.row(line))
                    .hint("mend the year, or ask for a later day with --as-of"),
            );
        }
        // Subtotals say nothing of how well the answers could be read.
        let of_totals = summary.left_out.reasons.get(TOTAL_ROW).filter(|_| !request.options.strict);
        let totals = of_totals.copied().unwrap_or_default();
        if let Some(problem) = too_many(rows.left_out - totals, total - totals, request.options.strict) {
            problems.add(problem.at(file));
        } else if rows.answers == 0 && rows.later > 0 && files.iter().all(|file| file.rows.answers == 0) {
            let problem =
                Diagnostic::error("all-rows-later", format!("every row is dated after {}", request.as_of));
            problems.add(problem.at(file).hint("ask for a later day with --as-of, or mend the dates"));
        } else if rows.answers == 0 && rows.later == 0 && total > 0 {
            let problem = Diagnostic::error(
                "nothing-answered",
                "no row answers anything: no score, no choice, no comment",
            );
            problems.add(problem.at(file).hint("was the export made before anybody answered?"));
        }
    }
}
