//! Words and variables as the builder's shell lexer reads them.
//!
//! Source: `BuildKit`, `frontend/dockerfile/shell/lex.go`.

use super::{budget::Budget, pattern};

/// Longest expanded text, in bytes.
const LONGEST: usize = 64 << 10;
/// Depth of `${A:-${B:-…}}`.
const DEPTH: u32 = 32;

/// Values of variables.
pub(super) trait Values {
    /// The value; none where it is not set.
    fn value(&self, name: &str) -> Option<&str>;
}

/// No variable is set.
pub(super) struct Nothing;

impl Values for Nothing {
    fn value(&self, _: &str) -> Option<&str> {
        None
    }
}

/// How text is read.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of BuildKit's lexer")]
pub(super) struct Style {
    /// Takes the special meaning of the next character.
    pub(super) escape: char,
    /// Quotes stay.
    pub(super) keep_quotes: bool,
    /// Escapes stay.
    pub(super) keep_escapes: bool,
    /// Variables that are not set stay as they are written.
    pub(super) keep_unset: bool,
    /// Blanks behind `<<` belong to the word, as newer builders have it.
    pub(super) here_blanks: bool,
}

impl Style {
    /// The style of expansion.
    pub(super) const fn plain(escape: char) -> Self {
        let no = false;
        Self { escape, keep_quotes: no, keep_escapes: no, keep_unset: no, here_blanks: no }
    }
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub(super) struct Expanded {
    /// The whole text.
    pub(super) text: String,
    /// The text in words.
    pub(super) words: Vec<String>,
    /// Variables that have no value, each once.
    pub(super) unset: Vec<String>,
}

/// Expands variables and removes quotes.
pub(super) fn expand(
    text: &str,
    style: Style,
    values: &dyn Values,
    budget: &mut Budget,
) -> Result<Expanded, String> {
    let mut lexer = Lexer { rest: text, style, values, budget, unset: Vec::new(), depth: 0 };
    let (text, words) = lexer.until(None, style.keep_escapes)?;
    Ok(Expanded { text, words, unset: lexer.unset })
}

struct Lexer<'a> {
    rest: &'a str,
    style: Style,
    values: &'a dyn Values,
    budget: &'a mut Budget,
    unset: Vec<String>,
    depth: u32,
}

/// Collects words.
#[derive(Default)]
struct Words {
    word: String,
    done: Vec<String>,
    inside: bool,
}

impl Words {
    fn push(&mut self, letter: char) {
        if !letter.is_whitespace() {
            self.push_raw(letter);
        } else if self.inside && !self.word.is_empty() {
            self.done.push(core::mem::take(&mut self.word));
            self.inside = false;
        }
    }

    fn push_raw(&mut self, letter: char) {
        self.word.push(letter);
        self.inside = true;
    }

