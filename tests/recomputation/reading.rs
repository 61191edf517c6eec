//! What a signal says of a customer: a reason or a note.

use crate::firm::Day;
use crate::fraction::Fraction;

/// A figure as it is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Figure {
    /// Compared to the last digit printed.
    Exact(Fraction),
    /// A root or a power: one that lies just between two numbers may be printed as either.
    Real(f64),
}

/// The value of a reading.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Nothing,
    Figure(Figure),
    /// One of these texts, compared folded.
    OneOf(Vec<String>),
    /// Words that the document leaves open.
    Words,
}

#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) signal: &'static str,
    pub(crate) dimension: Option<String>,
    pub(crate) value: Value,
    pub(crate) threshold: Option<Figure>,
    pub(crate) gap: Option<Figure>,
    pub(crate) unit: Option<&'static str>,
    /// In halves of a point.
    pub(crate) halves: i64,
    /// Where the document says which day it is.
    pub(crate) date: Option<Day>,
    pub(crate) confirmed: bool,
    pub(crate) reason: bool,
}

impl Reading {
    pub(crate) fn new(signal: &'static str, halves: i64) -> Self {
        Self {
            signal,
            dimension: None,
            value: Value::Nothing,
            threshold: None,
            gap: None,
            unit: None,
            halves,
            date: None,
            confirmed: false,
            reason: true,
        }
    }

    pub(crate) fn note(self) -> Self {
        Self { reason: false, ..self }
    }

    pub(crate) fn on(self, date: Day) -> Self {
        Self { date: Some(date), ..self }
    }

    /// With value and threshold, and the gap between them.
    pub(crate) fn figures(self, value: Fraction, threshold: Fraction, unit: &'static str) -> Self {
        Self {
            value: Value::Figure(Figure::Exact(value)),
            threshold: Some(Figure::Exact(threshold)),
            gap: Some(Figure::Exact((value - threshold).absolute())),
            unit: Some(unit),
            ..self
        }
    }

    pub(crate) fn counted(self, value: i64, threshold: i64, unit: &'static str) -> Self {
        self.figures(Fraction::whole(value), Fraction::whole(threshold), unit)
    }
}
