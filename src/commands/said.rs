//! What standard error ends with: what was read, what was assumed, and what to run next.

use super::desk::Desk;
use crate::assessment::Ranking;
use crate::cli::{ScaleOption, SurveyArgs};
use crate::config::{Config, Origin, toml_text};
use crate::diagnostic::Diagnostic;
use crate::ingest::{Book, DatedCounts, FileSummary, IncidentCounts, OrderCounts, SurveyReading};
use crate::model::{Scale, figure};
use crate::render;
use crate::render::clean::Terminal;
use crate::signal::ScoreLimit;
use crate::text::{argument, counted, name_argument, quoted};

/// What is said after the list.
pub(super) fn after_list(desk: &Desk, reading: &SurveyReading, book: &Book, ranking: &Ranking<'_>) -> String {
    let mut text = after_page(desk, reading, book);
    if ranking.other_scale > 0 {
        let answers = counted(ranking.other_scale, "answer", "answers");
        text += &format!("not counted: {answers} on another scale than the newest of the same wave\n");
    }
    if ranking.replaced > 0 {
        text += &format!(
            "replaced: {}, by a later answer of the same respondent in the same wave\n",
            counted(ranking.replaced, "cell", "cells")
        );
    }
    let files: Vec<_> = desk.surveys.iter().map(|file| argument(file.argument())).collect();
    let is_configured =
        desk.config.sources.iter().any(|source| source.kind == crate::config::SourceKind::Survey);
    let files =
        if is_configured || files.is_empty() { String::new() } else { format!(" {}", files.join(" ")) };
    if let Some(first) = ranking.first() {
        let customer = Terminal::of(first).to_string();
        let typed = name_argument(&customer);
        let options: String = desk.repeated.iter().map(|option| format!(" {}", argument(option))).collect();
        // Behind `--` nothing is an option any more.
        text += &if customer.starts_with('-') {
            format!("next: retain explain{options} {typed}{files}\n")
        } else {
            format!("next: retain explain {typed}{files}{options}\n")
        };
    }
    text
}

/// What of the command line decides which answers are read, and how.
pub(super) fn repeated(args: &SurveyArgs) -> Vec<String> {
    let scale = |option: &ScaleOption| match &option.column {
        Some(column) => format!("{column}={}", option.scale),
        None => option.scale.to_string(),
    };
    let valued = [("--config", args.config.clone()), ("--customer", args.customer_column.clone())]
        .into_iter()
        .chain(args.scale.iter().map(|option| ("--scale", Some(scale(option)))))
        .chain([
            ("--date-order", args.date_order.map(|order| order.to_string())),
            ("--as-of", args.as_of.map(|day| day.to_string())),
        ]);
    let valued = valued.filter_map(|(option, value)| Some([option.to_owned(), value?])).flatten();
    args.each_row.then(|| "--each-row".to_owned()).into_iter().chain(valued).collect()
}

