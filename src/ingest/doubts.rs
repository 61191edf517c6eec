//! Turns columns that say the rows are not all alike into warnings, or into a refusal where they cannot be read so.

use std::collections::BTreeSet;

use super::column_evidence::Evidence;
use super::column_scale;
use super::columns::listed;
use super::headers;
use super::mapping::Mapping;
use super::profile::Column;
use super::shaping::folded_cell;
use super::tool::Tool;
use crate::config::toml_text;
use crate::diagnostic::{Diagnostic, Problems};
use crate::text::argument;

/// Columns that say by which method a row was scored.
const METHODS: [&str; 5] = ["metricstype", "metrictype", "surveytype", "questiontype", "scoretype"];
/// Columns that mark rows which are no answers.
const MARKS: [&str; 4] = ["isbogus", "istest", "ispreview", "isspam"];
/// Columns that name the question which a row answers, and those that hold its answer.
const QUESTIONS: [&str; 5] = ["question", "questiontext", "questionname", "questioncategory", "dimension"];
const ANSWERS: [&str; 6] = ["answer", "answervalue", "answercontent", "value", "score", "rating"];

/// Looks for such columns among those that nothing was made of.
pub(super) fn report(evidence: &Evidence<'_>, mapping: &Mapping, problems: &mut Problems) {
    let used = mapping.used();
    let open: Vec<usize> = (0..evidence.header.len())
        .filter(|index| !used.contains(index) && !evidence.decided.contains(index))
        .filter(|index| !evidence.recognised.asides.contains(index))
        .filter(|index| evidence.column(*index).is_some_and(|column| column.varies))
        .collect();
    let find = |words: &[&str]| {
        open.iter().map(|index| evidence.header(*index)).find(|header| is_any(header, words))
    };
    let is_guessed = evidence.is_guessed();
    if let Some(problem) = one_answer_a_row(evidence, mapping) {
        problems.add(problem);
        return;
    }
    for index in open.iter().filter(|_| is_guessed) {
        let header = evidence.header(*index);
        let may_be_scores = evidence.column(*index).is_some_and(Column::may_be_scores);
        if may_be_scores && !header.is_empty() && !headers::counts_something(header) {
            problems.add(nearly_scores(evidence, header).at(evidence.place()));
        }
    }
    answer_codes(evidence, mapping).into_iter().for_each(|problem| problems.add(problem));
    agreement(evidence).into_iter().for_each(|problem| problems.add(problem));
    let method = open.iter().copied().find(|index| is_any(evidence.header(*index), &METHODS));
    if let Some((method, score)) = method.filter(|_| is_guessed).zip(mapping.scores.first()) {
        problems.add(several_methods(evidence, method, &score.header).at(evidence.place()));
    }
    if let Some(mark) = find(&MARKS) {
        problems.add(marked_rows(mark).at(evidence.place()));
    }
}

fn is_any(header: &str, words: &[&str]) -> bool {
    words.contains(&headers::folded(header).as_str())
}

/// Whether a column names the question or the kind of score of a row, and so nobody who answered.
pub(super) fn describes_the_row(header: &str) -> bool {
    is_any(header, &QUESTIONS) || is_any(header, &METHODS)
}

/// Says that every row answers one of several questions, where a column names the question.
pub(super) fn one_answer_a_row(evidence: &Evidence<'_>, mapping: &Mapping) -> Option<Diagnostic> {
    let used = mapping.used();
    let find = |words: &[&str]| {
        (0..evidence.header.len())
            .filter(|index| !used.contains(index) && !evidence.decided.contains(index))
            .filter(|index| evidence.column(*index).is_some_and(|column| column.varies))
            .map(|index| evidence.header(index))
            .find(|header| is_any(header, words))
    };
    let answer = match mapping.scores.as_slice() {
        [score] => Some(score.header.as_str()).filter(|header| is_any(header, &ANSWERS)),
        // Numbers and words: answers to several questions.
        [] => find(&ANSWERS),
        _ => None,
    };
    let question = find(&QUESTIONS)?;
    let answer = answer.filter(|_| evidence.is_guessed())?;
    let message = format!("every row holds one answer: `{answer}`, to the question in `{question}`");
    let problem = Diagnostic::error("one-answer-a-row", message).at(evidence.place());
    Some(problem.hint(format!(
        "export one row for each response, with a column for each question, or name the questions {}",
        evidence.setting(&format!(
            "[source.long]\ndimension = {}\nvalue = {}\n\
             scores = {{ Overall = {{ dimension = \"overall\", scale = \"0-10\" }} }}",
            toml_text(question),
            toml_text(answer)
        ))
    )))
}

