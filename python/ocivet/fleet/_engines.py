"""The libraries of the extra `ocivet[fleet]`, imported here and nowhere else. They have no types of their own."""

from __future__ import annotations

from importlib import import_module
from typing import Any

HINT = "ocivet fleet needs more packages: pip install 'ocivet[fleet]'"


def _engine(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f"{HINT} ({error})", name=error.name) from error


distributed: Any = _engine("distributed")
fsspec: Any = _engine("fsspec")
parquet: Any = _engine("pyarrow.parquet")
datasets: Any = _engine("pyarrow.dataset")
pa: Any = _engine("pyarrow")