/// What is said after any result: what was read and assumed.
pub(super) fn after_page(desk: &Desk, reading: &SurveyReading, book: &Book) -> String {
    let mut lines = Vec::new();
    for file in &reading.files {
        lines.push(read(file, book));
        lines.extend(file.remarks.iter().map(|remark| format!("  {remark}")));
        lines.extend(explained(file));
        if !file.unused.is_empty() {
            lines.push(format!("  not used: {}", quoted(&file.unused)));
        }
    }
    lines.extend(beside(reading, book));
    lines.push(customers(book));
    if !reading.files.is_empty() {
        lines.push(waves(book));
        lines.push(thresholds(desk, reading));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Choices that sound negative and do not count as such, with the line that would make them count.
pub(super) fn doubtful_choices(config: &Config, reading: &SurveyReading) -> Option<Diagnostic> {
    let doubtful = &reading.doubtful_choices;
    let answers = config.signals.negative_sentiment.answers.iter().chain(doubtful);
    let paste: Vec<_> = answers.map(|answer| toml_text(answer)).collect();
    let (sound, do_not) = if doubtful.len() == 1 { ("sounds", "does not") } else { ("sound", "do not") };
    let message = format!("{} {sound} negative and {do_not} count as such", quoted(doubtful));
    let hint = format!(
        "if it should, in retain.toml:\n[signal.negative-sentiment]\nanswers = [{}]",
        paste.join(", ")
    );
    (!doubtful.is_empty()).then(|| Diagnostic::warning("doubtful-choice", message).hint(hint))
}

fn read(file: &FileSummary, book: &Book) -> String {
    let rows = file.rows;
    let others = [
        (rows.left_out, "left out".to_owned()),
        (rows.repeated, "repeated and dropped".to_owned()),
        (rows.later, format!("dated after {}", book.firm.as_of)),
        (rows.unanswered, "without any answer".to_owned()),
    ];
    let others = self::others(&others);
    let customer = file
        .customer
        .as_deref()
        .map_or("every row".to_owned(), |column| format!("`{}`", Terminal::of(column)));
    let date = file
        .date
        .as_deref()
        .map_or("no date".to_owned(), |column| format!("date `{}`", Terminal::of(column)));
    let tool = file.tool.map(|tool| format!(", as {tool} exports it")).unwrap_or_default();
    format!(
        "read {}: {}{others}; {}, {}{tool}; customer: {customer}, {date}\n  scores: {}",
        Terminal::of(file.file.file()),
        counted(rows.answers, "answer", "answers"),
        file.encoding,
        Terminal::of(&file.delimiter),
        scores(file)
    )
}

/// Scores were read out of longer answers: said, because a rule decided which number is meant.
fn explained(file: &FileSummary) -> Option<String> {
    let explained = file.rows.explained;
    (explained > 0).then(|| {
        let scores = counted(explained, "score", "scores");
        format!("  {scores} with words or the best score beside the number: the number is read")
    })
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

fn beside(reading: &SurveyReading, book: &Book) -> Vec<String> {
    let accounts = reading
        .accounts
        .map(|accounts| format!("read the accounts: {}", counted(accounts, "customer", "customers")));
    let invitations = reading.has_invitations.then(|| "read the invitations".to_owned());
    let incidents = reading.incidents.map(|counts| incidents(counts, book));
    let orders = reading.orders.map(|counts| orders(counts, book));
    let contacts = reading.contacts.map(|counts| dated("contacts", "contact", counts, book));
    let churn = reading.churn.map(|counts| dated("departures", "departure", counts, book));
    let did = orders.into_iter().chain(contacts).chain(churn);
    accounts.into_iter().chain(invitations).chain(incidents).chain(did).collect()
}

/// How many orders were read, and what was left out of them.
fn orders(counts: OrderCounts, book: &Book) -> String {
    let DatedCounts { read, left_out, repeated, later } = counts.rows;
    let others = others(&[
        (left_out, "left out".to_owned()),
        (repeated, "in another file too".to_owned()),
        (later, format!("dated after {} and not read", book.firm.as_of)),
        (counts.cancelled, "cancelled and not read".to_owned()),
        (counts.returns, "sent back and taken off".to_owned()),
    ]);
    let base = book.behaviour.base().map_or(String::new(), |base| {
        let days = figure(base.days, 1);
        match base.customers {
            Some(customers) => {
                format!(
                    "; usual cycle: {days} days, measured on {}",
                    counted(customers as u64, "customer", "customers")
                )
            }
            None => format!("; usual cycle: {days} days, as base-cycle-days says"),
        }
    });
    format!(
        "read the orders: {} of {} in {}{others}{base}",
        counted(counts.orders, "order", "orders"),
        counted(counts.customers, "customer", "customers"),
        counted(read, "row", "rows")
    )
}

fn dated(many: &str, one: &str, counts: DatedCounts, book: &Book) -> String {
    let others = others(&[
        (counts.left_out, "left out".to_owned()),
        (counts.later, format!("dated after {} and not read", book.firm.as_of)),
    ]);
    format!("read the {many}: {}{others}", counted(counts.read, one, many))
}

/// What else became of rows, in brackets.
fn others(others: &[(u64, String)]) -> String {
    let met = others.iter().filter(|(count, _)| *count > 0);
    let others: Vec<_> = met.map(|(count, what)| format!("{count} {what}")).collect();
    if others.is_empty() { String::new() } else { format!(" ({})", others.join(", ")) }
}

/// How many incidents were read, and what the day left out of them.
fn incidents(counts: IncidentCounts, book: &Book) -> String {
    let as_of = book.firm.as_of;
    let others = [
        (counts.left_out, "left out".to_owned()),
        (counts.repeated, "repeated and dropped".to_owned()),
        (counts.later, format!("opened after {as_of} and not read")),
        (counts.resolved_later, format!("resolved after {as_of} and read as open")),
    ];
    let others = self::others(&others);
    format!("read the incidents: {}{others}", counted(counts.read, "incident", "incidents"))
}

fn customers(book: &Book) -> String {
    let answered = book.directory.answered().count() as u64;
    format!("customers with answers: {answered}; as of {}", book.firm.as_of)
}

fn waves(book: &Book) -> String {
    Terminal::of(&render::waves(&book.firm.waves)).to_string()
}

fn thresholds(desk: &Desk, reading: &SurveyReading) -> String {
    let signals = &desk.config.signals;
    let mut scales: Vec<Scale> =
        reading.files.iter().flat_map(|file| &file.scores).map(|score| score.scale).collect();
    scales.sort_unstable();
    scales.dedup();
    if scales.is_empty() {
        return "thresholds: none applies, since no scores were read".to_owned();
    }
    let limits = signals.limits().map(|(signal, is_enabled, limit)| {
        let signal = signal.id();
        if is_enabled { format!("{signal} {}", on_each(limit, &scales)) } else { format!("{signal} off") }
    });
    let between = if scales.len() > 1 { "; " } else { ", " };
    format!("thresholds: {} ({})", limits.join(between), whose(desk))
}

/// Who set the limits of scores.
fn whose(desk: &Desk) -> String {
    const LIMITS: [&str; 3] =
        ["signal.low-score.below", "signal.critical-score.below", "signal.low-dimension.below"];
    let Some(path) = desk.config_path.as_deref() else {
        return "built in; retain init writes them down".to_owned();
    };
    let settings = desk.config.settings();
    let limits = settings.iter().filter(|setting| LIMITS.contains(&setting.key.as_str()));
    let own = limits.filter(|setting| setting.origin != Origin::BuiltIn).count();
    match own {
        0 => "built in".to_owned(),
        own if own == LIMITS.len() => path.to_owned(),
        _ => format!("{path}, else built in"),
    }
}

/// A limit on each scale in use: `below 7 on 0-10, above 2 on 5-1`.
fn on_each(limit: &ScoreLimit, scales: &[Scale]) -> String {
    let each = scales.iter().map(|scale| {
        let side = if scale.is_mirrored() { "above" } else { "below" };
        let limit = figure(limit.on(*scale), 4);
        if scales.len() > 1 { format!("{side} {limit} on {scale}") } else { format!("{side} {limit}") }
    });
    each.collect::<Vec<_>>().join(", ")
}
