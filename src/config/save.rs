//! Turns the text of `retain.toml` and what is known of a file into the text with a `[[source]]` for that file.
//!
//! Nothing is written anew but what has to be: a new source goes to the end, and into one that is there already only
//! the keys that are missing or have another value. All other bytes stay as they are, comments, order and line ends
//! with them; that is why the places of keys are used here, and no parser that would print the whole text again.

use toml::de::DeTable;

use super::document::SetAside;
use super::keys::{Key, Keys};
use super::source_shape::RowRule;
use crate::diagnostic::{Diagnostic, Place};

/// What is known of a file, as it stands in `retain.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceBlock {
    /// Its tables, in the order in which they are written; the first is the source itself.
    pub sections: Vec<Section>,
}

/// A text as it is written in `retain.toml`.
#[must_use]
pub fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A table of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name within the source: `read`, `columns`, `score`; empty for the source itself.
    pub table: &'static str,
    /// Of tables that can stand several times: which of them it is, where it is there already.
    pub element: Option<usize>,
    /// Its keys.
    pub lines: Vec<Line>,
}

/// A key with its value, and the reason for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    key: &'static str,
    value: String,
    why: String,
    is_set: bool,
}

impl Line {
    /// A text.
    #[must_use]
    pub fn text(key: &'static str, value: &str, why: &str) -> Self {
        Self::of(key, toml_text(value), why)
    }

    /// A list of texts; one alone is written as a text.
    #[must_use]
    pub fn texts(key: &'static str, values: &[String], why: &str) -> Self {
        match values {
            [only] => Self::text(key, only, why),
            several => Self::list(key, several, why),
        }
    }

    /// A list of texts, however many.
    #[must_use]
    pub fn list(key: &'static str, values: &[String], why: &str) -> Self {
        Self::of(key, toml::Value::from(values.to_vec()).to_string(), why)
    }

    /// Rules about rows: a column, and the cells that it is about.
    #[must_use]
    pub fn rules(key: &'static str, rules: &[RowRule], why: &str) -> Self {
        let rule = |rule: &RowRule| {
            let (column, is) = (toml_text(&rule.column), toml::Value::from(rule.is.clone()));
            format!("{{ column = {column}, is = {is} }}")
        };
        let rules: Vec<String> = rules.iter().map(rule).collect();
        Self::of(key, format!("[{}]", rules.join(", ")), why)
    }

    /// A table of numbers by words, on one line.
    #[must_use]
    pub fn numbers(key: &'static str, values: &[(String, f64)], why: &str) -> Self {
        let entry = |(word, number): &(String, f64)| format!("{} = {number}", toml_text(word));
        let entries: Vec<String> = values.iter().map(entry).collect();
        Self::of(key, format!("{{ {} }}", entries.join(", ")), why)
    }

    /// A number.
    #[must_use]
    pub fn number(key: &'static str, value: u64, why: &str) -> Self {
        Self::of(key, value.to_string(), why)
    }

    /// A key that is there and holds no longer.
    #[must_use]
    pub fn gone(key: &'static str) -> Self {
        Self::of(key, String::new(), "")
    }

    /// The same, there already if `is_set`.
    #[must_use]
    pub fn set_if(self, is_set: bool) -> Self {
        Self { is_set, ..self }
    }

    fn of(key: &'static str, value: String, why: &str) -> Self {
        Self { key, value, why: why.to_owned(), is_set: false }
    }

    fn written(&self) -> String {
        let plain: String =
            self.why.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let why = if plain.is_empty() { String::new() } else { format!("  # {plain}") };
        format!("{} = {}{why}\n", self.key, self.value)
    }
}

impl Section {
    /// Whether the table can stand several times.
    fn is_listed(&self) -> bool {
        self.table.is_empty() || self.table == "score"
    }

    fn written(&self) -> String {
        let name = if self.table.is_empty() { "source".to_owned() } else { format!("source.{}", self.table) };
        let head = if self.is_listed() { format!("[[{name}]]\n") } else { format!("[{name}]\n") };
        let lines = self.lines.iter().filter(|line| !line.value.is_empty());
        lines.fold(head, |text, line| text + &line.written())
    }
}

