//! One entry: its extension headers, header, data and padding.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{
    header::{BLOCK, Checksum, Field, Format, Header, Value, fits_octal},
    pax::Record,
    sparse::{Sparse, Version},
};
use crate::{RecipeError, bytes::Bytes};

/// 2020-01-01.
const MTIME: i64 = 1_577_836_800;

/// What stands in the typeflag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Type(pub u8);

impl Type {
    const NAMES: [(&'static str, u8); 8] = [
        ("file", b'0'),
        ("hardlink", b'1'),
        ("symlink", b'2'),
        ("char", b'3'),
        ("block", b'4'),
        ("dir", b'5'),
        ("fifo", b'6'),
        ("contiguous", b'7'),
    ];
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let named = Self::NAMES.iter().find(|&&(name, _)| name == text);
        match (named, text.as_bytes()) {
            (Some(&(_, flag)), _) | (None, &[flag]) => Ok(Self(flag)),
            _ => Err(D::Error::custom(format!(
                "type {text:?} is neither one character nor one of {}",
                Self::NAMES.map(|(name, _)| name).join(", ")
            ))),
        }
    }
}

/// One entry of an archive, or an extension header alone, or raw bytes between entries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Entry {
    /// Its name. Without one the entry is its extension headers alone.
    pub path: Option<Bytes>,
    /// What it is: a name of [`Type`], or the typeflag itself.
    #[serde(rename = "type")]
    pub kind: Option<Type>,
    /// Makes it a symlink to that target.
    pub symlink: Option<Bytes>,
    /// Makes it a hard link to that target.
    pub hardlink: Option<Bytes>,
    /// A link target that does not change what it is.
    pub target: Option<Bytes>,
    /// Its contents.
    pub data: Option<Bytes>,
    /// The size that the header claims.
    pub size: Option<i64>,
    /// The mode field.
    pub mode: Option<i64>,
    /// The owner.
    pub uid: Option<i64>,
    /// The group.
    pub gid: Option<i64>,
    /// Modification time in seconds since 1970.
    pub mtime: Option<i64>,
    /// The owner's name.
    pub uname: Option<Bytes>,
    /// The group's name.
    pub gname: Option<Bytes>,
    /// Device numbers.
    pub device: Option<(i64, i64)>,
    /// Layout of the header.
    pub format: Option<Format>,
    /// Header fields by value or by bytes, over everything else.
    pub header: BTreeMap<Field, Value>,
    /// How the checksum is made.
    pub checksum: Checksum,
    /// Records of a PAX global header before it.
    pub global: Option<Vec<Record>>,
    /// Records of a PAX header before it.
    pub pax: Option<Vec<Record>>,
    /// A GNU long name before it.
    pub long_name: Option<Bytes>,
    /// A GNU long link before it.
    pub long_link: Option<Bytes>,
    /// A sparse map.
    pub sparse: Option<Sparse>,
    /// Bytes over the padding; what they do not fill stays NUL.
    pub padding: Option<Bytes>,
    /// Leave the padding out.
    pub unpadded: bool,
    /// Bytes in place of everything else.
    pub raw: Option<Bytes>,
    /// So many zero blocks in place of everything else.
    pub zero_blocks: Option<usize>,
    /// So many of it, with `{n}` in names, targets and PAX values counted up from 0.
    pub count: Option<u64>,
}

impl Entry {
    /// A regular file.
    pub fn file(path: impl Into<Bytes>, data: impl Into<Bytes>) -> Self {
        Self { path: Some(path.into()), data: Some(data.into()), ..Self::default() }
    }

    /// Appends its bytes. `format` is the layout where the entry names none.
    pub fn write(&self, format: Format, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let Some(count) = self.count else { return self.write_one(format, out) };
        for number in 0..count {
            self.numbered(&number.to_string()).write_one(format, out)?;
        }
        Ok(())
    }

