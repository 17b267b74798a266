"""Keeping views, phrases and unfinished text. They are the official's own and change nothing in any case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from weimin.modules.desk.errors import BadName, TooMany
from weimin.modules.desk.models import Phrase, SavedView, TextDraft

__all__ = [
    "MOST_PHRASES",
    "MOST_VIEWS",
    "begun_text",
    "forget_done_texts",
    "forget_phrase",
    "forget_view",
    "keep_text",
    "phrases_of",
    "save_phrase",
    "save_view",
    "throw_text_away",
    "views_of",
]

MOST_VIEWS: Final = 12
MOST_PHRASES: Final = 60
MOST_CHARACTERS: Final = 20_000


def views_of(user_id: int) -> list[SavedView]:
    """In the order in which they were saved. One query."""
    return list(SavedView.objects.filter(user_id=user_id).order_by("saved_at", "pk"))


@transaction.atomic
def save_view(*, user_id: int, name: str, query: str, now: datetime) -> SavedView:
    """Keep a narrowing of the list; a name used before gets the new one. Raises ``BadName``, ``TooMany``."""
    name = "".join(c for c in name if c.isprintable()).strip()
    if not 1 <= len(name) <= 30:
        raise BadName
    known = SavedView.objects.select_for_update().filter(user_id=user_id)
    if known.count() >= MOST_VIEWS and not known.filter(name=name).exists():
        raise TooMany(most=MOST_VIEWS)
    view, _ = SavedView.objects.update_or_create(
        user_id=user_id, name=name, defaults={"query": query[:300], "saved_at": now}
    )
    return view


def forget_view(view_id: int, *, user_id: int) -> None:
    """An unknown one is no error: it is gone as wished."""
    SavedView.objects.filter(pk=view_id, user_id=user_id).delete()


def phrases_of(user_id: int) -> list[Phrase]:
    """The latest first. One query."""
    return list(Phrase.objects.filter(user_id=user_id).order_by("-saved_at", "-pk")[:MOST_PHRASES])


@transaction.atomic
def save_phrase(*, user_id: int, text: str, now: datetime) -> None:
    """Keep a phrase; the same again is only moved to the front. Raises ``BadName``, ``TooMany``."""
    text = "".join(c for c in text if c.isprintable() or c == "\n").strip()
    if not 1 <= len(text) <= 500:
        raise BadName
    known = Phrase.objects.select_for_update().filter(user_id=user_id)
    if known.count() >= MOST_PHRASES and not known.filter(text=text).exists():
        raise TooMany(most=MOST_PHRASES)
    Phrase.objects.update_or_create(user_id=user_id, text=text, defaults={"saved_at": now})


def forget_phrase(phrase_id: int, *, user_id: int) -> None:
    Phrase.objects.filter(pk=phrase_id, user_id=user_id).delete()


@transaction.atomic
def keep_text(*, user_id: int, task_id: int, outcome: str, written: Mapping[str, Any], now: datetime) -> None:
    """Keep what has been written for an act so far."""
    kept = {name: value for name, value in written.items() if value not in ("", [], None)}
    if len(str(kept)) > MOST_CHARACTERS:
        raise TooMany(most=MOST_CHARACTERS)
    draft = TextDraft.objects.select_for_update().filter(user_id=user_id, task_id=task_id, outcome=outcome).first()
    draft = draft or TextDraft(user_id=user_id, task_id=task_id, outcome=outcome)
    draft.written, draft.saved_at = kept, now
    draft.save()


def begun_text(*, user_id: int, task_id: int, outcome: str) -> TextDraft | None:
    """What the official had written for this act, if anything. One query."""
    return TextDraft.objects.filter(user_id=user_id, task_id=task_id, outcome=outcome).first()


def throw_text_away(*, user_id: int, task_id: int, outcome: str) -> None:
    """The text is no longer wanted."""
    TextDraft.objects.filter(user_id=user_id, task_id=task_id, outcome=outcome).delete()


def forget_done_texts(*, now: datetime, limit: int = 200) -> int:
    """Text for steps that are done or fell away is of no use to anybody: a job of the worker."""
    done = TextDraft.objects.exclude(task__state="open").values_list("pk", flat=True)[:limit]
    return TextDraft.objects.filter(pk__in=list(done)).delete()[0]
