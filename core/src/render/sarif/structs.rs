//! The parts of SARIF 2.1.0 that ocivet writes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::guard::guard;

/// 3.13 sarifLog object.
#[derive(Serialize)]
pub(super) struct SarifLog {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: Vec<Run>,
}

/// 3.14 run object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) automation_details: Option<AutomationDetails>,
    pub(super) invocations: [Invocation; 1],
    /// 3.14.17: what columns count.
    pub(super) column_kind: &'static str,
    pub(super) artifacts: [Artifact; 1],
    pub(super) results: Vec<ResultJson>,
    pub(super) properties: RunProperties,
}

/// 3.17 runAutomationDetails object.
#[derive(Serialize)]
pub(super) struct AutomationDetails {
    pub(super) id: String,
}

/// 3.18 tool object.
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

/// 3.19 toolComponent object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) information_uri: &'static str,
    pub(super) rules: Vec<RuleDescriptor>,
}

/// 3.49 reportingDescriptor object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleDescriptor {
    pub(super) id: &'static str,
    pub(super) short_description: Message,
    pub(super) full_description: Message,
    pub(super) help_uri: String,
    pub(super) help: Help,
    pub(super) default_configuration: Configuration,
    pub(super) properties: RuleProperties,
}

/// 3.12 multiformatMessageString object.
#[derive(Serialize)]
pub(super) struct Help {
    pub(super) text: String,
    pub(super) markdown: String,
}

/// 3.50 reportingConfiguration object.
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// 3.8 property bag of a rule.
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub(super) tags: [&'static str; 2],
    /// Severity in image layers.
    pub(super) layer: &'static str,
    /// Severity in other tarballs.
    pub(super) package: &'static str,
    pub(super) since: &'static str,
    pub(super) sources: &'static [&'static str],
}

/// 3.11 message object.
#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// Text of our own.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// Text that holds some of the input: guarded, and without embedded links (3.11.6), which have the
    /// form `[text](target)`.
    pub(super) fn untrusted(text: &str) -> Self {
        Self { text: guard(text).replace("](", "]\\u{28}") }
    }
}

/// 3.20 invocation object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    /// What the run could not say in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<Notification>,
}

/// 3.58 notification object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) associated_rule: RuleReference,
}

/// 3.52 reportingDescriptorReference object.
#[derive(Serialize)]
pub(super) struct RuleReference {
    pub(super) id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<u64>,
}

/// 3.24 artifact object.
#[derive(Serialize)]
pub(super) struct Artifact {
    pub(super) location: ArtifactLocation,
    pub(super) description: Message,
    pub(super) length: u64,
    pub(super) roles: [&'static str; 1],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) hashes: BTreeMap<String, String>,
}

/// 3.4 artifactLocation object.
#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<u64>,
}

/// 3.27 result object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultJson {
    pub(super) rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<u64>,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<SarifLocation>,
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    /// 3.27.23: given for all results of a run, or for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<Vec<SuppressionJson>>,
    pub(super) properties: ResultProperties,
}

/// 3.35 suppression object.
#[derive(Serialize)]
pub(super) struct SuppressionJson {
    /// `external`: in the configuration, not in the archive.
    pub(super) kind: &'static str,
    pub(super) justification: String,
}

/// 3.8 property bag of a result.
#[derive(Serialize)]
pub(super) struct ResultProperties {
    pub(super) severity: &'static str,
    pub(super) stream: &'static str,
    pub(super) offset: Option<u64>,
    pub(super) blob: Option<String>,
}

/// 3.8 property bag of a run.
#[derive(Serialize)]
pub(super) struct RunProperties {
    pub(super) kind: &'static str,
    pub(super) verdict: &'static str,
    pub(super) deny: u64,
    pub(super) warn: u64,
    pub(super) info: u64,
    pub(super) suppressed: u64,
    pub(super) capabilities: Vec<&'static str>,
}

/// 3.28 location object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
    pub(super) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation>,
}

/// 3.29 physicalLocation object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) region: RegionJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context_region: Option<ContextRegion>,
}

/// 3.30 region object. An archive has no lines, but viewers want one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegionJson {
    pub(super) start_line: u64,
    #[serde(flatten)]
    pub(super) part: Option<RegionPart>,
}

/// What a region of a text has besides its line.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegionPart {
    pub(super) start_column: u64,
    pub(super) end_line: u64,
    pub(super) end_column: u64,
}

/// 3.29.5 contextRegion property: the line around a region. Its text is an excerpt that can be shown, so that it
/// stands for the whole line only where nothing of that is hidden or cut.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContextRegion {
    pub(super) start_line: u64,
    pub(super) end_line: u64,
    pub(super) snippet: Message,
}

/// 3.33 logicalLocation object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) name: String,
    pub(super) fully_qualified_name: String,
    pub(super) kind: &'static str,
}
