//! Writes a firm into a folder: its files, and its `retain.toml`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::firm::{By, Day, Firm};
use crate::fraction::Fraction;

pub(crate) fn write(firm: &Firm, folder: &Path) {
    fs::create_dir_all(folder.join("surveys")).expect("a folder");
    fs::write(folder.join("retain.toml"), settings(firm)).expect("the settings");
    surveys(firm, folder);
    for (name, rows) in tables(firm) {
        if let Some(rows) = rows {
            table(&folder.join(name), &rows);
        }
    }
}

fn table(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).expect("a file");
    for row in rows {
        writer.write_record(row).expect("a row");
    }
    writer.flush().expect("a file");
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

fn number(number: Option<Fraction>) -> String {
    number.map(Fraction::written).unwrap_or_default()
}

fn date(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn said(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn surveys(firm: &Firm, folder: &Path) {
    for survey in &firm.surveys {
        let mut header = texts(&["response_id", "date", "customer", "contact"]);
        header.extend(survey.columns.iter().map(|&(question, _)| firm.questions[question].to_owned()));
        header.extend(texts(&["sentiment", "comment"]));
        let mut rows = vec![header];
        for row in &survey.rows {
            let mut cells = vec![row.response.clone(), format!("{}{}", row.day, row.time)];
            cells.extend([row.customer.clone(), row.contact.clone()]);
            cells.extend(row.scores.iter().map(|&score| number(score)));
            cells.extend([row.choice.clone(), row.comment.clone()]);
            rows.push(cells);
        }
        table(&folder.join(&survey.name), &rows);
    }
}

type Table = Option<Vec<Vec<String>>>;

fn rows<T>(header: &[&str], things: Option<&Vec<T>>, cells: impl Fn(&T) -> Vec<String>) -> Table {
    things.map(|things| std::iter::once(texts(header)).chain(things.iter().map(cells)).collect())
}

fn tables(firm: &Firm) -> [(&'static str, Table); 6] {
    let whole = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let accounts =
        ["customer", "value", "margin", "since", "renewal", "pays_late_days", "effort", "profit_last_years"];
    let incidents =
        ["customer", "opened", "resolved", "complaint", "public", "threatens_to_leave", "promised_hours"];
    let incidents: Vec<&str> = incidents.into_iter().chain(["actual_hours"]).collect();
    [
        (
            "accounts.csv",
            rows(&accounts, firm.accounts.as_ref(), |one| {
                let mut cells = vec![one.customer.clone(), number(one.value), number(one.margin)];
                cells.extend([date(one.since), date(one.renewal), whole(one.pays_late)]);
                cells.extend([whole(one.effort), whole(one.profit)]);
                cells
            }),
        ),
        (
            "invitations.csv",
            rows(&["customer", "date"], firm.invitations.as_ref(), |one| {
                vec![one.customer.clone(), one.day.to_string()]
            }),
        ),
        (
            "incidents.csv",
            rows(&incidents, firm.incidents.as_ref(), |one| {
                let mut cells = vec![one.customer.clone(), one.opened.to_string(), date(one.resolved)];
                cells.extend([said(one.complaint), said(one.public), said(one.threatens)]);
                cells.extend([number(one.promised), number(one.actual)]);
                cells
            }),
        ),
        (
            "orders.csv",
            rows(&["customer", "date", "amount"], firm.orders.as_ref(), |one| {
                vec![one.customer.clone(), one.day.to_string(), number(one.amount)]
            }),
        ),
        (
            "contacts.csv",
            rows(&["customer", "date", "acted"], firm.contacts.as_ref(), |one| {
                vec![one.customer.clone(), one.day.to_string(), one.acted.map(said).unwrap_or_default()]
            }),
        ),
        (
            "churn.csv",
            rows(&["customer", "date", "kind"], firm.churn.as_ref(), |one| {
                vec![one.customer.clone(), one.day.to_string(), one.kind.to_owned()]
            }),
        ),
    ]
}

fn settings(firm: &Firm) -> String {
    let set = &firm.settings;
    let mut text = String::new();
    let by = match set.by {
        By::Auto => "auto",
        By::Month => "month",
        By::Quarter => "quarter",
        By::File => "file",
    };
    let mut table = |name: &str, lines: &[String]| {
        writeln!(text, "[{name}]\n{}\n", lines.join("\n")).expect("a text");
    };
    table(
        "waves",
        &[
            format!("by = \"{by}\""),
            format!("open-days = {}", set.open_days),
            format!("max-age-days = {}", set.max_age_days),
        ],
    );
    let mut value = vec![
        format!("margin = {}", set.margin.written()),
        format!("save-rate = {}", set.save_rate.written()),
        format!("base-rate = {}", set.base_rate.written()),
    ];
    value.extend(set.call_cost.map(|cost| format!("call-cost = {}", cost.written())));
    table("value", &value);
    for (signal, lines) in signals(firm) {
        let mut lines = lines;
        if !set.on(signal) {
            lines.push("enabled = false".to_owned());
        }
        if !lines.is_empty() {
            table(&format!("signal.{signal}"), &lines);
        }
    }
    text + &sources(firm)
}

fn signals(firm: &Firm) -> Vec<(&'static str, Vec<String>)> {
    let set = &firm.settings;
    let below = |signal: &str| {
        let Some(limits) = set.below.get(signal) else { return Vec::new() };
        let limits: Vec<_> =
            limits.iter().map(|(scale, at)| format!("\"{}\" = {}", scale.name(), at.written())).collect();
        vec![format!("below = {{ {} }}", limits.join(", "))]
    };
    let list = |key: &str, texts: &Option<Vec<&str>>| {
        texts.iter().map(|texts| format!("{key} = {texts:?}")).collect::<Vec<_>>()
    };
    let drop = vec![
        format!("at-least = {}", set.drop_at_least.written()),
        format!("waves = {}", set.drop_waves),
        format!("noise = {}", set.noise),
    ];
    let mut all = vec![
        ("low-score", below("low-score")),
        ("critical-score", below("critical-score")),
        ("low-dimension", below("low-dimension")),
        ("score-drop", drop),
        ("negative-sentiment", list("answers", &set.negative)),
        ("cancel-threat", list("words", &set.words)),
        ("silence", vec![format!("at-least = {}", set.silence)]),
        ("open-incident", vec![format!("more-than-days = {}", set.open_incident)]),
        ("repeat-incidents", vec![format!("at-least = {}", set.repeat)]),
        ("missed-promise", Vec::new()),
        ("complaint", Vec::new()),
        ("recent-incident", Vec::new()),
        ("young", vec![format!("under-days = {}", set.young)]),
        ("renewal-soon", vec![format!("within-days = {}", set.renewal)]),
        ("late-payer", vec![format!("more-than-days = {}", set.late_payer)]),
    ];
    let mut late = vec![format!("at-least = {}", set.late_order.written())];
    late.extend(set.base_cycle.map(|days| format!("base-cycle-days = {days}")));
    all.push(("late-order", late));
    all.push(("order-drop", vec![format!("at-most = {}", set.order_drop.written())]));
    all.push(("spend-drop", vec![format!("at-most = {}", set.spend_drop.written())]));
    all.push(("no-engagement", vec![format!("months = {}", set.engagement_months)]));
    all
}

/// One for each shape of survey file.
fn sources(firm: &Firm) -> String {
    let mut text = String::new();
    for shape in ["a", "b"] {
        let path = format!("surveys/{shape}");
        let Some(survey) = firm.surveys.iter().find(|survey| survey.name.starts_with(&path)) else {
            continue;
        };
        text += &format!("[[source]]\nkind = \"survey\"\nfiles = [\"{path}*.csv\"]\n[source.columns]\n");
        for (key, column) in [("response", "response_id"), ("date", "date"), ("customer", "customer")] {
            text += &format!("{key} = \"{column}\"\n");
        }
        text += "contact = \"contact\"\nsentiment = \"sentiment\"\ncomment = \"comment\"\n";
        for &(question, scale) in &survey.columns {
            let name = firm.questions[question];
            text += &format!(
                "[[source.score]]\ndimension = \"{name}\"\ncolumn = \"{name}\"\nscale = \"{}\"\n",
                scale.name()
            );
        }
    }
    text
}
