//! The recipes of `cases/`, and the files of `wild/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{RecipeError, recipe::Recipe};

/// One recipe: `cases/GROUP/NAME/{fires,passes}[-note].toml`.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its file.
    pub path: PathBuf,
    /// The rule that it is about, by its folder.
    pub rule: String,
    /// Its file name without the extension.
    pub stem: String,
}

impl Case {
    /// All of them, sorted, and what is wrong with the files that are none.
    pub fn all() -> (Vec<Self>, Vec<String>) {
        let mut cases = Vec::new();
        let mut strays = Vec::new();
        for path in files_below(&folder("cases")) {
            match Self::of(&path) {
                Ok(Some(case)) => cases.push(case),
                Ok(None) => {}
                Err(fault) => strays.push(format!("{}: {fault}", path.display())),
            }
        }
        (cases, strays)
    }

    fn of(path: &Path) -> Result<Option<Self>, RecipeError> {
        let inside = path.strip_prefix(folder("cases")).unwrap_or(path);
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let (group, name, file) = match &parts[..] {
            [readme] if readme == "README.md" => return Ok(None),
            [group, name, file] => (group, name, file),
            _ => return Err(RecipeError::new("is not in a folder GROUP/NAME")),
        };
        if let Some(stem) = file.strip_suffix(".report.json") {
            let there = path.with_file_name(format!("{stem}.toml")).exists();
            return if there { Ok(None) } else { Err(RecipeError::new("has no recipe beside it")) };
        }
        let stem = file.strip_suffix(".toml");
        let stem = stem.ok_or_else(|| RecipeError::new("is neither a recipe nor a report"))?;
        let word = stem.split('-').next().unwrap_or_default();
        if word != "fires" && word != "passes" {
            return Err(RecipeError::new("is called neither fires[-note] nor passes[-note]"));
        }
        let path = path.to_owned();
        Ok(Some(Self { path, rule: format!("{group}/{name}"), stem: stem.to_owned() }))
    }

    /// Its name as a test.
    pub fn name(&self) -> String {
        format!("{}/{}", self.rule, self.stem)
    }

    /// The rule must be reported; otherwise it must not be.
    pub fn fires(&self) -> bool {
        self.stem.starts_with("fires")
    }

    /// The golden report.
    pub fn report(&self) -> PathBuf {
        self.path.with_file_name(format!("{}.report.json", self.stem))
    }

    /// The recipe.
    pub fn recipe(&self) -> Result<Recipe, RecipeError> {
        let text = fs::read_to_string(&self.path)
            .map_err(|fault| RecipeError::new(fault.to_string()).at(self.path.display()))?;
        if !text.starts_with("# ") {
            return Err(RecipeError::new("a recipe starts with a comment that says what it is"));
        }
        Recipe::parse(&text)
    }
}

/// A folder of this crate.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Not a text about the inputs, nor the script that makes them.
pub fn is_input(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension != "md") && !path.ends_with("wild/make")
}

/// The files below a folder, sorted; none where there is no folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
