//! Turns new documents, what was written before and what is there now into what is to be done about each.

use std::io;

use super::manifest::Manifest;

/// What stands between the name of a document and its ending where the new one stands beside an edited one.
const BESIDE: &str = ".new";

/// The same for the copy of an edited document that was replaced.
const BACKUP: &str = ".bak";

/// Digits of the fingerprint in the name of a copy.
const DIGITS: usize = 8;

/// What becomes of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// There was none of that name.
    New,
    /// The one of an earlier run is replaced.
    Updated,
    /// It stands there already.
    Same,
    /// A person edited it, and there is nothing new to say.
    Edited,
    /// A person edited it: the new one goes beside it, under this name.
    Beside(String),
    /// A person edited it: it is replaced, and kept under this name.
    Replaced(String),
}

/// What is done about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The document.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether anything is to be written for it.
    is_to_write: bool,
}

impl Step {
    /// The name under which the new document stands afterwards, if it does.
    pub(super) fn ours(&self) -> Option<&str> {
        match &self.fate {
            Fate::Beside(beside) => Some(beside),
            Fate::New | Fate::Updated | Fate::Same | Fate::Replaced(_) => Some(&self.name),
            Fate::Edited => None,
        }
    }

    /// The name under which something is written, if anything is.
    pub(super) fn written(&self) -> Option<&str> {
        self.ours().filter(|_| self.is_to_write)
    }

    /// The name under which the edited document is kept, if it is replaced.
    pub(super) fn backup(&self) -> Option<&str> {
        match &self.fate {
            Fate::Replaced(backup) => Some(backup),
            Fate::New | Fate::Updated | Fate::Same | Fate::Edited | Fate::Beside(_) => None,
        }
    }
}

/// Tells the fingerprint of what stands under a name.
type Look<'a> = &'a mut dyn FnMut(&str) -> io::Result<Option<String>>;

/// Plans what is done about each of the new documents, given by name and fingerprint.
///
/// # Errors
/// When `look` fails; the name tells where.
pub(super) fn steps(
    new: &[(&str, String)],
    manifest: &Manifest,
    force: bool,
    look: Look<'_>,
) -> Result<Vec<Step>, (String, io::Error)> {
    let plan = |(name, print): &(&str, String)| step(name, print, manifest, force, look);
    new.iter().map(plan).collect()
}

fn step(
    name: &str,
    print: &str,
    manifest: &Manifest,
    force: bool,
    look: Look<'_>,
) -> Result<Step, (String, io::Error)> {
    let there = look(name).map_err(|error| (name.to_owned(), error))?;
    let (fate, is_to_write) = match there {
        None => (Fate::New, true),
        Some(there) if there == print => (Fate::Same, false),
        Some(there) if manifest.is_ours(name, &there) => (Fate::Updated, true),
        Some(there) if force => {
            let digits: String = there.chars().take(DIGITS).collect();
            let (backup, _) =
                free_name(name, &format!("{BACKUP}-{digits}"), look, |_, found| found == there)?;
            (Fate::Replaced(backup), true)
        }
        Some(_) if manifest.is_ours(name, print) => (Fate::Edited, false),
        Some(_) => {
            let (beside, is_there) = free_name(name, BESIDE, look, |beside, found| {
                found == print || manifest.is_ours(beside, found)
            })?;
            let is_same = is_there.is_some_and(|found| found == print);
            (Fate::Beside(beside), !is_same)
        }
    };
    Ok(Step { name: name.to_owned(), fate, is_to_write })
}

/// The first name with this mark that nothing else has, and the fingerprint of what stands there already.
fn free_name(
    name: &str,
    mark: &str,
    look: Look<'_>,
    is_usable: impl Fn(&str, &str) -> bool,
) -> Result<(String, Option<String>), (String, io::Error)> {
    let mut number = 1_u32;
    loop {
        let mark = if number == 1 { mark.to_owned() } else { format!("{mark}-{number}") };
        let candidate = with_mark(name, &mark);
        let found = look(&candidate).map_err(|error| (candidate.clone(), error))?;
        if found.as_deref().is_none_or(|found| is_usable(&candidate, found)) {
            return Ok((candidate, found));
        }
        number += 1;
    }
}

