"""The desk of tests/modules/desk on a Monday morning, with a case on it."""

from modules.desk.conftest import accepted, case, desk, file, now

__all__ = ["accepted", "case", "desk", "file", "now"]
