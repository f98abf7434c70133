//! The directory of the last entry: most entries stand in the same one as the entry before them.

use super::node::NodeId;

/// A directory that a spelling leads to with nothing but directories on the way.
///
/// It holds until something else takes the place of a directory.
#[derive(Debug)]
pub(super) struct Beside {
    /// The names up to the last slash, as an entry spelt them; empty for the root.
    spelling: Vec<u8>,
    /// Where they lead.
    pub(super) node: NodeId,
}

impl Beside {
    /// The name of a path in this directory, if it is spelt alike.
    pub(super) fn name_of<'p>(&self, path: &'p [u8]) -> Option<&'p [u8]> {
        let (directory, name) = split(path)?;
        (directory == self.spelling).then_some(name)
    }

    /// Keeps the directory of a path whose parent is `node`.
    pub(super) fn keep(kept: &mut Option<Self>, path: &[u8], node: NodeId) {
        // Where `..` leads hangs on more than the directories on the way.
        let Some((directory, _)) = split(path).filter(|(directory, _)| !has_two_dots(directory))
        else {
            return;
        };
        match kept {
            Some(beside) if beside.spelling == directory => beside.node = node,
            Some(beside) => {
                beside.node = node;
                beside.spelling.clear();
                beside.spelling.extend_from_slice(directory);
            }
            None => *kept = Some(Self { spelling: directory.to_vec(), node }),
        }
    }
}

/// The directory, with its slash, and the name; nothing for paths that do not end in a plain name.
fn split(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let start = path.iter().rposition(|&byte| byte == b'/').map_or(0, |at| at.saturating_add(1));
    let (directory, name) = path.split_at_checked(start)?;
    (!matches!(name, b"" | b"." | b"..")).then_some((directory, name))
}

fn has_two_dots(directory: &[u8]) -> bool {
    directory.windows(2).any(|pair| pair == b"..")
}
