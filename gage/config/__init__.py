"""Values of project files that a run may set: which there are, which values a run gets, and how they are written."""

from __future__ import annotations

from gage.config.apply import apply_config
from gage.config.project_config import ConfigError, ProjectConfig, Scalar
from gage.config.read import read_config
from gage.config.resolve import resolve_config

__all__ = ["ConfigError", "ProjectConfig", "Scalar", "apply_config", "read_config", "resolve_config"]
