"""Verifies container images and source tarballs before they are unpacked.

>>> import ocivet
>>> report = ocivet.check(b"no archive at all", name="hello.txt")
>>> report.ok
False
"""

from ._acheck import acheck
from ._check import Verifier, check
from ._errors import InputError, InternalError, OcivetError, UsageError, VerificationFailed
from ._forms import Detail
from ._generated import (
    Compression,
    Counts,
    Digest,
    Finding,
    Format,
    Image,
    ImpliedPart,
    Input,
    InputKind,
    Kind,
    Layer,
    Level,
    LimitName,
    Location,
    Name,
    Omitted,
    Profile,
    RuleId,
    Severity,
    Suppression,
    Tool,
    Verdict,
)
from ._name import check_name
from ._native import VERSION as __version__
from ._options import Allow, Attestation, OptionKeys, Options, Policy, PolicyScope
from ._report import Report
from ._rules import Grades, Levels, Rule, explain, rules
from ._running import Progress
from ._verified import VerifiedFile, verified

__all__ = [
    "Allow",
    "Attestation",
    "Compression",
    "Counts",
    "Detail",
    "Digest",
    "Finding",
    "Format",
    "Grades",
    "Image",
    "ImpliedPart",
    "Input",
    "InputError",
    "InputKind",
    "InternalError",
    "Kind",
    "Layer",
    "Level",
    "Levels",
    "LimitName",
    "Location",
    "Name",
    "OcivetError",
    "Omitted",
    "OptionKeys",
    "Options",
    "Policy",
    "PolicyScope",
    "Profile",
    "Progress",
    "Report",
    "Rule",
    "RuleId",
    "Severity",
    "Suppression",
    "Tool",
    "UsageError",
    "Verdict",
    "VerificationFailed",
    "VerifiedFile",
    "Verifier",
    "__version__",
    "acheck",
    "check",
    "check_name",
    "explain",
    "rules",
    "verified",
]
