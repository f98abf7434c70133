//! CRC-64 of xz, eight bytes at a time.
//!
//! Source: The .xz File Format 1.2.1, section 6: polynomial of ECMA-182, reflected.

use core::array::from_fn;
use core::fmt;

const POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;

/// What each byte value at each of eight places adds.
pub(super) struct Crc64Table(Box<[[u64; 256]; 8]>);

impl Crc64Table {
    pub(super) fn new() -> Self {
        let mut value = 0_u64..;
        let mut last: [u64; 256] = from_fn(|_| shift_bits(value.next().unwrap_or(0)));
        let first = last;
        let tables = from_fn(|place| {
            if place > 0 {
                last = last.map(|crc| step(&first, crc, 0));
            }
            last
        });
        Self(Box::new(tables))
    }

    /// The checksum of what `crc` covers and these bytes.
    pub(super) fn update(&self, crc: u64, bytes: &[u8]) -> u64 {
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &*self.0;
        let (words, tail) = bytes.as_chunks::<8>();
        let mut crc = !crc;
        for word in words {
            let [b0, b1, b2, b3, b4, b5, b6, b7] = (crc ^ u64::from_le_bytes(*word)).to_le_bytes();
            crc = look(t7, b0)
                ^ look(t6, b1)
                ^ look(t5, b2)
                ^ look(t4, b3)
                ^ look(t3, b4)
                ^ look(t2, b5)
                ^ look(t1, b6)
                ^ look(t0, b7);
        }
        !tail.iter().fold(crc, |crc, byte| step(t0, crc, *byte))
    }
}

fn shift_bits(value: u64) -> u64 {
    (0..8).fold(value, |crc, _| if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ POLYNOMIAL })
}

fn step(table: &[u64; 256], crc: u64, byte: u8) -> u64 {
    let [low, ..] = crc.to_le_bytes();
    look(table, low ^ byte) ^ (crc >> 8)
}

/// The entry of a byte value. There is one for each: the compiler drops the check.
fn look(table: &[u64; 256], byte: u8) -> u64 {
    table.get(usize::from(byte)).copied().unwrap_or(0)
}

impl fmt::Debug for Crc64Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Crc64Table")
    }
}

#[cfg(test)]
mod tests {
    use super::Crc64Table;

    #[test]
    fn the_check_value_of_the_specification_comes_out() {
        let table = Crc64Table::new();
        assert_eq!(table.update(0, b"123456789"), 0x995d_c9bb_df19_39fa);
        let parts = table.update(table.update(0, b"12345"), b"6789");
        assert_eq!(parts, 0x995d_c9bb_df19_39fa);
        assert_eq!(table.update(0, &[]), 0);
    }
}
