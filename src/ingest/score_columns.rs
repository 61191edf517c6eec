//! Decides which columns of a survey are scores, what each rates, and on which scale.

use super::column_evidence::Evidence;
use super::column_scale::{self, AS_SAID};
use super::columns::listed;
use super::describe::SET;
use super::doubts;
use super::headers;
use super::mapping::{Mapping, ScaleBy, ScoreColumn};
use super::profile::Column;
use super::shaping::folded_cell;
use crate::config::{self, ScoreScale, toml_text};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::model::Scale;
use crate::signal::Dimension;
use crate::text::argument;

/// Takes the score columns that `retain.toml` sets, else those that are scores by header and cells.
pub(super) fn settle(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    let configured = evidence.settings.map_or(&[][..], |settings| &settings.scores);
    settle_scale_by(evidence, configured, mapping, problems);
    for score in configured {
        for name in score.column.names() {
            match evidence.find(name) {
                Ok(column) => mapping.scores.extend(configured_score(evidence, mapping, score, column)),
                Err(problem) => problems.add(*problem),
            }
        }
    }
    if configured.is_empty() {
        guess_scores(evidence, mapping);
    }
    mapping.scores.sort_by_key(|score| (score.dimension.is_some(), score.column));
    for (position, score) in mapping.scores.iter().enumerate() {
        let is_same = |other: &&ScoreColumn| {
            other.dimension == score.dimension
                || configured.is_empty() && headers::folded(&other.header) == headers::folded(&score.header)
        };
        if let Some(first) = mapping.scores.iter().take(position).find(is_same) {
            let position = format!("#{}", score.column + 1);
            let scale = format!("scale = \"{}\"", score.scale);
            let setting = evidence.score_lines((&score.header, &position), &scale);
            problems.add(evidence.equal_headers((first.column, score.column), &setting));
        }
    }
    if mapping.scores.is_empty() && mapping.sentiment.is_none() {
        let worded = if configured.is_empty() { overall_in_words(evidence, mapping) } else { None };
        // Comments alone can be worth reading, but not where the answers beside them would go unread.
        let is_told = doubts::one_answer_a_row(evidence, mapping).is_some()
            || doubts::answer_codes(evidence, mapping).is_some_and(|told| told.severity == Severity::Error);
        if !is_told && (worded.is_some() || mapping.comments.is_empty()) {
            problems.add(no_score(evidence, worded));
        }
    }
}

/// Finds what says on which scale a row is answered: one column, with the values of all scores.
fn settle_scale_by(
    evidence: &Evidence<'_>,
    configured: &[config::ScoreColumn],
    mapping: &mut Mapping,
    problems: &mut Problems,
) {
    let by = configured.iter().filter_map(|score| match &score.reading.scale {
        ScoreScale::By { column, scales } => Some((column, scales)),
        ScoreScale::One(_) => None,
    });
    let mut values: Vec<String> = Vec::new();
    let mut found = None;
    for (column, scales) in by {
        let named = evidence.find(column).ok();
        if let (Some(first), Some(other)) = (found, named.filter(|named| found != Some(*named))) {
            problems.add(several_scale_columns(evidence, first, other));
        }
        found = found.or(named);
        values.extend(scales.keys().map(|value| folded_cell(value.as_bytes())));
    }
    values.sort_unstable();
    values.dedup();
    mapping.scale_by = found.map(|column| ScaleBy { column, values });
}

fn several_scale_columns(evidence: &Evidence<'_>, first: usize, other: usize) -> Diagnostic {
    let message = format!(
        "`scale-by` names two columns, `{}` and `{}`: one column says on which scale a row is answered",
        evidence.header(first),
        evidence.header(other)
    );
    Diagnostic::error("several-scale-columns", message).at(evidence.place()).hint(
        "name the same column in every scale-by of this source; where a score has one scale on all rows, give it: scale = \"0-10\"",
    )
}

