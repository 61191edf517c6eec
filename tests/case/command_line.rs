//! Turns the lines of an `args` file into words, as a shell would.

/// The words of each line that is neither blank nor a comment.
pub(crate) fn command_lines(text: &str) -> Result<Vec<Vec<String>>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let runs: Vec<Vec<String>> = lines.map(words).collect::<Result<_, _>>()?;
    if runs.is_empty() { Err("`args` holds no command line".to_owned()) } else { Ok(runs) }
}

/// The words of a line: `'...'` is literal, `\` takes the next character as it is, also between `"..."`.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None | Some('"'), '\\') => {
                let next =
                    characters.next().ok_or_else(|| format!("nothing follows the last `\\`: {line}"))?;
                word.get_or_insert_default().push(next);
            }
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(format!("a quote is not closed: {line}"));
    }
    words.extend(word);
    Ok(words)
}

/// The words as they could be typed.
pub(crate) fn shown(words: &[String]) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,%+@".contains(c);
    let shown = words.iter().map(|word| {
        if !word.is_empty() && word.chars().all(is_plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        let split =
            command_lines("# two runs\nflag 'a b' \"c \\\" d\" e\\ f # g\n\n  explain '' h'i'j#k\n").unwrap();
        assert_eq!(split, [vec!["flag", "a b", "c \" d", "e f"], vec!["explain", "", "hij#k"]]);
    }

    #[test]
    fn an_open_quote_a_last_backslash_and_no_line_at_all_are_refused() {
        for text in ["flag 'a", "flag \"a", "flag a\\", "", "# flag"] {
            assert!(command_lines(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_splits_into_the_same_words() {
        let words =
            vec!["a".to_owned(), "b c".to_owned(), "d'e".to_owned(), String::new(), "--f=g".to_owned()];
        assert_eq!(command_lines(&shown(&words)).unwrap(), [words]);
    }
}
