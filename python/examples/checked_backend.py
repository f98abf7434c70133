"""A PEP 517 build back-end that checks the sdist that it has just built.

It stands in the project and wraps the real back-end, which `pyproject.toml` names:

    [build-system]
    requires = ["flit_core", "ocivet"]
    build-backend = "checked_backend"
    backend-path = ["."]

    [tool.checked-backend]
    wraps = "flit_core.buildapi"
    level = "warn"
"""

from __future__ import annotations

import importlib
import pathlib
import tomllib
from typing import Any

import ocivet

# Front ends call the back-end in the project's folder.
_settings = tomllib.loads(pathlib.Path("pyproject.toml").read_text())["tool"]["checked-backend"]
_backend: Any = importlib.import_module(_settings["wraps"])


def __getattr__(name: str) -> Any:
    """Every other hook is that of the real back-end."""
    return getattr(_backend, name)


def build_sdist(sdist_directory: str, config_settings: dict[str, Any] | None = None) -> str:
    """Builds an sdist that anyone can unpack, or none."""
    name: str = _backend.build_sdist(sdist_directory, config_settings)
    path = pathlib.Path(sdist_directory, name)
    try:
        ocivet.check(path, kind="package").raise_for_findings(_settings.get("level", "deny"))
    except ocivet.VerificationFailed:
        path.unlink()
        raise
    return name
