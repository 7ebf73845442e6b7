"""What a judge learns from: rows of numbers, their labels, the text each came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """n rows: values (n, features), labels 0 … 2 and groups, each (n,)."""

    values: Array
    labels: Array
    groups: Array

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, places: Array) -> Rows:
        """Only the rows at `places`."""
        return Rows(self.values[places], self.labels[places], self.groups[places])
