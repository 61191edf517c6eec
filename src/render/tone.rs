//! Turns the weight of a text into the colours and strokes of a terminal, which never carry meaning alone.

use anstyle::{AnsiColor, Style};

use crate::model::Label;

use super::{Look, Terminal};

/// How much a text matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tone {
    /// As everything else.
    #[default]
    Plain,
    /// A title, or the name of a column.
    Strong,
    /// Call first; or what stops a run.
    Critical,
    /// Call; or a warning.
    AtRisk,
    /// Keep an eye on; or a remark.
    Watch,
}

impl Tone {
    /// How much a customer matters who stands there.
    pub(super) fn of(label: Label) -> Self {
        match label {
            Label::Critical => Self::Critical,
            Label::AtRisk => Self::AtRisk,
            Label::Watch => Self::Watch,
            Label::Fine | Label::NotEnoughData | Label::Gone => Self::Plain,
        }
    }

    /// The style of escape codes.
    pub(super) fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Critical => colour(AnsiColor::Red).bold(),
            Self::AtRisk => colour(AnsiColor::Yellow),
            Self::Watch => colour(AnsiColor::Cyan),
        }
    }

    /// The text, with escape codes where the look has colours.
    pub(super) fn paint(self, text: &Terminal, look: Look) -> String {
        let style = self.style();
        if look.colour && self != Self::Plain { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}
