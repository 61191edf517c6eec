//! Turns a survey file into a plan for reading it: what its columns are, and which question each score column asks.

use std::io;

use super::book::{FileSummary, ReadRequest, RowCounts, ScaleQuestion, ScoreSummary, SurveyFile};
use super::column_evidence::Evidence;
use super::headers;
use super::left_out::LeftOut;
use super::mapping::{self, Mapping};
use super::profile::Profile;
use super::read_options;
use super::records::{ReadOptions, Records, Shape};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::history::{Layout, WavesBy};
use crate::model::Scale;
use crate::signal::Dimension;

/// A survey file whose columns are known.
pub(super) struct Planned<'a> {
    /// The file.
    pub(super) file: SurveyFile<'a>,
    /// How it is read.
    pub(super) options: ReadOptions,
    /// What its columns are.
    pub(super) mapping: Mapping,
    /// What is said of it.
    pub(super) summary: FileSummary,
}

/// Recognises the columns of a file; `None` when it is refused.
pub(super) fn plan<'a>(
    request: &ReadRequest<'_>,
    file: SurveyFile<'a>,
    is_other_encoding: bool,
    problems: &mut Problems,
) -> io::Result<Option<Planned<'a>>> {
    let options = read_options(file.settings, is_other_encoding);
    for wants_whole in [false, true] {
        let mut found = Problems::default();
        let Some(mut records) = open(file, &options, &mut found)? else {
            problems.extend(found);
            return Ok(None);
        };
        let profile = Profile::of(&mut records, wants_whole, &mut found)?;
        if found.has_errors() {
            problems.extend(found);
            return Ok(None);
        }
        let shape = records.shape();
        let evidence = Evidence {
            file: file.source.name(),
            header_line: shape.header_line,
            header: &shape.header,
            profile: &profile,
            settings: file.settings,
            options: request.options,
            needs_wave: request.config.waves.by == WavesBy::Column,
        };
        let mapping = mapping::map(&evidence, &mut found);
        let is_open = !mapping.undecided.is_empty() || mapping.needs_whole || found.has_errors();
        if is_open && !profile.is_whole && !wants_whole {
            continue;
        }
        let header_lines = records.header_lines();
        let summary = FileSummary { header_lines, ..summary_of(file, shape, &mapping) };
        problems.extend(found);
        return Ok(Some(Planned { file, options, mapping, summary }));
    }
    Ok(None)
}

/// Opens a survey file; the headers that `retain.toml` names are known ones.
pub(super) fn open<'a>(
    file: SurveyFile<'a>,
    options: &ReadOptions,
    problems: &mut Problems,
) -> io::Result<Option<Records<'a>>> {
    let is_known = |header: &str| {
        let configured = file.settings.into_iter().flat_map(|settings| {
            settings.columns.values().flatten().chain(settings.scores.iter().map(|score| &score.column))
        });
        headers::is_known(header) || configured.into_iter().any(|name| name == header)
    };
    Records::open(file.source, options, &is_known, problems)
}

/// What has to be asked about the scales of a file before it can be read.
pub(super) fn questions(plan: &Planned<'_>) -> impl Iterator<Item = ScaleQuestion> {
    plan.mapping.undecided.iter().map(|(column, readings)| ScaleQuestion {
        file: plan.summary.file.clone(),
        column: column.clone(),
        readings: readings.clone(),
    })
}

