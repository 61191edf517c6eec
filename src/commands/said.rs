//! What standard error ends with: what was read, what was assumed, and what to run next.

use super::desk::Desk;
use crate::assessment::AtRiskList;
use crate::history::WavesAre;
use crate::ingest::{Book, FileSummary, SurveyReading};
use crate::model::Scale;
use crate::render::clean::Terminal;
use crate::signal::ScoreLimit;

/// More waves than this are not listed one by one.
const WAVES_LISTED: usize = 6;

/// What is said after the list.
pub(super) fn after_list(desk: &Desk, reading: &SurveyReading, book: &Book, list: &AtRiskList) -> String {
    let mut text = after_page(desk, reading, book);
    let files: Vec<_> = desk.surveys.iter().map(|file| argument(crate::ingest::Source::name(file))).collect();
    let is_configured =
        desk.config.sources.iter().any(|source| source.kind == crate::config::SourceKind::Survey);
    let files = if is_configured { String::new() } else { format!(" {}", files.join(" ")) };
    if let Some(first) = list.call.first().or(list.watch.first()) {
        text += &format!(
            "next: retain explain {}{files}\n",
            argument(&Terminal::of(&first.customer).to_string())
        );
    }
    text
}

/// What is said after any result: what was read and assumed.
pub(super) fn after_page(desk: &Desk, reading: &SurveyReading, book: &Book) -> String {
    let mut lines = Vec::new();
    for file in &reading.files {
        lines.push(read(file));
        lines.extend(file.remarks.iter().map(|remark| format!("  {remark}")));
        if !file.unused.is_empty() {
            lines.push(format!("  not used: {}", quoted(&file.unused)));
        }
    }
    lines.extend(beside(reading));
    lines.push(customers(book));
    lines.push(waves(book));
    lines.push(thresholds(desk, reading));
    if !reading.doubtful_choices.is_empty() {
        let options = quoted(&reading.doubtful_choices);
        let paste: Vec<_> = desk
            .config
            .signals
            .negative_sentiment
            .answers
            .iter()
            .chain(&reading.doubtful_choices)
            .map(|answer| format!("{answer:?}"))
            .collect();
        lines.push(format!(
            "warning: {options} sounds negative and does not count as such; if it should: [signal.negative-sentiment] answers = [{}]",
            paste.join(", ")
        ));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A count and its noun.
fn count(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{}`", Terminal::of(name))).collect::<Vec<_>>().join(", ")
}

/// A name as it has to be typed.
fn argument(name: &str) -> String {
    let is_plain =
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "-_./".contains(letter));
    if is_plain { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

fn read(file: &FileSummary) -> String {
    let rows = file.rows;
    let others = [
        (rows.left_out, "left out"),
        (rows.repeated, "repeated and dropped"),
        (rows.later, "dated after the day"),
        (rows.unanswered, "without any answer"),
    ];
    let others: Vec<_> = others
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join(", ")) };
    let customer = file
        .customer
        .as_deref()
        .map_or("every row".to_owned(), |column| format!("`{}`", Terminal::of(column)));
    let date = file
        .date
        .as_deref()
        .map_or("no date".to_owned(), |column| format!("date `{}`", Terminal::of(column)));
    format!(
        "read {}: {}{others}; {}, {}; customer: {customer}, {date}\n  scores: {}",
        Terminal::of(&file.file),
        count(rows.answers, "answer"),
        file.encoding,
        file.delimiter,
        scores(file)
    )
}

/// The score columns, those of one scale together.
fn scores(file: &FileSummary) -> String {
    let mut kinds: Vec<(Scale, &str, Vec<String>)> = Vec::new();
    for score in &file.scores {
        let header =
            format!("`{}`{}", Terminal::of(&score.header), if score.is_overall { " (overall)" } else { "" });
        match kinds.iter_mut().find(|(scale, why, _)| *scale == score.scale && *why == score.why) {
            Some((_, _, headers)) => headers.push(header),
            None => kinds.push((score.scale, score.why, vec![header])),
        }
    }
    let kinds =
        kinds.iter().map(|(scale, why, headers)| format!("{} on {scale} ({why})", headers.join(", ")));
    let text = kinds.collect::<Vec<_>>().join("; ");
    if text.is_empty() { "none".to_owned() } else { text }
}

fn beside(reading: &SurveyReading) -> Vec<String> {
    let accounts =
        reading.accounts.map(|accounts| format!("read the accounts: {}", count(accounts, "customer")));
    let invitations = reading.has_invitations.then(|| "read the invitations".to_owned());
    accounts.into_iter().chain(invitations).collect()
}

fn customers(book: &Book) -> String {
    let answered = book.directory.answered().count() as u64;
    format!("customers with answers: {answered}; as of {}", book.firm.as_of)
}

fn waves(book: &Book) -> String {
    let waves = &book.firm.waves;
    let are = match waves.are {
        WavesAre::Files => "a file each",
        WavesAre::Clusters => "answers close together",
        WavesAre::Months => "months",
        WavesAre::Quarters => "quarters",
        WavesAre::Named => "by the column",
    };
    let all = waves.list.len();
    let listed = waves.list.iter().skip(all.saturating_sub(WAVES_LISTED)).map(|wave| {
        let name = Terminal::of(&wave.name);
        let days = match (wave.first, wave.last) {
            (Some(first), Some(last)) if first == last => format!(" on {first}"),
            (Some(first), Some(last)) => format!(" from {first} to {last}"),
            _ => String::new(),
        };
        format!("{name}{days}, {}", count(wave.answers, "answer"))
    });
    let listed = listed.collect::<Vec<_>>().join("; ");
    let more = if all > WAVES_LISTED { "...; " } else { "" };
    let alone = if all == 1 { "; nothing to compare with" } else { "" };
    format!("{} ({are}): {more}{listed}{alone}", count(all as u64, "wave"))
}

fn thresholds(desk: &Desk, reading: &SurveyReading) -> String {
    let signals = &desk.config.signals;
    let mut scales: Vec<Scale> =
        reading.files.iter().flat_map(|file| &file.scores).map(|score| score.scale).collect();
    scales.sort_unstable();
    scales.dedup();
    let on = |limit: &ScoreLimit| {
        let each = scales.iter().map(|scale| {
            let limit = crate::model::figure(limit.on(*scale), 4);
            if scales.len() > 1 { format!("{limit} on {scale}") } else { limit }
        });
        each.collect::<Vec<_>>().join(", ")
    };
    let whose = desk
        .config_path
        .as_deref()
        .map_or("built in; retain init writes them down".to_owned(), |path| format!("{path}, else built in"));
    format!(
        "thresholds: low-score below {}, critical-score below {}, low-dimension below {} ({whose})",
        on(&signals.low_score.below),
        on(&signals.critical_score.below),
        on(&signals.low_dimension.below)
    )
}
