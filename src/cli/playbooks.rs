//! The options of `retain playbooks`.

use clap::{Args, ValueEnum};

use crate::render;

const EXAMPLES: &str = "\
Examples:
  retain playbooks
  retain playbooks --eject script    copies the call script into playbooks/, to be changed";

/// `retain playbooks`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EXAMPLES)]
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

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn parse(line: &str) -> Result<PlaybooksArgs, clap::Error> {
        match Cli::try_parse_from(line.split(' '))?.command {
            Command::Playbooks(args) => Ok(args),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn playbooks_are_listed_in_a_format_or_one_is_copied_out() {
        let args = parse("retain playbooks --format json --config firm.toml").unwrap();
        assert_eq!((args.format, args.config.as_deref()), (PlaybooksFormat::Json, Some("firm.toml")));
        let args = parse("retain playbooks --eject script").unwrap();
        assert_eq!((args.format, args.eject.as_deref()), (PlaybooksFormat::Table, Some("script")));
        let error = parse("retain playbooks --eject script --format json").unwrap_err();
        assert!(error.to_string().contains("cannot be used with"), "{error}");
    }
}
