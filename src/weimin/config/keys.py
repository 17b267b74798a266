"""Keys kept in the home: made once, readable by their owner only, never in the repository."""

import os
import secrets
from pathlib import Path

__all__ = ["read_or_make_key"]


def read_or_make_key(folder: Path, name: str, *, length: int = 32) -> str:
    """The hex key in ``folder/name``, made on first use. Two processes that start together end with one key."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_hex(length))
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text().strip()
