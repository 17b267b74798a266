"""Several people, or workers, at the same time."""

import threading
from collections.abc import Callable

from django.db import connection

__all__ = ["at_once"]


def at_once(work: list[Callable[[], object]]) -> list[object]:
    """Run all at the same time, each with a connection of its own; what each returned or raised."""
    barrier, results = threading.Barrier(len(work)), [None] * len(work)

    def run(index: int, job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[index] = job()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
