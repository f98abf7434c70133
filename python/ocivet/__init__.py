"""Verifies container images and source tarballs before they are unpacked.

>>> import ocivet
>>> report = ocivet.check(b"no archive at all", name="hello.txt")
>>> report.ok
False
"""

from ._check import Progress, Verifier, check
from ._errors import InputError, InternalError, OcivetError, UsageError, VerificationFailed
from ._native import VERSION as __version__
from ._options import Options
from ._report import (
    Counts,
    Finding,
    Image,
    Input,
    Layer,
    Location,
    Omitted,
    Report,
    Suppression,
    Tool,
)

__all__ = [
    "Counts",
    "Finding",
    "Image",
    "Input",
    "InputError",
    "InternalError",
    "Layer",
    "Location",
    "OcivetError",
    "Omitted",
    "Options",
    "Progress",
    "Report",
    "Suppression",
    "Tool",
    "UsageError",
    "VerificationFailed",
    "Verifier",
    "__version__",
    "check",
]
