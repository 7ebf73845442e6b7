"""How much memory a worker process may take above what it starts with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

#: Bytes a worker may need above what it starts with: the largest real page takes a quarter.
MORE_MEMORY = 180_000_000


def bound_memory() -> None:
    """What this process holds now, and `MORE_MEMORY`, is all it gets; no bound where the system knows none."""
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        status = Path("/proc/self/status").read_text("ascii")
        most = int(status.split("VmData:")[1].split()[0]) * 1024 + MORE_MEMORY
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
