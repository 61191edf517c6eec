//! Turns a printed form with blanks, `Called on _, spoke to _`, and a line into what stands in each blank.

use super::words::{is_empty, one_space, unescaped, written};

/// What stands in the blanks of a form, empty where nothing was written; `None` where the line has another wording.
/// The last printed words are looked for from the end, because what people write may hold the same words.
pub(super) fn fill(form: &str, text: &str) -> Option<Vec<String>> {
    let text = format!(" {} ", one_space(&unescaped(text)));
    let small = text.to_ascii_lowercase();
    let printed: Vec<String> = form.split('_').map(str::to_ascii_lowercase).collect();
    let (first, others) = printed.split_first()?;
    let last = others.iter().rposition(|words| !words.trim().is_empty());
    let mut at = match first.trim() {
        "" => 0,
        words => {
            text.find(|c: char| c != ' ')
                .filter(|at| small.get(*at..).is_some_and(|rest| rest.starts_with(words)))?
                + words.len()
        }
    };
    let mut fields = Vec::new();
    for (number, words) in others.iter().enumerate() {
        let rest = small.get(at..)?;
        let words = words.trim_end();
        let end = match words {
            "" => rest.len(),
            words if Some(number) == last => rest.rfind(words)?,
            words => rest.find(words)?,
        };
        let field = written(text.get(at..at + end)?);
        fields.push(if is_empty(&field) { String::new() } else { field });
        at += end + words.len();
    }
    Some(fields)
}

/// The first of several forms that the line has; as many blanks as the first form has, all in one where it has none.
pub(super) fn fill_one_of(forms: &[&str], text: &str) -> Vec<String> {
    forms.iter().find_map(|form| fill(form, text)).unwrap_or_else(|| {
        let all = written(text);
        vec![if is_empty(&all) { String::new() } else { all }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_told_from_what_was_printed() {
        let fields = |form, text: &str| fill(form, text).map(|fields| fields.join("|"));
        let called = "Called on _, spoke to _";
        assert_eq!(fields(called, " Called on ____, spoke to ____"), Some("|".to_owned()));
        assert_eq!(
            fields(called, " Called on 7 Oct 2026, spoke to Nora "),
            Some("7 Oct 2026|Nora".to_owned())
        );
        assert_eq!(
            fields(called, " called on __7 Oct__,  spoke to ____ Nora"),
            Some("7 Oct|Nora".to_owned())
        );
        assert_eq!(fields(called, "rang them"), None);
        assert_eq!(
            fields("I promised: _ by _", "I promised: a visit by Raj by 12 Oct"),
            Some("a visit by Raj|12 Oct".to_owned())
        );
        let statement = "_ said by _ may be told: _";
        assert_eq!(
            fields(statement, " He said by phone that said by Ravi may be told: yes"),
            Some("He|phone that said by Ravi|yes".to_owned())
        );
        assert_eq!(fields("_. Also deal with them: _", "____. Also deal with them: "), Some("|".to_owned()));
        assert_eq!(fields("_ -> _ -> _", "____ -> ____ -> ____"), Some("||".to_owned()));
    }

    #[test]
    fn another_wording_is_one_answer() {
        assert_eq!(fill_one_of(&["_ of _"], "7 left"), ["7 left"]);
        assert_eq!(fill_one_of(&["_ of _"], "____"), [""]);
    }
}