fn configured_score(
    evidence: &Evidence<'_>,
    mapping: &Mapping,
    score: &config::ScoreColumn,
    column: usize,
) -> Option<ScoreColumn> {
    let values = mapping.scale_by.iter().flat_map(|by| &by.values);
    let scales: Vec<Option<Scale>> = match &score.reading.scale {
        ScoreScale::One(scale) => values.map(|_| Some(*scale)).collect(),
        ScoreScale::By { scales, .. } => {
            let of = |value: &String| {
                let mut scales = scales.iter();
                scales.find(|(name, _)| folded_cell(name.as_bytes()) == *value).map(|(_, scale)| *scale)
            };
            values.map(of).collect()
        }
    };
    let scale = score.reading.scale.all().next()?;
    let is_one = matches!(score.reading.scale, ScoreScale::One(_));
    let said = column_scale::named(evidence, column).filter(|_| is_one);
    Some(ScoreColumn {
        column,
        header: evidence.header(column).to_owned(),
        dimension: (score.dimension != "overall").then(|| score.dimension.clone()),
        scale: said.unwrap_or(scale),
        scales,
        why: if said.is_some_and(|said| said != scale) { AS_SAID } else { SET },
        missing: if score.reading.missing.is_empty() {
            evidence.recognised.missing().iter().map(|cell| (*cell).to_owned()).collect()
        } else {
            score.reading.missing.clone()
        },
    })
}

/// The column of the overall question, where its answers are words.
fn overall_in_words(evidence: &Evidence<'_>, mapping: &Mapping) -> Option<usize> {
    let used = mapping.used();
    let is_worded = |column: &Column| column.filled > 0 && !column.is_mostly_numbers();
    (0..evidence.header.len())
        .filter(|index| !used.contains(index) && evidence.column(*index).is_some_and(is_worded))
        .filter_map(|index| Some((headers::overall(evidence.header(index))?, index)))
        .min()
        .map(|(_, index)| index)
}

fn no_score(evidence: &Evidence<'_>, worded: Option<usize>) -> Diagnostic {
    let name_them = evidence.score_lines(("overall", "..."), "scale = \"0-10\"");
    let empty = (0..evidence.header.len()).find(|index| {
        headers::overall(evidence.header(*index)).is_some()
            && evidence.profile.rows > 0
            && evidence.column(*index).is_some_and(|column| column.filled == 0)
    });
    if let Some(header) = empty.filter(|_| worded.is_none()).map(|index| evidence.header(index)) {
        let message = format!("no column holds scores: `{header}` is empty on every row");
        let hint =
            "export the answers once they are there; a question that nobody answered says nothing of anybody";
        return Diagnostic::error("no-score-column", message).at(evidence.place()).hint(hint);
    }
    let is_share = |index: usize| evidence.column(index).is_some_and(Column::is_mostly_percents);
    if let Some(header) = worded.filter(|index| is_share(*index)).map(|index| evidence.header(index)) {
        let message = format!("no column holds scores: `{header}` holds percentages");
        let hint = "save it without the percent signs, and say the scale: --scale 0-100";
        return Diagnostic::error("no-score-column", message).at(evidence.place()).hint(hint);
    }
    let (message, hint) = match worded.map(|index| evidence.header(index)) {
        Some(header) => (
            format!("no column holds scores: `{header}` holds words, not numbers"),
            format!(
                "export the answers as numbers; where the words are a choice: [source.columns] sentiment = {}; or \
                 name another column {name_them}",
                toml_text(header)
            ),
        ),
        None => (
            "no column holds scores: numbers from 0 to 10 under a header such as overall, score, accuracy"
                .to_owned(),
            format!(
                "the columns are: {}; name those that do {name_them}",
                listed(evidence.header.iter().filter(|header| !header.is_empty()).map(String::as_str))
            ),
        ),
    };
    Diagnostic::error("no-score-column", message).at(evidence.place()).hint(hint)
}

