//! What the firm can set about waves.

use serde::{Deserialize, Serialize};

/// `[waves]`: how answers are put together into rounds of the survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WaveSettings {
    /// What makes a wave.
    pub by: WavesBy,
    /// Days after a wave's first answer until a missing answer counts as missed.
    pub open_days: u32,
    /// Days after which an answer no longer says anything about today.
    pub max_age_days: u32,
}

impl Default for WaveSettings {
    fn default() -> Self {
        Self { by: WavesBy::Auto, open_days: 28, max_age_days: 400 }
    }
}

/// What makes a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WavesBy {
    /// Found out from the days of the answers.
    Auto,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Every file is a wave.
    File,
    /// A column of the survey names the wave.
    Column,
}
