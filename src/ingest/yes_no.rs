//! Turns the cells in which people say yes or no into what they mean, and nothing else.

/// What means yes, in small letters.
const YES: [&str; 5] = ["yes", "y", "true", "1", "ja"];
/// What means no, in small letters.
const NO: [&str; 5] = ["no", "n", "false", "0", "nein"];

/// Reads a cell; `None` where it says neither.
pub(crate) fn read(cell: &str) -> Option<bool> {
    let cell = cell.trim().to_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&cell.as_str());
    match (is_one_of(&YES), is_one_of(&NO)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_any_case_and_nothing_else_is() {
        for cell in ["yes", "YES ", "Y", "true", "1", "Ja"] {
            assert_eq!(read(cell), Some(true), "{cell}");
        }
        for cell in ["no", "N", "FALSE", "0", "nein"] {
            assert_eq!(read(cell), Some(false), "{cell}");
        }
        for cell in ["", "x", "maybe", "ok", "2", "not yet"] {
            assert_eq!(read(cell), None, "{cell}");
        }
    }
}
