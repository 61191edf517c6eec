//! Turns what the core asks for into files, the terminal and the clock: the only room that touches the world.
//!
//! Every failure here is an [`anyhow::Error`] of one or more lines: what could not be done and why, then what to do
//! about it. Names of files are made harmless before they are shown.

mod casebook;
mod clock;
mod config_file;
mod folder;
mod input;
mod kept;
mod lock;
mod output;
mod pack;
mod playbook_files;
mod progress;
mod replace;
mod spool;
mod terminal;
mod trouble;

pub use casebook::{Added, CasebookLock, Repaired, lock_casebook, read_casebook};
pub use clock::{now, today};
pub use config_file::{ConfigFile, find_config};
pub use folder::{is_folder, is_link, is_no_file, make_folder, matching, named_in, path_from, same_file};
pub use input::{InputFile, STANDARD_INPUT, open_inputs, total_bytes};
pub use kept::{TABLE_ENDINGS, is_side_table, refuse_kept};
pub use lock::Busy;
pub use output::{create_file, eprint, print, refuse_closed_output, write_file, write_new};
pub use pack::{Fate, PackFile, PackOptions, Packed, Step, write_pack};
pub use playbook_files::{create_playbook, own_playbooks};
pub use progress::{Progress, Watched};
pub use terminal::{PLAIN_WIDTH, look_of_errors, look_of_file, look_of_output};
