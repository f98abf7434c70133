//! From an entry to its blocks: extension headers, header, data, padding.

use super::{
    entry::{Entry, Type},
    header::{BLOCK, Field, Format, Header, fits_octal},
    pax::Record,
    sparse::{Sparse, Version},
};
use crate::{RecipeError, bytes::Bytes};

/// 2020-01-01.
const MTIME: i64 = 1_577_836_800;

impl Entry {
    /// Writes the extension headers; false where there are none.
    pub(super) fn write_extensions(
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
        let format = if gnu { Format::Gnu } else { Format::Ustar };
        out.extend_from_slice(&header.head(name.as_bytes(), format, &mut Own::default())?);
        header.write_body(out)
    }

    pub(super) fn write_member(
        &self,
        path: &[u8],
        format: Format,
        out: &mut Vec<u8>,
    ) -> Result<(), RecipeError> {
        let mut own = Own::default();
        let head = self.head(path, format, &mut own)?;
        self.write_extensions(Some(own), &Self::default(), out)?;
        out.extend_from_slice(&head);
        self.write_body(out)
    }

    /// The header and an old GNU sparse map behind it; what the header cannot hold goes to `own`.
    fn head(&self, path: &[u8], format: Format, own: &mut Own) -> Result<Vec<u8>, RecipeError> {
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
        self.write_numbers((typeflag, path.ends_with(b"/")), format, own, &mut header)?;
        if format != Format::V7 {
            header.text(Field::Uname, &self.uname.clone().unwrap_or_default().to_vec()?)?;
            header.text(Field::Gname, &self.gname.clone().unwrap_or_default().to_vec()?)?;
        }
        let map = self.sparse.as_ref().map(|sparse| sparse.write_gnu(&mut header)).transpose()?;
        header.set(&self.header)?;
        let block = header.finish(self.checksum, &self.header)?;
        Ok([&block[..], &map.unwrap_or_default()].concat())
    }

    /// A sparse map in front of the data, and the data.
    fn stored(&self) -> Result<(Vec<u8>, Bytes), RecipeError> {
        let map = self.sparse.as_ref().map(Sparse::map_in_data).transpose()?;
        let regions = || self.sparse.as_ref().map(Sparse::default_data).unwrap_or_default();
        Ok((map.unwrap_or_default(), self.data.clone().unwrap_or_else(regions)))
    }

    /// Writes data and padding.
    fn write_body(&self, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let (map, data) = self.stored()?;
        out.extend_from_slice(&map);
        data.write(out)?;
        self.write_padding(map.len() + data.length()?, out)
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
        let (map, data) = self.stored()?;
        let stored = i64::try_from(map.len() + data.length()?)
            .map_err(|_| RecipeError::new("too much data"))?;
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
pub(super) struct Own {
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