/// Says that questions are answered in the codes of a tool, which mean nothing without its own list of them.
pub(super) fn answer_codes(evidence: &Evidence<'_>, mapping: &Mapping) -> Option<Diagnostic> {
    if evidence.recognised.tool != Some(Tool::LimeSurvey) || !evidence.is_guessed() {
        return None;
    }
    let used = mapping.used();
    let is_code = |word: &&str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let letters = word.len() - digits.len();
        matches!(letters, 1..=3)
            && matches!(digits.len(), 1..=3)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let codes_of = |index: usize| {
        let words = evidence.column(index).filter(|column| column.is_all_words())?.words()?;
        (words.len() > 1 && words.iter().all(is_code)).then_some(words)
    };
    let is_asked = |index: &usize| {
        let is_known =
            [evidence.decided, &evidence.recognised.asides].iter().any(|known| known.contains(index));
        !is_known && !used.contains(index)
    };
    let coded: Vec<(usize, Vec<&str>)> = (0..evidence.header.len())
        .filter(is_asked)
        .filter_map(|index| Some((index, codes_of(index)?)))
        .collect();
    let (first, codes) = coded.first()?;
    let headers = listed(coded.iter().map(|(index, _)| evidence.header(*index)));
    let (hold, are) = if coded.len() == 1 { ("holds", "it is") } else { ("hold", "they are") };
    let message = format!("{headers} {hold} answer codes ({}), and {are} not read", codes.join(", "));
    let numbers: Vec<String> = codes.iter().map(|code| format!("{code} = ?")).collect();
    let header = evidence.header(*first);
    let labels = format!("scale = \"1-5\"\nlabels = {{ {} }}", numbers.join(", "));
    let has_words = !mapping.comments.is_empty() || mapping.sentiment.is_some();
    let is_overall = |(index, _): &(usize, _)| headers::overall(evidence.header(*index)).is_some();
    let problem = if mapping.scores.is_empty() && (!has_words || coded.iter().any(is_overall)) {
        Diagnostic::error("answer-codes", message)
    } else {
        Diagnostic::warning("answer-codes", message)
    };
    Some(problem.at(evidence.place()).hint(format!(
        "export again from LimeSurvey, and under `Responses` choose `Full answers` in place of `Answer codes`; or say what each code stands for {}",
        evidence.score_lines((header, header), &labels)
    )))
}

/// Says that agreement is taken for praise: what a statement says nobody can tell by its words.
fn agreement(evidence: &Evidence<'_>) -> Option<Diagnostic> {
    let is_said = |header: &str| {
        let mut columns = (0..evidence.header.len()).filter(|index| evidence.header(*index) == header);
        columns.any(|index| column_scale::named(evidence, index).is_some())
    };
    let open: Vec<_> = evidence.recognised.agreed.iter().filter(|(header, _)| !is_said(header)).collect();
    let (first, scale) = open.first()?;
    let turned = argument(&format!("{first}={}", scale.turned_round()));
    let columns = listed(open.iter().map(|(header, _)| header.as_str()));
    let message = format!("whoever agrees counts as satisfied, whatever the statement: {columns}");
    Some(Diagnostic::note("agreement-is-praise", message).at(evidence.place()).hint(format!(
        "where a statement complains, as in `I had to wait too long`, turn its scale round: --scale {turned}; \
         to keep what is right: retain inspect --save"
    )))
}

fn nearly_scores(evidence: &Evidence<'_>, header: &str) -> Diagnostic {
    let message = format!(
        "most cells of `{header}` are numbers from 0 to 10, others are not: it is not read as a score"
    );
    let named = evidence.score_lines((header, header), "scale = \"0-10\"");
    Diagnostic::warning("nearly-scores", message)
        .hint(format!("if it is one, mend the others, or name it {named}"))
}

fn several_methods(evidence: &Evidence<'_>, method: usize, score: &str) -> Diagnostic {
    let kinds = evidence.column(method).and_then(Column::words).unwrap_or_default();
    let kinds: BTreeSet<String> = kinds.into_iter().map(|kind| folded_cell(kind.as_bytes())).collect();
    let method = evidence.header(method);
    let scales: String =
        kinds.iter().map(|kind| format!(", {} = {:?}", toml_text(kind), usual_scale(kind))).collect();
    let message = format!("by `{method}` the scores are of several kinds, and all are read on one scale");
    let mut hint = "export each kind into a file of its own".to_owned();
    if !kinds.is_empty() {
        let scales = format!("scale-by = {{ column = {}{scales} }}", toml_text(method));
        hint += &format!(", or say the scale of each {}", evidence.score_lines((score, score), &scales));
    }
    Diagnostic::warning("several-kinds-of-scores", message).hint(hint)
}

/// The scale that a kind of score, folded, mostly has.
fn usual_scale(kind: &str) -> &'static str {
    match kind {
        "nps" => "0-10",
        "ces" => "1-7",
        _ => "1-5",
    }
}

fn marked_rows(mark: &str) -> Diagnostic {
    let message = format!("`{mark}` marks some rows, which may be tests; all rows are read");
    Diagnostic::warning("marked-rows", message).hint(format!(
        "leave those that are no answers out of the export, or out of the reading: [source.read] drop-rows = [{{ column = {mark:?}, is = [\"...\"] }}]"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::{codes, mapped};

    fn said(text: &str) -> Vec<&'static str> {
        codes(&mapped(text).1)
    }

    #[test]
    fn one_answer_a_row_is_refused_and_one_response_a_row_is_not() {
        let long = "Customer,Question,Answer\nAcme,Overall,9\nAcme,Accuracy,8\n";
        assert_eq!(said(long), ["one-answer-a-row"]);
        let wide = "Customer,Question,Overall,Accuracy\nAcme,why?,9,8\nBeta,how?,7,6\n";
        assert!(said(wide).is_empty());
    }

    #[test]
    fn several_kinds_of_scores_and_marked_rows_are_said_where_they_differ() {
        let rows = |kinds: [&str; 2], marks: [&str; 2]| {
            format!(
                "Customer,score,metricsType,isBogus\nAcme,9,{},{}\nBeta,4,{},{}\n",
                kinds[0], marks[0], kinds[1], marks[1]
            )
        };
        assert_eq!(
            said(&rows(["NPS", "CSAT"], ["false", "true"])),
            ["several-kinds-of-scores", "marked-rows"]
        );
        assert!(said(&rows(["NPS", "NPS"], ["false", "false"])).is_empty());
    }
}