/// Settles scales that one file leaves open and another of the same run shows: the same question, asked again.
pub(super) fn settle_scales(planned: &mut [Planned<'_>], problems: &mut Problems) {
    let is_open =
        |plan: &Planned<'_>, header: &str| plan.mapping.undecided.iter().any(|(open, _)| open == header);
    let known: Vec<(String, Scale)> = planned
        .iter()
        .flat_map(|plan| {
            let settled = plan.mapping.scores.iter().filter(|score| !is_open(plan, &score.header));
            settled.map(|score| (headers::folded(&score.header), score.scale)).collect::<Vec<_>>()
        })
        .collect();
    for plan in planned {
        let open = std::mem::take(&mut plan.mapping.undecided);
        for (header, readings) in open {
            let folded = headers::folded(&header);
            let of_others = known.iter().filter(|(other, _)| *other == folded).map(|(_, scale)| *scale);
            let mut scales: Vec<Scale> = of_others.filter(|scale| readings.contains(scale)).collect();
            scales.dedup();
            let [scale] = scales.as_slice() else {
                plan.mapping.undecided.push((header, readings));
                continue;
            };
            const WHY: &str = "as in another file";
            let message = format!("no answer is above 5; read on {scale}, as this column of another file");
            problems.add(
                Diagnostic::warning("scale-from-another-file", message)
                    .at(Place::Field { file: plan.summary.file.clone(), line: 1, field: header.clone() })
                    .hint(format!("if the scale has changed, say so: --scale \"{header}=1-5\" with this file alone, or [[source.score]] for each file")),
            );
            for score in plan.mapping.scores.iter_mut().filter(|score| score.header == header) {
                (score.scale, score.why) = (*scale, WHY);
            }
            for score in plan.summary.scores.iter_mut().filter(|score| score.header == header) {
                (score.scale, score.why) = (*scale, WHY);
            }
        }
    }
}

/// The questions of all files, the overall one first, and where each file's columns go.
pub(super) fn questions_of(planned: &[Planned<'_>]) -> (Vec<Dimension>, Vec<Vec<usize>>, Vec<Layout>) {
    let mut dimensions: Vec<Dimension> = Vec::new();
    let mut places = Vec::new();
    for plan in planned {
        let of_file = plan.mapping.scores.iter().map(|score| {
            let Some(id) = &score.dimension else { return 0 };
            let known = dimensions.iter().position(|dimension| dimension.id == *id);
            known.unwrap_or_else(|| {
                dimensions.push(Dimension { id: id.clone(), name: score.header.clone() });
                dimensions.len() - 1
            }) + 1
        });
        places.push(of_file.collect::<Vec<_>>());
    }
    let layouts = planned.iter().zip(&places).map(|(plan, places)| {
        let mut scales = vec![None; dimensions.len() + 1];
        for (score, place) in plan.mapping.scores.iter().zip(places) {
            if let Some(scale) = scales.get_mut(*place) {
                *scale = Some(score.scale);
            }
        }
        Layout { scales }
    });
    let layouts = layouts.collect();
    (dimensions, places, layouts)
}

/// How many of the newest waves of a customer can matter, where that is sure before anything is read.
pub(super) fn waves_that_matter(
    request: &ReadRequest<'_>,
    planned: &[Planned<'_>],
    has_accounts: bool,
) -> Option<usize> {
    let drop = &request.config.signals.score_drop;
    let is_plain = |plan: &Planned<'_>| {
        let mapping = &plan.mapping;
        mapping.date.is_some() && mapping.respondent.is_none() && (mapping.email.is_none() || !has_accounts)
    };
    let scale_of = |plan: &Planned<'_>, dimension: &Option<String>| {
        plan.mapping.scores.iter().find(|score| score.dimension == *dimension).map(|score| score.scale)
    };
    let scores = || planned.iter().flat_map(|plan| &plan.mapping.scores);
    let has_one_scale = scores().all(|score| {
        planned.iter().filter_map(|plan| scale_of(plan, &score.dimension)).all(|scale| scale == score.scale)
    });
    let wants_all = drop.wants_noise() || !request.words_of.is_empty();
    let compared = if drop.enabled { drop.waves as usize } else { 1 };
    (!wants_all && has_one_scale && planned.iter().all(is_plain)).then_some(compared + 1)
}

/// What is said of a file before its rows are counted.
fn summary_of(file: SurveyFile<'_>, shape: &Shape, mapping: &Mapping) -> FileSummary {
    let header = |index: Option<usize>| index.and_then(|index| shape.header.get(index)).cloned();
    let scores = mapping.scores.iter().map(|score| ScoreSummary {
        header: score.header.clone(),
        is_overall: score.dimension.is_none(),
        scale: score.scale,
        why: score.why,
    });
    FileSummary {
        file: file.source.name().to_owned(),
        container: "text",
        tool: None,
        encoding: shape.encoding.clone(),
        line_ends: shape.line_ends,
        delimiter: delimiter_words(shape.delimiter),
        header_lines: shape.header_line..shape.header_line + 1,
        rows: RowCounts::default(),
        left_out: LeftOut::default(),
        columns: Vec::new(),
        date_order: mapping.order,
        customer: header(mapping.customer.first().copied()),
        date: header(mapping.date),
        scores: scores.collect(),
        remarks: mapping.remarks.clone(),
        unused: mapping.unused.clone(),
    }
}

/// What stands between cells, in words.
pub(super) fn delimiter_words(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "comma",
    }
}