impl SourceBlock {
    /// The block whole, as it is appended to a text.
    #[must_use]
    pub fn text(&self) -> String {
        let sections = self.sections.iter().filter(|section| !section.lines.is_empty());
        sections.map(Section::written).collect::<Vec<_>>().join("\n")
    }
}

/// Puts a source into the text of a `retain.toml` that has no mistake: at its end, or into the one with this index that
/// is there already.
///
/// # Errors
/// When that source is written in a form into which nothing can be put; the hint is the block to paste.
pub fn with_source(
    file: &str,
    text: &str,
    existing: Option<usize>,
    block: &SourceBlock,
) -> Result<String, Box<Diagnostic>> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let edits = match existing {
        None => Some(vec![append(text, &block.text())]),
        Some(index) => edits_of(text, index, block),
    };
    let saved = edits.map(|edits| apply(text, edits, line_end));
    let before = super::parse(file, text).0.sources.len() + usize::from(existing.is_none());
    let is_right = |saved: &String| {
        let (config, problems) = super::parse(file, saved);
        !problems.has_errors() && config.sources.len() == before
    };
    saved.filter(is_right).ok_or_else(|| {
        let message = "the source of this file is written in a form into which nothing can be put";
        Diagnostic::error("not-saved", message)
            .at(Place::File { file: file.to_owned() })
            .hint(format!("put this in its place:\n{}", block.text()))
            .into()
    })
}

/// A stretch of the text, and what stands there from now on; line ends are those of the text.
type Edit = (std::ops::Range<usize>, String);

fn append(text: &str, block: &str) -> Edit {
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    (text.len()..text.len(), format!("{gap}{block}"))
}

fn apply(text: &str, mut edits: Vec<Edit>, line_end: &str) -> String {
    edits.sort_by_key(|(stretch, _)| (stretch.start, stretch.end));
    let (mut result, mut from) = (String::with_capacity(text.len()), 0);
    for (stretch, new) in edits {
        result.push_str(text.get(from..stretch.start).unwrap_or_default());
        result.push_str(&new.replace('\n', line_end));
        from = stretch.end;
    }
    result.push_str(text.get(from..).unwrap_or_default());
    result
}

/// What is to be changed in the source with this index; `None` where it is written within another value.
fn edits_of(text: &str, index: usize, block: &SourceBlock) -> Option<Vec<Edit>> {
    let (root, _) = DeTable::parse_recoverable(text);
    let keys = Keys::of(root.get_ref(), &SetAside::new());
    let source = format!("source[{}]", index + 1);
    let (mut edits, mut new) = (Vec::new(), Vec::new());
    for section in block.sections.iter().filter(|section| !section.table.is_empty()) {
        let lines: Vec<&Line> = section.lines.iter().filter(|line| !line.is_set).collect();
        let table = match section.element {
            Some(element) => format!("{source}.{}[{}]", section.table, element + 1),
            None => format!("{source}.{}", section.table),
        };
        let is_there = keys.get(&table).is_some() && (section.element.is_some() || !section.is_listed());
        if !is_there && !lines.is_empty() {
            let end = end_of_line(text, keys.last_end(&source)?);
            new.push((end..end, format!("{}\n{}", missing_line_end(text, end), section.written())));
            continue;
        }
        for line in lines {
            match keys.get(&format!("{table}.{}", line.key)) {
                Some(key) if line.value.is_empty() => edits.push(removal(text, key)?),
                Some(key) => edits.push((key.value.clone(), line.value.clone())),
                None if line.value.is_empty() => {}
                None => edits.push(insertion(text, &keys, &table, line)?),
            }
        }
    }
    // What goes into the last table stands before the tables that follow it.
    edits.extend(new);
    Some(edits)
}

