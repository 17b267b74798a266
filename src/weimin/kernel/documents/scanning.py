"""Looking for malicious code in what people hand in, where a ClamAV daemon is configured. Fails closed.

Speaks the daemon's own protocol (INSTREAM, https://docs.clamav.net/manual/Usage/Scanning.html#clamd): the content is sent
in chunks, nothing is written to a shared disk.
"""

import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from weimin.kernel.documents.errors import FileRefused
from weimin.lib.bilingual import Bilingual

__all__ = ["scan"]

SECONDS: Final = 30
CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096


def scan(content: bytes, *, name: str) -> None:
    """Return if no scanner is configured, or if it finds nothing. Raises ``FileRefused`` otherwise, also when it is silent."""
    address = settings.VIRUS_SCANNER
    if not address:
        return
    try:
        answer = _ask(address, content)
    except (OSError, ValueError) as error:
        raise _unchecked(name) from error
    if answer.endswith("OK"):
        return
    if not answer.endswith("FOUND"):
        raise _unchecked(name)
    found = answer.removeprefix("stream: ").removesuffix(" FOUND")[:80]
    text = Bilingual(
        "文件里发现有害程序（{v}），没有收下。请在安全的电脑上重新生成。",
        "Malicious code was found in it ({v}); it was not taken in. Make the file anew on a safe machine.",
    )
    raise FileRefused(name=name, why=text.format(v=found))


def _unchecked(name: str) -> FileRefused:
    text = Bilingual(
        "现在检查不了文件是否安全，没有收下。请过几分钟再传；急的话可以到窗口交。",
        "It cannot be checked just now and was not taken in. Try again in a few minutes, or hand it in at the window.",
    )
    return FileRefused(name=name, why=text)


def _ask(address: str, content: bytes) -> str:
    """What the daemon says of the content: ``stream: OK``, ``stream: Eicar FOUND``, ``… ERROR``."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = connection.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """``tcp://127.0.0.1:3310`` or ``unix:///run/clamav/clamd.ctl``. Raises ``OSError``, ``ValueError``."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    if parts.scheme != "tcp" or not parts.hostname or not parts.port:
        raise ValueError(f"a scanner's address is tcp://HOST:PORT or unix:///PATH, not {address}")
    return socket.create_connection((parts.hostname, parts.port), timeout=SECONDS)
