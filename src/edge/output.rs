//! Turns finished text into what stands on standard output, on standard error or in the file that was asked for.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};

use super::folder::{folder_of, same_file};
use super::replace::{create, replace};
use super::trouble::{reason, remedy, shown, with_hint};

/// Prints a result to standard output. A reader that has read enough and left is no failure.
///
/// # Errors
/// When it cannot be written, as on a full disk.
pub fn print(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    written_or_left(write_all(&mut stdout, text.as_bytes())).map_err(|error| {
        with_hint(format_args!("cannot write to standard output: {}", reason(&error)), remedy(&error))
    })
}

/// Refuses to make a result that would be lost: standard output is closed. By the time a program runs, what was closed
/// stands open on `/dev/null` to read and to write, which `> /dev/null` does not.
///
/// # Errors
/// When it is closed.
pub fn refuse_closed_output() -> Result<()> {
    if is_closed() {
        return Err(with_hint(
            "standard output is closed: the result would be lost",
            "name a file with --output, or send it to /dev/null if nobody wants it: > /dev/null",
        ));
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn is_closed() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    /// The last digit of the mode in which a file was opened: to read and to write.
    const READ_AND_WRITE: char = '2';
    let device = |path: &str| fs::metadata(path).ok().map(|about| about.rdev());
    let about = fs::read_to_string("/proc/self/fdinfo/1").unwrap_or_default();
    let flags = about.lines().find_map(|line| line.strip_prefix("flags:"));
    let is_both = flags.is_some_and(|flags| flags.trim_end().ends_with(READ_AND_WRITE));
    is_both && device("/proc/self/fd/1") == device("/dev/null")
}

#[cfg(not(target_os = "linux"))]
fn is_closed() -> bool {
    false
}

/// Prints notes, warnings and errors to standard error. There is nobody to tell when that fails.
pub fn eprint(text: &str) {
    let _ = write_all(&mut io::stderr().lock(), text.as_bytes());
}

fn write_all(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(bytes)?;
    to.flush()
}

fn written_or_left(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a file whole or not at all, with the mode of the file it replaces, else that of any new file. `read` are
/// the files this run has read.
///
/// A link is followed to a file in the same folder (`latest.md`) and refused where it leads elsewhere: in a shared
/// folder somebody else may have put it there. Devices are written to as they are; a pipe that stands in a folder is
/// refused.
///
/// # Errors
/// When it cannot be written, or should not: an input, a write-protected file, a folder, a link out of its folder.
pub fn write_file(path: &Path, text: &str, read: &[&Path]) -> Result<()> {
    let is_path = |input: &&Path| same_file(input, path);
    if read.iter().any(is_path) {
        return Err(was_read(path));
    }
    let written = match look_at(path).map_err(|error| cannot(path, &error))? {
        Here::Nothing => replace(path, text, None),
        Here::Stream => stream(path, text.as_bytes()),
        Here::File(about) => replace(&target_of(path)?, text, Some(about.permissions())),
        Here::Refused(why, hint) => return Err(refuse(path, why, hint)),
    };
    written.map_err(|error| cannot(path, &error))
}

/// Writes a new file whole or not at all; `false` if there is something of that name, which stays as it is.
///
/// # Errors
/// When it cannot be written.
pub fn create_file(path: &Path, text: &str) -> Result<bool> {
    create(path, text.as_bytes()).map_err(|error| cannot(path, &error))
}

/// Writes a new file whole or not at all, and never over another: a person may have begun to mend what an earlier run
/// wrote there. `false` if the very same bytes are there already. `read` are the files this run has read.
///
/// # Errors
/// When it cannot be written, or something else is there.
pub fn write_new(path: &Path, bytes: &[u8], read: &[&Path]) -> Result<bool> {
    if read.iter().any(|input| same_file(input, path)) {
        return Err(was_read(path));
    }
    let made = match look_at(path).map_err(|error| cannot(path, &error))? {
        Here::Nothing => create(path, bytes),
        Here::Stream => stream(path, bytes).map(|()| true),
        Here::File(_) if fs::read(path).is_ok_and(|old| old == bytes) => return Ok(false),
        Here::File(_) => Ok(false),
        Here::Refused(why, hint) => return Err(refuse(path, why, hint)),
    };
    if made.map_err(|error| cannot(path, &error))? {
        return Ok(true);
    }
    Err(refuse(
        path,
        "a file of that name is there, and it stays as it is",
        "choose another name, or move it away",
    ))
}

fn was_read(path: &Path) -> Error {
    refuse(path, "it was read in this run, and what was read is never written to", "choose another name")
}

/// What is at a path.
enum Here {
    Nothing,
    File(Metadata),
    /// A device such as `/dev/null`, or what the shell has opened: `/dev/stdout`, `>(gzip)`.
    Stream,
    /// What is not written to: why, and a hint.
    Refused(&'static str, &'static str),
}

fn look_at(path: &Path) -> io::Result<Here> {
    if path.file_name().is_none() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Ok(Here::Refused("that is no name of a file", "name a file"));
    }
    let is_link = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Here::Nothing),
        other => other?.is_symlink(),
    };
    let about = match fs::metadata(path) {
        Err(error) if is_link && error.kind() == io::ErrorKind::NotFound => {
            return Ok(Here::Refused(
                "it is a link that leads nowhere",
                "remove the link, or choose another name",
            ));
        }
        other => other?,
    };
    if about.is_dir() {
        return Ok(Here::Refused("it is a folder", "name a file in it"));
    }
    if is_device(&about) || is_link && is_descriptor(path) {
        return Ok(Here::Stream);
    }
    if !about.is_file() {
        // Into a pipe that nobody reads one would write for ever.
        return Ok(Here::Refused(
            "it is no file, but a pipe or the like",
            "leave out --output and send standard output there",
        ));
    }
    if about.permissions().readonly() {
        return Ok(Here::Refused("it is write-protected", "choose another name, or lift the protection"));
    }
    Ok(Here::File(about))
}