/// Takes the columns that are scores without asking.
fn guess_scores(evidence: &Evidence<'_>, mapping: &mut Mapping) {
    let used = mapping.used();
    let mut found: Vec<(Option<usize>, usize)> = Vec::new();
    let is_free = |index: &usize| !used.contains(index) && !evidence.recognised.asides.contains(index);
    for index in (0..evidence.header.len()).filter(is_free) {
        let Some(column) = evidence.column(index).filter(|column| column.filled > 0) else { continue };
        let header = evidence.header(index);
        let is_overall_of_tool = evidence.recognised.overall == Some(index);
        let rank = if is_overall_of_tool { Some(0) } else { headers::overall(header) };
        let is_score =
            column.is_nearly_all_scores() && column.beyond_one && !headers::counts_something(header);
        let is_overall = rank.is_some() && column.is_mostly_numbers();
        let is_known = evidence.scales.contains_key(&index);
        let is_score = is_score || is_known || column_scale::is_on_a_wide_one(evidence, index, column);
        if is_score && !header.is_empty() || is_overall {
            found.push((rank, index));
        } else if rank.is_some() && mapping.sentiment.is_none() && headers::asks_to_recommend(header) {
            mapping.sentiment = Some(index);
        } else if rank.is_some() {
            mapping.remarks.push(format!("`{header}` holds words, not numbers, and is not read as a score"));
        }
    }
    let overall = match found.as_slice() {
        [(_, only)] => Some(*only),
        several => several
            .iter()
            .filter_map(|(rank, index)| Some((*rank.as_ref()?, *index)))
            .min()
            .map(|(_, index)| index),
    };
    if overall.is_none() && found.len() > 1 {
        mapping.remarks.push(no_overall(evidence, &found));
    }
    for (_, index) in found {
        let header = evidence.header(index).to_owned();
        let Some(column) = evidence.column(index) else { continue };
        let dimension = (overall != Some(index)).then(|| Dimension::id_of(&header));
        if overall == Some(index) && headers::overall(&header) != Some(0) {
            mapping.remarks.push(format!("`{header}` is read as the overall score"));
        }
        if dimension.as_deref() == Some("") {
            continue;
        }
        let (scale, why) = column_scale::of(evidence, index, column).unwrap_or_else(|open| {
            mapping.needs_whole |= !evidence.profile.is_whole;
            mapping.undecided.push((header.clone(), open));
            (Scale::ZERO_TO_TEN, "to be asked")
        });
        mapping.scores.push(ScoreColumn {
            column: index,
            header,
            dimension,
            scale,
            scales: Vec::new(),
            why,
            missing: evidence.recognised.missing().iter().map(|cell| (*cell).to_owned()).collect(),
        });
    }
    note_named_scales(evidence, mapping);
}

/// Says that the dimensions stand in for the overall score, and which of them may be it, misspelt.
fn no_overall(evidence: &Evidence<'_>, found: &[(Option<usize>, usize)]) -> String {
    let near = found
        .iter()
        .map(|(_, index)| evidence.header(*index))
        .find(|header| headers::is_nearly_overall(header));
    let said = format!("no column is the overall score: the mean of {} columns stands for it", found.len());
    match near {
        Some(header) => format!("{said}; if `{header}` is it, call it `Overall`"),
        None => format!(
            "{said}; to make one of them the overall one, save the columns (retain inspect --save) and set its \
             dimension = \"overall\""
        ),
    }
}

