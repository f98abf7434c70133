//! A member: its header and everything that overrides it, resolved into an [`Entry`].

use super::{
    block::BLOCK_SIZE,
    extension::Extensions,
    gnu,
    header::{Header, Numbers},
    notes::note,
    sparse::{MapText, OldMap, SparseForm},
};
use crate::model::{
    AnomalyKind, Entry, EntryKind, EntryPath, HeaderField, Limits, NameSource, SparseInfo,
};

/// What follows a member's header.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body {
    /// This many bytes of contents.
    Data(u64),
    /// Nothing.
    Empty,
    /// Perhaps this many bytes: a size where none should be.
    Suspect(u64),
    /// This many bytes that are no contents of a file.
    Skip(u64),
}

/// A resolved member, and what is still to be read before or within its data.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) body: Body,
    /// A map of GNU's old sparse format.
    pub(super) old_map: Option<OldMap>,
    /// A map at the start of the data.
    pub(super) map_text: Option<MapText>,
}

/// First size that the octal digits of the header's field do not hold.
const OCTAL_SIZES: u64 = 1 << 33;

/// Makes ready for a member whose first header is at `offset`, and keeps the memory.
pub(super) fn reset(entry: &mut Entry, offset: u64) {
    entry.start = offset;
    entry.anomalies.clear();
    entry.xattrs.clear();
    entry.sparse = None;
}

/// Resolves a member. `entry` holds what was odd about its extension headers.
pub(super) fn resolve(
    entry: &mut Entry,
    header: &Header<'_>,
    numbers: &Numbers,
    offset: u64,
    extensions: &Extensions,
    limits: &Limits,
) -> Member {
    let (pax, _) = extensions.pax();
    entry.header = offset;
    entry.data = offset.saturating_add(BLOCK_SIZE);
    entry.layout = header.layout();
    entry.typeflag = header.typeflag();
    entry.mode = numbers.mode;
    entry.device = numbers.device;
    let global = extensions.global();
    entry.uid = pax.uid.over(global.uid, numbers.uid);
    entry.gid = pax.gid.over(global.gid, numbers.gid);
    entry.mtime = pax.mtime.over(global.mtime, numbers.mtime);
    set_names(entry, header, extensions);
    entry.kind = kind(entry.typeflag, &entry.path);
    if let Some(kind) = gnu::type_anomaly(entry.typeflag) {
        note(&mut entry.anomalies, offset, kind);
    }
    note_mixed(entry, extensions);
    let body = set_size(entry, numbers, pax.size);
    note_dialects(entry, header, pax.star_size);
    let mut member = Member { body, old_map: None, map_text: None };
    set_sparse(entry, header, extensions, limits, &mut member);
    member
}

fn set_names(entry: &mut Entry, header: &Header<'_>, extensions: &Extensions) {
    let (pax, data) = extensions.pax();
    let prefix = header.prefix();
    if let Some(name) = pax.sparse_name {
        set(&mut entry.path, &mut entry.path_source, name.of(data), NameSource::GnuSparse);
    } else if let Some(name) = pax.path {
        set(&mut entry.path, &mut entry.path_source, name.of(data), NameSource::Pax);
        let separator: &[u8] = if prefix.is_empty() { b"" } else { b"/" };
        note_ignored(entry, "path", name.of(data), &[prefix, separator, header.name()]);
    } else if let Some(name) = extensions.long_name() {
        set(&mut entry.path, &mut entry.path_source, name, NameSource::GnuLong);
    } else {
        set(&mut entry.path, &mut entry.path_source, prefix, NameSource::Header);
        if !prefix.is_empty() {
            entry.path.extend(b"/");
        }
        entry.path.extend(header.name());
    }
    let target = &mut entry.link_target;
    if let Some(name) = pax.link_path {
        set(target, &mut entry.link_source, name.of(data), NameSource::Pax);
        note_ignored(entry, "linkpath", name.of(data), &[header.link_name()]);
    } else if let Some(name) = extensions.long_link() {
        set(target, &mut entry.link_source, name, NameSource::GnuLong);
    } else {
        set(target, &mut entry.link_source, header.link_name(), NameSource::Header);
    }
    entry.xattrs.extend(pax.xattrs.iter().map(|name| name.of(data).to_vec()));
}

/// Tells of a PAX value that stands aside for the header's own: node-tar and Rust's `tar` split PAX headers at newlines
/// and skip what is no record then, and node-tar counts bytes that are not UTF-8 as three.
fn note_ignored(entry: &mut Entry, key: &str, value: &[u8], own: &[&[u8]]) {
    let newline = value.contains(&b'\n');
    if (newline || str::from_utf8(value).is_err())
        && !value.iter().eq(own.iter().copied().flatten())
    {
        let kind = AnomalyKind::PaxIgnoredName { key: key.into(), newline };
        note(&mut entry.anomalies, entry.header, kind);
    }
}

