//! Decides which columns of a survey say who the customer is.

use std::cmp::Reverse;

use super::column_evidence::Evidence;
use super::columns::listed;
use super::doubts;
use super::headers::{self, Role};
use super::mapping::Mapping;
use super::profile::Column;
use super::tool::Tool;
use crate::config::toml_text;
use crate::diagnostic::{Diagnostic, Problems};
use crate::text::argument;

/// Leaves the columns of the customer among those found for it: the one the command line names, else those that
/// `retain.toml` names, else an id with a name beside it, else the first name.
pub(super) fn settle(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    let is_id = |index: &usize| matches!(headers::role(evidence.header(*index)), Some((Role::CustomerId, _)));
    let found = std::mem::take(&mut mapping.customer);
    if evidence.options.each_row {
        mapping.remarks.push("every row is a customer of its own (--each-row)".to_owned());
        return;
    }
    if let Some(wanted) = &evidence.options.customer {
        match evidence.find(wanted) {
            Ok(index) => mapping.customer = vec![index],
            Err(problem) => problems.add(*problem),
        }
        let chosen = mapping.customer.clone();
        clear_role_of(mapping, &chosen);
        // What would have been the customer's id tells respondents apart.
        let other_id = found.into_iter().find(|index| is_id(index) && !mapping.customer.contains(index));
        if mapping.respondent.is_none() && mapping.email.is_none() {
            mapping.respondent = other_id;
        }
        return;
    }
    let is_configured = evidence.settings.is_some_and(|settings| settings.columns.get("customer").is_some());
    if is_configured {
        mapping.customer = found;
    } else if let Some(id) = found.iter().copied().find(is_id) {
        mapping.name = found.into_iter().find(|index| !is_id(index));
        mapping.customer = vec![id];
    } else {
        mapping.customer = found.into_iter().take(1).collect();
    }
    let names_nobody = |index: &usize| evidence.column(*index).is_some_and(Column::names_nobody);
    if !is_configured && let Some(index) = mapping.customer.iter().copied().find(names_nobody) {
        problems.add(nobody_named(evidence, index));
        return;
    }
    if let Some(names) = evidence.settings.and_then(|settings| settings.columns.get("name")) {
        mapping.name =
            names.iter().find_map(|name| evidence.find(name).map_err(|problem| problems.add(*problem)).ok());
    }
    let is_one_value = |index: &usize| {
        evidence.profile.rows >= 5
            && evidence.column(*index).is_some_and(|column| column.filled > 4 && !column.varies)
    };
    if mapping.customer.is_empty() {
        problems.add(no_customer(evidence));
    } else if evidence.profile.is_whole && mapping.customer.iter().all(is_one_value) {
        mapping.remarks.push("all rows name one customer".to_owned());
    }
}

/// A column has one use: what was chosen for the customer is nothing else.
fn clear_role_of(mapping: &mut Mapping, chosen: &[usize]) {
    for role in [
        &mut mapping.name,
        &mut mapping.date,
        &mut mapping.respondent,
        &mut mapping.email,
        &mut mapping.sentiment,
        &mut mapping.response,
        &mut mapping.wave,
        &mut mapping.manager,
    ] {
        if role.is_some_and(|index| chosen.contains(&index)) {
            *role = None;
        }
    }
    mapping.comments.retain(|index| !chosen.contains(index));
}

fn nobody_named(evidence: &Evidence<'_>, index: usize) -> Diagnostic {
    let message = format!("`{}` has the same word on every row, which names nobody", evidence.header(index));
    let hint = "name the column that says who the customer is: --customer \"COLUMN\"; where every answer is somebody \
                of its own: --each-row";
    Diagnostic::error("no-customer-column", message).at(evidence.place()).hint(hint)
}

