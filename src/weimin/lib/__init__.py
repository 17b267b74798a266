"""Pure Python: no Django, no I/O, no clock. What stands here could be a library of its own."""