/// A key that a table gets: within its braces, or on a line behind its last.
fn insertion(text: &str, keys: &Keys, table: &str, line: &Line) -> Option<Edit> {
    let braces = keys.get(table).map(|key| key.value.clone()).filter(|value| {
        text.get(value.clone()).is_some_and(|value| value.starts_with('{') && value.ends_with('}'))
    });
    match braces {
        Some(braces) => {
            let inside = text.get(braces.start + 1..braces.end - 1)?;
            let gap = if inside.trim().is_empty() { "" } else { "," };
            let at = braces.start + 1 + inside.trim_end().len();
            Some((at..at, format!("{gap} {} = {}", line.key, line.value)))
        }
        None => {
            let end = end_of_line(text, keys.last_end(table)?);
            Some((end..end, format!("{}{}", missing_line_end(text, end), line.written())))
        }
    }
}

/// Takes a key out with its line; `None` where something else stands on it.
fn removal(text: &str, key: &Key) -> Option<Edit> {
    let start = text.get(..key.name.start)?.rfind('\n').map_or(0, |at| at + 1);
    let is_alone = text.get(start..key.name.start)?.trim().is_empty();
    is_alone.then(|| (start..end_of_line(text, key.value.end), String::new()))
}

/// The byte behind the line that holds this byte.
fn end_of_line(text: &str, byte: usize) -> usize {
    text.get(byte..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| byte + at + 1)
}

