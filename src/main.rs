//! Turns arguments into an exit code.

use std::process::ExitCode;

use clap::Parser;
use retain::cli::Cli;
use retain::commands::Outcome;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match retain::run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            retain::edge::eprint(&format!("error: {error:#}\n"));
            ExitCode::from(2)
        }
    }
}
