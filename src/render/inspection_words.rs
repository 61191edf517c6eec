//! Turns what was recognised in files into sentences that every format shares, of raw text.

use crate::diagnostic::Severity;
use crate::history::{Waves, WavesAre};
use crate::ingest::{ColumnSummary, Inspected, Inspection, SCORE};
use crate::model::{Scale, figure};
use crate::signal::SignalId;

/// More waves than this are not listed one by one.
const WAVES_LISTED: usize = 6;

/// A count and its noun.
fn count(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What a file is.
pub(super) fn title(file: &Inspected) -> String {
    format!("{}: {} ({})", file.file, file.kind.id(), file.kind_why)
}

/// How a file is written.
pub(super) fn written(file: &Inspected) -> String {
    let tool = file.tool.map_or("no tool recognised".to_owned(), |tool| format!("from {tool}"));
    let (first, last) = (file.header_lines.start, file.header_lines.end.saturating_sub(1));
    let header = if last > first { format!("lines {first} to {last}") } else { format!("line {first}") };
    match &file.line_ends {
        None => format!("{}, {}, header on {header}; {tool}", file.container, file.delimiter),
        Some(ends) => format!(
            "{}, {}, line ends {ends}, {} between cells, header on {header}; {tool}",
            file.container, file.encoding, file.delimiter
        ),
    }
}

/// What became of the rows of a file.
pub(super) fn rows(file: &Inspected, inspection: &Inspection<'_>) -> String {
    let Some(rows) = file.rows else {
        return "rows: not read yet; what keeps them from being read stands at the end".to_owned();
    };
    let reasons: Vec<_> = file.reasons.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let others = [
        (rows.left_out, format!("left out{reasons}")),
        (rows.repeated, "repeated and dropped".to_owned()),
        (rows.later, format!("dated after {}", inspection.as_of)),
        (rows.unanswered, "without any answer".to_owned()),
        (rows.blank, "blank".to_owned()),
    ];
    let others =
        others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("; {count} {what}"));
    format!("rows: {} read{}", rows.answers, others.collect::<String>())
}

/// Where a column stands: its number, or those of the columns that it is made of.
pub(super) fn place(column: &ColumnSummary) -> String {
    match column.of.as_slice() {
        [] | [_] => column.position.to_string(),
        [first, .., last] if column.of.iter().copied().eq(*first..=*last) => format!("{first}-{last}"),
        of => of.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// What a column is used as.
pub(super) fn used_as(column: &ColumnSummary) -> String {
    match column.role {
        None => "not used".to_owned(),
        Some(SCORE) => {
            let what = if column.dimension.as_deref() == Some("overall") { "overall score" } else { "score" };
            let scale = column.scale.map_or("scale to be asked".to_owned(), |scale| scale.to_string());
            format!("{what}, {scale}")
        }
        Some(role) => role.replace('-', " "),
    }
}

/// Why, with how the scale is known.
pub(super) fn why(column: &ColumnSummary) -> String {
    match (column.scale, column.scale_why) {
        (_, scale_why) if scale_why.is_empty() || scale_why == column.why => column.why.clone(),
        (Some(scale), scale_why) => format!("{}; {scale}: {scale_why}", column.why),
        (None, _) => format!("{}; nothing in it tells its scale", column.why),
    }
}

/// What a column holds, without a word of what anybody wrote.
pub(super) fn holds(column: &ColumnSummary) -> String {
    match (&column.range, column.different) {
        _ if column.filled == 0 => String::new(),
        (Some((least, most)), _) if least == most => format!("all {least}"),
        (Some((least, most)), _) => format!("{least} to {most}"),
        (None, Some(different)) => format!("{different} different"),
        (None, None) => "over 1000 different".to_owned(),
    }
}

/// How many cells are filled, and what they hold.
pub(super) fn filled(column: &ColumnSummary) -> String {
    let holds = holds(column);
    if holds.is_empty() { String::new() } else { format!("{} filled: {holds}", column.filled) }
}

/// What is known once all files are read.
pub(super) fn together(inspection: &Inspection<'_>) -> Vec<String> {
    let customers = inspection.customers.map(|customers| {
        let customers = count(customers, "customer");
        format!("{customers} with answers, as of {}", inspection.as_of)
    });
    let waves = inspection.waves.map(waves);
    customers.into_iter().chain(waves).chain(limits(&inspection.limits)).collect()
}

/// What keeps the files from being read.
pub(super) fn in_the_way(inspection: &Inspection<'_>) -> Vec<String> {
    let errors = inspection.problems.shown().iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

/// The rounds of a survey, and what makes them.
pub(super) fn waves(waves: &Waves) -> String {
    let are = match waves.are {
        WavesAre::Files => "a file each",
        WavesAre::Clusters => "answers close together",
        WavesAre::Months => "months",
        WavesAre::Quarters => "quarters",
        WavesAre::Named => "by the column",
    };
    let all = waves.list.len();
    let listed = waves.list.iter().skip(all.saturating_sub(WAVES_LISTED)).map(|wave| {
        let days = match (wave.first, wave.last) {
            (Some(first), Some(last)) if first == last => format!(" on {first}"),
            (Some(first), Some(last)) => format!(" from {first} to {last}"),
            _ => String::new(),
        };
        format!("{}{days}, {}", wave.name, count(wave.answers, "answer"))
    });
    let listed = listed.collect::<Vec<_>>().join("; ");
    let more = if all > WAVES_LISTED { "...; " } else { "" };
    let alone = if all == 1 { "; nothing to compare with" } else { "" };
    format!("{} ({are}): {more}{listed}{alone}", count(all as u64, "wave"))
}

/// The limits of scores, a line a scale.
fn limits(limits: &[(SignalId, Scale, f64)]) -> Vec<String> {
    let mut scales: Vec<Scale> = limits.iter().map(|(_, scale, _)| *scale).collect();
    scales.dedup();
    let line = |scale: &Scale| {
        let side = if scale.is_mirrored() { "above" } else { "below" };
        let of_scale = limits.iter().filter(|(_, other, _)| other == scale);
        let of_scale =
            of_scale.map(|(signal, _, limit)| format!("{} {side} {}", signal.id(), figure(*limit, 4)));
        format!("on {scale}: {}", of_scale.collect::<Vec<_>>().join(", "))
    };
    scales.iter().map(line).collect()
}