    /// The same entry with `from` replaced by `to` in names, targets, contents and PAX values.
    #[must_use]
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        let in_bytes = |bytes: &Option<Bytes>| bytes.as_ref().map(|bytes| bytes.replaced(from, to));
        let in_records = |records: &Option<Vec<Record>>| {
            let records = records.as_ref()?;
            Some(records.iter().map(|record| record.replaced(from, to)).collect())
        };
        Self {
            path: in_bytes(&self.path),
            symlink: in_bytes(&self.symlink),
            hardlink: in_bytes(&self.hardlink),
            target: in_bytes(&self.target),
            data: in_bytes(&self.data),
            long_name: in_bytes(&self.long_name),
            long_link: in_bytes(&self.long_link),
            pax: in_records(&self.pax),
            global: in_records(&self.global),
            ..self.clone()
        }
    }

    fn numbered(&self, number: &str) -> Self {
        self.replaced("{n}", number)
    }

    fn write_one(&self, format: Format, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let format = self.format.unwrap_or(format);
        match (&self.raw, self.zero_blocks, &self.path) {
            (Some(raw), ..) => out.extend_from_slice(&raw.to_vec()?),
            (None, Some(blocks), _) => out.resize(out.len() + blocks * BLOCK, 0),
            (None, None, Some(path)) => {
                let path = path.to_vec()?;
                let place = String::from_utf8_lossy(&path).into_owned();
                self.write_member(&path, format, out).map_err(|fault| fault.at(place))?;
            }
            (None, None, None) => {
                // The header's oddities are those of the extension header itself.
                if !self.write_extensions(None, self, out)? {
                    return Err(RecipeError::new(
                        "an entry needs `path`, an extension header, `raw` or `zero-blocks`",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Writes the extension headers; false where there are none.
    fn write_extensions(
        &self,
        own: Option<Own>,
        odd: &Self,
        out: &mut Vec<u8>,
    ) -> Result<bool, RecipeError> {
        let start = out.len();
        let own = own.unwrap_or_default();
        if let Some(records) = &self.global {
            odd.write_extension(b'g', "pax_global_header", &join(records)?, out)?;
        }
        if self.pax.is_some() || !own.records.is_empty() {
            let given = self.pax.iter().flatten().cloned();
            let records: Vec<_> = own.records.into_iter().chain(given).collect();
            odd.write_extension(b'x', "././@PaxHeader", &join(&records)?, out)?;
        }
        let given = |bytes: &Option<Bytes>| bytes.as_ref().map(Bytes::to_vec).transpose();
        for (typeflag, name) in [
            (b'K', given(&self.long_link)?.or(own.long_link)),
            (b'L', given(&self.long_name)?.or(own.long_name)),
        ] {
            if let Some(name) = name {
                odd.write_extension(typeflag, "././@LongLink", &[&name[..], b"\0"].concat(), out)?;
            }
        }
        Ok(out.len() > start)
    }

    /// Writes one extension header; its fields and padding are odd as those of `self` are.
    fn write_extension(
        &self,
        typeflag: u8,
        name: &str,
        data: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), RecipeError> {
        let gnu = matches!(typeflag, b'L' | b'K');
        let header = Self {
            kind: Some(Type(typeflag)),
            data: Some(data.into()),
            mode: Some(self.mode.unwrap_or(0)),
            mtime: Some(self.mtime.unwrap_or(0)),
            size: self.size,
            uid: self.uid,
            gid: self.gid,
            header: self.header.clone(),
            checksum: self.checksum,
            padding: self.padding.clone(),
            unpadded: self.unpadded,
            ..Self::default()
        };
        header.write_block(
            name.as_bytes(),
            if gnu { Format::Gnu } else { Format::Ustar },
            &mut Own::default(),
            out,
        )
    }

    fn write_member(
        &self,
        path: &[u8],
        format: Format,
        out: &mut Vec<u8>,
    ) -> Result<(), RecipeError> {
        let mut own = Own::default();
        let mut member = Vec::new();
        self.write_block(path, format, &mut own, &mut member)?;
        self.write_extensions(Some(own), &Self::default(), out)?;
        out.extend_from_slice(&member);
        Ok(())
    }

    /// Writes header, data and padding; what the header cannot hold goes to `own`.
    fn write_block(
        &self,
        path: &[u8],
        format: Format,
        own: &mut Own,
        out: &mut Vec<u8>,
    ) -> Result<(), RecipeError> {
        let data = self.stored_data()?;
        let mut header = Header::new(format);
        own.records = self.sparse.iter().flat_map(|sparse| sparse.records(path)).collect();
        let sparse_name = self.sparse.as_ref().map(|sparse| sparse.header_name(path));
        if !self.header.contains_key(&Field::Name) {
            let long = self.long_name.is_some();
            own.write_name(sparse_name.as_deref().unwrap_or(path), format, long, &mut header)?;
        }
        if !self.header.contains_key(&Field::Linkname) {
            own.write_target(&self.link_target()?, format, self.long_link.is_some(), &mut header)?;
        }
        let typeflag = self.typeflag(path, format).0;
        header.text(Field::Typeflag, &[typeflag])?;
        let directory = path.ends_with(b"/");
        self.write_numbers((typeflag, directory), data.len(), format, own, &mut header)?;
        if format != Format::V7 {
            header.text(Field::Uname, &self.uname.clone().unwrap_or_default().to_vec()?)?;
            header.text(Field::Gname, &self.gname.clone().unwrap_or_default().to_vec()?)?;
        }
        let map = self.sparse.as_ref().map(|sparse| sparse.write_gnu(&mut header)).transpose()?;
        header.set(&self.header)?;
        out.extend_from_slice(&header.finish(self.checksum, &self.header)?);
        out.extend_from_slice(&map.unwrap_or_default());
        out.extend_from_slice(&data);
        self.write_padding(data.len(), out)
    }

    fn stored_data(&self) -> Result<Vec<u8>, RecipeError> {
        let data = self.data.as_ref().map(Bytes::to_vec).transpose()?;
        let Some(sparse) = &self.sparse else { return Ok(data.unwrap_or_default()) };
        let mut stored = sparse.map_in_data()?;
        stored.extend_from_slice(&data.unwrap_or_else(|| sparse.default_data()));
        Ok(stored)
    }

    fn link_target(&self) -> Result<Vec<u8>, RecipeError> {
        let given = [&self.symlink, &self.hardlink, &self.target];
        let mut given = given.into_iter().flatten();
        let target = given.next().map(Bytes::to_vec).transpose()?.unwrap_or_default();
        match given.next() {
            None => Ok(target),
            Some(_) => {
                Err(RecipeError::new("only one of `symlink`, `hardlink` and `target` can be given"))
            }
        }
    }

    /// What it is: as told, by its link, sparse by its map, a directory by a final slash, else a file.
    fn typeflag(&self, path: &[u8], format: Format) -> Type {
        let gnu_sparse = self.sparse.as_ref().is_some_and(|sparse| sparse.version == Version::Gnu);
        self.kind.unwrap_or(Type(match () {
            () if self.symlink.is_some() => b'2',
            () if self.hardlink.is_some() => b'1',
            () if gnu_sparse => b'S',
            () if path.ends_with(b"/") && format == Format::V7 => 0,
            () if path.ends_with(b"/") => b'5',
            () if format == Format::V7 => 0,
            () => b'0',
        }))
    }

    fn write_numbers(
        &self,
        (typeflag, directory): (u8, bool),
        stored: usize,
        format: Format,
        own: &mut Own,
        header: &mut Header,
    ) -> Result<(), RecipeError> {
        let mode = match typeflag {
            b'2' => 0o777,
            b'5' => 0o755,
            0 if directory => 0o755,
            _ => 0o644,
        };
        let stored = i64::try_from(stored).map_err(|_| RecipeError::new("too much data"))?;
        for (field, key, value) in [
            (Field::Mode, "mode", self.mode.unwrap_or(mode)),
            (Field::Uid, "uid", self.uid.unwrap_or(0)),
            (Field::Gid, "gid", self.gid.unwrap_or(0)),
            (Field::Size, "size", self.size.unwrap_or(stored)),
            (Field::Mtime, "mtime", self.mtime.unwrap_or(MTIME)),
        ] {
            if format == Format::Pax && field != Field::Mode && !fits_octal(field, value) {
                own.records.push(Record::new(key, value.to_string()));
                header.number(field, 0);
            } else {
                header.number(field, value);
            }
        }
        let device = self.device.unwrap_or((0, 0));
        // GNU tar leaves the numbers of what is no device blank, the ustar writers put zeros there.
        if self.device.is_some() || matches!(format, Format::Ustar | Format::Pax) {
            header.number(Field::Devmajor, device.0);
            header.number(Field::Devminor, device.1);
        }
        Ok(())
    }

    fn write_padding(&self, stored: usize, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        if self.unpadded {
            return Ok(());
        }
        let room = stored.next_multiple_of(BLOCK) - stored;
        let padding = self.padding.as_ref().map(Bytes::to_vec).transpose()?.unwrap_or_default();
        if padding.len() > room {
            let fault = format!("{} bytes do not fit {room} of padding", padding.len());
            return Err(RecipeError::new(fault));
        }
        out.extend_from_slice(&padding);
        out.resize(out.len() + room - padding.len(), 0);
        Ok(())
    }
}

/// What a member's header cannot hold, for extension headers of its own.
#[derive(Debug, Default)]
struct Own {
    records: Vec<Record>,
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
}

impl Own {
    /// `long`: a long name is given, so that the header's own is cut to fit.
    fn write_name(
        &mut self,
        name: &[u8],
        format: Format,
        long: bool,
        header: &mut Header,
    ) -> Result<(), RecipeError> {
        if name.len() <= 100 {
            return header.text(Field::Name, name);
        }
        let split = (name.len().saturating_sub(101)..name.len().min(156))
            .find(|&at| name[at] == b'/' && at > 0 && at + 1 < name.len());
        match (format, split) {
            _ if long => {}
            (Format::Ustar, Some(at)) => {
                header.text(Field::Prefix, &name[..at])?;
                return header.text(Field::Name, &name[at + 1..]);
            }
            (Format::Gnu, _) => self.long_name = Some(name.to_vec()),
            (Format::Pax, _) => self.records.push(Record::new("path", name)),
            (Format::V7 | Format::Ustar, _) => {
                return Err(RecipeError::new("the name fits no field; take format gnu or pax"));
            }
        }
        header.text(Field::Name, &name[..100])
    }

    fn write_target(
        &mut self,
        target: &[u8],
        format: Format,
        long: bool,
        header: &mut Header,
    ) -> Result<(), RecipeError> {
        if target.len() <= 100 {
            return header.text(Field::Linkname, target);
        }
        match format {
            _ if long => {}
            Format::Gnu => self.long_link = Some(target.to_vec()),
            Format::Pax => self.records.push(Record::new("linkpath", target)),
            Format::V7 | Format::Ustar => {
                return Err(RecipeError::new("the target fits no field; take format gnu or pax"));
            }
        }
        header.text(Field::Linkname, &target[..100])
    }
}

fn join(records: &[Record]) -> Result<Vec<u8>, RecipeError> {
    let mut out = Vec::new();
    for record in records {
        record.write(&mut out)?;
    }
    Ok(out)
}
