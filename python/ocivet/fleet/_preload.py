"""What a worker process of a local cluster starts with."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:
    """An interrupt from the keyboard goes to all processes; it is the client that ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
