//! `retain check`: every problem in configuration, playbooks and data at once, and the settings in force.

use anyhow::Result;

use super::desk::{Desk, say_problems};
use super::find::cases_of_nobody;
use super::{Outcome, documents, said, scale_question};
use crate::cli::{CheckArgs, ColorChoice};
use crate::config::Origin;
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::edge;
use crate::ingest::{SurveyReading, WordsOf};

/// Checks everything and writes nothing.
pub(super) fn execute(args: &CheckArgs, color: ColorChoice) -> Result<Outcome> {
    let mut problems = Problems::default();
    let desk = Desk::find(&args.survey, color, &mut problems)?;
    let mut reading = SurveyReading::default();
    if desk.has_customers() {
        reading = desk.read(WordsOf::Nobody)?;
        scale_question::ask(&desk, &mut reading)?;
        problems.extend(std::mem::take(&mut reading.problems));
        match_settings(&desk, &reading, &mut problems);
        let nobody = reading.book.as_deref().and_then(|book| cases_of_nobody(book, desk.casebook()));
        nobody.into_iter().for_each(|problem| problems.add(problem));
    }
    documents::library(&desk, &mut problems)?;
    say_problems(&problems, args.survey.quiet, color);
    if problems.has_errors() {
        return Ok(Outcome::Refused);
    }
    edge::print(&settings(&desk))?;
    desk.note(&match &reading.book {
        Some(book) => said::after_page(&desk, &reading, book),
        None => "checked the settings alone: no survey file is given, lies in surveys/ or is named in retain.toml\n"
            .to_owned(),
    });
    Ok(Outcome::Done)
}

/// Every setting in force, and where it comes from.
fn settings(desk: &Desk) -> String {
    let settings = desk.config.settings();
    let file = desk.config_path.as_deref().unwrap_or("retain.toml");
    let origin = |origin: &Origin| match origin {
        Origin::BuiltIn => "built in".to_owned(),
        Origin::File { line } => format!("{file}:{line}"),
    };
    let widest = settings.iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    let lines = settings.iter().map(|setting| {
        format!("{:widest$}  {}  # {}\n", setting.key, setting.value, origin(&setting.origin))
    });
    lines.collect()
}

/// Warns of settings that match nothing in the data.
fn match_settings(desk: &Desk, reading: &SurveyReading, problems: &mut Problems) {
    let Some(book) = &reading.book else { return };
    for dimension in desk.config.targets.dimensions.keys() {
        if !book.dimensions.iter().any(|known| known.id == *dimension) {
            let known: Vec<_> = book.dimensions.iter().map(|known| format!("`{}`", known.id)).collect();
            let problem = Diagnostic::warning(
                "target-without-dimension",
                format!("[targets] {dimension}: no survey column has this dimension"),
            );
            let place = Place::File { file: desk.config_path.clone().unwrap_or_default() };
            problems.add(problem.at(place).hint(format!("the dimensions are: {}", known.join(", "))));
        }
    }
}
