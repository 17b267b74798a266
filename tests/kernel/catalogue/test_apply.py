"""Publishing a city: all of it or nothing, shared between revisions, told to everyone in one transaction."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError

from support.cities import FILES, write_city
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.catalogue import services
from weimin.kernel.catalogue.models import CatalogueObject, Revision, RevisionEntry
from weimin.kernel.identity.models import User
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.kernel.search import api as search

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ITEM = "items/office/dog-registration.yaml"


def apply(folder: Path, *, days: int = 0) -> catalogue.Applied:
    return catalogue.apply_city(folder, actor="system", now=NOW + timedelta(days=days))


def change(folder: Path, file: str = ITEM, old: str = "给狗上牌", new: str = "给爱犬上牌") -> Path:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def applied_entries() -> list[journal.Entry]:
    return [entry for entry in journal.Entry.objects.order_by("pk") if entry.action == "city.applied"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_city(tmp_path / "city")


def test_the_first_apply_brings_the_whole_city_into_force(folder: Path):
    applied = apply(folder)
    assert (applied.number, applied.changed, applied.code, str(applied.name)) == (1, True, "testing", "试城")
    revision = catalogue.active_revision()
    assert (revision.pk, revision.state, revision.applied_at, revision.applied_by) == (
        applied.revision_id,
        "active",
        NOW,
        "system",
    )
    assert catalogue.city().hotline == "12345"
    assert catalogue.item("dog-registration").implementations[0].accepts == "office"
    assert [d.code for d in catalogue.departments()] == ["health", "office"]
    assert catalogue.procedure("simple").outcomes == ("not-accepted", "granted", "refused")
    assert organisations.department("office").name.zh == "审批局"
    assert [hit.code for hit in search.search("狗证")] == ["dog-registration"]
    assert set(User.objects.values_list("login", flat=True)) == {"window", "clerk", "chief", "citizen"}
    assert applied.logins == 4


def test_an_apply_is_journalled_once_with_what_it_brought(folder: Path):
    apply(folder)
    (entry,) = applied_entries()
    assert (entry.actor, entry.instant) == ("system", NOW)
    assert '"revision":"1"' in str(entry.payload_text)
    assert catalogue.active_revision().digest in str(entry.payload_text)


def test_an_unchanged_city_makes_no_revision_and_takes_no_time(folder: Path, django_assert_max_num_queries):
    first = apply(folder)
    started = time.monotonic()
    with django_assert_max_num_queries(3):
        again = apply(folder, days=1)
    assert time.monotonic() - started < 1
    assert (again.revision_id, again.number, again.changed) == (first.revision_id, 1, False)
    assert len(applied_entries()) == 1


def test_a_comment_is_no_change(folder: Path):
    apply(folder)
    change(folder, old="promised: 8wd", new="promised: 8wd  # as always")
    assert not apply(folder, days=1).changed
    assert Revision.objects.count() == 1


def test_a_change_makes_a_revision_that_shares_everything_else(folder: Path):
    before = apply(folder)
    objects = CatalogueObject.objects.count()
    after = apply(change(folder), days=1)
    assert (after.number, after.changed) == (2, True)
    assert CatalogueObject.objects.count() == objects + 1
    assert catalogue.item("dog-registration").summary.zh == "给爱犬上牌"
    assert catalogue.item("dog-registration", revision_id=before.revision_id).summary.zh == "给狗上牌"
    assert Revision.objects.get(pk=before.revision_id).state == "superseded"


def test_going_back_to_an_earlier_city_is_a_new_revision(folder: Path):
    apply(folder)
    apply(change(folder), days=1)
    back = apply(change(folder, old="给爱犬上牌", new="给狗上牌"), days=2)
    assert (back.number, back.changed) == (3, True)
    assert len(applied_entries()) == 3


def test_a_retired_item_is_not_found_any_more_but_by_its_revision(folder: Path):
    second = (
        FILES[ITEM]
        .replace("dog-registration", "cat-registration")
        .replace("养犬登记", "养猫登记")
        .replace("狗证, ", "")
    )
    (folder / "items/office/cat-registration.yaml").write_text(second, encoding="utf-8")
    before = apply(folder)
    assert [hit.code for hit in search.search("养猫")] == ["cat-registration"]
    (folder / "items/office/cat-registration.yaml").unlink()
    apply(folder, days=1)
    with pytest.raises(catalogue.NotInCatalogue):
        catalogue.item("cat-registration")
    assert catalogue.item("cat-registration", revision_id=before.revision_id).name.zh == "养猫登记"
    assert "cat-registration" not in [hit.code for hit in search.search("养猫登记")]


def test_the_order_of_choices_in_the_file_is_kept(folder: Path):
    apply(folder)
    assert list(catalogue.item("dog-registration").situations[0].choices) == ["small", "large"]
    turned = "choices: {large: {zh: 大型, en: Large}, small: {zh: 小型, en: Small}}"
    change(folder, old="choices: {small: {zh: 小型, en: Small}, large: {zh: 大型, en: Large}}", new=turned)
    assert apply(folder, days=1).changed
    assert list(catalogue.item("dog-registration").situations[0].choices) == ["large", "small"]


def test_new_people_are_provided_without_a_new_revision(folder: Path):
    apply(folder)
    change(folder, "people.yaml", "entities: []", "entities: []\n")
    more = '  - {login: neighbour, name: 邻居, id-number: "370202199001011253", phone: "13800000002"}\nentities'
    change(folder, "people.yaml", "entities", more)
    again = apply(folder, days=1)
    assert (again.number, again.changed, again.logins) == (1, False, 1)
    assert User.objects.filter(login="neighbour").exists()


def test_a_city_that_is_no_demonstration_provides_nobody(tmp_path: Path):
    changes: dict[str, str | None] = {
        "city.yaml": FILES["city.yaml"].replace("demonstration: true", "demonstration: false"),
        "people.yaml": None,
    }
    assert not apply(write_city(tmp_path, changes)).demonstration
    assert not User.objects.exists()


def test_a_city_with_errors_is_refused_whole_and_says_why(folder: Path):
    apply(folder)
    change(folder, old="promised: 8wd", new="promised: soon")
    with pytest.raises(catalogue.CityRefused) as refused:
        apply(folder, days=1)
    assert [(f.file, f.code) for f in refused.value.findings] == [(ITEM, "E003")]
    assert "1 个错误" in str(refused.value)
    assert (Revision.objects.count(), catalogue.active_revision().number) == (1, 1)


def test_a_home_belongs_to_one_city(folder: Path):
    apply(folder)
    change(folder, "city.yaml", "code: testing", "code: elsewhere")
    with pytest.raises(catalogue.AnotherCity):
        apply(folder, days=1)
    assert catalogue.active_revision().city == "testing"


def many_divisions(folder: Path, count: int = 450) -> Path:
    rows = "".join(f"370202{n:03},街道{n},Street {n},370202,2000-01-01,,false\n" for n in range(100, 100 + count))
    (folder / "divisions.csv").write_text(FILES["divisions.csv"] + rows, encoding="utf-8")
    return folder


def test_progress_is_told_chunk_by_chunk(folder: Path):
    lines: list[str] = []
    catalogue.apply_city(many_divisions(folder), actor="system", now=NOW, say=lines.append)
    total = RevisionEntry.objects.count()
    assert lines[:3] == [f"写入 200/{total}", f"写入 400/{total}", f"写入 {total}/{total}"]


def test_what_another_run_wrote_is_not_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    many_divisions(folder)
    whole, chunks = services._write_chunk, []

    def die_after_two(revision, chunk):
        if len(chunks) == 2:
            raise KeyboardInterrupt
        chunks.append(len(chunk))
        whole(revision, chunk)

    monkeypatch.setattr(services, "_write_chunk", die_after_two)
    with pytest.raises(KeyboardInterrupt):
        apply(folder)
    with pytest.raises(catalogue.NoCity):
        catalogue.active_revision()
    written = RevisionEntry.objects.count()
    assert written == 400
    chunks.clear()
    monkeypatch.setattr(
        services, "_write_chunk", lambda revision, chunk: (chunks.append(len(chunk)), whole(revision, chunk))
    )
    apply(folder, days=1)
    assert sum(chunks) == RevisionEntry.objects.count() - written
    assert Revision.objects.count() == 1


def test_a_half_built_revision_of_another_content_is_cleared_away(folder: Path):
    stale = Revision.objects.create(city="testing", digest="0" * 64, created_at=NOW)
    orphan = CatalogueObject.objects.create(digest="1" * 64, kind="item", code="x", body="{}")
    RevisionEntry.objects.create(revision=stale, object=orphan, kind="item", code="x")
    apply(folder)
    assert not Revision.objects.filter(pk=stale.pk).exists()
    assert not CatalogueObject.objects.filter(pk=orphan.pk).exists()


@pytest.mark.parametrize("room", ["organisations.sync_organisations", "search.replace_documents", "journal.append"])
def test_a_failure_inside_the_activation_leaves_the_city_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, room: str
):
    apply(folder)
    change(folder)
    change(folder, "departments/all.yaml", "审批局", "行政审批局")

    def fail(*_args, **_more):
        raise RuntimeError("power cut")

    monkeypatch.setattr(
        services, room.split(".")[0], _Broken(getattr(services, room.split(".")[0]), room.split(".")[1], fail)
    )
    with pytest.raises(RuntimeError, match="power cut"):
        apply(folder, days=1)
    assert (catalogue.active_revision().number, organisations.department("office").name.zh) == (1, "审批局")
    monkeypatch.undo()
    assert apply(folder, days=1).number == 2
    assert organisations.department("office").name.zh == "行政审批局"


class _Broken:
    """A room with one door that fails."""

    def __init__(self, room, door, fail):
        self._room, self._door, self._fail = room, door, fail

    def __getattr__(self, name):
        return self._fail if name == self._door else getattr(self._room, name)


def test_a_revision_that_vanishes_under_the_writer_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def vanish(_revision, _chunk):
        raise IntegrityError("the revision is gone")

    monkeypatch.setattr(services, "_write_chunk", vanish)
    with pytest.raises(catalogue.AnotherApply):
        apply(folder)


def test_two_runs_with_the_same_content_make_one_revision(folder: Path, monkeypatch: pytest.MonkeyPatch):
    whole, entered = services._write, []

    def another_run_is_faster(revision, packed, tell):
        whole(revision, packed, tell)
        if not entered:
            entered.append(True)
            apply(folder)

    monkeypatch.setattr(services, "_write", another_run_is_faster)
    assert apply(folder).number == 1
    assert len(applied_entries()) == 1


def test_the_database_allows_one_revision_in_force(folder: Path):
    apply(folder)
    with pytest.raises(IntegrityError):
        Revision.objects.create(
            city="testing", digest="2" * 64, state="active", number=9, created_at=NOW, applied_at=NOW
        )
