//! Turns the terminal, the environment and `--color` into the width and the colours of what is shown.

use std::env;
use std::io;
use std::ops::RangeInclusive;

use anstream::AutoStream;
use anstream::stream::RawStream;
use terminal_size::{Width, terminal_size_of};

use crate::cli::ColorChoice;
use crate::render::Look;

/// The width where no terminal has one: the same bytes into every pipe.
pub const PLAIN_WIDTH: u16 = 80;

/// Widths that `COLUMNS` may ask for; others are a mistake of whoever set it.
const SANE: RangeInclusive<u16> = 40..=400;

/// How standard output shows tables.
#[must_use]
pub fn look_of_output(color: ColorChoice) -> Look {
    let stdout = io::stdout();
    let terminal = terminal_size_of(&stdout).map(|(Width(width), _)| width);
    Look { width: width(columns().as_deref(), terminal), colour: is_coloured(&stdout, color) }
}

/// How standard error shows what is wrong.
#[must_use]
pub fn look_of_errors(color: ColorChoice) -> Look {
    let stderr = io::stderr();
    let terminal = terminal_size_of(&stderr).map(|(Width(width), _)| width);
    Look { width: width(columns().as_deref(), terminal), colour: is_coloured(&stderr, color) }
}

/// How a file shows tables: the same wherever it is written. Colour only where it was asked for.
#[must_use]
pub fn look_of_file(color: ColorChoice) -> Look {
    Look { width: width(columns().as_deref(), None), colour: color == ColorChoice::Always }
}

fn columns() -> Option<String> {
    env::var("COLUMNS").ok()
}

/// `COLUMNS` where it is set and sane, else the terminal, else [`PLAIN_WIDTH`]. Some terminals say 0 columns.
fn width(columns: Option<&str>, terminal: Option<u16>) -> u16 {
    let asked = columns.and_then(|text| text.trim().parse().ok()).filter(|width| SANE.contains(width));
    asked.or(terminal.filter(|width| *width > 0)).unwrap_or(PLAIN_WIDTH)
}

/// Whether colour is wanted: `--color` decides; left to itself it is `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`,
/// `TERM=dumb` and whether a terminal is there, by the conventions that anstream keeps.
fn is_coloured<S: RawStream>(stream: &S, color: ColorChoice) -> bool {
    match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_goes_before_the_terminal_where_it_is_sane() {
        assert_eq!(width(Some("120"), Some(90)), 120);
        for unsane in ["", "0", "39", "401", "-80", "wide", "99999999"] {
            assert_eq!(width(Some(unsane), Some(90)), 90, "{unsane}");
            assert_eq!(width(Some(unsane), None), 80, "{unsane}");
        }
        for sane in ["40", "400", " 100 "] {
            assert_ne!(width(Some(sane), Some(90)), 90, "{sane}");
        }
        assert_eq!((width(None, Some(0)), width(None, Some(23))), (80, 23));
    }

    #[test]
    fn the_option_decides_on_colour_before_everything_else() {
        assert!(look_of_output(ColorChoice::Always).colour && look_of_errors(ColorChoice::Always).colour);
        assert!(!look_of_output(ColorChoice::Never).colour && !look_of_errors(ColorChoice::Never).colour);
        assert!(look_of_file(ColorChoice::Always).colour && !look_of_file(ColorChoice::Auto).colour);
    }
}
