//! The folder on disk: what is written, kept and refused.

use super::*;

struct Place {
    root: tempfile::TempDir,
    folder: PathBuf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("retention/2026-10");
        Self { root, folder }
    }

    fn write(&self, files: &[(&str, &str)], options: PackOptions) -> Result<Packed> {
        let files: Vec<PackFile> = files
            .iter()
            .map(|(name, text)| PackFile { name: (*name).to_owned(), text: (*text).to_owned() })
            .collect();
        write_pack(&self.folder, &files, options)
    }

    fn run(&self, files: &[(&str, &str)]) -> Vec<Fate> {
        let packed = self.write(files, PackOptions::default()).unwrap();
        packed.steps.into_iter().map(|step| step.fate).collect()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    fn edit(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    fn names(&self, inner: &str) -> Vec<String> {
        super::super::folder::names_in(&self.folder.join(inner)).unwrap()
    }
}

const FORCE: PackOptions = PackOptions { force: true, dry_run: false };

#[test]
fn a_folder_is_written_and_written_again() {
    let place = Place::new();
    assert_eq!(place.run(&[("a.md", "one"), ("pages/b.md", "two")]), [Fate::New, Fate::New]);
    assert_eq!(place.run(&[("a.md", "one"), ("pages/b.md", "three")]), [Fate::Same, Fate::Updated]);
    assert_eq!((place.text("a.md"), place.text("pages/b.md")), ("one".to_owned(), "three".to_owned()));
    assert_eq!(place.names(""), [MANIFEST, "a.md", "pages"]);
    assert!(!place.text(MANIFEST).contains("unfinished"));
}

#[test]
fn a_persons_edit_survives_every_run_and_force_keeps_a_copy() {
    let place = Place::new();
    place.run(&[("a.md", "one")]);
    place.edit("a.md", "one, and my notes");
    assert_eq!(place.run(&[("a.md", "one")]), [Fate::Edited]);
    assert_eq!(place.run(&[("a.md", "two")]), [Fate::Beside("a.new.md".to_owned())]);
    assert_eq!(place.run(&[("a.md", "three")]), [Fate::Beside("a.new.md".to_owned())]);
    assert_eq!(
        (place.text("a.md"), place.text("a.new.md")),
        ("one, and my notes".to_owned(), "three".to_owned())
    );
    let forced = place.write(&[("a.md", "three")], FORCE).unwrap();
    assert_eq!((place.text("a.md"), forced.left), ("three".to_owned(), vec!["a.new.md".to_owned()]));
    let copy = place.names("").into_iter().find(|name| name.starts_with("a.bak-")).unwrap();
    assert_eq!(place.text(&copy), "one, and my notes");
    assert_eq!(place.run(&[("a.md", "four")]), [Fate::Updated]);
}

#[test]
fn who_takes_over_the_new_document_gets_the_next_one_in_its_place() {
    let place = Place::new();
    place.run(&[("a.md", "one")]);
    place.edit("a.md", "mine");
    place.run(&[("a.md", "two")]);
    fs::rename(place.folder.join("a.new.md"), place.folder.join("a.md")).unwrap();
    assert_eq!(place.run(&[("a.md", "two")]), [Fate::Same]);
    assert_eq!(place.run(&[("a.md", "three")]), [Fate::Updated]);
}

#[test]
fn a_file_that_no_run_wrote_is_a_persons() {
    let place = Place::new();
    fs::create_dir_all(&place.folder).unwrap();
    place.edit("a.md", "mine");
    assert_eq!(place.run(&[("a.md", "one")]), [Fate::Beside("a.new.md".to_owned())]);
    assert_eq!(place.text("a.md"), "mine");
}

#[test]
fn a_dry_run_plans_the_same_and_writes_nothing() {
    let place = Place::new();
    let options = PackOptions { force: false, dry_run: true };
    let packed = place.write(&[("a.md", "one")], options).unwrap();
    assert_eq!(packed.steps[0].fate, Fate::New);
    assert!(!place.folder.exists());
}

#[test]
fn what_is_no_longer_made_stays_and_is_told() {
    let place = Place::new();
    place.run(&[("a.md", "one"), ("pages/b.md", "two")]);
    let packed = place.write(&[("a.md", "one")], PackOptions::default()).unwrap();
    assert_eq!(packed.left, ["pages/b.md"]);
    assert_eq!(place.text("pages/b.md"), "two");
    fs::remove_file(place.folder.join("pages/b.md")).unwrap();
    assert!(place.write(&[("a.md", "one")], PackOptions::default()).unwrap().left.is_empty());
}

/// Leaves the folder as a run does that is killed after it wrote the first of its documents.
fn kill_half_way(place: &Place, text: &str) {
    let mut manifest = Manifest::read(&place.folder.join(MANIFEST)).unwrap();
    manifest.settle(&mut |name| found(&place.folder.join(name))).unwrap();
    manifest.begin("a.md", &fingerprint(text.as_bytes()));
    manifest.begin("b.md", &fingerprint(text.as_bytes()));
    place.edit(MANIFEST, &manifest.text());
    place.edit("a.md", text);
    place.edit(".retain-unfinished-x.tmp", "half of b");
}

#[test]
fn runs_that_were_killed_half_way_leave_nothing_that_looks_edited() {
    let place = Place::new();
    place.run(&[("a.md", "one"), ("b.md", "one")]);
    kill_half_way(&place, "two");
    // The next one is killed before it writes any document.
    let mut manifest = Manifest::read(&place.folder.join(MANIFEST)).unwrap();
    manifest.settle(&mut |name| found(&place.folder.join(name))).unwrap();
    manifest.begin("a.md", &fingerprint(b"three"));
    place.edit(MANIFEST, &manifest.text());
    assert_eq!(place.run(&[("a.md", "four"), ("b.md", "four")]), [Fate::Updated, Fate::Updated]);
    kill_half_way(&place, "five");
    assert_eq!(place.run(&[("a.md", "five"), ("b.md", "five")]), [Fate::Same, Fate::Updated]);
    assert_eq!(place.names(""), [MANIFEST, "a.md", "b.md"]);
}

#[test]
fn what_was_edited_after_a_killed_run_is_a_persons() {
    let place = Place::new();
    place.run(&[("a.md", "one"), ("b.md", "one")]);
    kill_half_way(&place, "two");
    place.edit("a.md", "two, and my notes");
    assert_eq!(
        place.run(&[("a.md", "three"), ("b.md", "three")]),
        [Fate::Beside("a.new.md".to_owned()), Fate::Updated]
    );
}

#[test]
fn left_overs_go_even_where_nothing_is_to_write() {
    let place = Place::new();
    place.run(&[("pages/a.md", "one")]);
    place.edit("pages/.retain-unfinished-x.tmp", "on");
    assert_eq!(place.run(&[("pages/a.md", "one")]), [Fate::Same]);
    assert_eq!(place.names("pages"), ["a.md"]);
}

#[test]
fn a_manifest_that_says_nothing_is_not_taken_for_a_new_start() {
    let place = Place::new();
    place.run(&[("a.md", "one")]);
    for text in ["", "{}", "<<<<<<< ours", "{\"schema\":\"retain.manifest/2\",\"files\":{}}"] {
        place.edit(MANIFEST, text);
        let error = place.write(&[("a.md", "two")], PackOptions::default()).unwrap_err().to_string();
        assert!(error.contains("cannot be read\n  hint: remove it"), "{error}");
    }
    assert_eq!(place.text("a.md"), "one");
}

#[test]
fn a_folder_in_the_place_of_a_document_stops_the_run_before_it_writes() {
    let place = Place::new();
    fs::create_dir_all(place.folder.join("a.md")).unwrap();
    let error = place.write(&[("b.md", "one"), ("a.md", "one")], FORCE).unwrap_err().to_string();
    assert!(error.contains("a.md is no file"), "{error}");
    assert_eq!(place.names(""), ["a.md"]);
}

#[test]
fn a_write_protected_document_stops_the_run_before_it_writes() {
    let place = Place::new();
    place.run(&[("a.md", "one"), ("b.md", "one")]);
    let path = place.folder.join("b.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = place.write(&[("a.md", "two"), ("b.md", "two")], FORCE).unwrap_err().to_string();
    assert!(error.contains("b.md is write-protected"), "{error}");
    assert_eq!(place.text("a.md"), "one");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_whether_files_or_folders() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let keys = place.root.path().join("keys");
    fs::create_dir_all(place.folder.join("pages")).unwrap();
    fs::write(&keys, "somebody's keys").unwrap();
    symlink(&keys, place.folder.join("pages/a.md")).unwrap();
    symlink(place.root.path(), place.folder.join("scripts")).unwrap();
    for options in [PackOptions::default(), FORCE] {
        let error =
            place.write(&[("pages/a.md", "x"), ("scripts/keys", "x")], options).unwrap_err().to_string();
        assert!(error.contains("pages/a.md is a link") && error.contains("scripts is a link"), "{error}");
    }
    assert_eq!(fs::read_to_string(&keys).unwrap(), "somebody's keys");
    assert_eq!(place.names(""), ["pages", "scripts"]);
}

#[cfg(unix)]
#[test]
fn a_link_beside_an_edited_document_stays_and_is_not_followed() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.run(&[("a.md", "one")]);
    place.edit("a.md", "mine");
    let keys = place.root.path().join("keys");
    fs::write(&keys, "somebody's keys").unwrap();
    symlink(&keys, place.folder.join("a.new.md")).unwrap();
    assert_eq!(place.run(&[("a.md", "two")]), [Fate::Beside("a.new-2.md".to_owned())]);
    assert_eq!(fs::read_to_string(&keys).unwrap(), "somebody's keys");
    assert!(fs::symlink_metadata(place.folder.join("a.new.md")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_document_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.run(&[("a.md", "one")]);
    let path = place.folder.join("a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    place.run(&[("a.md", "two")]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
