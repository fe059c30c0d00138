"""Whether two plain values are the same to the type and the order of keys; `==` takes 1, 1.0 and True for equal."""

from __future__ import annotations

import math
from typing import Any


def same(left: Any, right: Any) -> bool:
    """NaN equals NaN; the halves of a surrogate pair equal their character, as json5 leaves them apart."""
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, dict) and isinstance(right, dict):
        pairs = zip(left, right, strict=False)
        return len(left) == len(right) and all(same(a, b) and same(left[a], right[b]) for a, b in pairs)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, str) and isinstance(right, str):
        return left.encode("utf-16", "surrogatepass") == right.encode("utf-16", "surrogatepass")
    return type(left) is type(right) and bool(left == right)
