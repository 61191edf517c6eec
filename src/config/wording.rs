//! Turns a fault into a mistake that says what is wrong and what to write instead.

use super::fault::{Fault, FaultKind, Step};
use super::keys::below;
use super::{Config, Mistake};
use crate::diagnostic::Diagnostic;
use crate::model;

/// Words a fault.
pub(super) fn of(fault: &Fault, text: &str) -> Mistake {
    let key = Named::of(&fault.path);
    let problem = match &fault.kind {
        FaultKind::UnknownKey { known } => {
            unknown_key(&key, known, text.get(fault.span.end..).unwrap_or_default())
        }
        FaultKind::UnknownWord { given, .. } if key.name == "delimiter" && given == "spaces" => {
            Diagnostic::error("space-aligned", "columns that are aligned with spaces are not read")
                .hint("open the file in a spreadsheet as text of fixed width, and save it as CSV")
        }
        FaultKind::UnknownWord { given, known } => unknown_word(&key, given, known),
        FaultKind::WrongType { found, wanted } => {
            let message = format!("`{}`{} must be {wanted}, and this is {found}", key.name, key.place());
            Diagnostic::error("wrong-type", message).hint(example(&key, wanted, found))
        }
        FaultKind::WrongValue { found, wanted } => {
            let message = format!("`{}`{} cannot be {found}", key.name, key.place());
            Diagnostic::error("wrong-value", message).hint(format!("write {wanted}"))
        }
        FaultKind::NotFinite => {
            let message = format!("`{}`{} must be a finite number", key.name, key.place());
            Diagnostic::error("not-finite", message).hint("write the number in digits, such as 7 or 0.5")
        }
        FaultKind::Refused(why) => refused(&key, why),
    };
    Mistake { problem, span: fault.span.clone() }
}

/// Words a fault in a table that stands in another file than `retain.toml`, whose keys it does not share.
pub(super) fn of_table(fault: &Fault, text: &str) -> Mistake {
    let key = Named::of(&fault.path);
    let problem = match &fault.kind {
        FaultKind::UnknownKey { known } => {
            let message = format!("unknown key `{}`{}", key.name, key.place());
            Diagnostic::error("unknown-key", message).hint(suggestion(&key.name, known, "the keys are"))
        }
        FaultKind::UnknownWord { given, known } => unknown_word(&key, given, known),
        FaultKind::WrongType { .. }
        | FaultKind::WrongValue { .. }
        | FaultKind::NotFinite
        | FaultKind::Refused(_) => return of(fault, text),
    };
    Mistake { problem, span: fault.span.clone() }
}

fn unknown_word(key: &Named, given: &str, known: &[&str]) -> Diagnostic {
    let message = format!("`{}`{} cannot be {given:?}", key.name, key.place());
    let all: Vec<_> = known.iter().map(|word| format!("{word:?}")).collect();
    let hint = nearest(given, known)
        .map_or_else(|| format!("write one of {}", all.join(", ")), |near| format!("did you mean {near:?}?"));
    Diagnostic::error("unknown-word", message).hint(hint)
}

/// A setting refused by its own rule. A score limit refuses only what no scale has.
fn refused(key: &Named, why: &str) -> Diagnostic {
    let message = format!("`{}`{}: {why}", key.name, key.place());
    if key.name == "below" || key.table.starts_with("targets") || key.name == "default" {
        let remedy =
            "write an answer that the scale has, such as 7, or one a scale: { \"0-10\" = 7, \"1-5\" = 4 }";
        return Diagnostic::error("threshold-off-scale", message).hint(remedy);
    }
    let default = Config::default().settings().into_iter().find(|setting| setting.key == key.path);
    let remedy = default.map_or_else(
        || "write another value, or take the line out".to_owned(),
        |setting| {
            format!(
                "write another value, or take the line out: the built-in value is {}",
                shortened(&setting.value)
            )
        },
    );
    Diagnostic::error("wrong-value", message).hint(remedy)
}

/// A value as TOML, or its beginning where it is a long list.
fn shortened(value: &str) -> String {
    let beginning: String = value.chars().take(40).collect();
    if beginning.len() < value.len() { format!("{beginning}...") } else { beginning }
}

