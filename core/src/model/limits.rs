//! Every bound that ocivet keeps, in one table.

macro_rules! limits {
    ($( $(#[doc = $doc:literal])+ $field:ident: $name:literal = $default:expr, $unit:literal, $rule:literal; )+) => {
        /// Bounds on what is read and kept. Reaching one is a finding, never a silent pass.
        #[derive(Clone, Debug, Eq, PartialEq)]
        #[non_exhaustive]
        pub struct Limits {
            $( $(#[doc = $doc])+
               #[doc = ""]
               #[doc = concat!("Unit: ", $unit, ". Default: ", stringify!($default), ". Rule: `", $rule, "`.")]
               pub $field: u64, )+
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }

        impl Limits {
            /// The table of limits, in the order of their names.
            pub const TABLE: &'static [LimitInfo] = &[
                $( LimitInfo { name: $name, default: $default, unit: $unit, rule: $rule,
                               explanation: concat!($($doc, "\n"),+) }, )+
            ];

            /// Sets the limit of that name; false where there is none.
            pub fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    $( $name => self.$field = value, )+
                    _ => return false,
                }
                true
            }
        }
    };
}

/// One line of the table of limits.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LimitInfo {
    /// The name in options.
    pub name: &'static str,
    /// The value where the options do not say otherwise.
    pub default: u64,
    /// What it counts.
    pub unit: &'static str,
    /// The rule that fires when it is reached.
    pub rule: &'static str,
    /// What it bounds, and why there.
    pub explanation: &'static str,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const TIB: u64 = 1 << 40;

limits! {
    /// Blobs of one archive whose facts are kept. Large registries' layouts have some thousands;
    /// as many as this take about 50 MiB.
    blobs: "blobs" = 50_000, "blobs", "limit/blobs";
    /// Descriptors, layer names and diff-IDs that the graph of one archive holds. A hundred images have
    /// some thousands.
    descriptors: "descriptors" = 100_000, "descriptors", "limit/descriptors";
    /// A Dockerfile. The largest have some dozens of kilobytes.
    dockerfile_size: "dockerfile-size" = 512 * KIB, "bytes", "limit/dockerfile";
    /// JSON documents kept until the image graph is built, all together. A hundred images take about 5 MiB.
    document_total: "document-total" = 64 * MIB, "bytes", "limit/document-total";
    /// Entries of one tar stream in an image. The largest images have about a million.
    entries: "entries" = 5_000_000, "entries", "limit/entries";
    /// Packed paths that are read to put the layers of all images together: those of a layer once for each
    /// image with it, twice where it has whiteouts. Takes some twenty seconds.
    merge_read: "merge-read" = 4 * GIB, "bytes", "limit/layer-merge";
    /// Paths of all layers of one archive, packed, which are kept to see how layers lie over each other; and
    /// apart from that the directories and symlinks of one image, put together. Some 20 bytes an entry.
    merge_size: "merge-size" = 128 * MIB, "bytes", "limit/layer-merge";
    /// Entries of a package. The largest source trees have about 100 000.
    package_entries: "package-entries" = 500_000, "entries", "limit/entries";
    /// What one stream of an image may become when decompressed.
    expanded_size: "expanded-size" = 64 * GIB, "bytes", "limit/expanded-size";
    /// What a package may become when decompressed.
    package_expanded_size: "package-expanded-size" = 4 * GIB, "bytes", "limit/expanded-size";
    /// Index within index within index.
    index_depth: "index-depth" = 8, "levels", "limit/index-depth";
    /// Memory of the index of one tar stream: names, and 64 bytes an entry.
    index_size: "index-size" = GIB, "bytes", "limit/index-size";
    /// Nesting of a JSON document. Real ones have less than ten levels.
    json_depth: "json-depth" = 64, "levels", "limit/json-depth";
    /// A config or a docker-archive's `manifest.json`; other documents have `manifest-size`.
    json_size: "json-size" = 32 * MIB, "bytes", "limit/json-size";
    /// A GNU long name or long link. Go's readers take 1 MiB.
    long_name: "long-name" = MIB, "bytes", "limit/long-name";
    /// Manifests and indexes that the graph of one archive holds.
    manifest_count: "manifest-count" = 10_000, "documents", "limit/manifest-count";
    /// A manifest or index. Registries refuse more than 4 MiB.
    manifest_size: "manifest-size" = 4 * MIB, "bytes", "limit/manifest-size";
    /// Components of an entry's path. Checks by `realpath` fail over `PATH_MAX` (CVE-2025-4517).
    path_depth: "path-depth" = 256, "components", "limit/path-depth";
    /// An entry's path. Linux has `PATH_MAX` of 4096.
    path_length: "path-length" = 4096, "bytes", "limit/path-length";
    /// One PAX extended header. Go's readers take 1 MiB.
    pax_size: "pax-size" = MIB, "bytes", "limit/pax-size";
    /// What comes out for each byte that goes in, once 64 MiB came out. Zeros reach 1032 with deflate.
    ratio: "ratio" = 200, "bytes per byte", "limit/ratio";
    /// Regions of a sparse file. GNU tar writes one for each run of data.
    sparse_map: "sparse-map" = 65_536, "regions", "limit/sparse-map";
    /// Size of a sparse file when written out.
    sparse_expansion: "sparse-expansion" = 8 * TIB, "bytes", "limit/sparse-expansion";
    /// Dictionary that an xz stream may ask for. `xz -9` asks for 64 MiB.
    xz_dictionary: "xz-dictionary" = 256 * MIB, "bytes", "limit/window";
    /// Window that a zstd frame may ask for. `zstd --ultra -22 --long` asks for 128 MiB.
    zstd_window: "zstd-window" = 128 * MIB, "bytes", "limit/window";
}

impl Limits {
    /// Bytes that may come out before `ratio` is looked at.
    pub(crate) const RATIO_GRACE: u64 = 64 * MIB;
    /// Findings of one rule and grade that one stream keeps.
    pub(crate) const FINDINGS: usize = 100;
    /// Faults of one document that are kept: JSON faults, and field faults apart.
    pub(crate) const DOCUMENT_FAULTS: usize = 16;
    /// Anomalies of one kind and weight that one tar entry keeps; its extension headers count as part of it.
    pub(crate) const ANOMALIES: usize = 16;
    /// Bytes of the map in the data of a sparse 1.0 file: 65 536 regions of ordinary numbers fit.
    pub(crate) const SPARSE_MAP_TEXT: u64 = MIB;
    /// Entries with data that they should not have whose other reading is still open.
    pub(crate) const OPEN_READINGS: usize = 64;
    /// Zero bytes after the end of an archive that are ordinary padding.
    pub(crate) const TRAILING_ZEROS: u64 = MIB;
    /// A gzip FEXTRA field that is ordinary.
    pub(crate) const HEADER_EXTRA: u64 = KIB;
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn the_table_is_complete_and_every_name_can_be_set() {
        let mut limits = Limits::default();
        for line in Limits::TABLE {
            assert!(limits.set(line.name, 1), "{}", line.name);
            assert!(line.rule.starts_with("limit/"));
        }
        assert!(!limits.set("no-such-limit", 1));
    }
}
