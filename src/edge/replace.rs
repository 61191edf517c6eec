//! Turns text into a file that appears whole or not at all, through an unfinished file beside it.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, PersistError};

use super::folder::{folder_of, names_in};

/// How names of unfinished files begin and end.
const BEGINNING: &str = ".retain-unfinished-";
const END: &str = ".tmp";

/// How often a new name is tried when another run takes ours for a left-over, which needs two runs within a
/// fraction of a millisecond.
const TRIES: usize = 8;

/// Puts a file in the place of another, whose mode it takes over, or of none.
///
/// # Errors
/// When any step is refused; what was there before is untouched then.
pub(super) fn replace(path: &Path, text: &str, old: Option<Permissions>) -> io::Result<()> {
    put(path, text.as_bytes(), old)?;
    sync_folder(folder_of(path))
}

/// The same, with the folder left for the caller to sync, who writes more files there.
///
/// # Errors
/// When any step is refused; what was there before is untouched then.
pub(super) fn put(path: &Path, bytes: &[u8], old: Option<Permissions>) -> io::Result<()> {
    unfinished(path, bytes, old)?.persist(path)?;
    Ok(())
}

/// Makes a file unless something of that name is there, and says whether it did.
///
/// # Errors
/// When any step is refused.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    match unfinished(path, bytes, None)?.persist_noclobber(path) {
        Ok(_) => sync_folder(folder_of(path)).map(|()| true),
        Err(PersistError { error, .. }) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(PersistError { error, .. }) => Err(error),
    }
}

/// All bytes on disk, in the same folder under a name of its own. Dropping it removes it.
fn unfinished(path: &Path, bytes: &[u8], old: Option<Permissions>) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    remove_left_overs(folder);
    let mut file = begun(folder, old.is_none())?;
    file.write_all(bytes)?;
    if let Some(permissions) = old {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// An empty unfinished file, locked for as long as its writer lives, so that others can tell it from a left-over.
fn begun(folder: &Path, is_new: bool) -> io::Result<NamedTempFile> {
    let mut naming = Builder::new();
    naming.prefix(BEGINNING).suffix(END);
    if is_new {
        use_mode_of_new_files(&mut naming);
    }
    for _ in 0..TRIES {
        let file = naming.tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Between making and locking it another run may have removed it.
            Ok(()) if file.path().exists() => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) => {}
            // A file system without locks: nobody can take it for a left-over there.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
    Err(io::Error::other("other runs write to the same folder"))
}

/// What the umask leaves of reading and writing for all. A file that replaces another begins as its owner's only
/// and takes over the mode when it is written, so that nobody can read it early.
#[cfg(unix)]
fn use_mode_of_new_files(naming: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    naming.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn use_mode_of_new_files(_: &mut Builder<'_, '_>) {}

/// Removes what killed runs left.
pub(super) fn remove_left_overs(folder: &Path) {
    let is_ours = |name: &String| name.starts_with(BEGINNING) && name.ends_with(END);
    for name in names_in(folder).unwrap_or_default().into_iter().filter(is_ours) {
        let path = folder.join(name);
        // To open a pipe that somebody planted under such a name would hold us up for ever.
        if !fs::symlink_metadata(&path).is_ok_and(|about| about.is_file()) {
            continue;
        }
        let Ok(file) = File::open(&path) else { continue };
        // Kept until the file is gone: its writer, if it lives after all, sees the lock and begins another.
        if file.try_lock().is_ok() {
            drop(fs::remove_file(&path));
        }
    }
}

/// Makes new names in a folder survive a loss of power.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        names_in(folder).unwrap()
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.md");
        for text in ["first", "second, longer", ""] {
            replace(&path, text, None).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["list.md"]);
    }

    #[test]
    fn what_is_there_is_not_created_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("retain.toml");
        assert!(create(&path, b"ours").unwrap());
        assert!(!create(&path, b"other").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
        assert_eq!(names(folder.path()), ["retain.toml"]);
    }

    #[test]
    fn left_overs_go_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".retain-unfinished-AbCdEf.tmp"), "half a li").unwrap();
        fs::write(folder.path().join(".retain-notes.tmp"), "somebody's").unwrap();
        let living = begun(folder.path(), true).unwrap();
        replace(&folder.path().join("list.md"), "whole", None).unwrap();
        let living_name = living.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(names(folder.path()), [".retain-notes.tmp", &living_name, "list.md"]);
    }

    #[test]
    fn many_writers_of_one_file_leave_one_whole_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.md");
        let texts: Vec<String> = (0..8).map(|writer| format!("{writer}").repeat(50_000)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| (0..10).for_each(|_| replace(&path, text, None).unwrap()));
            }
        });
        assert!(texts.contains(&fs::read_to_string(&path).unwrap()));
        assert_eq!(names(folder.path()), ["list.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_of_the_old_file_is_kept_and_a_new_one_has_that_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, plain) = (folder.path().join("list.md"), folder.path().join("plain"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        fs::write(&plain, "").unwrap();
        replace(&path, "new", None).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        for old in [0o600, 0o640, 0o664] {
            replace(&path, "again", Some(Permissions::from_mode(old))).unwrap();
            assert_eq!(mode(&path), old);
        }
    }
}
