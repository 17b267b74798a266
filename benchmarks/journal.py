"""The journal under load: ``python benchmarks/journal.py [ROWS]`` (1,000,000 unless told), in a throw-away database.

WEIMIN_DATABASE_URL chooses the server; for PostgreSQL name an empty database. Prints a table: how fast acts are
appended, sequenced and verified, beside what the same machine takes to read the same rows and to hash as often.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

BUDGET_SECONDS = 60.0


def timed(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def main(rows: int) -> int:
    os.environ["WEIMIN_HOME"] = tempfile.mkdtemp(prefix="weimin-benchmark-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from weimin.kernel.journal.api import verify

    lines = [("append, one act a transaction", 2000, timed(lambda: append_acts(2000))[0])]
    fill(rows - 2000)
    lines.append(("sequence and sign", rows, timed(lambda: sequence_all(rows))[0]))
    last_batch = timed(lambda: (append_acts(100), sequence_all(rows + 100)))[0]
    lines.append(("append and sequence 100 more", 100, last_batch))
    seconds, verdict = timed(verify)
    lines.append(("verify", rows + 100, seconds))
    lines.append(("peer: only read the same rows", rows + 100, timed(read_all)[0]))
    lines.append(("peer: only hash as often (4 × SHA-256)", rows + 100, timed(lambda: hash_all(rows + 100))[0]))
    print(f"{'what':42}{'rows':>10}{'seconds':>10}{'rows/s':>10}")
    for what, count, took in lines:
        print(f"{what:42}{count:>10}{took:>10.2f}{count / took:>10.0f}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    assert verdict.is_sound, verdict.faults  # type: ignore[attr-defined]
    return 0 if seconds * 1_000_000 / (rows + 100) <= BUDGET_SECONDS else 1


def append_acts(count: int) -> None:
    from django.db import transaction

    from weimin.config import clock
    from weimin.kernel.journal.api import append

    for number in range(count):
        with transaction.atomic():
            append(actor=f"user:{number}", action="journal.entry-skipped", now=clock.now(), payload=payload(number))


def payload(number: int) -> dict[str, object]:
    return {"number": f"370202-XZSP-2026-{number:06}-C", "item": "food-business-licence", "step": "acceptance"}


def fill(count: int) -> None:
    """Rows as append writes them, in bulk: what is measured is what comes after."""
    from weimin.config import clock
    from weimin.kernel.journal.models import Entry
    from weimin.kernel.journal.record import canonical_payload, entry_leaf, payload_commitment

    begun, batch = clock.now(), []
    for number in range(count):
        salt, text = sha256(b"%d" % number).digest()[:16], canonical_payload(payload(number))
        fields = {"actor": f"user:{number % 500}", "action": "journal.entry-skipped", "case": f"case:{number // 12}",
                  "person": f"party:{number % 9000}", "resource": ""}  # fmt: skip
        instant, digest = begun + timedelta(microseconds=number), payload_commitment(salt, text)
        leaf = entry_leaf(instant=instant, payload_digest=digest, salt=salt, **fields)
        batch.append(Entry(instant=instant, payload_text=text, payload_salt=salt, payload_digest=digest, salt=salt,
                           leaf=leaf, **fields))  # fmt: skip
        if len(batch) == 2000 or number == count - 1:
            Entry.objects.bulk_create(batch)
            batch.clear()


def sequence_all(size: int) -> None:
    from weimin.config import clock
    from weimin.kernel.journal.api import sequence, status

    while sequence(now=clock.now()):
        pass
    assert status(now=clock.now()).size == size


def read_all() -> int:
    """In ranges of the index, as verification does."""
    from weimin.kernel.journal.models import Entry
    from weimin.kernel.journal.reading import fetch

    low, count = 0, 0
    while rows := sum(1 for _ in fetch(Entry.objects.filter(index__gte=low, index__lt=low + 4096).order_by("index"))):
        low, count = low + 4096, count + rows
    return count


def hash_all(count: int) -> None:
    data = b"x" * 300
    for _ in range(count * 4):
        sha256(data).digest()


if __name__ == "__main__":
    import logging

    logging.disable(logging.WARNING)
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