fn missing_line_end(text: &str, end: usize) -> &'static str {
    if end == text.len() && !text.is_empty() && !text.ends_with('\n') { "\n" } else { "" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse;
    use super::*;

    fn block(customer: &str) -> SourceBlock {
        SourceBlock {
            sections: vec![
                Section {
                    table: "",
                    element: None,
                    lines: vec![
                        Line::text("kind", "survey", ""),
                        Line::list("files", &["surveys/q3.csv".to_owned()], ""),
                    ],
                },
                Section {
                    table: "read",
                    element: None,
                    lines: vec![Line::text("delimiter", ";", "keeps every row as wide as the header")],
                },
                Section {
                    table: "columns",
                    element: None,
                    lines: vec![
                        Line::text("customer", customer, "its header says so"),
                        Line::texts(
                            "comment",
                            &["Why?".to_owned(), "What else?".to_owned()],
                            "their headers say so",
                        ),
                    ],
                },
                Section {
                    table: "score",
                    element: None,
                    lines: vec![
                        Line::text("dimension", "overall", ""),
                        Line::text("column", "How \"good\"?", "the one column of scores"),
                        Line::text("scale", "0-10", "values above 5 seen"),
                    ],
                },
            ],
        }
    }

    /// The same with all that is there already marked as such.
    fn all_set(mut block: SourceBlock) -> SourceBlock {
        for section in &mut block.sections {
            section.lines.iter_mut().for_each(|line| line.is_set = true);
        }
        block
    }

    const TEXTS: [&str; 9] = [
        "",
        "# ours\n[company]\nname = \"Example IT\" # us",
        "# ours\r\n[company]\r\nname = \"Example IT\"\r\n\r\n# the end\r\n",
        "[[source]]\nfiles = \"accounts.csv\"\nkind = \"accounts\"\n[waves]\nby = \"month\"\n",
        "[company]\nholidays = [\n  2026-12-25, # Christmas\n]\n\n\n",
        "[signal.low-score]\nbelow = { \"0-10\" = 7,   '1-5' = 4 }\n",
        "\n\n   # only a comment",
        "[[source]]\r\nfiles = [\"a.csv\"]\n[waves]\nby = 'quarter'\r\n",
        "waves.by = \"month\"\ncompany.name='Y'\n",
    ];

    #[test]
    fn a_new_source_goes_to_the_end_and_reads_back() {
        for text in TEXTS {
            let saved = with_source("retain.toml", text, None, &block("Firm")).unwrap();
            assert!(saved.starts_with(text), "{text:?}");
            let (config, problems) = parse("retain.toml", &saved);
            assert!(problems.is_empty(), "{:?}", problems.shown());
            let source = config.sources.last().unwrap();
            assert_eq!(source.files, ["surveys/q3.csv"]);
            assert_eq!(source.columns.headers["customer"], ["Firm"]);
            assert_eq!(source.columns.headers["comment"], ["Why?", "What else?"]);
            assert_eq!(
                (source.scores[0].column.names()[0].as_str(), source.scores.len()),
                ("How \"good\"?", 1)
            );
            let is_mixed = text.contains("\r\n") && text.replace("\r\n", "").contains('\n');
            assert!(
                is_mixed || text.contains("\r\n") != saved.replace("\r\n", "").contains('\n'),
                "{saved:?}"
            );
        }
    }

    #[test]
    fn a_block_gives_a_reason_a_line() {
        let expected = "\
[[source]]
kind = \"survey\"
files = [\"surveys/q3.csv\"]

[source.read]
delimiter = \";\"  # keeps every row as wide as the header

[source.columns]
customer = \"Firm\"  # its header says so
comment = [\"Why?\", \"What else?\"]  # their headers say so

[[source.score]]
dimension = \"overall\"
column = 'How \"good\"?'  # the one column of scores
scale = \"0-10\"  # values above 5 seen
";
        assert_eq!(block("Firm").text(), expected);
    }

    #[test]
    fn what_is_there_already_stays_and_what_is_missing_is_put_in() {
        let before = "# ours\n[[source]] # the survey\nfiles = [\"surveys/*.csv\"]\n[source.columns]\n  # the payer\n  customer = \"Payer\" # not the firm\n\n[waves]\nby = \"month\"\n";
        let mut block = block("Payer");
        block.sections[2].lines[0].is_set = true;
        let saved = with_source("retain.toml", before, Some(0), &block).unwrap();
        let expected = "# ours\n[[source]] # the survey\nfiles = [\"surveys/*.csv\"]\n[source.columns]\n  # the payer\n  customer = \"Payer\" # not the firm\n\
            comment = [\"Why?\", \"What else?\"]  # their headers say so\n\
            \n[source.read]\ndelimiter = \";\"  # keeps every row as wide as the header\n\
            \n[[source.score]]\ndimension = \"overall\"\ncolumn = 'How \"good\"?'  # the one column of scores\nscale = \"0-10\"  # values above 5 seen\n\
            \n[waves]\nby = \"month\"\n";
        assert_eq!(saved, expected);
        assert_eq!(with_source("retain.toml", &saved, Some(0), &all_set(block)).unwrap(), saved);
    }

    #[test]
    fn a_value_that_changes_keeps_its_line() {
        for (before, after) in [
            (
                "[source.columns]\ncustomer = 'Payer' # whose\n",
                "[source.columns]\ncustomer = \"Firm\" # whose\n",
            ),
            ("columns = { customer = 'Payer' }\n", "columns = { customer = \"Firm\" }\n"),
            ("columns = { date = 'Day' }\n", "columns = { date = 'Day', customer = \"Firm\" }\n"),
            ("columns = {}\n", "columns = { customer = \"Firm\"}\n"),
            ("columns.date = 'Day'\n", "columns.date = 'Day'\n"),
        ] {
            let head = "[[source]]\nfiles = 'q3.csv'\n";
            let only =
                Section { table: "columns", element: None, lines: vec![Line::text("customer", "Firm", "")] };
            let block = SourceBlock { sections: vec![only] };
            let saved = with_source("retain.toml", &format!("{head}{before}"), Some(0), &block);
            if before == after {
                assert_eq!(saved.unwrap_err().code, "not-saved", "{before}");
            } else {
                assert_eq!(saved.unwrap(), format!("{head}{after}"));
            }
        }
    }

    #[test]
    fn a_key_that_holds_no_longer_goes_with_its_line() {
        let text =
            "[[source]]\nfiles = 'q3.csv'\n[source.columns]\ncustomer = 'Payer'\ncomment = 'Why' # asked\n";
        let lines = vec![Line::text("customer", "Why", ""), Line::gone("comment"), Line::gone("date")];
        let block = SourceBlock { sections: vec![Section { table: "columns", element: None, lines }] };
        let saved = with_source("retain.toml", text, Some(0), &block).unwrap();
        assert_eq!(saved, "[[source]]\nfiles = 'q3.csv'\n[source.columns]\ncustomer = \"Why\"\n");
        let text = "[[source]]\nfiles = 'q3.csv'\ncolumns = { customer = 'Payer', comment = 'Why' }\n";
        assert_eq!(with_source("retain.toml", text, Some(0), &block).unwrap_err().code, "not-saved");
    }

    #[test]
    fn a_source_within_a_list_is_left_to_the_person() {
        let text = "source = [{ files = 'q3.csv' }]\n";
        for existing in [None, Some(0)] {
            let problem = with_source("retain.toml", text, existing, &block("Firm")).unwrap_err();
            assert_eq!(problem.code, "not-saved");
            assert!(problem.hint.unwrap().contains("[source.columns]"));
        }
    }

    #[test]
    fn a_scale_that_changes_is_changed_where_it_stands() {
        let text = "[[source]]\nfiles = 'q3.csv'\n[[source.score]]\ndimension = 'overall'\ncolumn = 'A'\nscale = '0-10' # as printed\n[[source.score]]\ndimension = 'b'\ncolumn = 'B'\nscale = '0-10'\n";
        let line = |line: Line| line.set_if(true);
        let lines = vec![
            line(Line::text("dimension", "b", "")),
            line(Line::text("column", "B", "")),
            Line::text("scale", "1-5", ""),
        ];
        let block = SourceBlock { sections: vec![Section { table: "score", element: Some(1), lines }] };
        let saved = with_source("retain.toml", text, Some(0), &block).unwrap();
        assert_eq!(saved, format!("{}\"1-5\"\n", text.strip_suffix("'0-10'\n").unwrap()));
    }

    /// Lines of a `retain.toml` as people write it, ended one way or the other.
    fn texts() -> impl Strategy<Value = String> {
        let tables = prop::sample::subsequence(
            vec![
                "[company]|name = \"Ex\u{e4}mple\" # us",
                "[waves]|  by = 'month'",
                "[meeting]|attendees = [ 'A',|  'B', # two|]",
                "# a comment|",
                "[[goodwill]]|name = 'A day'|cost = 100",
                "[[source]]|files = ['other.csv'] # not this one",
            ],
            0..=6,
        );
        (tables, any::<u64>(), any::<bool>(), 0_u8..3).prop_map(|(tables, ends, has_end, style)| {
            let lines: Vec<&str> = tables.iter().flat_map(|table| table.split('|')).collect();
            let mut text = String::new();
            for (at, line) in lines.iter().enumerate() {
                text += line;
                let is_crlf = match style {
                    0 => false,
                    1 => true,
                    _ => ends >> (at % 64) & 1 == 1,
                };
                text += if is_crlf { "\r\n" } else { "\n" };
            }
            if has_end { text } else { text.trim_end().to_owned() }
        })
    }

    proptest! {
        #[test]
        fn all_else_stays_byte_for_byte(text in texts(), after in texts(), customer in "[ -~äß]{1,12}") {
            // A column of such a name is saved by its position.
            prop_assume!(!customer.trim().is_empty() && !customer.starts_with(['~', '#']));
            let after: String = after.split("[[source]]").next().unwrap_or_default().to_owned();
            let ours = with_source("retain.toml", &text, None, &block(&customer)).unwrap();
            prop_assert!(ours.starts_with(&text));
            // The same block again, with more behind it, changes nothing; another value changes that value alone.
            let whole = format!("{}\n{after}", ours.trim_end());
            let (config, problems) = parse("retain.toml", &whole);
            prop_assume!(!problems.has_errors());
            let index = config.sources.len() - 1;
            let again = with_source("retain.toml", &whole, Some(index), &all_set(block(&customer))).unwrap();
            prop_assert_eq!(&again, &whole);
            let mut other = all_set(block("Another one"));
            other.sections[2].lines[0].is_set = false;
            let changed = with_source("retain.toml", &whole, Some(index), &other).unwrap();
            let at = whole.rfind("customer = ").unwrap() + "customer = ".len();
            let end = at + whole[at..].find("  # its header").unwrap();
            let expected = format!("{}\"Another one\"{}", &whole[..at], &whole[end..]);
            prop_assert_eq!(changed, expected);
        }
    }
}
