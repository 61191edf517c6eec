//! Turns a survey file into a plan for reading it: what its columns are, and which question each score column asks.

use std::io;

use super::book::{FileSummary, ReadRequest, RowCounts, ScaleQuestion, ScoreSummary, SurveyFile, WordsOf};
use super::column_evidence::Evidence;
use super::columns::Columns;
use super::file_shape::{ReadOptions, Shape};
use super::header_row::clean_name;
use super::headers;
use super::left_out::LeftOut;
use super::mapping::{self, Mapping};
use super::profile::Profile;
use super::read_options;
use super::recognition::{self, Recognised};
use super::records::Records;
use super::shaping::{Shaped, Shaping, shape};
use super::stated_scale;
use super::tool::Tool;
use crate::config::DecimalMark;
use crate::diagnostic::{Diagnostic, Problems};
use crate::history::{Layout, WavesBy};
use crate::model::{Scale, TableName};
use crate::signal::Dimension;
use crate::text::argument;

/// A survey file whose columns are known.
pub(super) struct Planned<'a> {
    /// The file.
    pub(super) file: SurveyFile<'a>,
    /// The line of its header.
    pub(super) header_line: u64,
    /// How it is read.
    pub(super) options: ReadOptions,
    /// What has to be done to its rows.
    pub(super) shaping: Option<Shaping>,
    /// What its columns are.
    pub(super) mapping: Mapping,
    /// What the file shows of itself.
    pub(super) recognised: Recognised,
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
        let looked = look(file, &options, wants_whole, &mut found)?;
        let Some(Looked { records, profile, recognised, shaped }) = looked.filter(|_| !found.has_errors())
        else {
            problems.extend(found);
            return Ok(None);
        };
        let Shaped { settings, shaping, decided, scales } = shaped;
        let (shape, name) = (records.shape(), records.name().clone());
        let evidence = Evidence {
            file: &name,
            header_line: shape.header_line,
            header: &shape.header,
            codes: &shape.codes,
            decided: &decided,
            profile: &profile,
            settings: Some(&settings),
            recognised: &recognised,
            scales: &scales,
            options: request.options,
            negative: &request.config.signals.negative_sentiment,
            needs_wave: request.config.waves.by == WavesBy::Column,
        };
        let mut mapping = mapping::map(&evidence, &mut found);
        mapping.other_mark = settings.read.decimal.map(DecimalMark::other);
        let is_open = !mapping.undecided.is_empty() || mapping.needs_whole || found.has_errors();
        if is_open && !profile.is_whole && !wants_whole {
            continue;
        }
        let header_lines = records.header_lines();
        mapping.remarks.splice(..0, recognised.remarks.iter().cloned());
        let (tool, drop_rows) = (recognised.tool.map(Tool::name), recognised.drop_rows.clone());
        let summary = FileSummary {
            header_lines,
            tool,
            drop_rows,
            ..summary_of(name, shape, &mapping, shaping.as_ref())
        };
        problems.extend(found);
        let header_line = shape.header_line;
        return Ok(Some(Planned { file, header_line, options, shaping, mapping, recognised, summary }));
    }
    Ok(None)
}

/// A file whose first rows were looked at.
struct Looked<'a> {
    records: Records<'a>,
    profile: Profile,
    recognised: Recognised,
    shaped: Shaped,
}

/// Looks at the first rows of a file, or at all of them: as they are, and then in the shape that the settings and what
/// they show of themselves give them.
fn look<'a>(
    file: SurveyFile<'a>,
    options: &ReadOptions,
    wants_whole: bool,
    problems: &mut Problems,
) -> io::Result<Option<Looked<'a>>> {
    let Some(mut records) = open(file, options, problems)? else { return Ok(None) };
    let (Shape { header_line, header, codes, table, .. }, name) =
        (records.shape().clone(), records.name().clone());
    let columns = Columns { file: &name, line: header_line, names: &header, codes: &codes };
    let tool = recognition::tool_of(&columns, table.as_deref());
    let missing = tool.map_or(&[][..], Tool::missing);
    let mut profile = Profile::of(&mut records, wants_whole, missing, problems)?;
    if problems.has_errors() {
        return Ok(None);
    }
    let recognised = recognition::recognise(&columns, tool, &profile, file.settings);
    let given = file.settings.cloned().unwrap_or_default();
    let shaped = shape(&given, &recognised, &columns, problems);
    recognised.asked.iter().cloned().for_each(|problem| problems.add(problem));
    if problems.has_errors() || shaped.shaping.is_none() {
        return Ok(Some(Looked { records, profile, recognised, shaped }));
    }
    // What opening has to say was said.
    let Some(mut records) = open(file, options, &mut Problems::default())? else { return Ok(None) };
    records.reshape(shaped.shaping.clone());
    profile = Profile::of(&mut records, wants_whole, missing, problems)?;
    if profile.rows == 0 {
        // Nothing is left where rules leave everything out.
        records.say_shaping(problems);
    }
    Ok(Some(Looked { records, profile, recognised, shaped }))
}

