//! OpenPGP messages that are signed.

use std::io::{BufRead, BufReader, Read as _};

use pgp::{
    armor::Dearmor,
    packet::{Packet, PacketParser, PacketTrait as _},
};

use super::fault::fault;
use crate::model::escape;

/// Bytes that a message may hold; those about an image have some hundred.
const SIZE: u64 = 1 << 20;

/// A message, taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SignedMessage {
    /// What is signed.
    pub(crate) data: Vec<u8>,
    /// The packets of the signatures.
    pub(crate) signatures: Vec<u8>,
}

impl SignedMessage {
    /// Reads a message, armoured or not: one text with its signatures, perhaps compressed, and nothing else.
    ///
    /// Source: RFC 9580, section 10.3.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read(data: &[u8]) -> Result<Self, String> {
        if data.first().is_some_and(|byte| byte & 0x80 != 0) {
            return read(data, true);
        }
        let mut plain = Vec::new();
        let read_all = Dearmor::new(data).take(SIZE).read_to_end(&mut plain);
        read_all.map_err(|error| escape(error.to_string().as_bytes()))?;
        read(plain.as_slice(), true)
    }
}

fn read(packets: impl BufRead, may_unpack: bool) -> Result<SignedMessage, String> {
    let mut data = None;
    let mut signatures = Vec::new();
    for packet in PacketParser::new(packets) {
        match packet.map_err(fault)? {
            Packet::CompressedData(packet) if may_unpack && data.is_none() => {
                let unpacked = packet.decompress().map_err(fault)?.take(SIZE);
                return read(BufReader::new(unpacked), false);
            }
            Packet::LiteralData(packet) if data.is_none() => data = Some(packet.data().to_vec()),
            Packet::Signature(packet) => {
                packet.to_writer_with_header(&mut signatures).map_err(fault)?;
            }
            Packet::OnePassSignature(_) | Packet::Marker(_) => {}
            _ => return Err("it is not one signed text and nothing else".to_owned()),
        }
    }
    match data {
        Some(data) if !signatures.is_empty() => Ok(SignedMessage { data, signatures }),
        _ => Err("it is no signed message".to_owned()),
    }
}
