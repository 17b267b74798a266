"""Malicious files are refused by a real ClamAV daemon, and no file passes while it is silent."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.documents.test_inspection import a_pdf
from weimin.kernel.documents.errors import FileRefused
from weimin.kernel.documents.models import StoredFile
from weimin.kernel.documents.scanning import scan
from weimin.kernel.documents.services import store_upload

SIGNATURE = b"WEIMIN-TEST-SIGNATURE-0001"
"""What the daemon of these tests holds for malicious: its own signature, so that no real virus is needed."""


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd with one signature, on a socket of its own."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        if os.environ.get("WEIMIN_REQUIRE_CLAMD"):
            pytest.fail("clamd is not here (apt-get install clamav-daemon)")
        pytest.skip("clamd is not here (Debian package clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "own.ndb").write_text(f"Weimin.Test:0:*:{SIGNATURE.hex()}\n")
    place = folder / "clamd.ctl"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}\nLocalSocket {place}\nForeground yes\nOfficialDatabaseOnly no\n"
        f"PidFile {folder}/clamd.pid\nLogFile {folder}/clamd.log\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(300):
            if place.exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        assert place.exists(), process.stdout.read() if process.stdout else "clamd did not start"
        yield f"unix://{place}"
    finally:
        process.terminate()
        process.wait(20)


def test_a_clean_file_passes(daemon: str, settings) -> None:  # type: ignore[no-untyped-def]
    settings.VIRUS_SCANNER = daemon
    scan(a_pdf(pages=3) + b"x" * 200_000, name="图.pdf")


def test_a_malicious_file_is_refused_by_the_name_of_what_was_found(daemon: str, settings) -> None:  # type: ignore[no-untyped-def]
    settings.VIRUS_SCANNER = daemon
    with pytest.raises(FileRefused, match=r"Weimin\.Test"):
        scan(b"x" * 100_000 + SIGNATURE + b"y" * 100_000, name="图.pdf")


@pytest.mark.django_db
def test_it_is_refused_before_anything_is_kept(daemon: str, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    settings.VIRUS_SCANNER, settings.FILES = daemon, tmp_path
    content = a_pdf() + SIGNATURE
    with pytest.raises(FileRefused):
        store_upload([content], name="图.pdf", size=len(content), accept=["pdf"], user_id=None, now=datetime.now(UTC))
    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl", "127.0.0.1:3310", "http://127.0.0.1:80", "tcp://:99"]
)
def test_no_file_passes_while_the_scanner_cannot_be_asked(address: str, settings) -> None:  # type: ignore[no-untyped-def]
    settings.VIRUS_SCANNER = address
    with pytest.raises(FileRefused, match="过几分钟"):
        scan(b"x", name="图.pdf")


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe\0", b"stream: OK but\0"])
def test_no_file_passes_on_an_answer_that_is_no_clear_yes(answer: bytes, settings) -> None:  # type: ignore[no-untyped-def]
    """A listener that takes everything and answers this, once."""
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            while not connection.recv(65536).endswith(b"\0\0\0\0"):
                pass
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    settings.VIRUS_SCANNER = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    with listener, pytest.raises(FileRefused, match="过几分钟"):
        scan(b"content", name="图.pdf")
    thread.join(5)


def test_without_a_scanner_nothing_is_asked(settings) -> None:  # type: ignore[no-untyped-def]
    settings.VIRUS_SCANNER = ""
    scan(SIGNATURE, name="图.pdf")