/// Keeps what is wrong with a scale for a column that is no score here: a slip of the fingers, unless another file has
/// that column.
fn note_named_scales(evidence: &Evidence<'_>, mapping: &mut Mapping) {
    let mut unmatched = Vec::new();
    for wanted in evidence.options.scales.iter().filter_map(|(name, _)| name.as_deref()) {
        match evidence.find(wanted) {
            Err(problem) => unmatched.push((wanted.to_owned(), *problem)),
            Ok(index) if !mapping.scores.iter().any(|score| score.column == index) => {
                let message = format!(
                    "`{}` is not a score column, so --scale says nothing about it",
                    evidence.header(index)
                );
                let hint = format!(
                    "the score columns are: {}",
                    listed(mapping.scores.iter().map(|score| score.header.as_str()))
                );
                let problem = Diagnostic::error("scale-without-score", message).at(evidence.place());
                unmatched.push((wanted.to_owned(), problem.hint(hint)));
            }
            Ok(index) => {
                let said = column_scale::named(evidence, index);
                let score = mapping.scores.iter().find(|score| score.column == index);
                let other = score.zip(said).filter(|(score, said)| score.scale != *said);
                unmatched
                    .extend(other.map(|(score, _)| (wanted.to_owned(), of_another_scale(evidence, score))));
            }
        }
    }
    mapping.needs_whole |= !unmatched.is_empty() && !evidence.profile.is_whole;
    mapping.unmatched_scales = unmatched;
}

