//! Turns columns that nothing was made of, and that hold something all the same, into messages with the line to paste:
//! what customers wrote, the day of the answer, a choice that counts as negative.

use super::column_evidence::Evidence;
use super::columns::listed;
use super::headers;
use super::mapping::Mapping;
use super::profile::Column;
use super::word_scales::{self, WordScale};
use crate::config::toml_text;
use crate::diagnostic::{Diagnostic, Problems};

/// Looks for such columns.
pub(super) fn report(evidence: &Evidence<'_>, mapping: &Mapping, problems: &mut Problems) {
    let used = mapping.used();
    let is_open = |index: &usize| {
        !used.contains(index) && !evidence.decided.contains(index) && !evidence.header(*index).is_empty()
    };
    let open: Vec<(usize, &Column)> = (0..evidence.header.len())
        .filter(is_open)
        .filter_map(|index| Some((index, evidence.column(index).filter(|column| column.filled > 0)?)))
        .collect();
    if mapping.date.is_none() {
        let problem = no_date(evidence, &open).or_else(|| no_rounds(evidence, mapping, &open));
        problem.into_iter().for_each(|problem| problems.add(problem));
    }
    // What a tool adds is neither a comment nor a choice.
    let asked: Vec<(usize, &Column)> =
        open.into_iter().filter(|(index, _)| !evidence.recognised.asides.contains(index)).collect();
    if mapping.sentiment.is_none() {
        choice(evidence, &asked).into_iter().for_each(|problem| problems.add(problem));
    }
    comments(evidence, mapping, &asked).into_iter().for_each(|problem| problems.add(problem));
}

/// The line of `retain.toml` that names a column, and what it stands in.
fn setting(evidence: &Evidence<'_>, line: &str) -> String {
    evidence.setting(&format!("[source.columns]\n{line}"))
}

fn no_date(evidence: &Evidence<'_>, open: &[(usize, &Column)]) -> Option<Diagnostic> {
    let dated: Vec<&str> = open
        .iter()
        .filter(|(_, column)| column.is_nearly_all_dates() || column.may_be_seconds())
        .map(|(index, _)| evidence.header(*index))
        .collect();
    let named = open.iter().map(|(index, _)| evidence.header(*index));
    let (message, example) = match dated.as_slice() {
        [] => {
            let header = named.into_iter().find(|header| headers::speaks_of_a_day(header))?;
            (format!("`{header}` speaks of a day, and is not read as the date of the answers"), header)
        }
        [.., last] => {
            let verb = if dated.len() == 1 { "holds" } else { "hold" };
            let columns = listed(dated.iter().copied());
            let is_counted = open.iter().any(|(_, column)| column.may_be_seconds());
            let what = if is_counted { "dates, some in seconds since 1970" } else { "dates" };
            (format!("{columns} {verb} {what}, and no column is read as the date of the answers"), *last)
        }
    };
    let hint = format!("name it, {}", setting(evidence, &format!("date = {}", toml_text(example))));
    Some(Diagnostic::warning("dates-not-read", message).at(evidence.place()).hint(hint))
}

/// A column that tells rounds apart, where nothing else does and none of them is told from the others.
fn no_rounds(evidence: &Evidence<'_>, mapping: &Mapping, open: &[(usize, &Column)]) -> Option<Diagnostic> {
    let varies = |index: &usize| evidence.column(*index).is_some_and(|column| column.varies);
    let named = mapping.wave.filter(|_| !evidence.needs_wave);
    let headed =
        open.iter().map(|(index, _)| *index).filter(|index| headers::names_a_round(evidence.header(*index)));
    let header = evidence.header(named.into_iter().chain(headed).find(varies)?);
    let message = format!(
        "`{header}` tells rounds of the survey apart, and is not read: all answers are taken for one round"
    );
    let hint = format!(
        "add a column with the day of each answer, or name it, {}\nand: [waves] by = \"column\"",
        setting(evidence, &format!("wave = {}", toml_text(header)))
    );
    Some(Diagnostic::warning("rounds-not-read", message).at(evidence.place()).hint(hint))
}