fn no_customer(evidence: &Evidence<'_>) -> Diagnostic {
    let mut texts: Vec<usize> = (0..evidence.header.len())
        .filter(|index| {
            let column = evidence.column(*index);
            column.is_some_and(|column| {
                column.varies && column.numbers * 2 < column.filled && column.dates * 2 < column.filled
            })
        })
        .filter(|index| {
            let header = evidence.header(*index);
            let is_response = headers::role(header).is_some_and(|(role, _)| role == Role::Response);
            !header.is_empty()
                && (header.chars().count() <= 40 || headers::asks_for_a_customer(header))
                && !is_response
                && !headers::is_other_answer(header)
                && !evidence
                    .column(*index)
                    .is_some_and(|column| column.is_prose(headers::asks_for_words(header)))
                && !doubts::describes_the_row(header)
        })
        .collect();
    // The fewer words repeat, the more they are names; those of a choice repeat most.
    texts.sort_by_key(|index| evidence.column(*index).map(|column| Reverse(column.different_words())));
    let texts: Vec<&str> = texts.into_iter().map(|index| evidence.header(index)).collect();
    let example = texts.iter().find(|header| {
        headers::role(header).is_some_and(|(role, _)| matches!(role, Role::Email | Role::Contact))
    });
    // A question is answered, it names nobody: a customer of every comment helps nobody.
    let is_name = |header: &&&str| {
        let is_answer = headers::role(header)
            .is_some_and(|(role, _)| matches!(role, Role::Comment | Role::Sentiment | Role::Wave));
        !is_answer && !header.contains('?') && !header.contains("...")
    };
    // `Which company do you work for?` asks for it in as many words.
    let asked_for = texts.iter().find(|header| headers::asks_for_a_customer(header));
    let example = asked_for.or(example).or_else(|| texts.iter().find(is_name)).copied();
    let message = "no column says which customer answered (customer, company, account, client, organisation)";
    let hint = match example {
        _ if evidence.recognised.tool == Some(Tool::Trustpilot) => trustpilot_hint(example),
        Some(example) => format!(
            "name the column: --customer {}; where every answer is somebody of its own: --each-row\nor {}",
            argument(example),
            evidence.setting(&format!("[source.columns]\ncustomer = {}", toml_text(example)))
        ),
        None => format!(
            "where every answer is somebody of its own: --each-row; else export the customer too, and name the column: \
             --customer \"COLUMN\"; the columns are: {}",
            listed(evidence.header.iter().filter(|header| !header.is_empty()).map(String::as_str))
        ),
    };
    Diagnostic::error("no-customer-column", message).at(evidence.place()).hint(hint)
}

