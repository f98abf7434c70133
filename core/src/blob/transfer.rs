//! Summaries of blobs as bytes, for drivers whose threads share no memory.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    model::{BlobSummary, Grade, Observation, Observations, Place},
    rules,
};

/// Bytes that are no summary of this build.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("the bytes are no summary of a blob of this build")]
#[non_exhaustive]
pub struct TransferError;

/// What is sent: the summary, and apart from it the observations, whose rules go by their ids.
#[derive(Deserialize, Serialize)]
struct Sent<S> {
    summary: S,
    observations: Vec<SentObservation>,
    more: Vec<(String, Grade, u64)>,
}

#[derive(Deserialize, Serialize)]
struct SentObservation {
    rule: String,
    grade: Grade,
    message: String,
    place: Place,
    related: Vec<Place>,
}

impl BlobSummary {
    /// The summary as bytes for [`from_bytes`](Self::from_bytes) in another instance of this very build. They are no
    /// format: other builds may write others.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Observations { list, more } = &self.observations;
        let sent = Sent {
            summary: self,
            observations: list.iter().map(SentObservation::of).collect(),
            more: more
                .iter()
                .map(|&(rule, grade, count)| (rule.to_string(), grade, count))
                .collect(),
        };
        // Numbers, texts and lists always serialise; no bytes are no summary.
        postcard::to_allocvec(&sent).unwrap_or_default()
    }

    /// A summary from the bytes that [`to_bytes`](Self::to_bytes) gave. They are trusted as the summary itself would
    /// be: only a driver's own threads may make them.
    ///
    /// # Errors
    /// [`TransferError`] where they are none of this build's.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TransferError> {
        let sent: Sent<Self> = postcard::from_bytes(bytes).map_err(|_| TransferError)?;
        let mut list = Vec::with_capacity(sent.observations.len());
        for observation in sent.observations {
            list.push(observation.take()?);
        }
        let mut more = Vec::with_capacity(sent.more.len());
        for (rule, grade, count) in sent.more {
            more.push((rule_of(&rule)?, grade, count));
        }
        Ok(Self { observations: Observations { list, more }, ..sent.summary })
    }
}

impl SentObservation {
    fn of(observation: &Observation) -> Self {
        let Observation { rule, grade, message, place, related } = observation.clone();
        Self { rule: rule.to_string(), grade, message, place, related }
    }

    fn take(self) -> Result<Observation, TransferError> {
        let Self { rule, grade, message, place, related } = self;
        Ok(Observation { rule: rule_of(&rule)?, grade, message, place, related })
    }
}

fn rule_of(id: &str) -> Result<crate::model::RuleId, TransferError> {
    rules::find(id).map(|rule| rule.id).ok_or(TransferError)
}
