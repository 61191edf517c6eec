//! Turns what is asked of the playbooks into values.

use clap::{Args, ValueEnum};

use crate::render;

const PLAYBOOKS_EXAMPLES: &str = "\
Examples:
  retain playbooks
  retain playbooks --eject script    copies the call script into playbooks/, to be changed";

/// `retain playbooks`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = PLAYBOOKS_EXAMPLES)]
pub struct PlaybooksArgs {
    /// Copy this built-in playbook into playbooks/ beside retain.toml; never overwrites
    #[arg(long, value_name = "NAME")]
    pub eject: Option<String>,

    /// Format of the list: table or json
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        conflicts_with = "eject"
    )]
    pub format: PlaybooksFormat,

    /// Configuration to use in place of ./retain.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
}

/// Formats of the list of playbooks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PlaybooksFormat {
    /// A table for the terminal.
    #[default]
    Table,
    /// For other programs.
    Json,
}

impl From<PlaybooksFormat> for render::PlaybooksFormat {
    fn from(format: PlaybooksFormat) -> Self {
        match format {
            PlaybooksFormat::Table => Self::Table,
            PlaybooksFormat::Json => Self::Json,
        }
    }
}