/// Opens a survey file; the headers that `retain.toml` names are known ones.
pub(super) fn open<'a>(
    file: SurveyFile<'a>,
    options: &ReadOptions,
    problems: &mut Problems,
) -> io::Result<Option<Records<'a>>> {
    let is_known = |header: &str| {
        let configured = file.settings.into_iter().flat_map(|settings| {
            let of_scores = settings.scores.iter().flat_map(|score| score.column.names());
            let of_rows = settings.long.iter().flat_map(|long| [&long.dimension, &long.value]);
            settings.columns.headers.values().flatten().chain(of_scores).chain(of_rows)
        });
        headers::is_known(header) || configured.into_iter().any(|name| clean_name(name) == header)
    };
    Records::open(file.source, options, &is_known, problems)
}

/// What has to be asked about the scales of a file before it can be read.
pub(super) fn questions(plan: &Planned<'_>) -> impl Iterator<Item = ScaleQuestion> {
    plan.mapping.undecided.iter().map(|(column, open)| ScaleQuestion {
        file: plan.summary.file.file().to_owned(),
        column: column.clone(),
        readings: open.readings.clone(),
        why: open.why,
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
        for (header, open) in open {
            let folded = headers::folded(&header);
            let of_others = known.iter().filter(|(other, _)| *other == folded).map(|(_, scale)| *scale);
            let mut scales: Vec<Scale> = of_others.filter(|scale| open.readings.contains(scale)).collect();
            scales.dedup();
            let [scale] = scales.as_slice() else {
                plan.mapping.undecided.push((header, open));
                continue;
            };
            let other = open.readings.iter().find(|reading| *reading != scale).unwrap_or(scale);
            const WHY: &str = "as in another file";
            let message = format!("{}; read on {scale}, as this column of another file", open.why);
            problems.add(
                Diagnostic::warning("scale-from-another-file", message)
                    .at(plan.summary.file.field(plan.header_line, header.clone()))
                    .hint(format!(
                        "if the scale has changed, say so: --scale {} with this file alone, or [[source.score]] for each file",
                        argument(&format!("{header}={other}"))
                    )),
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
                dimensions.push(Dimension {
                    id: id.clone(),
                    name: stated_scale::without_scale(&score.header).to_owned(),
                });
                dimensions.len() - 1
            }) + 1
        });
        places.push(of_file.collect::<Vec<_>>());
    }
    let files = (0..).zip(planned.iter().zip(&places));
    let layouts = files.flat_map(|(file, (plan, places))| {
        let mapping = &plan.mapping;
        let layout_of = |variant: usize| {
            let mut scales = vec![None; dimensions.len() + 1];
            for (score, place) in mapping.scores.iter().zip(places) {
                if let Some(scale) = scales.get_mut(*place) {
                    *scale = score.scales.get(variant).copied().unwrap_or(Some(score.scale));
                }
            }
            Layout { file, scales }
        };
        (0..mapping.layouts()).map(layout_of).collect::<Vec<_>>()
    });
    let layouts = layouts.collect();
    (dimensions, places, layouts)
}

/// The columns of a table, as people name them.
pub(super) fn columns_of<'c>(records: &'c Records<'_>) -> Columns<'c> {
    let Shape { header_line, header, codes, .. } = records.shape();
    Columns { file: records.name(), line: *header_line, names: header, codes }
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
    let has_one_scale_a_file = planned.iter().all(|plan| plan.mapping.scale_by.is_none());
    let scores = || planned.iter().flat_map(|plan| &plan.mapping.scores);
    let has_one_scale = scores().all(|score| {
        planned.iter().filter_map(|plan| scale_of(plan, &score.dimension)).all(|scale| scale == score.scale)
    });
    let wants_all = drop.wants_noise() || request.words_of != WordsOf::Nobody;
    let compared = if drop.enabled { drop.waves as usize } else { 1 };
    (!wants_all && has_one_scale && has_one_scale_a_file && planned.iter().all(is_plain))
        .then_some(compared + 1)
}

/// What is said of a file before its rows are counted.
fn summary_of(file: TableName, shape: &Shape, mapping: &Mapping, shaping: Option<&Shaping>) -> FileSummary {
    let header = |index: Option<usize>| index.and_then(|index| shape.header.get(index)).cloned();
    let scores = mapping.scores.iter().flat_map(|score| {
        let mut scales: Vec<Scale> = score.scales.iter().copied().flatten().collect();
        scales.sort_unstable();
        scales.dedup();
        let scales = if scales.is_empty() { vec![score.scale] } else { scales };
        let is_made = shaping.is_some_and(|shaping| !shaping.made_of(score.column).is_empty());
        let summary = |scale| ScoreSummary {
            is_made,
            header: score.header.clone(),
            is_overall: score.dimension.is_none(),
            scale,
            why: score.why,
        };
        scales.into_iter().map(summary).collect::<Vec<_>>()
    });
    FileSummary {
        container: if shape.sheet.is_some() { "workbook" } else { "text" },
        tool: None,
        drop_rows: Vec::new(),
        line_ends: shape.sheet.is_none().then_some(shape.line_ends),
        header_lines: shape.header_line..shape.header_line + 1,
        file,
        encoding: shape.encoding.clone(),
        delimiter: delimiter_words(shape),
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

/// What stands between cells, in words; of a workbook, its sheet.
pub(super) fn delimiter_words(shape: &Shape) -> String {
    if let Some(sheet) = &shape.sheet {
        return format!("sheet `{sheet}`");
    }
    let words = match shape.delimiter {
        Some(b';') => "semicolon",
        Some(b'\t') => "tab",
        Some(b'|') => "pipe",
        _ => "comma",
    };
    words.to_owned()
}
