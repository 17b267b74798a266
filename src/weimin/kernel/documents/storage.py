"""The folder of files: bytes lie under their SHA-256, written whole and synced before anyone may refer to them."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

__all__ = ["path_of", "put", "read"]


def path_of(digest: str) -> Path:
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def put(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file and return its digest and size in bytes. A crash leaves either nothing or the whole file."""
    folder = Path(settings.FILES) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = folder / secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    try:
        with temporary.open("xb") as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = path_of(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.replace(final)
        sync_folder(final.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return digest.hexdigest(), size


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(digest: str) -> bytes:
    return path_of(digest).read_bytes()
