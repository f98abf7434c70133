//! Builds archives, right and wrong ones, for the tests of this module.

use crate::{
    model::{saturating_usize, to_u64},
    tar::block::padding,
};

/// A header block under construction: ustar, mode 644, no owner, time 0.
#[derive(Clone, Debug)]
pub(super) struct Header {
    block: [u8; 512],
    /// The sum is set already.
    summed: bool,
}

pub(super) fn header(name: &str) -> Header {
    let header = Header { block: [0; 512], summed: false };
    header
        .put(0, name)
        .put(100, "0000644\0")
        .put(108, "0000000\0")
        .put(116, "0000000\0")
        .put(136, "00000000000\0")
        .put(257, "ustar\x0000")
        .size(0)
        .kind(b'0')
}

impl Header {
    pub(super) fn put(mut self, at: usize, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.block[at..at + bytes.len()].copy_from_slice(bytes);
        self
    }

    pub(super) fn kind(self, typeflag: u8) -> Self {
        self.put(156, [typeflag])
    }

    pub(super) fn size(self, size: u64) -> Self {
        self.put(124, format!("{size:011o}\0"))
    }

    pub(super) fn link(self, target: &str) -> Self {
        self.put(157, target)
    }

    pub(super) fn gnu(self) -> Self {
        self.put(257, "ustar  \0")
    }

    pub(super) fn v7(self) -> Self {
        self.put(257, [0; 8])
    }

    /// Sets the field as it is, right or wrong.
    pub(super) fn sum(mut self, field: &str) -> Self {
        self.summed = true;
        self.put(148, field)
    }

    /// The sum of bytes as unsigned values, and as signed ones.
    pub(super) fn sums(&self) -> (i32, i32) {
        let mut block = self.block;
        block[148..156].fill(b' ');
        let unsigned = block.iter().map(|&byte| i32::from(byte)).sum();
        (unsigned, block.iter().map(|&byte| i32::from(byte.cast_signed())).sum())
    }

    pub(super) fn block(self) -> [u8; 512] {
        let (sum, _) = self.sums();
        if self.summed { self.block } else { self.put(148, format!("{sum:06o}\0 ")).block }
    }
}

/// An archive under construction.
#[derive(Clone, Debug, Default)]
pub(super) struct Archive(pub(super) Vec<u8>);

impl Archive {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn raw(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.0.extend_from_slice(bytes.as_ref());
        self
    }

    pub(super) fn header(self, header: Header) -> Self {
        self.raw(header.block())
    }

    /// Zeros up to the end of the block.
    pub(super) fn pad(self) -> Self {
        let zeros = padding(to_u64(self.0.len()));
        self.zeros(saturating_usize(zeros))
    }

    pub(super) fn zeros(mut self, length: usize) -> Self {
        self.0.resize(self.0.len() + length, 0);
        self
    }

    /// A header whose size is that of the data behind it.
    pub(super) fn with_data(self, header: Header, data: impl AsRef<[u8]>) -> Self {
        let data = data.as_ref();
        self.header(header.size(to_u64(data.len()))).raw(data).pad()
    }

    pub(super) fn file(self, name: &str, data: impl AsRef<[u8]>) -> Self {
        self.with_data(header(name), data)
    }

    /// A GNU long name or link, with its NUL.
    pub(super) fn long(self, typeflag: u8, value: &str) -> Self {
        let data = [value.as_bytes(), b"\0"].concat();
        self.with_data(header("././@LongLink").gnu().kind(typeflag), data)
    }

    pub(super) fn pax(self, records: &[(&str, &str)]) -> Self {
        self.pax_raw(b'x', pax(records))
    }

    pub(super) fn pax_raw(self, typeflag: u8, data: impl AsRef<[u8]>) -> Self {
        self.with_data(header("PaxHeaders/x").kind(typeflag), data)
    }

    pub(super) fn end(self) -> Vec<u8> {
        self.zeros(1024).0
    }
}

/// PAX records with their lengths.
pub(super) fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let mut data = Vec::new();
    for (key, value) in records {
        let rest = key.len() + value.len() + 3;
        let mut length = rest + 1;
        while length != rest + length.to_string().len() {
            length = rest + length.to_string().len();
        }
        data.extend_from_slice(format!("{length} {key}={value}\n").as_bytes());
    }
    data
}