fn set(path: &mut EntryPath, source: &mut NameSource, name: &[u8], from: NameSource) {
    path.set(name);
    *source = from;
}

fn kind(typeflag: u8, path: &EntryPath) -> EntryKind {
    match typeflag {
        0 if path.as_bytes().ends_with(b"/") => EntryKind::Directory,
        b'1' => EntryKind::HardLink,
        b'2' => EntryKind::Symlink,
        b'3' => EntryKind::CharDevice,
        b'4' => EntryKind::BlockDevice,
        b'5' | b'D' => EntryKind::Directory,
        b'6' => EntryKind::Fifo,
        b'7' => EntryKind::Contiguous,
        _ => EntryKind::File,
    }
}

fn note_mixed(entry: &mut Entry, extensions: &Extensions) {
    if !extensions.has_pax() || !extensions.has_gnu() {
        return;
    }
    let (pax, _) = extensions.pax();
    let names = pax.path.is_some() || pax.sparse_name.is_some();
    let conflict = (names && extensions.long_name().is_some())
        || (pax.link_path.is_some() && extensions.long_link().is_some());
    note(&mut entry.anomalies, entry.header, AnomalyKind::MixedLongName { conflict });
}

/// Sets the sizes: PAX over the header. What takes no data by its type has none, whatever its size says.
fn set_size(entry: &mut Entry, numbers: &Numbers, pax: Option<u64>) -> Body {
    let size = pax.unwrap_or(numbers.size);
    let takes_data = entry.kind.is_file() || entry.typeflag == b'D';
    let header = numbers.size;
    let conflict = pax.filter(|&pax| {
        if takes_data { pax != header && pax < OCTAL_SIZES } else { pax != 0 || header != 0 }
    });
    if let Some(pax) = conflict {
        note(&mut entry.anomalies, entry.header, AnomalyKind::PaxSizeConflict { pax, header });
    }
    let regular = entry.kind.is_file() && matches!(entry.typeflag, 0 | b'0' | b'7');
    if numbers.size_blank && pax.is_none() && regular {
        note(&mut entry.anomalies, entry.header, AnomalyKind::NumberBlank(HeaderField::Size));
    }
    entry.stored_size = if takes_data { size } else { 0 };
    entry.size = entry.stored_size;
    match (size, takes_data, entry.kind.is_file()) {
        (0, ..) => Body::Empty,
        (_, false, _) => Body::Suspect(size),
        (_, true, true) => Body::Data(size),
        (_, true, false) => Body::Skip(size),
    }
}

/// Tells of sizes that libarchive takes in place of the entry's: star's record, and GNU's field for the size of a
/// sparse file in the header of any other.
fn note_dialects(entry: &mut Entry, header: &Header<'_>, star: Option<u64>) {
    let other = |size| size != entry.size;
    let by = if star.is_some_and(other) {
        "the PAX record SCHILY.realsize"
    } else if entry.typeflag != b'S' && header.gnu_size().is_some_and(other) {
        "the header's field for the size of a sparse file"
    } else {
        return;
    };
    note(&mut entry.anomalies, entry.header, AnomalyKind::SparseDialect { by });
}

fn set_sparse(
    entry: &mut Entry,
    header: &Header<'_>,
    extensions: &Extensions,
    limits: &Limits,
    member: &mut Member,
) {
    let (pax, _) = extensions.pax();
    let form = pax.sparse.form(pax.sparse_name.is_some());
    if entry.typeflag == b'S'
        && let Some(gnu) = header.gnu()
    {
        member.old_map = Some(OldMap::new(gnu, entry.header, &mut entry.anomalies));
    }
    match form {
        SparseForm::None => {
            if entry.typeflag == b'S' && member.old_map.is_none() {
                note(&mut entry.anomalies, entry.header, AnomalyKind::SparseIncomplete);
            }
        }
        _ if !entry.kind.is_file() || member.old_map.is_some() => {
            note(&mut entry.anomalies, entry.header, AnomalyKind::SparseIncomplete);
        }
        SparseForm::Incomplete => {
            note(&mut entry.anomalies, entry.header, AnomalyKind::SparseIncomplete);
        }
        SparseForm::InData { real_size } => {
            set_real_size(entry, real_size, None);
            member.map_text = Some(MapText::new(real_size));
        }
        SparseForm::InHeader { real_size, map } => {
            set_real_size(entry, real_size, Some(map.regions()));
            for kind in map.verdict(real_size, entry.stored_size, limits) {
                note(&mut entry.anomalies, entry.header, kind);
            }
        }
    }
}

/// Sets what a sparse file is when it is written out.
pub(super) fn set_real_size(entry: &mut Entry, real_size: u64, regions: Option<u64>) {
    entry.size = real_size;
    entry.sparse = Some(SparseInfo { real_size, regions });
}
