"""Little is digested by Python itself, much by OpenSSL, and both come to the same."""

from __future__ import annotations

import hashlib
import sys

import pytest

from gage.runs import sha256

TEXT = b"gage" * 1_000


@pytest.mark.parametrize("size", [0, len(TEXT), 1 << 30])
@pytest.mark.parametrize("has_own", [True, False])
def test_the_digest_is_the_same_whoever_makes_it(size: int, has_own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hashlib")
    monkeypatch.setattr(sha256, "_left", 1 << 20)
    if not has_own:
        monkeypatch.setitem(sys.modules, "_sha256", None)  # a module that is None cannot be imported
        monkeypatch.setitem(sys.modules, "_sha2", None)
    digest = sha256.sha256(size)
    digest.update(TEXT)
    assert digest.hexdigest() == hashlib.sha256(TEXT).hexdigest()


def test_where_openssl_is_loaded_it_is_taken() -> None:
    digest = sha256.sha256(1)
    assert type(digest) is type(hashlib.sha256())
