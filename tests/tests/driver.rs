//! The native driver gives the sequential verifier's report, byte for byte: from a path and from a stream, on
//! one thread and on several.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what the harness itself cannot do ends the test"
)]

use std::{
    fs,
    io::{self, Read},
    num::NonZeroUsize,
    os::unix::{ffi::OsStrExt as _, fs::symlink},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use libtest_mimic::{Arguments, Failed, Trial};
use ocivet::{Control, Options, Progress, Source, check};
use ocivet_core::{FileKind, Format, LayoutVerifier, Report, Verifier};
use ocivet_tests::{
    cases::{Case, files_below, folder},
    recipe::{Content, Input, Item, Recipe},
};

/// Inputs that are large enough for threads and jumps.
const LARGE: &[(&str, &str)] = &[
    (
        "docker-archive",
        r#"
        kind = "docker"
        layer = [
          { entry = [{ path = "a{n}", data = { repeat = "0123456789", count = 70000 }, count = 5 }] },
          { entry = [{ path = "b", data = { repeat = "abc", count = 900000 } }] },
          { entry = [{ path = "../c", data = { repeat = 7, count = 70000 } }] },
        ]"#,
    ),
    (
        "compressed layers",
        r#"
        kind = "oci"
        layer = [
          { compress = "gzip", entry = [{ path = "a", data = { repeat = "0123456789", count = 400000 } }] },
          { compress = "zstd", entry = [{ path = "b", data = { repeat = "abc", count = 900000 } }] },
          { compress = "gzip", entry = [{ path = "c", data = { repeat = 7, count = 1500000 } }] },
          { entry = [{ path = "d", data = { repeat = "d", count = 100000 } }] },
        ]"#,
    ),
    (
        "layer with a flipped bit",
        r#"
        kind = "oci"
        layer = [{ compress = "gzip", entry = [{ path = "a", data = { repeat = "01234", count = 400000 } }] }]
        [[archive.patch]]
        find = "01234012340123401234"
        replace = "01234012350123401234"
        "#,
    ),
    (
        "cut within a layer",
        r#"
        kind = "docker"
        layer = [
          { entry = [{ path = "a", data = { repeat = "0123456789", count = 400000 } }] },
          { entry = [{ path = "b", data = { repeat = "abc", count = 900000 } }] },
        ]
        archive = { truncate = 3000000 }"#,
    ),
    (
        "compressed as a whole, digest asked for",
        r#"
        kind = "oci"
        options = { digest = true }
        layer = [{ compress = "gzip", entry = [{ path = "a", data = { repeat = "01", count = 1500000 } }] }]
        archive = { compress = "gzip" }"#,
    ),
    (
        "digest asked for",
        r#"
        kind = "docker"
        options = { digest = true }
        layer = [{ entry = [{ path = "a", data = { repeat = "0123456789", count = 400000 } }] }]"#,
    ),
    (
        "package",
        r#"
        entry = [
          { path = "p/large{n}", data = { repeat = "text ", count = 100000 }, count = 3 },
          { path = "p/small{n}", data = "{n}", count = 3000 },
          { path = "p/json", data = ["{", { repeat = " ", count = 300000 }, "}"] },
          { path = "../out", data = "x" },
        ]"#,
    ),
    (
        "a member that claims more than there is",
        r#"
        entry = [
          { path = "a", data = { repeat = "x", count = 200000 } },
          { path = "b", data = "x", header = { size = { base256 = 9223372036854775000 } } },
        ]"#,
    ),
    (
        "layout",
        r#"
        kind = "layout"
        layer = [
          { compress = "gzip", entry = [{ path = "a", data = { repeat = "0123456789", count = 400000 } }] },
          { entry = [{ path = "b", data = { repeat = "abc", count = 900000 } }] },
        ]
        member = [
          { path = "blobs/sha256/link", symlink = "../../index.json" },
          { path = "blobs/sha256/fifo", type = "fifo" },
          { path = "blobs/sha256/folder/", type = "dir" },
          { path = "stray", data = { repeat = "stray", count = 100000 } },
        ]"#,
    ),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for path in files_below(&folder("wild")) {
        let name = format!("wild/{}", path.file_name().unwrap().to_string_lossy());
        let broken = path.clone();
        trials.push(Trial::test(format!("broken/{name}"), move || break_off(&broken)));
        trials.push(Trial::test(name, move || compare_file(&path, r#"{"name":"input"}"#)));
    }
    for case in Case::all().0 {
        trials.push(Trial::test(case.name(), move || compare_recipe(&case.recipe()?)));
    }
    for &(name, text) in LARGE {
        let trial = move || compare_recipe(&Recipe::parse(text)?);
        trials.push(Trial::test(format!("large/{name}"), trial));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn compare_recipe(recipe: &Recipe) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let path = place.path().join("input");
    match recipe.build()? {
        Input::File(bytes) => {
            fs::write(&path, bytes)?;
            compare_file(&path, &recipe.options)
        }
        Input::Folder(items) => compare_folder(&path, &items, &recipe.options),
        // No driver has a part in it.
        Input::Name(_) => Ok(()),
    }
}

fn compare_file(path: &Path, options: &str) -> Result<(), Failed> {
    let options = Options::from_json(options)?;
    let bytes = fs::read(path)?;
    let mut verifier = Verifier::new(&options);
    let _ = verifier.push(&bytes);
    let expected = verifier.finish().render(Format::Json);
    for jobs in [1, 2, 4] {
        same(&expected, &driven(path, &options, jobs)?, &format!("a path, {jobs} jobs"))?;
        for step in [1000, 70_000, usize::MAX] {
            let mut stream = Steps { bytes: &bytes, step };
            let source: &mut dyn Read = &mut stream;
            let report = driven(source, &options, jobs)?;
            same(&expected, &report, &format!("a stream in steps of {step}, {jobs} jobs"))?;
        }
    }
    Ok(())
}

/// A stream that fails has no report, wherever it fails; one that is interrupted has the report that it would have.
fn break_off(path: &Path) -> Result<(), Failed> {
    let options = Options::default();
    let bytes = fs::read(path)?;
    for jobs in [1, 4] {
        for length in (0..=bytes.len()).step_by(509).chain([bytes.len()]) {
            let mut stream = bytes[..length].chain(Failing(io::ErrorKind::ConnectionReset, 1));
            let source: &mut dyn Read = &mut stream;
            if driven(source, &options, jobs).is_ok() {
                return Err(format!("a report though reading fails after {length} bytes").into());
            }
        }
        let (start, end) = bytes.split_at(bytes.len() / 2);
        let mut stream = start.chain(Failing(io::ErrorKind::Interrupted, 1)).chain(end);
        let source: &mut dyn Read = &mut stream;
        let report = driven(source, &options, jobs)?;
        let mut whole: &[u8] = &bytes;
        let source: &mut dyn Read = &mut whole;
        same(&driven(source, &options, jobs)?, &report, "an interrupted stream")?;
    }
    Ok(())
}

fn compare_folder(root: &Path, items: &[Item], options: &str) -> Result<(), Failed> {
    let options = Options::from_json(options)?;
    let mut verifier = LayoutVerifier::new(&options);
    fs::create_dir(root)?;
    for item in items {
        let path = root.join(std::ffi::OsStr::from_bytes(&item.path));
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        match &item.content {
            Content::Directory => fs::create_dir_all(&path)?,
            Content::Fifo => make_fifo(&path)?,
            Content::File(bytes) => fs::write(&path, bytes)?,
            Content::Symlink(target) => symlink(std::ffi::OsStr::from_bytes(target), &path)?,
        }
    }
    tell(root, root, &mut verifier)?;
    let expected = verifier.finish().render(Format::Json);
    for jobs in [1, 2, 4] {
        same(&expected, &driven(root, &options, jobs)?, &format!("{jobs} jobs"))?;
    }
    Ok(())
}

/// Tells the verifier of everything below a folder, as simply as can be.
fn tell(root: &Path, folder: &Path, verifier: &mut LayoutVerifier) -> Result<(), Failed> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Failed>>()?;
    paths.sort();
    for path in paths {
        let name = path.strip_prefix(root)?.as_os_str().as_bytes();
        let kind = path.symlink_metadata()?.file_type();
        if kind.is_dir() {
            verifier.add_other(name, FileKind::Directory);
            tell(root, &path, verifier)?;
        } else if kind.is_symlink() {
            verifier.add_other(name, FileKind::Symlink);
        } else if kind.is_file() {
            let bytes = fs::read(&path)?;
            verifier.begin_file(name, u64::try_from(bytes.len())?);
            let _ = verifier.push(&bytes);
            verifier.end_file();
        } else {
            verifier.add_other(name, FileKind::Special);
        }
    }
    Ok(())
}

fn make_fifo(path: &Path) -> Result<(), Failed> {
    let status = Command::new("mkfifo").arg(path).status()?;
    if status.success() { Ok(()) } else { Err("mkfifo failed".into()) }
}

fn driven<'a>(
    source: impl Into<Source<'a>>,
    options: &Options,
    jobs: usize,
) -> Result<String, Failed> {
    let progress = Progress::new();
    let jobs = NonZeroUsize::new(jobs).ok_or("no jobs")?;
    let report: Report = check(source, options, &Control { jobs, progress: &progress })?;
    Ok(report.render(Format::Json))
}

fn same(expected: &str, report: &str, how: &str) -> Result<(), Failed> {
    if report == expected {
        return Ok(());
    }
    let lines = expected.lines().zip(report.lines());
    let differ = lines.clone().find(|(left, right)| left != right);
    Err(format!("{how}: first difference {differ:?}\n{report}").into())
}

/// A stream that fails so often, and then ends.
struct Failing(io::ErrorKind, usize);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        let Some(left) = self.1.checked_sub(1) else { return Ok(0) };
        self.1 = left;
        Err(self.0.into())
    }
}

/// A stream that gives few bytes at a time.
struct Steps<'a> {
    bytes: &'a [u8],
    step: usize,
}

impl Read for Steps<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.step.min(self.bytes.len()).min(buffer.len());
        let (now, later) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}
