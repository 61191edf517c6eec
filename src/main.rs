//! Turns arguments into an exit code.

use std::process::ExitCode;

use clap::Parser;
use retain::cli::Cli;
use retain::commands::Outcome;
use retain::edge::Busy;

/// Another run is at work: to be tried again later.
const BUSY: u8 = 75;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(error) = cli.check() {
        error.exit();
    }
    match retain::run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            retain::edge::eprint(&format!("error: {error:#}\n"));
            ExitCode::from(if error.is::<Busy>() { BUSY } else { 2 })
        }
    }
}
