//! A place of its own for each test, and small inputs.

use std::{fs, path::PathBuf, process::Output, time::Duration};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder to run the command in, with nothing of the user's own around it.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(place.path("home")).unwrap();
        fs::create_dir(place.path("work")).unwrap();
        place.write("work/good.json", DOCUMENT);
        place.write("work/bad", BAD);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A fifo, and where it is.
    #[cfg(unix)]
    pub(crate) fn fifo(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The command with these words as arguments, in the folder `work`.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ocivet"));
        command
            .args(words.split_whitespace())
            .current_dir(self.path("work"))
            .env_clear()
            .env("HOME", self.path("home"))
            .timeout(Duration::from_secs(60));
        command
    }

    pub(crate) fn run(&self, words: &str) -> Ran {
        Ran::from(self.command(words).output().unwrap())
    }
}

/// How a command ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) errors: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// The command ended so, and said nothing but the report.
    #[track_caller]
    pub(crate) fn reported(self, code: i32) -> String {
        assert_eq!((self.code, self.errors.as_str()), (Some(code), ""), "{}", self.out);
        self.out
    }

    /// The command could not do its work, wrote no report, and said all this.
    #[track_caller]
    pub(crate) fn failed_with(self, parts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{}", self.errors);
        for part in parts {
            assert!(self.errors.contains(part), "no {part:?} in {:?}", self.errors);
        }
    }
}

/// A gzip stream that ends early: 17 bytes that are denied whatever they were meant to be.
pub(crate) const BAD: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c\x4a\x4e\x49\x4d\x4b";

/// A config of an image without layers: a lone document that is right.
pub(crate) const DOCUMENT: &str = r#"{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:0000000000000000000000000000000000000000000000000000000000000000"]}}"#;
