//! Another reader of gzip: the framing by RFC 1952, the contents by `miniz_oxide`.

use crc32fast::hash;
use miniz_oxide::{
    DataFormat, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

/// What the members of a stream hold, one after the other.
pub(super) fn gunzip(stream: &[u8], longest: usize) -> Result<Vec<u8>, String> {
    let (mut out, mut rest) = (Vec::new(), stream);
    while !rest.is_empty() && out.len() <= longest {
        rest = header(rest).ok_or("no header")?;
        let start = out.len();
        rest = contents(rest, longest, &mut out)?;
        let (trailer, behind) = rest.split_first_chunk::<8>().ok_or("no trailer")?;
        let [sum @ .., l0, l1, l2, l3] = *trailer;
        let length = u32::try_from(out.len() - start).map_err(|_| "too long")?;
        if sum != hash(&out[start..]).to_le_bytes() || [l0, l1, l2, l3] != length.to_le_bytes() {
            return Err("wrong sum or length".to_owned());
        }
        rest = behind;
    }
    Ok(out)
}

/// What stands behind a member's header.
fn header(member: &[u8]) -> Option<&[u8]> {
    let (&[0x1f, 0x8b, 8, flags, ..], mut rest) = member.split_first_chunk::<10>()? else {
        return None;
    };
    let is_set = |bit: u8| flags & (1 << bit) != 0;
    if is_set(5) || is_set(6) || is_set(7) {
        return None;
    }
    if is_set(2) {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        rest = behind.get(u16::from_le_bytes(*length).into()..)?;
    }
    for text in [3, 4] {
        if is_set(text) {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[end + 1..];
        }
    }
    if is_set(1) {
        let (sum, behind) = rest.split_first_chunk::<2>()?;
        let summed = hash(&member[..member.len() - rest.len()]).to_le_bytes();
        if sum[..] != summed[..2] {
            return None;
        }
        rest = behind;
    }
    Some(rest)
}

/// Appends the contents, and gives what stands behind them.
fn contents<'s>(stream: &'s [u8], longest: usize, out: &mut Vec<u8>) -> Result<&'s [u8], String> {
    let mut state = InflateState::new_boxed(DataFormat::Raw);
    let (mut rest, mut piece) = (stream, vec![0; 1 << 15]);
    loop {
        let result = inflate(&mut state, rest, &mut piece, MZFlush::None);
        out.extend_from_slice(&piece[..result.bytes_written]);
        rest = &rest[result.bytes_consumed..];
        match result.status {
            Ok(MZStatus::StreamEnd) => return Ok(rest),
            Ok(_) if out.len() > longest => return Ok(rest),
            Ok(_) if result.bytes_written + result.bytes_consumed > 0 => {}
            status => return Err(format!("{status:?}")),
        }
    }
}
