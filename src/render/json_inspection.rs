//! Turns what was recognised in files into JSON for other programs: `retain.inspect/1`. Additions only.

use serde_json::{Value, json};

use crate::config::DateOrder;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::history::Wave;
use crate::ingest::{ColumnSummary, Inspected, Inspection};

use super::inspection_words;
use super::json::{day, number, text};

/// Writes what was recognised in files as `retain.inspect/1`.
pub(super) fn inspection(inspection: &Inspection<'_>) -> String {
    let limits = inspection.limits.iter().map(|(signal, scale, limit)| {
        let side = if scale.is_mirrored() { "above" } else { "below" };
        json!({ "signal": signal.id(), "scale": scale.to_string(), side: number(*limit) })
    });
    let waves = inspection.waves.map(|waves| {
        let of = |wave: &Wave| {
            json!({ "wave": wave.name, "first": day(wave.first), "last": day(wave.last), "answers": wave.answers })
        };
        waves.list.iter().map(of).collect::<Vec<_>>()
    });
    text(&json!({
        "schema": "retain.inspect/1",
        "as_of": day(Some(inspection.as_of)),
        "files": inspection.files.iter().map(of_file).collect::<Vec<_>>(),
        "customers": inspection.customers,
        "waves": waves,
        "limits": limits.collect::<Vec<_>>(),
        "problems": inspection.problems.shown().iter().map(of_problem).collect::<Vec<_>>(),
    }))
}

fn of_file(file: &Inspected) -> Value {
    let rows = file.rows.map(|rows| {
        json!({
            "read": rows.answers, "left_out": rows.left_out, "reasons": file.reasons, "repeated": rows.repeated,
            "later": rows.later, "unanswered": rows.unanswered, "blank": rows.blank,
        })
    });
    json!({
        "file": file.file,
        "kind": file.kind.id(),
        "kind_why": file.kind_why,
        "container": file.container,
        "tool": file.tool,
        "encoding": file.encoding,
        "line_ends": file.line_ends,
        "delimiter": file.delimiter,
        "header_line": file.header_lines.start,
        "header_lines": file.header_lines.end - file.header_lines.start,
        "date_order": file.date_order.map(DateOrder::id),
        "columns": file.columns.iter().map(of_column).collect::<Vec<_>>(),
        "rows": rows,
        "remarks": file.remarks,
    })
}

fn of_column(column: &ColumnSummary) -> Value {
    let (least, most) = column.range.clone().unzip();
    json!({
        "position": column.position,
        "made_of": column.of,
        "header": column.header,
        "role": column.role,
        "dimension": column.dimension,
        "scale": column.scale.map(|scale| scale.to_string()),
        "why": inspection_words::why(column),
        "filled": column.filled,
        "different": column.different,
        "least": least,
        "most": most,
    })
}

fn of_problem(problem: &Diagnostic) -> Value {
    let (file, line, field) = match &problem.place {
        None => (None, None, None),
        Some(Place::File { file }) => (Some(file), None, None),
        Some(Place::Line { file, line }) => (Some(file), Some(*line), None),
        Some(Place::Field { file, line, field }) => (Some(file), Some(*line), Some(field)),
        Some(Place::Cell { file, row, field, .. }) => (Some(file), Some(*row), field.as_ref()),
        Some(Place::Text { file, source, span }) => {
            let before = source.bytes().take(span.start).filter(|byte| *byte == b'\n').count() as u64;
            (Some(file), Some(before + 1), None)
        }
    };
    let severity = match problem.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    json!({
        "severity": severity, "code": problem.code, "message": problem.message,
        "file": file, "line": line, "field": field, "hint": problem.hint,
    })
}
