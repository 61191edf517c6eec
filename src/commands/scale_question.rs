//! Asks for the scale of a column when guessing it would change who is listed, showing what each reading would give.

use anyhow::Result;

use super::desk::Desk;
use crate::assessment::{self, ListRequest};
use crate::diagnostic::{Diagnostic, Place};
use crate::ingest::{FileSummary, ScaleQuestion, SurveyReading, WordsOf};
use crate::model::Scale;
use crate::signal::Dimension;
use crate::text::Terminal;

/// Turns open questions into errors that carry the remedy.
pub(super) fn ask(desk: &Desk, reading: &mut SurveyReading) -> Result<()> {
    if reading.problems.has_errors() {
        return Ok(());
    }
    let questions = std::mem::take(&mut reading.questions);
    let Some(first) = questions.first() else { return Ok(()) };
    let is_for_all = |scale: &&Scale| questions.iter().all(|question| question.readings.contains(scale));
    let readings: Vec<Scale> = first.readings.iter().filter(is_for_all).copied().collect();
    let mut given = Vec::new();
    let mut fitting = None;
    for scale in &readings {
        let listed = listed(desk, &questions, *scale)?;
        fitting = fitting.or(listed.is_ok().then_some(*scale));
        let best = if scale.is_mirrored() { scale.low() } else { scale.high() };
        let listed = listed.unwrap_or_else(str::to_owned);
        given.push(format!("as {scale} ({best} is best): {listed}"));
    }
    let columns: Vec<_> = questions.iter().map(|question| format!("`{}`", question.column)).collect();
    let why = if first.readings.iter().any(|scale| scale.high() > 10) {
        "many answers are above 10"
    } else {
        "no answer is above 5"
    };
    let were = if let [_] = columns.as_slice() { "was" } else { "were" };
    let message = format!("on which scale {were} {} answered? {why}", columns.join(", "));
    let scale = fitting.or(first.readings.first().copied()).unwrap_or(Scale::ZERO_TO_TEN);
    let option = option(&questions, &reading.files, scale);
    let has_made = reading.files.iter().any(|file| file.scores.iter().any(|score| score.is_made));
    let to_keep = if has_made {
        // Words and options take more lines than can be read here.
        format!("and to keep it: retain inspect {} {option} --save", Terminal::of(&first.file))
    } else {
        let others = reading.files.iter().any(|file| file.scores.len() > 1);
        let without = if others { ", without a column that is no score" } else { "" };
        format!("or in retain.toml{without}:\n{}", toml(&questions, &reading.files, scale))
    };
    let hint = format!("{}say which: {option}\n{to_keep}", lines(&given));
    reading.problems.add(
        Diagnostic::error("scale-undecided", message).at(Place::File { file: first.file.clone() }).hint(hint),
    );
    Ok(())
}

fn lines(given: &[String]) -> String {
    given.iter().map(|line| format!("{line}\n")).collect()
}

/// How many customers would be listed if the answers were on this scale, or why they cannot be.
fn listed(
    desk: &Desk,
    questions: &[ScaleQuestion],
    scale: Scale,
) -> Result<std::result::Result<String, &'static str>> {
    let mut options = desk.options.clone();
    options.scales.extend(questions.iter().map(|question| (Some(question.column.clone()), scale)));
    let reading = desk.read_with(&options, WordsOf::Nobody)?;
    let Some(book) = reading.book else {
        let contradicts = reading.problems.has_only_errors_of("contradiction");
        let why = if contradicts { "the limits contradict each other there" } else { "not all answers fit" };
        return Ok(Err(why));
    };
    let counts = assessment::at_risk_list(&book, &desk.config, &ListRequest::default()).counts;
    let call = counts.critical + counts.at_risk;
    Ok(Ok(format!("{call} of {} customers to call, {} to watch", counts.customers, counts.watch)))
}

/// The option to paste: one for all columns, where all of them are open.
fn option(questions: &[ScaleQuestion], files: &[FileSummary], scale: Scale) -> String {
    let scores: usize = files.iter().map(|file| file.scores.len()).sum();
    if questions.len() == scores {
        return format!("--scale {scale}");
    }
    let mut options: Vec<_> =
        questions.iter().map(|question| format!("--scale \"{}={scale}\"", question.column)).collect();
    options.dedup();
    options.join(" ")
}

/// The lines of `retain.toml` to paste: all score columns of the files, since those that are named are those that are read.
fn toml(questions: &[ScaleQuestion], files: &[FileSummary], scale: Scale) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| questions.iter().any(|question| question.file == file.file.file()))
    {
        text += &format!("[[source]]\nkind = \"survey\"\nfiles = [{:?}]\n", file.file.file());
        for score in &file.scores {
            let is_open = questions
                .iter()
                .any(|question| question.file == file.file.file() && question.column == score.header);
            let dimension =
                if score.is_overall { "overall".to_owned() } else { Dimension::id_of(&score.header) };
            let scale = if is_open { scale } else { score.scale };
            text += &format!(
                "[[source.score]]\ndimension = {dimension:?}\ncolumn = {:?}\nscale = \"{scale}\"\n",
                score.header
            );
        }
    }
    text
}
