"""The packages that read files of clouds, which are no part of an installation unless it was asked for them."""

from __future__ import annotations

PACKAGES = {"s3": "s3fs", "gs": "gcsfs", "az": "adlfs", "ssh": "sshfs"}
"""The scheme of an address, and the package that reads such a file."""
