"""What several pages of people and posts show: colleagues, posts, periods."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.ui.api import Choice
from weimin.ui.words import day

__all__ = ["ABSENCE_KINDS", "colleagues", "frame", "headed", "period_words", "way_words", "with_items"]

ABSENCE_KINDS = [Choice(kind.value, name) for kind, name in identity.ABSENCE_NAMES.items()]
MORNING, NOON = Bilingual("上午", "morning"), Bilingual("下午", "afternoon")


def headed(request: Request) -> list[str]:
    """The departments that the actor heads by appointment. Raises ``PermissionDenied`` for who heads none."""
    found = sorted({post.department for post in request.actor.own_posts if "head" in post.roles})
    if not found:
        raise PermissionDenied
    return found


def frame(request: Request, room: str) -> dict[str, Any]:
    """What the head of every page says: who is here, and whether the pages of a head are theirs. No query."""
    return {
        "room": room,
        "posts": "；".join(str(post.title) for post in request.actor.own_posts),
        "is_head": any("head" in post.roles for post in request.actor.own_posts),
    }


def colleagues(departments: Iterable[str], today: date, *, without: int | None = None) -> list[Choice]:
    """People in post there, each once, with what they fill. Two queries."""
    held = identity.holders(departments=list(departments), on=today)
    posts = organisations.posts(held)
    found: dict[int, tuple[str, list[str]]] = {}
    for ref, users in held.items():
        for user in users:
            if user.pk != without:
                found.setdefault(user.pk, (user.name, []))[1].append(str(posts[ref].name))
    comma, form = str(Bilingual("、", ", ")), Bilingual("{n}（{p}）", "{n} ({p})")
    return [Choice(str(pk), form.format(n=name, p=comma.join(names))) for pk, (name, names) in sorted(found.items())]


def period_words(row: identity.Absence, request: Request) -> Bilingual:
    """11 月 24 日下午至 11 月 26 日."""
    today = law_date(request.now)
    since, until = day(row.since, today), day(row.until, today)
    begin = Bilingual(f"{since.zh}下午", f"noon of {since.en}") if row.from_noon else since
    end = Bilingual(f"{until.zh}上午", f"noon of {until.en}") if row.until_noon else until
    if row.since == row.until and not (row.from_noon or row.until_noon):
        return since
    if row.since == row.until:
        half = NOON if row.from_noon else MORNING
        return Bilingual(f"{since.zh}{half.zh}", f"{since.en}, {half.en}")
    return Bilingual("{s}至 {e}", "{s} to {e}").format(s=begin, e=end)


def with_items(rows: Sequence[identity.Delegation]) -> list[tuple[identity.Delegation, str]]:
    """Each delegation with the names of the items to which it is limited. One query where there is such a limit."""
    limited = any(row.items for row in rows)
    names = {each.code: str(each.name) for each in catalogue.items()} if limited else {}
    comma = str(Bilingual("、", ", "))
    return [(row, comma.join(names.get(code, code) for code in row.items)) for row in rows]


def way_words(post: identity.ActorPost) -> Bilingual:
    """For whom a post is filled, and by what."""
    assert post.acting is not None
    ways = {
        "delegation": Bilingual("受 {n} 委托", "delegated by {n}"),
        "substitute": Bilingual("{n} 不在岗，您是 B 岗", "standing in for {n}, who is away"),
    }
    nobody = Bilingual("（空缺）", "(a vacancy)")
    return ways[post.acting.way].format(n=post.acting.name or nobody)
