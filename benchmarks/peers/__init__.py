"""Other workflow engines, used as their manuals say, for ``steps.py`` alone. Nothing that is shipped imports this."""