/// `pages/acme.md` with `.new` is `pages/acme.new.md`.
fn with_mark(name: &str, mark: &str) -> String {
    let folder = name.rfind('/').map_or(0, |slash| slash + 1);
    match name.rfind('.').filter(|dot| *dot > folder) {
        Some(dot) => {
            let (stem, ending) = name.split_at(dot);
            format!("{stem}{mark}{ending}")
        }
        None => format!("{name}{mark}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Plans one document `a.md` with text B, where A was written before.
    fn planned(there: &[(&str, &str)], force: bool) -> Step {
        let mut manifest = Manifest::default();
        manifest.begin("a.md", "A");
        manifest.finish();
        let there: BTreeMap<&str, &str> = there.iter().copied().collect();
        let mut look = |name: &str| Ok(there.get(name).map(|print| (*print).to_owned()));
        steps(&[("a.md", "B".to_owned())], &manifest, force, &mut look).unwrap().remove(0)
    }

    #[test]
    fn what_we_wrote_is_replaced_and_what_is_there_already_is_not_written() {
        assert_eq!(planned(&[], false).fate, Fate::New);
        assert_eq!(planned(&[("a.md", "A")], false).written(), Some("a.md"));
        let same = planned(&[("a.md", "B")], false);
        assert_eq!((same.fate.clone(), same.written()), (Fate::Same, None));
    }

    #[test]
    fn what_was_edited_stays_and_the_new_one_goes_beside_it() {
        let beside = planned(&[("a.md", "mine")], false);
        assert_eq!(beside.fate, Fate::Beside("a.new.md".to_owned()));
        assert_eq!(beside.written(), Some("a.new.md"));
        let again = planned(&[("a.md", "mine"), ("a.new.md", "B")], false);
        assert_eq!((again.fate.clone(), again.written()), (Fate::Beside("a.new.md".to_owned()), None));
    }

    #[test]
    fn what_was_edited_beside_stays_as_well() {
        let third = planned(&[("a.md", "mine"), ("a.new.md", "mine too")], false);
        assert_eq!(third.fate, Fate::Beside("a.new-2.md".to_owned()));
    }

    #[test]
    fn force_replaces_what_was_edited_and_keeps_a_copy_that_nothing_overwrites() {
        let copy = |there: &[(&str, &str)]| planned(there, true).backup().map(str::to_owned);
        assert_eq!(copy(&[("a.md", "0123456789")]).as_deref(), Some("a.bak-01234567.md"));
        let taken = [("a.md", "0123456789"), ("a.bak-01234567.md", "another")];
        assert_eq!(copy(&taken).as_deref(), Some("a.bak-01234567-2.md"));
        let kept = [("a.md", "0123456789"), ("a.bak-01234567.md", "0123456789")];
        assert_eq!(copy(&kept).as_deref(), Some("a.bak-01234567.md"));
        assert_eq!(planned(&[("a.md", "A")], true).fate, Fate::Updated);
    }

    #[test]
    fn an_edited_document_with_nothing_new_is_left_alone() {
        let mut manifest = Manifest::default();
        manifest.begin("a.md", "B");
        manifest.finish();
        let mut look = |_: &str| Ok(Some("mine".to_owned()));
        let step = steps(&[("a.md", "B".to_owned())], &manifest, false, &mut look).unwrap().remove(0);
        assert_eq!((step.fate.clone(), step.written()), (Fate::Edited, None));
    }

    #[test]
    fn marks_stand_before_the_ending() {
        for (name, marked) in [("a.md", "a.new.md"), ("b.c/a", "b.c/a.new"), ("b/.a", "b/.a.new")] {
            assert_eq!(with_mark(name, BESIDE), marked);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let mut look = |_: &str| Err(io::ErrorKind::PermissionDenied.into());
        let (name, _) =
            steps(&[("a.md", String::new())], &Manifest::default(), false, &mut look).unwrap_err();
        assert_eq!(name, "a.md");
    }
}