/// Says that a scale which is known otherwise is not the one of the command line.
fn of_another_scale(evidence: &Evidence<'_>, score: &ScoreColumn) -> Diagnostic {
    let message =
        format!("`{}` is on {} ({}), and --scale gives another one", score.header, score.scale, score.why);
    let turned = argument(&format!("{}={}", score.header, score.scale.turned_round()));
    let hint = format!("leave --scale out for this column; or turn it round: --scale {turned}");
    Diagnostic::error("scale-otherwise-known", message).at(evidence.place()).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::{codes, mapped, mapped_with};
    use super::super::survey_options::SurveyOptions;
    use super::*;

    /// A survey with an overall column and one more, whose cells these are.
    fn beside(header: &str, cells: &[&str]) -> String {
        let rows: String = cells.iter().map(|cell| format!("Acme,9,{cell}\n")).collect();
        format!("Customer,Overall,{header}\n{rows}")
    }

    /// A survey whose only column of answers has these cells.
    fn only(header: &str, cells: &[&str]) -> String {
        let rows: String = cells.iter().map(|cell| format!("Acme,{cell}\n")).collect();
        format!("Customer,{header}\n{rows}")
    }

    fn headers_of(mapping: &Mapping) -> Vec<&str> {
        mapping.scores.iter().map(|score| score.header.as_str()).collect()
    }

    fn scales(options: &[(Option<&str>, &str)]) -> SurveyOptions {
        let scales =
            options.iter().map(|(name, scale)| (name.map(str::to_owned), scale.parse().unwrap())).collect();
        SurveyOptions { scales, ..SurveyOptions::default() }
    }

    #[test]
    fn numbers_to_ten_are_scores_and_the_overall_one_comes_first() {
        let (mapping, problems) = mapped("Customer,Ease of use,Accuracy,Rating\nAcme,7,8,9\nGlobex,10,0,8\n");
        assert!(problems.is_empty());
        let found: Vec<_> =
            mapping.scores.iter().map(|score| (score.column, score.dimension.as_deref())).collect();
        assert_eq!(found, [(3, None), (1, Some("ease-of-use")), (2, Some("accuracy"))]);
        assert_eq!(mapping.remarks, ["`Rating` is read as the overall score"]);
    }

    #[test]
    fn a_single_score_column_is_the_overall_one() {
        let (mapping, _) = mapped(&only("Accuracy", &["7", "8"]));
        assert_eq!((headers_of(&mapping), mapping.scores[0].dimension.as_deref()), (vec!["Accuracy"], None));
    }

    #[test]
    fn noughts_and_ones_are_no_scores_but_under_a_header_that_says_so() {
        let (mapping, _) = mapped(&beside("Attended", &["0", "1", "1"]));
        assert_eq!(headers_of(&mapping), ["Overall"]);
        let (mapping, _) = mapped(&beside("Attended", &["0", "1", "2"]));
        assert_eq!(headers_of(&mapping), ["Overall", "Attended"]);
        let (mapping, _) = mapped(&only("Overall", &["0", "1", "1"]));
        assert_eq!(headers_of(&mapping), ["Overall"]);
    }

    #[test]
    fn what_counts_something_is_no_score() {
        for header in ["Number of seats", "Tickets", "Age", "Days open"] {
            let (mapping, _) = mapped(&beside(header, &["3", "7", "9"]));
            assert_eq!(headers_of(&mapping), ["Overall"], "{header}");
            assert_eq!(mapping.unused, [header]);
        }
    }

    #[test]
    fn words_are_no_scores_and_neither_are_numbers_beyond_ten() {
        for cells in [["good", "bad", "fine"], ["good", "7", "8.x"], ["50", "70", "90"], ["7", "80", "90"]] {
            let (mapping, _) = mapped(&beside("Accuracy", &cells));
            assert_eq!(headers_of(&mapping), ["Overall"], "{cells:?}");
        }
    }

    #[test]
    fn one_slip_or_one_in_ten_leaves_a_score_column_what_it_is() {
        let cells = |good: usize, bad: usize| [vec!["7"; good], vec!["oops"; bad]].concat();
        for (good, bad, expected) in [(2, 1, true), (1, 1, false), (18, 2, true), (17, 3, false)] {
            let (mapping, _) = mapped(&beside("Accuracy", &cells(good, bad)));
            assert_eq!(headers_of(&mapping).contains(&"Accuracy"), expected, "{good} and {bad}");
        }
    }

    #[test]
    fn blank_cells_make_no_score_column() {
        let (mapping, _) = mapped(&beside("Accuracy", &["", "n/a", ""]));
        assert_eq!(headers_of(&mapping), ["Overall"]);
    }

    #[test]
    fn an_overall_question_answered_in_words_is_told_even_beside_comments() {
        let text = "Customer,Overall,Comment\nAcme,good,thanks\nGlobex,bad,sorry\n";
        let (mapping, problems) = mapped(text);
        assert!(mapping.scores.is_empty());
        assert_eq!(codes(&problems), ["no-score-column"]);
        assert_eq!(problems[0].message, "no column holds scores: `Overall` holds words, not numbers");
    }

    #[test]
    fn words_stop_nothing_where_there_is_something_else_to_read() {
        for text in [
            "Customer,Overall,Accuracy\nAcme,good,7\nGlobex,bad,8\n",
            "Customer,Overall,Sentiment\nAcme,good,Very well\nGlobex,bad,Badly\n",
            "Customer,Overall,Comment\nAcme,,thanks\nGlobex,,sorry\n",
            "Customer,Branch,Comment\nAcme,North,thanks\nGlobex,South,sorry\n",
        ] {
            let (_, problems) = mapped(text);
            assert_eq!(codes(&problems), <[&str; 0]>::default(), "{text}");
        }
    }

    #[test]
    fn nothing_to_read_at_all_is_told_with_the_columns() {
        let (_, problems) = mapped("Customer,Branch\nAcme,North\nGlobex,South\n");
        assert_eq!(codes(&problems), ["no-score-column"]);
        assert!(problems[0].message.starts_with("no column holds scores: numbers from 0 to 10"));
        assert!(problems[0].hint.as_deref().unwrap().starts_with("the columns are: `Customer`, `Branch`;"));
    }

    #[test]
    fn a_recommendation_in_words_is_the_choice_question() {
        let (mapping, problems) =
            mapped("Customer,Would you recommend us?,Comment\nAcme,Yes,thanks\nGlobex,No,sorry\n");
        assert_eq!((codes(&problems), mapping.sentiment), (vec![], Some(1)));
    }

    #[test]
    fn a_scale_in_the_header_is_believed_where_the_cells_fit() {
        let (mapping, _) = mapped(&only("Overall (1-5)", &["2", "4", "5"]));
        assert!(mapping.undecided.is_empty());
        assert_eq!(
            (mapping.scores[0].scale.to_string().as_str(), mapping.scores[0].why),
            ("1-5", "as the header says")
        );
        // One slip says nothing of the others.
        let (mapping, _) = mapped(&only("Overall (1-5)", &["2", "4", "8"]));
        assert_eq!(mapping.scores[0].scale.to_string(), "1-5");
        let (mapping, _) = mapped(&only("Overall (1-5)", &["2", "8", "9"]));
        assert_eq!(
            (mapping.scores[0].scale.to_string().as_str(), mapping.scores[0].why),
            ("0-10", "values above 5 seen")
        );
    }

    #[test]
    fn a_scale_that_the_cells_leave_open_is_asked_for() {
        for (cells, expected) in [
            (["1", "4", "5"], &["1-5", "5-1", "0-10"][..]),
            (["0", "4", "5"], &["0-5", "0-10"]),
            (["1", "40", "95"], &["0-100"]),
            (["1", "4", "6"], &[]),
        ] {
            let (mapping, problems) = mapped(&only("Overall", &cells));
            let readings: Vec<String> =
                mapping.undecided.iter().flat_map(|(_, open)| &open.readings).map(Scale::to_string).collect();
            assert_eq!(
                (codes(&problems), readings),
                (vec![], expected.iter().map(|s| (*s).to_owned()).collect())
            );
        }
    }

    #[test]
    fn a_scale_that_is_said_counts_and_a_column_s_own_before_that_of_all() {
        let text = beside("Accuracy", &["1", "4", "5"]);
        let options = scales(&[(Some("accuracy"), "5-1"), (None, "0-10")]);
        let (mapping, problems) = mapped_with(&text, "", &options);
        assert!(problems.is_empty() && mapping.undecided.is_empty());
        let found: Vec<_> = mapping.scores.iter().map(|score| score.scale.to_string()).collect();
        assert_eq!(found, ["0-10", "5-1"]);
    }

    #[test]
    fn a_scale_beyond_ten_that_is_said_takes_the_columns_it_holds() {
        let text = "Customer,Overall,Accuracy,Tickets,Weight\nAcme,40,30,7,400\nBeta,95,90,8,500\n";
        let (mapping, _) = mapped_with(text, "", &scales(&[(None, "0-100")]));
        assert_eq!(headers_of(&mapping), ["Overall", "Accuracy"]);
    }

    #[test]
    fn a_few_cells_that_are_no_numbers_do_not_make_the_overall_question_words() {
        let (mapping, problems) = mapped("Customer,Overall,Accuracy\nA,7-Oct,8\nB,#REF!,8\nC,9,8\nD,9,8\n");
        assert_eq!((codes(&problems), headers_of(&mapping)), (vec![], vec!["Overall", "Accuracy"]));
    }

    #[test]
    fn a_scale_for_a_column_without_scores_is_a_slip() {
        let text = beside("Branch", &["North", "South"]);
        for (name, code) in [("Branch", "scale-without-score"), ("Overal", "no-such-column")] {
            let (mapping, problems) = mapped_with(&text, "", &scales(&[(Some(name), "1-5")]));
            let unmatched: Vec<_> = mapping
                .unmatched_scales
                .iter()
                .map(|(wanted, problem)| (&wanted[..], problem.code))
                .collect();
            assert_eq!((problems.len(), unmatched), (0, vec![(name, code)]));
        }
    }

    #[test]
    fn configured_scores_go_before_guessed_ones() {
        let config = "[[source]]\nfiles = [\"survey.csv\"]\n\
                      [[source.score]]\ndimension = \"overall\"\ncolumn = \"Accuracy\"\nscale = \"1-5\"\n";
        let (mapping, problems) =
            mapped_with(&beside("Accuracy", &["1", "4", "5"]), config, &SurveyOptions::default());
        assert_eq!((codes(&problems), headers_of(&mapping)), (vec![], vec!["Accuracy"]));
        assert_eq!(
            (mapping.scores[0].dimension.as_deref(), mapping.scores[0].why),
            (None, "set in retain.toml")
        );
    }
}
