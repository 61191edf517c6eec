//! Turns marks to write on, and small pictures, from runs of text into shapes that a pen and a printer can use.
//!
//! A mark counts only where no backslash stands before it, so that none can form in what a customer wrote.

use std::fmt::Write as _;

/// The characters of a small picture, lowest first.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What stands between them where nothing was answered.
const UNANSWERED: char = '·';

/// The fewest underscores that are a place to write on.
const SHORTEST_BLANK: usize = 3;

/// The most of them that make it any wider.
const LONGEST_BLANK: usize = 72;

/// A character of a text, and whether it stands there as it is: not taken out of markup by a backslash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) letter: char,
    pub(super) is_plain: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words.
    Words(String),
    /// A mark, as HTML.
    Mark(String),
}

/// Takes a text apart into words and marks.
pub(super) fn pieces(text: &[Letter]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let Some((length, mark)) = mark_at(rest) else {
            words.push(first.letter);
            rest = after;
            continue;
        };
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words)));
        }
        pieces.push(Piece::Mark(mark));
        rest = rest.get(length..).unwrap_or_default();
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    pieces
}

/// The mark that a text begins with, and how many characters it takes.
fn mark_at(text: &[Letter]) -> Option<(usize, String)> {
    box_at(text).or_else(|| blank_at(text)).or_else(|| picture_at(text)).or_else(|| day_at(text))
}

/// A day such as 2026-10-05, which a narrow column would break at its hyphens.
fn day_at(text: &[Letter]) -> Option<(usize, String)> {
    const SHAPE: &str = "0000-00-00";
    let day: String = text.iter().take(SHAPE.len()).map(|letter| letter.letter).collect();
    let is_day = day.len() == SHAPE.len()
        && day.bytes().zip(SHAPE.bytes()).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            hyphen => byte == hyphen,
        });
    is_day.then(|| (SHAPE.len(), format!("<span class=\"day\">{day}</span>")))
}

fn box_at(text: &[Letter]) -> Option<(usize, String)> {
    let inside = match text {
        [open, inside, close, ..] if open.is(|c| c == '[') && close.is(|c| c == ']') => inside,
        _ => return None,
    };
    let is_done = inside.is(|c| matches!(c, 'x' | 'X'));
    (is_done || inside.is(|c| c == ' ')).then(|| (3, tick_box(is_done)))
}

/// A box for a tick.
pub(super) fn tick_box(is_done: bool) -> String {
    if is_done {
        "<span class=\"box\" role=\"img\" aria-label=\"box, ticked\">x</span>".to_owned()
    } else {
        "<span class=\"box\" role=\"img\" aria-label=\"box to tick\"></span>".to_owned()
    }
}

fn blank_at(text: &[Letter]) -> Option<(usize, String)> {
    let length = text.iter().take_while(|letter| letter.is(|c| c == '_')).count();
    (length >= SHORTEST_BLANK).then(|| {
        let width = length.min(LONGEST_BLANK);
        (
            length,
            format!(
                "<span class=\"blank\" role=\"img\" aria-label=\"blank\" style=\"width:{width}ch\"></span>"
            ),
        )
    })
}

/// A line across the page to write on.
pub(super) const LINE: &str = "<div class=\"line\" role=\"img\" aria-label=\"blank line\"></div>\n";

fn picture_at(text: &[Letter]) -> Option<(usize, String)> {
    let run = text.iter().take_while(|letter| letter.is(|c| c == UNANSWERED || LEVELS.contains(&c)));
    let run: Vec<char> = run.map(|letter| letter.letter).collect();
    run.iter().any(|c| LEVELS.contains(c)).then(|| (run.len(), picture(&run)))
}

/// A row of columns, as wide as 6 units each, and the characters as they were for who cannot see or copies them.
fn picture(run: &[char]) -> String {
    const WIDTH: usize = 6;
    const HEIGHT: usize = 16;
    let (mut columns, mut levels) = (String::new(), Vec::new());
    for (at, c) in run.iter().enumerate() {
        let left = at * WIDTH;
        match LEVELS.iter().position(|level| level == c) {
            Some(below) => {
                let height = (below + 1) * HEIGHT / LEVELS.len();
                let top = HEIGHT - height;
                // Writing into a string cannot fail.
                write!(columns, "<rect x=\"{left}\" y=\"{top}\" width=\"5\" height=\"{height}\"/>").ok();
                levels.push((below + 1).to_string());
            }
            None => {
                let middle = left + WIDTH / 2;
                write!(columns, "<circle cx=\"{middle}\" cy=\"14\" r=\"1\"/>").ok();
                levels.push("not answered".to_owned());
            }
        }
    }
    let width = run.len() * WIDTH;
    let text: String = run.iter().collect();
    format!(
        "<svg class=\"course\" viewBox=\"0 0 {width} {HEIGHT}\" style=\"width:{}em\" role=\"img\" \
         aria-label=\"course, from 1 to 8: {}\"><title>{text}</title>{columns}</svg>",
        run.len() as f64 * 0.45,
        levels.join(", ")
    )
}

impl Letter {
    fn is(self, wanted: impl Fn(char) -> bool) -> bool {
        self.is_plain && wanted(self.letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Piece> {
        pieces(&text.chars().map(|letter| Letter { letter, is_plain: true }).collect::<Vec<_>>())
    }

    fn mark(piece: &Piece) -> &str {
        match piece {
            Piece::Mark(mark) => mark,
            Piece::Words(words) => panic!("words: {words}"),
        }
    }

    #[test]
    fn boxes_blanks_and_pictures_stand_between_words() {
        let pieces = plain("[ ] yes [x] no, name: ______, course █·▄");
        assert_eq!(pieces.len(), 7, "{pieces:?}");
        assert!(mark(&pieces[0]).contains("box to tick") && mark(&pieces[2]).contains("ticked"));
        assert!(mark(&pieces[4]).contains("width:6ch"));
        assert_eq!(pieces[5], Piece::Words(", course ".to_owned()));
        let picture = mark(&pieces[6]);
        assert!(
            picture.contains("<title>█·▄</title>") && picture.contains("8, not answered, 4"),
            "{picture}"
        );
    }

    #[test]
    fn two_underscores_a_dot_alone_and_other_brackets_are_words() {
        for text in ["a __ b", "· stands for not answered", "[y]", "[  ]", "[]", "[ ", "x"] {
            assert_eq!(plain(text), [Piece::Words(text.to_owned())]);
        }
        assert_eq!(plain(""), []);
    }

    #[test]
    fn what_was_escaped_is_words() {
        let escaped: Vec<Letter> =
            "[ ]____".chars().map(|letter| Letter { letter, is_plain: letter == ' ' }).collect();
        assert_eq!(pieces(&escaped), [Piece::Words("[ ]____".to_owned())]);
    }

    #[test]
    fn a_day_is_not_broken() {
        let pieces = plain("since 2026-10-05 (3 days)");
        assert_eq!(mark(&pieces[1]), "<span class=\"day\">2026-10-05</span>");
        assert_eq!(plain("2026-1-05 and 2026-10-0").len(), 1);
    }

    #[test]
    fn a_blank_is_never_wider_than_a_line() {
        assert!(mark(&plain(&"_".repeat(500))[0]).contains("width:72ch"));
    }
}
