//! Where reports go: standard output, and files that appear whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use ocivet_core::{Format, Report, render_all};
use tempfile::NamedTempFile;

use super::{Failure, Streams, args::Given, config::show};

/// A format, and where it goes.
pub(super) struct Target {
    pub(super) format: Format,
    place: Place,
}

enum Place {
    Output,
    /// A regular file: written beside it, then renamed.
    Whole(PathBuf, NamedTempFile),
    /// A device or a pipe.
    Direct(PathBuf, File),
}

/// Pairs formats with files, and makes sure that each can be written before any work is done.
pub(super) fn targets(
    given: &[Given],
    text: impl Fn(bool) -> Format,
    streams: &Streams,
) -> Result<Vec<Target>, Failure> {
    let pairs = pair(given)?;
    let on_output = pairs.iter().filter(|(_, file)| file.is_none()).count();
    if on_output > 1 {
        return Err(Failure::new(
            "two reports would go to standard output; give all formats but one a file with -o",
        ));
    }
    pairs
        .into_iter()
        .map(|(name, file)| {
            let ansi = file.is_none() && streams.output.color;
            let format = match name {
                "text" => text(ansi),
                other => Format::from_name(other)
                    .ok_or_else(|| Failure::new(format!("this build has no format {other}")))?,
            };
            let place = file.map_or(Ok(Place::Output), Place::open)?;
            Ok(Target { format, place })
        })
        .collect()
}

/// Writes what is not written as it comes.
pub(super) fn finish(
    targets: Vec<Target>,
    reports: &[Report],
    several: bool,
    streams: &mut Streams,
) -> Result<(), Failure> {
    for target in targets.into_iter().filter(|target| !target.follows()) {
        if several || !reports.is_empty() {
            target.write(reports, several, streams)?;
        }
    }
    Ok(())
}

/// Formats in order of appearance, each with the file that was given for it.
fn pair(given: &[Given]) -> Result<Vec<(&str, Option<&Path>)>, Failure> {
    let mut pairs: Vec<(&str, Option<Option<&Path>>)> = Vec::new();
    let mut early = None;
    for item in given {
        match (item, pairs.last_mut()) {
            (Given::Format(name), _) => pairs.push((name, None)),
            (Given::File(path), Some((_, file @ None))) => *file = Some(place(path)),
            (Given::File(path), None) if early.is_none() => early = Some(path),
            (Given::File(path), _) => return Err(unpaired(path)),
        }
    }
    match (early, pairs.as_mut_slice()) {
        (None, []) => pairs.push(("text", None)),
        (Some(path), []) => pairs.push(("text", Some(place(path)))),
        (Some(path), [(_, file @ None)]) => *file = Some(place(path)),
        (Some(path), _) => return Err(unpaired(path)),
        (None, _) => {}
    }
    let pairs: Vec<_> = pairs.into_iter().map(|(name, file)| (name, file.flatten())).collect();
    for (at, (_, file)) in pairs.iter().enumerate() {
        if let Some(file) = file
            && pairs.iter().skip(at.saturating_add(1)).any(|(_, other)| other == &Some(*file))
        {
            return Err(Failure::new(format!("-o {}: two reports would go there", show(file))));
        }
    }
    Ok(pairs)
}

fn place(path: &Path) -> Option<&Path> {
    (path != Path::new("-")).then_some(path)
}

fn unpaired(path: &Path) -> Failure {
    Failure::new(format!("-o {}: there is no --format before it that has no file yet", show(path)))
}

impl Place {
    fn open(path: &Path) -> Result<Self, Failure> {
        let place = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if metadata.is_file() => {
                // A link stays, and leads to the new contents.
                path.canonicalize().and_then(|path| Self::beside(&path))
            }
            Ok(_) => {
                let file = OpenOptions::new().write(true).open(path);
                file.map(|file| Self::Direct(path.to_owned(), file))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::beside(path),
            Err(error) => Err(error),
        };
        place.map_err(|error| cannot_write(path, &error))
    }

    fn beside(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ocivet-");
        if let Ok(metadata) = fs::metadata(path) {
            builder.permissions(metadata.permissions());
        } else {
            like_any_file(&mut builder);
        }
        let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Self::Whole(path.to_owned(), file))
    }
}

