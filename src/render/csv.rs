//! Turns the at-risk list into CSV, one row a customer.

use crate::assessment::{Assessment, AtRiskList};
use crate::model::figure;

use super::clean::SheetCell;

const COLUMNS: [&str; 15] = [
    "customer",
    "name",
    "label",
    "points",
    "reasons",
    "score",
    "previous",
    "scale",
    "wave",
    "response",
    "date",
    "account_manager",
    "value",
    "gain",
    "since",
];

/// How many digits a figure has after the point.
const DECIMALS: usize = 4;

/// Writes the list; `raw` is for programs and leaves out the mark that keeps spreadsheets from calculating.
pub(super) fn list(list: &AtRiskList, raw: bool) -> String {
    let clean = |text: &String| if raw { SheetCell::raw(text) } else { SheetCell::of(text) };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing into memory cannot fail, and all that is written is UTF-8.
    writer.write_record(COLUMNS).ok();
    for assessment in list.call.iter().chain(&list.watch).chain(&list.rest) {
        let cells: Vec<SheetCell> = row(assessment).iter().map(clean).collect();
        writer.write_record(cells.iter().map(SheetCell::as_str)).ok();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(assessment: &Assessment) -> [String; 15] {
    let reasons: Vec<&str> = distinct(assessment.reasons.iter().map(|reason| reason.signal.id()));
    let number = |score: Option<f64>| score.map(|score| figure(score, DECIMALS)).unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        assessment.customer.clone(),
        text(&assessment.name),
        assessment.label.id().to_owned(),
        figure(assessment.points, DECIMALS),
        reasons.join(";"),
        number(assessment.score),
        number(assessment.previous),
        assessment.scale.map(|scale| scale.to_string()).unwrap_or_default(),
        text(&assessment.wave),
        text(&assessment.response),
        day(assessment.date),
        text(&assessment.account_manager),
        assessment.value.map(|value| value.with_cents()).unwrap_or_default(),
        assessment.gain.map(|gain| gain.with_cents()).unwrap_or_default(),
        day(assessment.since),
    ]
}

/// A signal may fire more than once (`low-dimension`, one reason each): its id stands once.
fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.collect();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::specimen;

    #[test]
    fn one_row_a_customer_with_unknown_left_empty() {
        let expected = "\
customer,name,label,points,reasons,score,previous,scale,wave,response,date,account_manager,value,gain,since
acme,Acme Dental,critical,2.5,critical-score;score-drop;low-dimension,4,9,0-10,2026-Q3,R17,2026-09-30,Mimi,14200.00,,2026-09-30
サンプル,株式会社サンプル 👍,at-risk,1,low-score,6.6667,,0-10,2026-Q3,,2026-09-29,,,,2026-09-29
";
        assert_eq!(list(&specimen::list(), false), expected);
    }

    #[test]
    fn hostile_names_cannot_be_formulas_unless_the_output_is_raw() {
        let mut hostile = specimen::list();
        hostile.call.truncate(1);
        hostile
            .call
            .iter_mut()
            .for_each(|call| call.name = Some("=HYPERLINK(\"http://a\")\n\u{1b}".to_owned()));
        let safe = list(&hostile, false);
        assert!(safe.contains(",\"'=HYPERLINK(\"\"http://a\"\") / \\u{1b}\","), "{safe}");
        let raw = list(&hostile, true);
        assert!(raw.contains(",\"=HYPERLINK(\"\"http://a\"\") / \\u{1b}\","), "{raw}");
    }
}
