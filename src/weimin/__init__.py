"""Weimin 为民: one platform on which a whole city government serves its people."""

__version__ = "0.1.0"
