//! One archive, verified by several instances of this module: one reads the archive, others its large members.

use std::sync::Arc;

use ocivet_core::{
    Format, Options,
    parts::{
        Assembler, BlobSummary, BlobVerifier, Hashers, MemberInfo, OuterEvent, OuterReader,
        OuterSummary,
    },
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    check::read_options,
    hashing::{HostHashers, hashers},
};

/// Rest of a member for which another worker is worth the messages.
const LARGE: u64 = 1 << 20;
/// Members that others may be busy with or wait for; any more are verified here.
const OUTSTANDING: u64 = 1000;

/// Verifies an archive but for the large members that it leaves to others.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Archive {
    outer: Option<OuterReader>,
    summary: Option<OuterSummary>,
    members: Members,
}

#[derive(Debug)]
struct Members {
    options: Options,
    hashers: Arc<dyn Hashers>,
    assembler: Assembler,
    current: Option<Current>,
    /// The member that was left out last, until it is taken.
    left: Option<Member>,
    outstanding: u64,
    name: String,
}

#[derive(Debug)]
struct Current {
    info: MemberInfo,
    size: u64,
    blob: BlobVerifier,
}

/// A member that is left to others.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Member {
    info: MemberInfo,
    size: u64,
}

#[wasm_bindgen]
impl Member {
    /// Its position among the members.
    #[wasm_bindgen(getter)]
    pub fn number(&self) -> u64 {
        self.info.number
    }

    /// Its name.
    #[wasm_bindgen(getter)]
    pub fn path(&self) -> Vec<u8> {
        self.info.path.as_bytes().to_vec()
    }

    /// Where its bytes start in the input.
    #[wasm_bindgen(getter)]
    pub fn offset(&self) -> u64 {
        self.info.offset
    }

    /// How many there are, if the input is not cut short.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> u64 {
        self.size
    }
}

#[wasm_bindgen]
impl Archive {
    /// A verifier under options as JSON text, with 16 random bytes for its hash tables, and what hashes where
    /// the host does.
    ///
    /// # Errors
    /// What is wrong with the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, key: &[u8], host: Option<HostHashers>) -> Result<Self, String> {
        let options = read_options(options, key)?;
        let hashers = hashers(host);
        Ok(Self {
            outer: Some(OuterReader::new(&options, &hashers)),
            summary: None,
            members: Members {
                assembler: Assembler::new(&options),
                options,
                hashers,
                current: None,
                left: None,
                outstanding: 0,
                name: String::new(),
            },
        })
    }

    /// Takes the next bytes. Gives how many of the `left` bytes of the input that follow are to be left out:
    /// nobody needs them, or they are those of a member for [`take_member`](Self::take_member).
    pub fn push(&mut self, chunk: &[u8], left: u64) -> u64 {
        let Some(outer) = &mut self.outer else { return 0 };
        outer.push(chunk, &mut |event| self.members.take(event));
        let rest = outer.skippable().min(left);
        if rest < LARGE || !self.members.leave_out() {
            return 0;
        }
        outer.skip(rest);
        rest
    }

    /// The member that was left out by the last call of [`push`](Self::push), if it was one that matters.
    pub fn take_member(&mut self) -> Option<Member> {
        self.members.left.take()
    }

    /// The member that began last, escaped; empty before the first.
    pub fn member(&self) -> String {
        self.members.name.clone()
    }

    /// The end of the input. Summaries of members may still come.
    pub fn end(&mut self) {
        if let Some(outer) = self.outer.take() {
            self.summary = Some(outer.finish(&mut |event| self.members.take(event)));
        }
    }

    /// Takes what [`Blob::finish`] gave for a member that was left out.
    ///
    /// # Errors
    /// Where it is none.
    pub fn add(&mut self, summary: &[u8]) -> Result<(), String> {
        self.members.outstanding = self.members.outstanding.saturating_sub(1);
        if !summary.is_empty() {
            let summary = BlobSummary::from_bytes(summary).map_err(|error| error.to_string())?;
            self.members.assembler.add(summary);
        }
        Ok(())
    }

    /// The report as JSON text, when all members that were left out are added.
    ///
    /// # Errors
    /// Where some are not, or the input has not ended.
    pub fn finish(self) -> Result<String, String> {
        let Self { summary: Some(summary), members, .. } = self else {
            return Err("the archive has not ended".to_owned());
        };
        if members.outstanding > 0 {
            return Err(format!("{} members were not added", members.outstanding));
        }
        Ok(members.assembler.finish(summary).render(Format::Json))
    }
}

impl Members {
    fn take(&mut self, event: OuterEvent<'_>) {
        match event {
            OuterEvent::Member { info, size } => {
                self.name = info.path.to_string();
                let blob = BlobVerifier::new(&self.options, &self.hashers, info.clone());
                self.current = Some(Current { info, size, blob });
            }
            OuterEvent::Data(data) => {
                if let Some(current) = &mut self.current {
                    current.blob.push(data);
                }
            }
            OuterEvent::MemberEnd => {
                let summary = self.current.take().and_then(|current| current.blob.finish());
                if let Some(summary) = summary {
                    self.assembler.add(summary);
                }
            }
        }
    }

    /// Whether the rest of the present contents may be left out; a member that matters is then for others.
    fn leave_out(&mut self) -> bool {
        if !self.current.as_ref().is_some_and(|current| current.blob.matters()) {
            return true;
        }
        if self.outstanding >= OUTSTANDING {
            return false;
        }
        self.outstanding = self.outstanding.saturating_add(1);
        self.left = self.current.take().map(|Current { info, size, .. }| Member { info, size });
        true
    }
}

/// Verifies one member of an archive.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Blob {
    verifier: BlobVerifier,
}

#[wasm_bindgen]
impl Blob {
    /// A verifier for a member that an [`Archive`] under the same options left out.
    ///
    /// # Errors
    /// What is wrong with the options.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &str,
        key: &[u8],
        host: Option<HostHashers>,
        number: u64,
        path: &[u8],
        offset: u64,
    ) -> Result<Self, String> {
        let options = read_options(options, key)?;
        let hashers = hashers(host);
        let info = MemberInfo { number, path: ocivet_core::EntryPath::new(path), offset };
        Ok(Self { verifier: BlobVerifier::new(&options, &hashers, info) })
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.verifier.push(chunk);
    }

    /// The end of the member: its summary for [`Archive::add`].
    pub fn finish(self) -> Vec<u8> {
        self.verifier.finish().map(|summary| summary.to_bytes()).unwrap_or_default()
    }
}