    fn push_text(&mut self, text: &str) {
        self.word.push_str(text);
        self.inside = true;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.word.is_empty() {
            self.done.push(self.word);
        }
        self.done
    }
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        Some(letter)
    }

    fn write(&mut self, out: &mut String, text: &str) -> Result<(), String> {
        self.budget.take(text.len())?;
        out.push_str(text);
        if out.len() > LONGEST {
            return Err(format!("expands to more than {LONGEST} bytes"));
        }
        Ok(())
    }

    /// Reads up to `stop`, which is used up, or to the end.
    fn until(
        &mut self,
        stop: Option<char>,
        keep_escapes: bool,
    ) -> Result<(String, Vec<String>), String> {
        let mut out = String::new();
        let mut words = Words::default();
        while let Some(letter) = self.peek() {
            if Some(letter) == stop {
                self.next();
                return Ok((out, words.finish()));
            }
            match letter {
                '\'' => {
                    let text = self.single_quoted()?;
                    self.write(&mut out, &text)?;
                    words.push_text(&text);
                }
                '"' => {
                    let text = self.double_quoted(keep_escapes)?;
                    self.write(&mut out, &text)?;
                    words.push_text(&text);
                }
                '$' => {
                    let text = self.variable()?;
                    self.write(&mut out, &text)?;
                    text.chars().for_each(|letter| words.push(letter));
                }
                '<' if self.style.here_blanks => {
                    let text = self.here();
                    self.write(&mut out, &text)?;
                    words.push_text(&text);
                }
                _ => {
                    self.next();
                    self.plain(letter, keep_escapes, &mut out, &mut words)?;
                }
            }
        }
        if let Some(stop) = stop {
            return Err(format!("has no {stop} at the end of a variable"));
        }
        Ok((out, words.finish()))
    }

    fn plain(
        &mut self,
        letter: char,
        keep_escapes: bool,
        out: &mut String,
        words: &mut Words,
    ) -> Result<(), String> {
        let mut buffer = [0; 4];
        if letter != self.style.escape {
            words.push(letter);
            return self.write(out, letter.encode_utf8(&mut buffer));
        }
        if keep_escapes {
            words.push_raw(letter);
            self.write(out, letter.encode_utf8(&mut buffer))?;
        }
        let Some(escaped) = self.next() else { return Ok(()) };
        words.push_raw(escaped);
        self.write(out, escaped.encode_utf8(&mut buffer))
    }

    fn single_quoted(&mut self) -> Result<String, String> {
        self.next();
        let end = self.rest.find('\'').ok_or("has a single quote without its end")?;
        let (inside, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest.strip_prefix('\'').unwrap_or(rest);
        let quote = if self.style.keep_quotes { "'" } else { "" };
        Ok(format!("{quote}{inside}{quote}"))
    }

    fn double_quoted(&mut self, keep_escapes: bool) -> Result<String, String> {
        self.next();
        let mut out = String::new();
        if self.style.keep_quotes {
            out.push('"');
        }
        loop {
            match self.peek().ok_or("has a double quote without its end")? {
                '"' => {
                    self.next();
                    if self.style.keep_quotes {
                        out.push('"');
                    }
                    return Ok(out);
                }
                '$' => {
                    let text = self.variable()?;
                    self.write(&mut out, &text)?;
                }
                letter => {
                    self.next();
                    self.double_quoted_letter(letter, keep_escapes, &mut out);
                }
            }
        }
    }

    /// Within double quotes an escape takes the meaning of quotes, dollars and escapes only.
    fn double_quoted_letter(&mut self, letter: char, keep_escapes: bool, out: &mut String) {
        if letter != self.style.escape {
            out.push(letter);
            return;
        }
        if keep_escapes {
            out.push(letter);
        }
        match self.peek() {
            None => {}
            Some(next) if next == '"' || next == '$' || next == self.style.escape => {
                self.next();
                out.push(next);
            }
            Some(_) => out.push(letter),
        }
    }

    fn here(&mut self) -> String {
        self.next();
        if self.peek() != Some('<') {
            return "<".to_owned();
        }
        self.next();
        let rest = self.rest.trim_start_matches([' ', '\t']);
        let blanks = self.rest.strip_suffix(rest).unwrap_or_default();
        self.rest = rest;
        format!("<<{blanks}")
    }

    fn variable(&mut self) -> Result<String, String> {
        self.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            let kept = format!("${name}");
            return Ok(self.value(&name).or_else(|| self.kept(kept)).unwrap_or_default());
        }
        self.next();
        if matches!(self.peek(), None | Some('{' | '}' | ':')) {
            return Err("has a variable without a name".to_owned());
        }
        let name = self.name();
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH {
            return Err("has variables within variables without end".to_owned());
        }
        let text = self.modified(&name)?;
        self.depth = self.depth.saturating_sub(1);
        Ok(text)
    }

    /// What stands behind the name in `${name…}`.
    fn modified(&mut self, name: &str) -> Result<String, String> {
        let modifier = self.next().ok_or("has no } at the end of a variable")?;
        let (operator, or_empty) = match modifier {
            '}' => {
                let kept = format!("${{{name}}}");
                return Ok(self.value(name).or_else(|| self.kept(kept)).unwrap_or_default());
            }
            '/' => return self.replaced(name),
            ':' => (self.next().unwrap_or_default(), true),
            other => (other, false),
        };
        if !matches!(operator, '+' | '-' | '?' | '#' | '%')
            || (or_empty && matches!(operator, '#' | '%'))
        {
            return Err(format!(
                "has a variable with the unknown modifier {}",
                operator.escape_default()
            ));
        }
        let (word, _) = self.until(Some('}'), matches!(operator, '#' | '%'))?;
        // That a variable is not set is no accident where a default stands behind it.
        let value = self.values.value(name).map(str::to_owned);
        if value.is_none() && self.style.keep_unset {
            let colon = if or_empty { ":" } else { "" };
            return Ok(format!("${{{name}{colon}{operator}{word}}}"));
        }
        let used = value.clone().filter(|value| !(or_empty && value.is_empty()));
        match operator {
            '-' => Ok(used.unwrap_or(word)),
            '+' => Ok(used.map(|_| word).unwrap_or_default()),
            '?' => {
                used.ok_or_else(|| format!("needs a value for {}", crate::model::escape_str(name)))
            }
            _ => {
                let value = self.value(name).unwrap_or_default();
                pattern::trim(&value, &word, operator, self.budget)
            }
        }
    }

    /// `${name/pattern/replacement}`.
    fn replaced(&mut self, name: &str) -> Result<String, String> {
        let all = self.peek() == Some('/');
        if all {
            self.next();
        }
        let (pattern, _) = self.until(Some('/'), true)?;
        let (replacement, _) = self.until(Some('}'), true)?;
        let kept = format!("${{{name}/{pattern}/{replacement}}}");
        let Some(value) = self.value(name) else {
            return Ok(self.kept(kept).unwrap_or_default());
        };
        pattern::replace(&value, &pattern, &replacement, all, self.budget)
    }

    /// The value of a variable; notes that it has none.
    fn value(&mut self, name: &str) -> Option<String> {
        let value = self.values.value(name).map(str::to_owned);
        if value.is_none() && !self.unset.iter().any(|unset| unset == name) && self.unset.len() < 16
        {
            self.unset.push(name.to_owned());
        }
        value
    }

    fn kept(&self, text: String) -> Option<String> {
        self.style.keep_unset.then_some(text)
    }

    fn name(&mut self) -> String {
        let rest = self.rest;
        let length = match rest.chars().next() {
            Some(first) if first.is_numeric() => {
                rest.find(|letter: char| !letter.is_numeric()).unwrap_or(rest.len())
            }
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            _ => {
                let part = |letter: char| letter.is_alphanumeric() || letter == '_';
                rest.find(|letter| !part(letter)).unwrap_or(rest.len())
            }
        };
        let (name, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.rest = rest;
        name.to_owned()
    }
}