fn unknown_key(key: &Named, known: &[&'static str], after: &str) -> Diagnostic {
    let is_table = after.trim_start_matches(['"', '\'']).starts_with([']', '.']);
    let message = match (is_table, key.table.is_empty()) {
        (true, _) => format!("unknown table [{}]", key.path),
        (false, true) => format!("unknown key `{}` outside of any table", key.name),
        (false, false) => format!("unknown key `{}`{}", key.name, key.place()),
    };
    Diagnostic::error("unknown-key", message).hint(key_suggestion(key, known))
}

/// What may have been meant by an unknown key: a near name here, the same name in another table, or any name here.
fn key_suggestion(key: &Named, known: &[&str]) -> String {
    let of_table =
        if key.table.is_empty() { "the tables are".to_owned() } else { format!("[{}] has", key.table) };
    let settings = Config::default().settings();
    let elsewhere: Vec<_> = settings
        .iter()
        .filter_map(|setting| setting.key.rsplit_once('.'))
        .filter(|(_, name)| *name == key.name)
        .map(|(table, _)| format!("[{table}]"))
        .collect();
    match elsewhere.as_slice() {
        [table] if nearest(&key.name, known).is_none() => format!("`{}` belongs in {table}", key.name),
        _ => suggestion(&key.name, known, &of_table),
    }
}

/// "Did you mean", where something is near; else everything that is allowed.
pub(super) fn suggestion(given: &str, known: &[&str], introduction: &str) -> String {
    match nearest(given, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("{introduction} {}", known.join(", ")),
    }
}

fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let given = given.to_lowercase().replace('_', "-");
    model::nearest(&given, known.iter().map(|name| ((*name).to_owned(), *name))).into_iter().next()
}

/// A line as it should be.
fn example(key: &Named, wanted: &str, found: &str) -> String {
    let name = &key.name;
    match wanted {
        "a table" if key.is_element => {
            format!("write [[{}]] on a line of its own, and its keys below", key.path)
        }
        "a list" if found == "a table" => format!("write [[{}]], in two brackets", key.path),
        "true or false" => format!("write {name} = true or {name} = false"),
        "a table" => format!("write [{}] on a line of its own, and its keys below", key.path),
        "a list" => format!("write {name} = [...], with a comma between the elements"),
        "a text" if key.is_element => "put it in quotes: \"...\"".to_owned(),
        "a text" => format!("write {name} = \"...\", in quotes"),
        number if found == "a text" && number.contains("number") => format!("write {number}, without quotes"),
        other => format!("write {other}"),
    }
}

/// A setting as messages name it.
pub(super) struct Named {
    /// The last key on the way.
    pub(super) name: String,
    /// The table it stands in, without brackets.
    pub(super) table: String,
    /// The whole path.
    pub(super) path: String,
    /// Whether the table is one of a list of tables.
    is_listed: bool,
    /// Whether the fault lies in an element of what the key holds.
    is_element: bool,
}

impl Named {
    /// Names the innermost key of a path. The position in a list of tables is left out: the place shows it.
    pub(super) fn of(path: &[Step]) -> Self {
        let at = path.iter().rposition(|step| matches!(step, Step::Key(_))).unwrap_or(0);
        let (before, rest) = path.split_at_checked(at).unwrap_or((path, &[]));
        let name = match rest.first() {
            Some(Step::Key(key)) => key.clone(),
            Some(Step::Element(_)) | None => String::new(),
        };
        let names = |steps: &[Step]| {
            let keys = steps.iter().filter(|step| matches!(step, Step::Key(_)));
            keys.fold(String::new(), |path, step| below(&path, step))
        };
        let is_listed = matches!(before.last(), Some(Step::Element(_)));
        let through = path.get(..=at).unwrap_or(path);
        let is_element = through.len() < path.len();
        Self { name, table: names(before), path: names(through), is_listed, is_element }
    }

    /// Where it stands, as part of a sentence.
    pub(super) fn place(&self) -> String {
        match (self.table.as_str(), self.is_listed) {
            ("", _) => String::new(),
            (table, true) => format!(" in [[{table}]]"),
            (table, false) => format!(" in [{table}]"),
        }
    }
}
