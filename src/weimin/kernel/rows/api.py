"""The front door of rows: statements that are written once and sent many times."""

from weimin.kernel.rows.statements import Insert, Reading, Update, Upsert

__all__ = ["Insert", "Reading", "Update", "Upsert"]