fn choice(evidence: &Evidence<'_>, open: &[(usize, &Column)]) -> Option<Diagnostic> {
    let is_negative = |column: &Column| {
        let words: Vec<String> = column.words().unwrap_or_default().into_iter().map(str::to_owned).collect();
        evidence.negative.of_choices(&words).contains(&true)
            && word_scales::recognise(words.iter().map(String::as_str)) == WordScale::Other
    };
    let (index, _) = open.iter().find(|(_, column)| is_negative(column))?;
    let header = evidence.header(*index);
    let message = format!(
        "`{header}` has answers that count as negative where it is the choice question, and is not read"
    );
    let hint = format!(
        "if it is that question, say so, {}",
        setting(evidence, &format!("sentiment = {}", toml_text(header)))
    );
    Some(Diagnostic::warning("choice-not-read", message).at(evidence.place()).hint(hint))
}

fn comments(evidence: &Evidence<'_>, mapping: &Mapping, open: &[(usize, &Column)]) -> Option<Diagnostic> {
    let is_comment = |(index, column): &&(usize, &Column)| {
        let header = evidence.header(*index);
        headers::role(header).is_none() && column.is_prose(headers::asks_for_words(header))
    };
    let found: Vec<usize> = open.iter().filter(is_comment).map(|(index, _)| *index).collect();
    let names: Vec<&str> = found.iter().map(|index| evidence.header(*index)).collect();
    let (looks, are) = if names.len() == 1 { ("looks", "is") } else { ("look", "are") };
    let message = format!("{} {looks} like comments and {are} not read", listed(names.iter().copied()));
    let all = mapping.comments.iter().chain(&found).map(|index| evidence.named(*index));
    let all: Vec<String> = all.map(|name| toml_text(&name)).collect();
    let hint = format!(
        "to have them read for threats to leave, and shown, {}",
        setting(evidence, &format!("comment = [{}]", all.join(", ")))
    );
    (!found.is_empty())
        .then(|| Diagnostic::note("comments-not-read", message).at(evidence.place()).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::{codes, mapped};

    #[track_caller]
    fn said(text: &str, expected: &[&str]) {
        assert_eq!(codes(&mapped(text).1), expected, "{text}");
    }

    #[test]
    fn a_column_of_sentences_is_told_and_a_column_of_names_is_not() {
        let with = |header: &str, cells: [&str; 2]| {
            format!("Customer,Overall,{header}\nAcme,9,{}\nGlobex,4,{}\n", cells[0], cells[1])
        };
        said(
            &with("Column 7", ["they are late again and again", "nobody calls us back"]),
            &["comments-not-read"],
        );
        said(&with("What could be improved?", ["the phones", ""]), &["comments-not-read"]);
        said(&with("Branch", ["North Hill", "South"]), &[]);
        said(&with("Branch", ["the one in the north", "the one in the north"]), &[]);
        said(&with("Comment", ["they are late again and again", "nobody calls us back"]), &[]);
    }

    #[test]
    fn dates_that_nobody_named_are_told_where_there_is_no_other() {
        said(
            "Customer,Start,End,Overall\nAcme,2026-09-28,2026-09-29,9\nBeta,2026-09-28,2026-09-29,8\n",
            &["dates-not-read"],
        );
        said("Customer,Date of visit,Overall\nAcme,soon,9\nBeta,later,8\n", &["dates-not-read"]);
        said("Customer,Visit,Overall\nAcme,2026-09-28,9\nBeta,2026-09-29,8\n", &[]);
    }

    #[test]
    fn a_choice_with_a_negative_answer_is_told() {
        said(
            "Customer,Overall,Q4\nAcme,9,Would not recommend\nBeta,8,Would recommend\n",
            &["choice-not-read"],
        );
        said("Customer,Overall,Sentiment\nAcme,9,Would not recommend\nBeta,8,Would recommend\n", &[]);
    }
}
