//! The lines of a list that are about one file.

use super::list::{ChecksumList, Entry};
use crate::model::sort_by;

/// What a list says of a file.
#[derive(Clone, Debug)]
pub(crate) enum Lookup<'a> {
    /// These lines are about it.
    Found(Vec<&'a Entry>),
    /// Its name ends the names of files in several folders, and nothing tells which of them it is.
    Ambiguous(Vec<&'a str>),
    /// No line is about it.
    Missing,
}

impl ChecksumList {
    /// Finds a file by its path: the listed name with most components in common at its end, else the one file of
    /// its name.
    ///
    /// Lists name files as they lie below the folder that holds the list, and that is not told; many name them
    /// in folders from which people take them.
    pub(crate) fn find(&self, path: &str) -> Lookup<'_> {
        match self.find_exactly(path) {
            // Where a backslash parts components.
            Lookup::Missing if path.contains('\\') => self.find_exactly(&path.replace('\\', "/")),
            found => found,
        }
    }

    fn find_exactly(&self, path: &str) -> Lookup<'_> {
        let base = path.rsplit('/').next().unwrap_or_default();
        let of_base = |entry: &&Entry| entry.name.rsplit('/').next() == Some(base);
        if base.is_empty() {
            return Lookup::Missing;
        }
        let near: Vec<&Entry> = self.entries.iter().filter(of_base).collect();
        let best = near
            .iter()
            .filter(|entry| ends_with(path, &entry.name))
            .map(|entry| entry.name.as_str())
            .max_by_key(|name| name.len());
        let mut names: Vec<&str> = near.iter().map(|entry| entry.name.as_str()).collect();
        sort_by(&mut names, Ord::cmp);
        names.dedup();
        let only = if let [name] = names.as_slice() { Some(*name) } else { None };
        match best.or(only) {
            Some(name) => {
                Lookup::Found(near.iter().copied().filter(|entry| entry.name == name).collect())
            }
            None if names.is_empty() => Lookup::Missing,
            None => Lookup::Ambiguous(names),
        }
    }
}

/// The name's components are the last ones of the path.
fn ends_with(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::Lookup;
    use crate::trust::ChecksumList;

    #[test]
    fn files_are_found_by_the_ends_of_their_paths() {
        let names = ["a.tar", "x/b.tar", "y/b.tar", "x/c.tar", "d.tar", "x/d.tar", "e\\f"];
        let hex = "a".repeat(64);
        let text = names
            .map(|name| {
                format!(
                    "{hex}  {name}
"
                )
            })
            .concat();
        let list = ChecksumList::read(&text);
        let find = |path: &str| match list.find(path) {
            Lookup::Found(entries) => entries[0].name.clone(),
            Lookup::Ambiguous(names) => names.join(" "),
            Lookup::Missing => String::new(),
        };
        for (path, expected) in [
            ("a.tar", "a.tar"),
            ("/home/u/a.tar", "a.tar"),
            ("C:\\u\\a.tar", "a.tar"),
            ("dl/e\\f", "e\\f"),
            ("b.tar", "x/b.tar y/b.tar"),
            ("dl/y/b.tar", "y/b.tar"),
            ("dl/z/b.tar", "x/b.tar y/b.tar"),
            ("c.tar", "x/c.tar"),
            ("d.tar", "d.tar"),
            ("dl/x/d.tar", "x/d.tar"),
            ("ba.tar", ""),
            ("-", ""),
            ("", ""),
            ("a.tar/", ""),
        ] {
            assert_eq!(find(path), expected, "{path}");
        }
    }
}
