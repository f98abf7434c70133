"""The report. `core/schema/report-1.schema.json` says the same of its JSON form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, get_args

from ._errors import UsageError, VerificationFailed
from ._forms import Detail, Forms, KeptForms
from ._generated import Format, ReportData, Severity
from ._read import arguments

__all__ = ["Report"]


@dataclass(frozen=True, slots=True, repr=False)
class Report(ReportData):
    __doc__ = ReportData.__doc__

    _text: str = field(compare=False)
    _forms: Forms = field(compare=False)

    @property
    def ok(self) -> bool:
        """Nothing was found that speaks against unpacking: the verdict is not `deny`."""
        return self.verdict != "deny"

    def raise_for_findings(self, level: Severity = "deny") -> None:
        """Raises `VerificationFailed` where something was found at this severity or above it.

        Suppressed findings do not count.
        """
        levels = get_args(Severity)
        if level not in levels:
            raise UsageError(f"level must be one of {', '.join(levels)}")
        if any(getattr(self.counts, name) for name in levels[levels.index(level) :]):
            raise VerificationFailed(self)

    def to_json(self) -> str:
        """The JSON form: what `ocivet check --format json` prints, to the byte."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as dictionaries and lists."""
        return dict(json.loads(self._text))

    def render(
        self, format: Format = "text", *, color: bool = False, detail: Detail = "findings"
    ) -> str:
        """The report in one of the formats of `ocivet check --format`, with a final newline.

        `color` and `detail` are for the format `text`; `verdict` and `full` are the command's
        `--quiet` and `--verbose`.
        """
        return self._forms.render(format, color=color, detail=detail)

    def __str__(self) -> str:
        return self.render("text").rstrip("\n")

    def __repr__(self) -> str:
        found = [f"{name}={getattr(self.counts, name)}" for name in ("deny", "warn", "info")]
        source = f"name={self.input.name!r}, kind={self.input.kind!r}"
        return f"Report({source}, verdict={self.verdict!r}, {', '.join(found)})"

    def __reduce__(self) -> tuple[Any, tuple[KeptForms]]:
        return report_of, (KeptForms.of(self._forms),)


def report_of(forms: Forms) -> Report:
    """The report that has these forms."""
    text = forms.render("json")
    keys = json.loads(text)
    keys["schema"] = keys["$schema"]
    return Report(**arguments(ReportData, keys), _text=text, _forms=forms)
