//! Turns arguments into an exit code.

use std::process::ExitCode;

use clap::Parser;
use retain::cli::Cli;
use retain::commands::Outcome;

/// Another run holds the record; to be tried again later, as mail programs use it.
const BUSY: u8 = 75;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match retain::run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            retain::edge::eprint(&format!("error: {error:#}\n"));
            ExitCode::from(if error.is::<retain::edge::Busy>() { BUSY } else { 2 })
        }
    }
}
