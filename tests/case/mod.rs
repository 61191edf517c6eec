//! Turns a folder with a command line and files into runs of the program, and their answer into differences.

mod command_line;
mod files;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use command_line::command_lines;
use files::{Files, difference, read_files, write_files};

/// How long a run may take before it counts as one that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What may lie in the folder of a case.
const KNOWN: &[&str] = &["args", "in", "folder", "stdin", "env", "stderr.txt", "code", "out"];

/// A folder of `tests/cases`, read.
pub(crate) struct Case {
    folder: PathBuf,
    runs: Vec<Vec<String>>,
    input: Files,
    env: Vec<(String, String)>,
    expected: Answer,
    /// The name of the file with the expected standard output.
    stdout_name: Option<String>,
}

/// What the runs of a case print, leave behind and return.
#[derive(Default)]
pub(crate) struct Answer {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    codes: Vec<i32>,
    written: Files,
}

impl Case {
    /// Reads a case; `root` is the folder of the project.
    pub(crate) fn read(folder: &Path, root: &Path) -> io::Result<Self> {
        let mut stdout_name = None;
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.starts_with("stdout.") {
                if let Some(other) = stdout_name.replace(name.clone()) {
                    return Err(io::Error::other(format!("both {other} and {name} are expected")));
                }
            } else if !KNOWN.contains(&name.as_str()) {
                return Err(io::Error::other(format!("a case holds no `{name}`")));
            }
        }
        let text = |name: &str| if_there(fs::read_to_string(folder.join(name)));
        let runs = command_lines(&text("args")?).map_err(io::Error::other)?;
        let elsewhere = text("folder")?;
        let elsewhere = root.join(elsewhere.trim());
        if folder.join("folder").exists() && !elsewhere.is_dir() {
            return Err(io::Error::other("`folder` names a folder of the project"));
        }
        // What lies in `in/` comes beside what the folder holds.
        let mut input = if folder.join("folder").exists() { read_files(&elsewhere)? } else { Files::new() };
        input.extend(read_files(&folder.join("in"))?);
        let codes = text("code")?
            .lines()
            .map(|line| line.trim().parse().map_err(io::Error::other))
            .collect::<Result<Vec<_>, _>>()?;
        let expected = Answer {
            stdout: stdout_name.as_ref().map_or(Ok(Vec::new()), |name| fs::read(folder.join(name)))?,
            stderr: if_there(fs::read(folder.join("stderr.txt")))?,
            codes: if codes.is_empty() { vec![0; runs.len()] } else { codes },
            written: read_files(&folder.join("out"))?,
        };
        let env = text("env")?
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        Ok(Self { folder: folder.to_owned(), runs, input, env, expected, stdout_name })
    }

    /// Runs all command lines, one after the other, in a fresh copy of the input.
    pub(crate) fn run(&self, program: &Path) -> io::Result<Answer> {
        let place = tempfile::tempdir()?;
        let work = place.path().join("work");
        fs::create_dir(&work)?;
        write_files(&work, &self.input)?;
        let mut answer = Answer::default();
        for arguments in &self.runs {
            let [stdout, stderr] = ["stdout", "stderr"].map(|name| place.path().join(name));
            let status = self.start(program, arguments, &work, [&stdout, &stderr])?;
            answer
                .codes
                .push(status.code().ok_or_else(|| io::Error::other(format!("ended by a signal: {status}")))?);
            for (all, this) in [(&mut answer.stdout, &stdout), (&mut answer.stderr, &stderr)] {
                if self.runs.len() > 1 {
                    all.extend(format!("$ retain {}\n", command_line::shown(arguments)).bytes());
                }
                all.extend(fs::read(this)?);
            }
        }
        answer.forget_empty_headings(&self.runs);
        answer.written = self.written(&read_files(&work)?)?;
        answer.must_not_name(&work)?;
        Ok(answer)
    }

    fn start(
        &self,
        program: &Path,
        arguments: &[String],
        work: &Path,
        out: [&Path; 2],
    ) -> io::Result<ExitStatus> {
        let stdin = self.folder.join("stdin");
        let stdin = if stdin.exists() { Stdio::from(File::open(stdin)?) } else { Stdio::null() };
        let [stdout, stderr] = out;
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(work)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(self.env.iter().map(|(key, value)| (key, value)))
            .stdin(stdin)
            // Files, not pipes: a full pipe would stop a program that nobody reads yet.
            .stdout(File::create(stdout)?)
            .stderr(File::create(stderr)?)
            .spawn()?;
        let start = Instant::now();
        let mut pause = Duration::from_micros(500);
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > PATIENCE {
                child.kill()?;
                child.wait()?;
                return Err(io::Error::other(format!("still running after {} seconds", PATIENCE.as_secs())));
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    /// The files that are not as they were at the start.
    fn written(&self, after: &Files) -> io::Result<Files> {
        if let Some((gone, _)) = self.input.iter().find(|(path, _)| !after.contains_key(*path)) {
            return Err(io::Error::other(format!("{gone} was in the working folder and is gone")));
        }
        let is_new = |path: &String, bytes: &Vec<u8>| self.input.get(path) != Some(bytes);
        Ok(after
            .iter()
            .filter(|(path, bytes)| is_new(path, bytes))
            .map(|(p, b)| (p.clone(), b.clone()))
            .collect())
    }

    /// What is not as expected, in the words of a difference; nothing when all is well.
    pub(crate) fn differences(&self, answer: &Answer) -> io::Result<Vec<String>> {
        let expected = &self.expected;
        let stdout_name = self.stdout_name.as_deref().unwrap_or("stdout");
        let mut found = Vec::new();
        found.extend(difference(stdout_name, &expected.stdout, &answer.stdout));
        found.extend(difference("stderr.txt", &expected.stderr, &answer.stderr));
        if expected.codes != answer.codes {
            found.push(format!("code: expected {:?}, got {:?}", expected.codes, answer.codes));
        }
        let all: BTreeMap<&String, ()> =
            expected.written.keys().chain(answer.written.keys()).map(|p| (p, ())).collect();
        for path in all.keys() {
            match (expected.written.get(*path), answer.written.get(*path)) {
                (Some(_), None) => found.push(format!("out/{path} was not written")),
                (None, Some(_)) => found.push(format!("{path} was written and is not in out/")),
                (Some(expected), Some(actual)) => {
                    found.extend(difference(&format!("out/{path}"), expected, actual))
                }
                (None, None) => {}
            }
        }
        let expects_nothing =
            expected.stdout.is_empty() && expected.stderr.is_empty() && expected.written.is_empty();
        if found.is_empty() && expects_nothing && expected.codes.iter().all(|code| *code == 0) {
            found.push("nothing is expected, so nothing is tested".to_owned());
        }
        Ok(found)
    }

    /// Makes the answer what is expected, and says which files that changed.
    pub(crate) fn update(&self, answer: &Answer) -> io::Result<Vec<String>> {
        let codes =
            if answer.codes.iter().all(|code| *code == 0) { Vec::new() } else { lines_of(&answer.codes) };
        let stdout_name = self.stdout_name.clone().unwrap_or_else(|| self.stdout_name_for());
        let named =
            [(stdout_name, &answer.stdout), ("stderr.txt".into(), &answer.stderr), ("code".into(), &codes)];
        let mut changed = Vec::new();
        for (name, bytes) in named {
            let path = self.folder.join(&name);
            let before = if_there(fs::read(&path))?;
            if bytes.is_empty() && path.exists() {
                fs::remove_file(&path)?;
                changed.push(format!("removed {name}"));
            } else if *bytes != before {
                fs::write(&path, bytes)?;
                changed.push(format!("wrote {name}"));
            }
        }
        if answer.written != self.expected.written {
            let out = self.folder.join("out");
            if out.exists() {
                fs::remove_dir_all(&out)?;
            }
            write_files(&out, &answer.written)?;
            changed.push(format!("wrote out/ ({} files)", answer.written.len()));
        }
        Ok(changed)
    }

    /// The name of the standard output of a case that has none yet: by the format asked for.
    fn stdout_name_for(&self) -> String {
        let mut words = self.runs.iter().flatten().flat_map(|word| word.split('='));
        let format = words.find(|word| ["md", "csv", "json", "html", "ics"].contains(word));
        format!("stdout.{}", format.unwrap_or("txt"))
    }
}

impl Answer {
    /// Takes the headings out of an output in which nothing stands below them.
    fn forget_empty_headings(&mut self, runs: &[Vec<String>]) {
        let headings: String = runs.iter().fold(String::new(), |mut all, run| {
            let _ = writeln!(all, "$ retain {}", command_line::shown(run));
            all
        });
        for output in [&mut self.stdout, &mut self.stderr] {
            if *output == headings.as_bytes() {
                output.clear();
            }
        }
    }

    /// Fails when the working folder, another one each time, is named anywhere: paths are shown as the user wrote them.
    fn must_not_name(&self, work: &Path) -> io::Result<()> {
        let written = self.written.iter().map(|(path, bytes)| (path.as_str(), bytes));
        let outputs =
            [("standard output", &self.stdout), ("standard error", &self.stderr)].into_iter().chain(written);
        for (place, bytes) in outputs {
            for path in [work.to_owned(), work.canonicalize()?] {
                let text = String::from_utf8_lossy(bytes);
                if let Some(line) = text.lines().find(|line| line.contains(&*path.to_string_lossy())) {
                    let line = line.replace(&*path.to_string_lossy(), "[CWD]");
                    return Err(io::Error::other(format!("{place} names the working folder: {line}")));
                }
            }
        }
        Ok(())
    }
}

fn lines_of(codes: &[i32]) -> Vec<u8> {
    codes.iter().map(|code| format!("{code}\n")).collect::<String>().into_bytes()
}

/// What was read, or nothing of it where there is no such file.
fn if_there<T: Default>(read: io::Result<T>) -> io::Result<T> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        other => other,
    }
}