/// A new file is as open as the user's other files are, not as closed as temporary ones.
#[cfg(unix)]
fn like_any_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn like_any_file(_: &mut tempfile::Builder<'_, '_>) {}

impl Target {
    /// Whether reports can be written one after the other as they come.
    pub(super) const fn follows(&self) -> bool {
        matches!(self.place, Place::Output) && self.format.separator().is_some()
    }

    /// Writes the next of several reports to standard output.
    pub(super) fn write_next(
        &self,
        report: &Report,
        first: bool,
        streams: &mut Streams,
    ) -> Result<(), Failure> {
        let separator = if first { None } else { self.format.separator() };
        streams.write(&(separator.unwrap_or_default().to_owned() + &report.render(self.format)))
    }

    /// Writes all reports; `several` inputs were given, which some formats show.
    pub(super) fn write(
        self,
        reports: &[Report],
        several: bool,
        streams: &mut Streams,
    ) -> Result<(), Failure> {
        let text = self.text(reports, several);
        match self.place {
            Place::Output => streams.write(&text),
            Place::Whole(path, mut file) => file
                .write_all(text.as_bytes())
                .and_then(|()| file.persist(&path).map_err(|error| error.error))
                .map(drop)
                .map_err(|error| cannot_write(&path, &error)),
            Place::Direct(path, mut file) => {
                file.write_all(text.as_bytes()).map_err(|error| cannot_write(&path, &error))
            }
        }
    }

    fn text(&self, reports: &[Report], several: bool) -> String {
        match reports {
            [report] if !several => report.render(self.format),
            reports => render_all(reports, self.format),
        }
    }
}

/// Writes a text to a new file, whole or not at all, or to standard output. A file that is there already may
/// be one that the system reads: it stays as it is.
pub(super) fn write_new(
    text: &str,
    path: Option<&Path>,
    streams: &mut Streams,
) -> Result<(), Failure> {
    let Some(path) = path.and_then(place) else { return streams.write(text) };
    let write = || -> io::Result<()> {
        let Place::Whole(_, mut file) = Place::beside(path)? else { return Ok(()) };
        file.write_all(text.as_bytes())?;
        file.persist_noclobber(path).map_err(|error| error.error).map(drop)
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(format!(
            "{} is there already and stays as it is; write a new file, and put it in place yourself",
            show(path)
        )),
        _ => cannot_write(path, &error),
    })
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {error}", show(path)))
}

#[cfg(test)]
mod tests {
    use super::{Given, pair};

    fn given(words: &[&str]) -> Vec<Given> {
        let make = |word: &&str| match word.strip_prefix('>') {
            Some(file) => Given::File(file.into()),
            None => Given::Format((*word).to_owned()),
        };
        words.iter().map(make).collect()
    }

    fn paired(words: &[&str]) -> String {
        match pair(&given(words)) {
            Ok(pairs) => {
                let show = |(format, file): &(&str, Option<&std::path::Path>)| {
                    format!("{format}>{}", file.map_or("-".into(), |file| file.to_string_lossy()))
                };
                pairs.iter().map(show).collect::<Vec<_>>().join(" ")
            }
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn files_belong_to_the_format_before_them() {
        for (words, expected) in [
            (&[][..], "text>-"),
            (&["json"], "json>-"),
            (&[">a"], "text>a"),
            (&["json", ">a"], "json>a"),
            (&[">a", "json"], "json>a"),
            (&["json", ">a", "text"], "json>a text>-"),
            (&["text", "json", ">a"], "text>- json>a"),
            (&["json", ">a", "sarif", ">b"], "json>a sarif>b"),
            (&["json", ">-"], "json>-"),
        ] {
            assert_eq!(paired(words), expected, "{words:?}");
        }
    }

    #[test]
    fn what_is_unclear_is_refused() {
        for (words, part) in [
            (&["json", ">a", ">b"][..], "-o b: there is no --format"),
            (&[">a", ">b"], "-o b: there is no --format"),
            (&[">a", "json", "text"], "-o a: there is no --format"),
            (&["json", ">a", "text", ">a"], "-o a: two reports"),
        ] {
            assert!(paired(words).starts_with(part), "{words:?}: {}", paired(words));
        }
    }
}
