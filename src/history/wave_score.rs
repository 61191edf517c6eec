//! Holds what a wave says of a customer: the score, the mean of a dimension, what each respondent gave.

use chrono::NaiveDate;

use crate::model::{Scale, Spot};

/// A choice or a threatening word: which (its index), where and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// The index of the choice or word.
    pub which: u16,
    /// Where it stands.
    pub spot: Spot,
    /// The day.
    pub day: Option<NaiveDate>,
}

/// The score of a wave, in points of its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveScore {
    /// The mean.
    pub mean: f64,
    /// The scale it is on.
    pub scale: Scale,
    /// What it is the mean of.
    pub kind: ScoreKind,
    /// How many respondents it rests on.
    pub respondents: u64,
}

/// What a wave score is the mean of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreKind {
    /// The overall answers.
    Overall,
    /// The means of the dimensions: how many were answered of how many asked.
    Means {
        /// Dimensions that somebody answered.
        answered: usize,
        /// Dimensions that the wave asked.
        asked: usize,
    },
}

/// The mean of a dimension over respondents, and the unhappiest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DimensionMean {
    /// The mean, in points of the scale.
    pub mean: f64,
    /// The worst single answer.
    pub worst: f64,
    /// The scale.
    pub scale: Scale,
    /// How many respondents answered it.
    pub respondents: u64,
}

/// An answer, or those of several unnamed respondents together, in points of the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The sum of the answers.
    pub sum: f64,
    /// The worst of them.
    pub worst: f64,
    /// How many they are.
    pub count: u32,
    /// The scale.
    pub scale: Scale,
}

/// Who answered: one respondent, or several unnamed ones who answered the same questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The index of the respondent plus one; 0 for unnamed ones.
    pub respondent: u32,
    /// How many respondents it stands for.
    pub count: u32,
}
