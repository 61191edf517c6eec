//! `retain inspect`: what was recognised in files, and why.

use anyhow::{Context as _, Result};

use super::desk::{Desk, say_problems};
use super::firm_files::kind_by_name;
use super::save::{self, Recognised};
use super::{Outcome, ending, rejects, scale_question};
use crate::cli::{ColorChoice, InspectArgs};
use crate::config::SourceKind;
use crate::diagnostic::Problems;
use crate::edge::InputFile;
use crate::ingest::{
    Inspected, Inspection, SideInspection, Source as _, SurveyReading, WordsOf, inspect_side_file,
    kind_by_headers,
};
use crate::model::Scale;
use crate::render;
use crate::signal::SignalId;

/// What a file is, and how that is known, in the order of the command line.
type Kinds = Vec<(String, SourceKind, &'static str)>;

/// Shows what was recognised, and saves it where that is asked for.
pub(super) fn execute(args: &InspectArgs, color: ColorChoice) -> Result<Outcome> {
    let path = args.output.path.as_deref();
    ending::refuse_another(path, args.chosen_format())?;
    let mut problems = Problems::default();
    let mut desk = Desk::find(&args.survey, color, &mut problems)?;
    say_problems(&problems, args.survey.quiet, color);
    if problems.has_errors() {
        return Ok(Outcome::Refused);
    }
    let kinds = settle_kinds(&mut desk, args)?;
    if kinds.is_empty() {
        anyhow::bail!("no file\n  hint: give one, as in `retain inspect scores.csv`");
    }
    rejects::check(&args.rejects, &desk)?;
    desk.options.describes_columns = true;
    desk.options.keeps_rejects = args.rejects.path.is_some();
    let mut reading = desk.read(WordsOf::Nobody)?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let inspected = inspected(&desk, &kinds, &reading)?;
    let is_whole = inspected.len() == kinds.len();
    rejects::write(&args.rejects, &desk, &reading)?;
    let saved = if args.save { save(&desk, &inspected, &reading, args.dry_run)? } else { Outcome::Done };
    if !inspected.is_empty() && !args.dry_run {
        let view = view(&desk, &reading, inspected);
        desk.write(path, &render::inspection(&view, args.chosen_format().into(), desk.look(path)))?;
    }
    Ok(if is_whole { saved } else { Outcome::Refused })
}

/// Lays every file with those of its kind: the kind that is asked for, that `retain.toml` says, that its name or its
/// headers tell, or else a survey.
fn settle_kinds(desk: &mut Desk, args: &InspectArgs) -> Result<Kinds> {
    let mut kinds = Kinds::new();
    for file in desk.take_inputs() {
        let (kind, why) = match args.kind {
            Some(kind) => (kind.into(), "as --kind says"),
            None => kind_of(desk, &file)?,
        };
        kinds.push((file.name().to_owned(), kind, why));
        desk.put(file, kind);
    }
    Ok(kinds)
}

fn kind_of(desk: &Desk, file: &InputFile) -> Result<(SourceKind, &'static str)> {
    let of_source = desk.source_of(file, None).and_then(|source| desk.config.sources.get(source));
    if let Some(source) = of_source {
        return Ok((source.kind, "as retain.toml says"));
    }
    if let Some(kind) = kind_by_name(file) {
        return Ok((kind, "its name says so"));
    }
    let by_headers = kind_by_headers(file).with_context(|| format!("cannot read {}", file.argument()))?;
    Ok(match by_headers {
        Some(kind) => (kind, "its headers say so"),
        None => (SourceKind::Survey, "neither its name nor its headers tell another kind"),
    })
}

/// What was recognised in each file, in the order of the command line; files in which nothing was are left out.
fn inspected(desk: &Desk, kinds: &Kinds, reading: &SurveyReading) -> Result<Vec<Inspected>> {
    let sides = desk.side_inputs();
    let mut all = Vec::new();
    for (name, kind, why) in kinds {
        if *kind == SourceKind::Survey {
            let summary = reading.files.iter().filter(|summary| summary.file.file() == name);
            all.extend(summary.map(|summary| Inspected::of_survey(summary, why, reading.is_read_whole)));
            continue;
        }
        for (file, _) in sides.iter().filter(|(file, of)| of == kind && file.source.name() == name) {
            let asked = SideInspection {
                file: *file,
                kind: *kind,
                kind_why: why,
                config: &desk.config,
                as_of: desk.as_of,
            };
            all.extend(inspect_side_file(asked).with_context(|| format!("cannot read {name}"))?);
        }
    }
    Ok(all)
}

fn view<'a>(desk: &Desk, reading: &'a SurveyReading, files: Vec<Inspected>) -> Inspection<'a> {
    let mut scales: Vec<Scale> = files.iter().flat_map(Inspected::scales).collect();
    scales.sort_unstable();
    scales.dedup();
    let has_survey = files.iter().any(|file| file.kind == SourceKind::Survey);
    let book = reading.book.as_ref().filter(|_| has_survey);
    let limits = scales.into_iter().flat_map(|scale| {
        let on = move |(signal, is_enabled, limit): (SignalId, bool, &crate::signal::ScoreLimit)| {
            is_enabled.then(|| (signal, scale, limit.on(scale)))
        };
        desk.config.signals.limits().into_iter().filter_map(on).collect::<Vec<_>>()
    });
    Inspection {
        as_of: desk.as_of,
        limits: limits.collect(),
        files,
        customers: book.map(|book| book.directory.answered().count() as u64),
        waves: book.map(|book| &book.firm.waves),
        problems: &reading.problems,
    }
}

/// Saves what was recognised; what is undecided was asked for, and nothing of it is written.
fn save(desk: &Desk, inspected: &[Inspected], reading: &SurveyReading, is_dry_run: bool) -> Result<Outcome> {
    if reading.problems.has_errors() {
        desk.note("nothing was saved: what is asked or refused above comes first\n");
        return Ok(Outcome::Refused);
    }
    let mut recognised: Vec<Recognised<'_>> = Vec::new();
    for file in inspected {
        let Some(input) = desk.input(&file.file) else { continue };
        // Sheets of one workbook stand in the order of their sources.
        let nth = recognised.iter().filter(|other| other.file.file == file.file).count();
        let source = desk.sources_of(input, Some(file.kind)).get(nth).copied();
        recognised.push(Recognised { input, file, source });
    }
    save::save(desk, &recognised, is_dry_run)
}