/// Whether a path stands for what the shell has opened, be it a file: that is written to, not replaced.
fn is_descriptor(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd"].iter().any(|name| path.starts_with(name))
}

#[cfg(unix)]
fn is_device(about: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    about.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_device(_: &Metadata) -> bool {
    false
}

/// Writes to a pipe or a device: nothing can be whole or not at all there.
fn stream(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().append(true).open(path)?;
    written_or_left(write_all(&mut file, bytes))
}

/// The file to replace: the path itself, or where a link leads if that is in the same folder.
fn target_of(path: &Path) -> Result<PathBuf> {
    let found = || -> io::Result<(PathBuf, bool)> {
        if !fs::symlink_metadata(path)?.is_symlink() {
            return Ok((path.to_owned(), true));
        }
        let target = fs::canonicalize(path)?;
        let stays = target.parent() == Some(&fs::canonicalize(folder_of(path))?);
        Ok((target, stays))
    };
    match found() {
        Ok((target, true)) => Ok(target),
        Ok((_, false)) => Err(refuse(
            path,
            "it is a link that leads out of its folder",
            "give the path of the file it leads to, or remove the link",
        )),
        Err(error) => Err(cannot(path, &error)),
    }
}

fn refuse(path: &Path, why: &str, hint: &str) -> Error {
    with_hint(format_args!("cannot write {}: {why}", shown(path)), hint)
}

fn cannot(path: &Path, error: &io::Error) -> Error {
    let folder = folder_of(path);
    if error.kind() == io::ErrorKind::NotFound && !folder.is_dir() {
        let folder = shown(folder);
        return refuse(
            path,
            &format!("there is no folder {folder}"),
            &format!("make it first: mkdir -p {folder}"),
        );
    }
    refuse(path, &reason(error), remedy(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.md");
        (folder, path)
    }

    fn refused(path: &Path) -> String {
        write_file(path, "text", &[]).unwrap_err().to_string()
    }

    fn text_of(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_result_is_written_and_written_again() {
        let (_folder, path) = folder();
        write_file(&path, "first", &[]).unwrap();
        write_file(&path, "second", &[]).unwrap();
        assert_eq!(text_of(&path), "second");
    }

    #[test]
    fn an_input_is_never_written_to_however_it_is_spelt() {
        let (folder, path) = folder();
        fs::write(&path, "survey").unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        for spelling in
            [path.clone(), folder.path().join("inner/../list.md"), folder.path().join("./list.md")]
        {
            let error =
                write_file(&spelling, "list", &[Path::new("nowhere.csv"), &path]).unwrap_err().to_string();
            assert!(error.contains("read in this run"), "{error}");
        }
        assert_eq!(text_of(&path), "survey");
    }

    #[test]
    fn a_folder_or_a_path_without_a_name_is_refused() {
        let (folder, path) = folder();
        assert!(refused(folder.path()).contains("it is a folder\n  hint: name a file in it"));
        for nameless in [Path::new(""), Path::new(".."), &folder.path().join("new/")] {
            assert!(refused(nameless).contains("no name of a file"), "{nameless:?}");
        }
        assert!(refused(&path.join("below-a-file-that-is-not-there/x")).contains("there is no folder"));
    }

    #[test]
    fn a_missing_folder_is_named_with_the_command_that_makes_it() {
        let (folder, _) = folder();
        let error = refused(&folder.path().join("out/list.md"));
        let out = folder.path().join("out").display().to_string();
        assert!(
            error.contains(&format!("there is no folder {out}\n  hint: make it first: mkdir -p {out}")),
            "{error}"
        );
    }

    #[test]
    fn a_write_protected_file_stays_as_it_is() {
        let (_folder, path) = folder();
        fs::write(&path, "kept").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(refused(&path).contains("write-protected"));
        assert_eq!(text_of(&path), "kept");
    }

    #[test]
    fn a_new_file_is_made_once() {
        let (folder, path) = folder();
        assert!(create_file(&path, "first").unwrap() && !create_file(&path, "second").unwrap());
        assert_eq!(text_of(&path), "first");
        assert!(create_file(&folder.path().join("out/a"), "").unwrap_err().to_string().contains("mkdir"));
    }

    #[test]
    fn what_is_written_once_is_not_written_over() {
        let (_folder, path) = folder();
        assert!(write_new(&path, b"a,b\n\xff\n", &[]).unwrap());
        assert!(!write_new(&path, b"a,b\n\xff\n", &[]).unwrap());
        let error = write_new(&path, b"a,b\n", &[]).unwrap_err().to_string();
        assert!(error.contains("a file of that name is there"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"a,b\n\xff\n");
        assert!(write_new(&path, b"", &[&path]).unwrap_err().to_string().contains("read in this run"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_within_its_folder_and_refused_out_of_it() {
        use std::os::unix::fs::symlink;
        let (folder, path) = folder();
        let (elsewhere, keys) = self::folder();
        fs::write(&keys, "somebody's keys").unwrap();
        fs::write(&path, "old").unwrap();
        symlink("list.md", folder.path().join("latest.md")).unwrap();
        write_file(&folder.path().join("latest.md"), "new", &[]).unwrap();
        assert_eq!(text_of(&path), "new");
        assert!(fs::symlink_metadata(folder.path().join("latest.md")).unwrap().is_symlink());

        symlink(&keys, folder.path().join("acme.md")).unwrap();
        assert!(refused(&folder.path().join("acme.md")).contains("out of its folder"));
        symlink(elsewhere.path().join("gone"), folder.path().join("gone.md")).unwrap();
        assert!(refused(&folder.path().join("gone.md")).contains("leads nowhere"));
        assert_eq!(text_of(&keys), "somebody's keys");

        let link = folder.path().join("latest.md");
        assert!(write_file(&link, "list", &[&path]).unwrap_err().to_string().contains("read in this run"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_a_full_one_is_an_error() {
        write_file(Path::new("/dev/null"), "text", &[]).unwrap();
        let error = refused(Path::new("/dev/full"));
        assert!(error.contains("the disk is full"), "{error}");
        assert!(!fs::metadata("/dev/full").unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_stands_in_a_folder_is_refused_and_not_waited_for() {
        let (_folder, path) = folder();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success() && refused(&path).contains("a pipe or the like"));
    }

    #[test]
    fn a_reader_that_left_is_no_failure_and_all_else_is() {
        assert!(written_or_left(Err(io::ErrorKind::BrokenPipe.into())).is_ok());
        assert!(written_or_left(Err(io::ErrorKind::StorageFull.into())).is_err());
        eprint("");
        print("").unwrap();
    }
}
