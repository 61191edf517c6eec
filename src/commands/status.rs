//! `retain status`: where every open case stands, or everything on record of one customer.

use anyhow::Result;

use super::cases::Cases;
use super::desk::say_problems;
use super::find::find;
use super::{Outcome, ending};
use crate::casebook::Event;
use crate::cli::{ColorChoice, StatusArgs};
use crate::diagnostic::{Diagnostic, Problems};
use crate::ingest::key;
use crate::render::{self, StatusList};

/// Shows where cases stand.
pub(super) fn execute(args: &StatusArgs, color: ColorChoice) -> Result<Outcome> {
    let format = args.chosen_format();
    let path = args.output.path.as_deref();
    ending::refuse_another(path, format)?;
    let Some(cases) = Cases::read(&args.cases, args.quiet, color)? else { return Ok(Outcome::Refused) };
    let look = cases.desk.look(path);
    let docket = cases.docket();
    let text = match args.customer.as_deref() {
        None => {
            let open = docket.cases(args.cases.account_manager.as_deref(), false);
            render::status(&StatusList::of(&cases.desk.config, cases.desk.as_of, &open), format.into(), look)
        }
        Some(wanted) => {
            let id = on_record(&cases, wanted);
            let is_meant = |customer: &str| id.as_deref().is_some_and(|id| key(id) == key(customer));
            let all = docket.cases(None, true);
            let Some(case) = all.iter().find(|case| is_meant(&case.customer)) else {
                let mut problems = Problems::default();
                problems.add(
                    Diagnostic::error("customer-not-on-record", "nothing is on record of this customer")
                        .hint("every open case: retain status; everything on record: retain record --list"),
                );
                say_problems(&problems, args.quiet, color);
                return Ok(Outcome::Refused);
            };
            let events: Vec<&Event> =
                cases.casebook().events().filter(|event| is_meant(&event.customer)).collect();
            let list = StatusList::of(&cases.desk.config, cases.desk.as_of, std::slice::from_ref(case));
            render::history(&list, (cases.casebook(), &events), format.into(), look)
        }
    };
    cases.desk.write(path, &text)?;
    Ok(Outcome::Done)
}

/// The id under which a customer is on record: as typed, else as the firm's files know the name.
fn on_record(cases: &Cases, wanted: &str) -> Option<String> {
    if let Some(id) = cases.casebook().spelling(wanted) {
        return Some(id.to_owned());
    }
    let book = cases.book.as_deref()?;
    let person = book.directory.person(find(book, wanted).ok()?);
    let names = [Some(person.id), person.name].into_iter().flatten();
    names.into_iter().find_map(|name| cases.casebook().spelling(name)).map(str::to_owned)
}