/// What to do with reviews: who wrote one is known by a name that is no customer's.
fn trustpilot_hint(example: Option<&str>) -> String {
    let by_name = example.map(|example| {
        format!(
            "; to take the reviews of one name for those of one customer: --customer {}",
            argument(example)
        )
    });
    format!(
        "Trustpilot exports reviewers, not customers: to find yours among them, add a column `Customer`; to take every \
         review for somebody of its own: --each-row{}",
        by_name.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::{codes, columns, mapped, mapped_with};
    use super::super::survey_options::SurveyOptions;

    fn asked(customer: &str) -> SurveyOptions {
        SurveyOptions { customer: Some(customer.to_owned()), ..SurveyOptions::default() }
    }

    #[test]
    fn a_word_in_place_of_every_name_names_nobody() {
        let text = "Customer,Overall\nanonymous,9\nanonymous,4\n";
        assert_eq!(codes(&mapped(text).1), ["no-customer-column"]);
        assert!(mapped("Customer,Overall\nAcme,9\nAcme,4\n").1.is_empty());
        assert!(mapped_with(text, "", &asked("Customer")).1.is_empty());
    }

    #[test]
    fn an_id_goes_before_a_name_and_the_name_is_shown() {
        let (mapping, problems) = mapped("Company,Customer ID,Overall\nAcme,C1,9\nGlobex,C2,8\n");
        assert!(problems.is_empty());
        assert_eq!((mapping.customer, mapping.name), (vec![1], Some(0)));
    }

    #[test]
    fn a_configured_customer_may_stand_in_several_columns() {
        let text = "Firm,Payer,Label,Overall\nAcme,x,Acme Ltd,9\nGlobex,y,Globex Inc,8\n";
        let config = columns("customer = [\"Firm\", \"Payer\"]\nname = \"Label\"");
        let (mapping, problems) = mapped_with(text, &config, &SurveyOptions::default());
        assert_eq!((codes(&problems), mapping.customer, mapping.name), (vec![], vec![0, 1], Some(2)));
    }

    #[test]
    fn the_column_that_is_asked_for_goes_before_the_others() {
        let text = "Customer,Branch,Overall\nAcme,North,9\nGlobex,South,8\n";
        for wanted in ["Branch", "branch ", "#2"] {
            let (mapping, problems) = mapped_with(text, "", &asked(wanted));
            assert_eq!((codes(&problems), mapping.customer), (vec![], vec![1]), "{wanted}");
        }
    }

    #[test]
    fn an_id_that_is_not_the_customer_tells_respondents_apart() {
        let text = "Customer ID,Company,Overall\nC1,Acme,9\nC2,Acme,8\n";
        let (mapping, _) = mapped_with(text, "", &asked("Company"));
        assert_eq!((mapping.customer, mapping.respondent, mapping.name), (vec![1], Some(0), None));
    }

    #[test]
    fn the_column_that_is_asked_for_has_no_other_use() {
        let text = "Name,E-mail,Date,Comment,Wave,Overall\n\
                    Ann,ann@a.example,2026-09-28,fine,Q3,9\nBob,bob@b.example,2026-09-29,good,Q4,8\n";
        for (index, wanted) in ["Name", "E-mail", "Date", "Comment", "Wave"].into_iter().enumerate() {
            let (mapping, problems) = mapped_with(text, "", &asked(wanted));
            // Without a date the wave is all that tells rounds apart.
            let expected: &[&str] = if wanted == "Date" { &["rounds-not-read"] } else { &[] };
            assert_eq!(codes(&problems), expected, "{wanted}");
            let uses = mapping.used().into_iter().filter(|used| *used == index).count();
            assert_eq!((mapping.customer, uses), (vec![index], 1), "{wanted}");
        }
        let (mapping, _) = mapped_with(text, "", &asked("Date"));
        assert_eq!(mapping.date, None);
    }

    #[test]
    fn a_column_that_is_asked_for_and_missing_is_told() {
        let text = "Customer,Branch,Overall\nAcme,North,9\nGlobex,South,8\n";
        let (mapping, problems) = mapped_with(text, "", &asked("Brnach"));
        assert_eq!((codes(&problems), mapping.customer), (vec!["no-such-column"], vec![]));
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `Branch`?"));
    }

    #[test]
    fn without_a_customer_the_hint_names_a_column_that_could_be_one() {
        for (text, example) in [
            ("Branch,E-mail,Overall\nNorth,ann@a.example,9\nSouth,bob@b.example,8\n", "\"E-mail\""),
            ("Branch,Day,Overall\nNorth,2026-09-28,9\nSouth,2026-09-29,8\n", "\"Branch\""),
            ("Day,Overall\n2026-09-28,9\n2026-09-29,8\n", "\"COLUMN\""),
        ] {
            let (_, problems) = mapped(text);
            assert_eq!(codes(&problems), ["no-customer-column"], "{text}");
            assert!(problems[0].hint.as_deref().unwrap().contains(example), "{text}");
        }
    }

    #[test]
    fn each_row_may_be_a_customer_of_its_own() {
        let options = SurveyOptions { each_row: true, ..SurveyOptions::default() };
        let (mapping, problems) = mapped_with("Branch,Overall\nNorth,9\nSouth,8\n", "", &options);
        assert_eq!((codes(&problems), mapping.customer), (vec![], vec![]));
    }

    #[test]
    fn one_customer_on_all_rows_is_said() {
        let row = "Acme,9\n";
        let (mapping, _) = mapped(&format!("Customer,Overall\n{}", row.repeat(5)));
        assert!(mapping.remarks.contains(&"all rows name one customer".to_owned()));
        let (mapping, _) = mapped(&format!("Customer,Overall\n{}", row.repeat(4)));
        assert!(!mapping.remarks.contains(&"all rows name one customer".to_owned()));
    }
}
