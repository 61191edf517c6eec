//! Turns the library of playbooks into a table for the terminal.

use crate::playbook::Playbook;

use super::Look;
use super::screen::Screen;
use super::table::{Column, Grid};

/// How wide names and kinds may be.
const NAME_AT_MOST: usize = 30;

/// Writes the list of playbooks.
pub(super) fn list(playbooks: &[&Playbook], look: Look) -> String {
    let column = |header: &str, text: &dyn Fn(&Playbook) -> String| {
        let cells = playbooks.iter().map(|playbook| vec![text(playbook)]).collect();
        Column::new(header, NAME_AT_MOST, cells)
    };
    let grid = Grid {
        columns: vec![
            column("Playbook", &|playbook| playbook.name().to_owned()),
            column("Document", &|playbook| playbook.kind().to_string()),
            column("When", &|playbook| playbook.when().words()),
            column("Whose", &|playbook| playbook.origin().words().to_owned()),
        ],
        wide: 2,
        ..Grid::default()
    };
    let mut screen = Screen::new(look);
    screen.table(&grid);
    screen.line("Of those that apply to a customer the most fitting one is taken. To change the words of one: retain playbooks --eject NAME");
    screen.finish()
}
