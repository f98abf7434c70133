"""What can go wrong beside what is wrong with an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._report import Report

__all__ = ["InputError", "InternalError", "OcivetError", "UsageError", "VerificationFailed"]


class OcivetError(Exception):
    """All exceptions of this package. What is wrong with an input is a finding, not an exception."""


class UsageError(OcivetError, ValueError):
    """An option, an argument or a source that makes no sense; the text says what would."""


class InputError(OcivetError, OSError):
    """An input could not be read to its end, so that there is no report about it.

    `errno` and `filename` are those of the operating system, where it was the one that failed.
    """

    def __init__(self, message: str, errno: int | None = None, filename: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.errno = errno
        self.filename = filename

    def __str__(self) -> str:
        return self._message

    def __reduce__(self) -> tuple[type[InputError], tuple[str, int | None, str | None]]:
        return type(self), (self._message, self.errno, self.filename)


class VerificationFailed(OcivetError):
    """An input was read and is not what it should be; `report` says why."""

    report: Report
    """What was found."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return str(self.report)


class InternalError(OcivetError):
    """A fault of ocivet's own; please report it. Nothing was verified."""
