"""`make bench`: every benchmark of this folder, one after the other; each prints its own ratio."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main() -> int:
    """Run the benchmarks named on the line, or all; the count of those that failed."""
    named = set(sys.argv[1:])
    failed = 0
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem.startswith("__") or (named and path.stem not in named):
            continue
        print(f"\n== {path.stem}")
        try:
            runpy.run_path(str(path), run_name="__main__")
        except SystemExit as ending:
            failed += bool(ending.code)
    return failed


if __name__ == "__main__":
    sys.exit(main())
