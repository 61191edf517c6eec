//! Asks for the scale of a column when guessing it would change who is listed, showing what each reading would give.

use std::fmt;

use anyhow::Result;

use super::desk::Desk;
use crate::assessment::{self, ListRequest};
use crate::config::toml_text;
use crate::diagnostic::{Diagnostic, Place};
use crate::ingest::{FileSummary, ScaleQuestion, SurveyReading, WordsOf};
use crate::model::Scale;
use crate::signal::Dimension;
use crate::text::{Terminal, argument, quoted};

/// Turns open questions into errors that carry the remedy.
pub(super) fn ask(desk: &Desk, reading: &mut SurveyReading) -> Result<()> {
    if reading.problems.has_errors() {
        return Ok(());
    }
    let questions = std::mem::take(&mut reading.questions);
    let Some(first) = questions.first() else { return Ok(()) };
    let mut given = Vec::new();
    let mut fitting = None;
    for scale in &first.readings {
        let answers = Answers::like(*scale, &questions);
        let listed = listed(desk, &answers)?;
        given.push(format!(
            "as {answers}: {}",
            listed.as_ref().map_or_else(|why| (*why).to_owned(), Clone::clone)
        ));
        fitting = fitting.or(listed.is_ok().then_some(answers));
    }
    let columns = quoted(questions.iter().map(|question| &question.column));
    let were = if questions.len() == 1 { "was" } else { "were" };
    let message = format!("on which scale {were} {columns} answered? {}", whys(&questions));
    let answers = fitting.unwrap_or_else(|| {
        Answers::like(first.readings.first().copied().unwrap_or(Scale::ZERO_TO_TEN), &questions)
    });
    let option = answers.option(&reading.files);
    let has_made = reading.files.iter().any(|file| file.scores.iter().any(|score| score.is_made));
    let to_keep = if has_made {
        // Words and options take more lines than can be read here.
        format!("and to keep it: retain inspect {} {option} --save", Terminal::of(&first.file))
    } else {
        let others = reading.files.iter().any(|file| file.scores.len() > 1);
        let without = if others { ", without a column that is no score" } else { "" };
        format!("or in retain.toml{without}:\n{}", answers.toml(&reading.files))
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

/// Why it is not known, of which columns where it is not the same of all.
fn whys(questions: &[ScaleQuestion]) -> String {
    let groups = questions.iter().fold(Vec::<(&str, Vec<&str>)>::new(), |mut groups, question| {
        match groups.iter_mut().find(|(known, _)| *known == question.why) {
            Some((_, columns)) => columns.push(&question.column),
            None => groups.push((question.why, vec![&question.column])),
        }
        groups
    });
    if let [(why, _)] = groups.as_slice() {
        return (*why).to_owned();
    }
    let each = groups.into_iter().map(|(why, columns)| format!("{}: {why}", quoted(columns)));
    each.collect::<Vec<_>>().join("; ")
}

/// How many customers would be listed if the answers were on these scales, or why they cannot be.
fn listed(desk: &Desk, answers: &Answers<'_>) -> Result<std::result::Result<String, &'static str>> {
    let mut options = desk.options.clone();
    options.scales.extend(answers.0.iter().map(|(question, scale)| (Some(question.column.clone()), *scale)));
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

/// A scale for every question.
struct Answers<'a>(Vec<(&'a ScaleQuestion, Scale)>);

impl<'a> Answers<'a> {
    /// One scale wherever it is among the readings, and elsewhere one whose better end is the same.
    fn like(scale: Scale, questions: &'a [ScaleQuestion]) -> Self {
        let answer = |question: &'a ScaleQuestion| {
            let readings = || question.readings.iter().copied();
            let own = readings().find(|own| *own == scale);
            let alike = || readings().find(|own| own.is_mirrored() == scale.is_mirrored());
            (question, own.or_else(alike).or_else(|| readings().next()).unwrap_or(scale))
        };
        Self(questions.iter().map(answer).collect())
    }

    /// The scales, each once.
    fn scales(&self) -> Vec<Scale> {
        let mut scales: Vec<Scale> = self.0.iter().map(|(_, scale)| *scale).collect();
        scales.sort_unstable();
        scales.dedup();
        scales
    }

    /// The option to paste: one for all columns, where all of them are open and on one scale.
    fn option(&self, files: &[FileSummary]) -> String {
        let scores: usize = files.iter().map(|file| file.scores.len()).sum();
        if let [scale] = self.scales().as_slice()
            && self.0.len() == scores
        {
            return format!("--scale {scale}");
        }
        let mut options: Vec<String> = Vec::new();
        for (question, scale) in &self.0 {
            let option = format!("--scale {}", argument(&format!("{}={scale}", question.column)));
            if !options.contains(&option) {
                options.push(option);
            }
        }
        options.join(" ")
    }

    /// The lines of `retain.toml` to paste: all score columns of the files, since those that are named are those that
    /// are read.
    fn toml(&self, files: &[FileSummary]) -> String {
        let mut text = String::new();
        for file in files {
            let name = file.file.file();
            let of_file: Vec<_> = self.0.iter().filter(|(question, _)| question.file == name).collect();
            if of_file.is_empty() {
                continue;
            }
            text += &format!("[[source]]\nkind = \"survey\"\nfiles = [{}]\n", toml_text(name));
            for score in &file.scores {
                let answer = of_file.iter().find(|(question, _)| question.column == score.header);
                let dimension =
                    if score.is_overall { "overall".to_owned() } else { Dimension::id_of(&score.header) };
                let scale = answer.map_or(score.scale, |(_, scale)| *scale);
                text += &format!(
                    "[[source.score]]\ndimension = \"{dimension}\"\ncolumn = {}\nscale = \"{scale}\"\n",
                    toml_text(&score.header)
                );
            }
        }
        text
    }
}

impl fmt::Display for Answers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scales = self.scales();
        let each = scales.iter().map(|scale| {
            let best = if scale.is_mirrored() { scale.low() } else { scale.high() };
            let of_scale =
                self.0.iter().filter(|(_, own)| own == scale).map(|(question, _)| &question.column);
            let of = if scales.len() > 1 { format!(" of {}", quoted(of_scale)) } else { String::new() };
            format!("{scale} ({best} is best){of}")
        });
        f.write_str(&each.collect::<Vec<_>>().join(" and "))
    }
}
