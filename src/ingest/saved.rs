//! Turns what was recognised in a file into the `[[source]]` of `retain.toml` that says so from then on.

use super::describe::{ColumnSummary, SCORE};
use super::headers::folded;
use super::inspection::Inspected;
use crate::config::{Line, ReadSettings, ScoreScale, Section, SourceBlock, SourceSettings};

/// The source of a file whose path from the folder of `retain.toml` this is; `settings` are those of the source that is
/// there already. New keys of a source go here, each with its reason.
#[must_use]
pub fn source_block(file: &Inspected, path: &str, settings: Option<&SourceSettings>) -> SourceBlock {
    let source =
        vec![Line::text("kind", file.kind.id(), file.kind_why), Line::list("files", &[path.to_owned()], "")];
    let mut sections = vec![
        Section { table: "", element: None, lines: source },
        Section { table: "read", element: None, lines: read(file, settings.map(|settings| &settings.read)) },
        Section { table: "columns", element: None, lines: columns(file, settings) },
    ];
    let scores = file.columns.iter().filter(|column| column.role == Some(SCORE));
    sections.extend(scores.map(|column| score(file, column, settings)));
    SourceBlock { sections }
}

fn read(file: &Inspected, read: Option<&ReadSettings>) -> Vec<Line> {
    let is_set = |is: fn(&ReadSettings) -> bool| read.is_some_and(is);
    let delimiter = match &*file.delimiter {
        "semicolon" => ";",
        "tab" => "tab",
        "pipe" => "|",
        _ => ",",
    };
    let is_text = file.container == "text";
    let delimiter = Line::text("delimiter", delimiter, "parts the rows into as many cells as the header has");
    let mut lines = Vec::new();
    // Strict UTF-8 is tried first in any case.
    if is_text && !file.encoding.starts_with("UTF-8") {
        let encoding = file.encoding.split(' ').next().unwrap_or_default().to_lowercase();
        let line = Line::text("encoding", &encoding, "the letters of the file");
        lines.push(line.set_if(is_set(|read| read.encoding.is_some())));
    }
    if let Some(sheet) = file.delimiter.strip_prefix("sheet `").and_then(|rest| rest.strip_suffix('`')) {
        let line = Line::text("sheet", sheet, "the sheet with the answers");
        lines.push(line.set_if(is_set(|read| !read.sheet.is_auto())));
    }
    lines.extend(is_text.then(|| delimiter.set_if(is_set(|read| read.delimiter.is_some()))));
    let above = file.header_lines.start.saturating_sub(1);
    if above > 0 {
        let line = Line::number("skip-rows", above, "the lines above the header");
        lines.push(line.set_if(is_set(|read| read.skip_rows.is_some())));
    }
    if let Some(order) = file.date_order {
        let line = Line::text("date-order", order.id(), "the order of day, month and year in its dates");
        lines.push(line.set_if(read.is_some_and(|read| read.date_order == Some(order))));
    }
    if !file.drop_rows.is_empty() {
        let why = format!("what {} marks as no answers", file.tool.unwrap_or("the tool"));
        let line = Line::rules("drop-rows", &file.drop_rows, &why);
        lines.push(line.set_if(is_set(|read| read.drop_rows.is_some())));
    }
    lines
}

fn columns(file: &Inspected, settings: Option<&SourceSettings>) -> Vec<Line> {
    let roles = file.kind.roles().iter();
    let line = |role: &'static str| {
        let of_role: Vec<&ColumnSummary> =
            file.columns.iter().filter(|column| column.role == Some(role)).collect();
        let set = settings.and_then(|settings| settings.columns.headers.get(role));
        let Some(first) = of_role.first() else { return set.map(|_| Line::gone(role)) };
        let names: Vec<String> = of_role.iter().flat_map(|column| names(file, column)).collect();
        let is_set = set.is_some_and(|set| set.len() == names.len());
        let is_set = is_set && of_role.iter().all(|column| column.is_set());
        Some(Line::texts(role, &names, &first.why).set_if(is_set))
    };
    roles.filter_map(|role| line(role)).collect()
}

/// A column as it can be found again, or the columns that it is made of.
fn names(file: &Inspected, column: &ColumnSummary) -> Vec<String> {
    match column.of.as_slice() {
        [] | [_] => vec![name(file, column)],
        of => of.iter().map(|position| format!("#{position}")).collect(),
    }
}

/// A column as it can be found again: by its header, or by its position where that names another column too.
fn name(file: &Inspected, column: &ColumnSummary) -> String {
    let header = column.header.as_str();
    let equal = file.columns.iter().filter(|other| other.header == header).count();
    let is_position = header.strip_prefix('#').is_some_and(|digits| digits.parse::<usize>().is_ok());
    let is_pattern = header.starts_with('~');
    if equal == 1 && !is_position && !is_pattern && !folded(header).is_empty() {
        header.to_owned()
    } else {
        format!("#{}", column.position)
    }
}

fn score(file: &Inspected, column: &ColumnSummary, settings: Option<&SourceSettings>) -> Section {
    let scores = settings.map_or(&[][..], |settings| &settings.scores);
    let is_this = |named: &str| {
        named == column.header
            || named == format!("#{}", column.position)
            || folded(named) == folded(&column.header)
    };
    let element = scores.iter().position(|score| score.column.names().iter().any(|name| is_this(name)));
    let there = element.and_then(|element| scores.get(element));
    let dimension = column.dimension.as_deref().unwrap_or("overall");
    let mut lines = vec![
        Line::text("dimension", dimension, "").set_if(there.is_some()),
        Line::texts("column", &names(file, column), &column.why).set_if(there.is_some()),
    ];
    if let Some(scale) = column.scale {
        let line = Line::text("scale", &scale.to_string(), column.scale_why);
        lines.push(line.set_if(there.is_some_and(|there| there.reading.scale == ScoreScale::One(scale))));
    }
    if !column.labels.is_empty() {
        let line = Line::numbers("labels", &column.labels, "its words, the worst first");
        lines.push(line.set_if(there.is_some()));
    }
    if !column.missing.is_empty() {
        lines.push(Line::list("missing", &column.missing, "").set_if(there.is_some()));
    }
    Section { table: "score", element, lines }
}
