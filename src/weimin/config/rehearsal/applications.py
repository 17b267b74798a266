"""What people apply for and what they write in the forms: lawful, synthetic, drawn by lot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import FieldType, FormField, Handling, Implementation, Item, Material
from weimin.config.rehearsal.browser import Upload
from weimin.config.rehearsal.fates import Fates, Lot
from weimin.config.rehearsal.people import Citizen, Voice

__all__ = ["Application", "Matter", "answer_to", "drawn", "left_out", "matters", "paper_for"]

PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
STREETS: Final = ["香港中路", "宁夏路", "云南路", "江西路", "南京路", "燕儿岛路", "漳州路", "闽江路"]
SENTENCES: Final = ("按规定办理，材料属实。", "因生活需要申请。", "经营需要，已和邻里说明。", "依图施工，按期恢复。")
OTHERS: Final = {"person": {"organisation", "unit"}}
"""Situations that are not those of such an applicant, by the words that blueprints use for them."""
BUSINESS_LEAVES_OUT: Final = {"person", "resident"}


@dataclass(frozen=True)
class Matter:
    """Something that can be applied for somewhere."""

    item: Item
    handling_code: str
    place: Implementation

    @property
    def handling(self) -> Handling:
        return self.item.handlings[self.handling_code]


@dataclass(frozen=True)
class Application:
    """One application as it will be made. ``index`` counts them in the order of filing."""

    index: int
    matter: Matter
    citizen: Citizen
    voice: Voice | None
    filed_on: date
    wave: int

    @property
    def kind(self) -> str:
        return self.voice.kind if self.voice else "person"

    def situations(self, lot: Lot) -> dict[str, str]:
        """Answers to the situations as they open one after the other."""
        chosen: dict[str, str] = {}
        while situation := self._filling(chosen).next_situation:
            left_out = OTHERS.get(self.kind, BUSINESS_LEAVES_OUT)
            fitting = [code for code in situation.choices if code not in left_out] or list(situation.choices)
            chosen[situation.id] = lot.pick(fitting, self.index, situation.id)
        return chosen

    def first_page(self, situations: dict[str, str]) -> str:
        """Where the questions begin when all situations are answered."""
        filling = self._filling(situations)
        if filling.asked_fields:
            return f"f-{filling.asked_fields[0].id}"
        papers = [material for material in filling.needed_materials if material.supply != "shared"]
        return f"m-{papers[0].id}" if papers else "check"

    def _filling(self, situations: dict[str, str]) -> Filling:
        place = self.matter.place
        return Filling(
            self.matter.item,
            self.matter.handling_code,
            situations=situations,
            division=place.division,
            applicant=self.kind,
        )


def matters(items: Sequence[Item]) -> list[tuple[Matter, int]]:
    """Everything that people can apply for here, with how often they do: new before changes, the simple before the rare."""
    return [
        (matter, (6 if matter.handling_code == next(iter(item.handlings)) else 1) * (3 if _is_simple(matter) else 1))
        for item in items
        for matter in _offered(item)
        if all(field.pattern is None for field in item.form)
    ]


def _offered(item: Item) -> Iterator[Matter]:
    for code in item.handlings:
        for place in item.implementations:
            offers = place.handlings is None or code in place.handlings
            if offers and place.system_of_record == "weimin":
                yield Matter(item, code, place)


def _is_simple(matter: Matter) -> bool:
    """Done within a few days: what most people come for."""
    promised = matter.place.promised
    return promised.count <= 5


def drawn(
    count: int, *, days: Sequence[tuple[date, int]], waves: int, choices: Sequence[tuple[Matter, int]],
    citizens: Sequence[Citizen], lot: Lot,
) -> list[Application]:  # fmt: skip
    """``count`` applications; ``days`` with how many come on each, ``waves`` times a day."""
    found = []
    for place in range(count):
        matter = lot.weighted(choices, place, "matter")
        citizen, voice = _someone(matter.item, citizens, place, lot)
        found.append(
            (lot.weighted(days, place, "day"), lot.between(0, waves - 1, place, "wave"), matter, citizen, voice)
        )
    found.sort(key=lambda each: each[:2])
    return [
        Application(index, matter, citizen, voice, day, wave)
        for index, (day, wave, matter, citizen, voice) in enumerate(found)
    ]


def _someone(item: Item, citizens: Sequence[Citizen], place: int, lot: Lot) -> tuple[Citizen, Voice | None]:
    """Someone who may ask for it. Who has still to sign up has no voice yet and speaks for themself."""
    audience = {kind.value for kind in item.audience}
    fitting = [citizen for citizen in citizens if any(_speaks(citizen, item, audience))]
    if not fitting:
        raise LookupError(f"nobody may ask for {item.code}")
    citizen = lot.weighted([(each, 4 if each.demonstrates else 1) for each in fitting], place, "citizen")
    voices = list(_speaks(citizen, item, audience))
    return citizen, lot.pick(voices, place, "voice") if citizen.voices else None


def _speaks(citizen: Citizen, item: Item, audience: set[str]) -> Iterator[Voice]:
    if not citizen.voices and "person" in audience:
        yield Voice(0, "person")
    for voice in citizen.voices:
        if voice.kind in audience and (voice.scope is None or item.code in voice.scope):
            yield voice


def answer_to(field: FormField, *, index: int, today: date, lot: Lot) -> list[tuple[str, str]]:
    """What is typed for a question, as its form sends it."""
    match field.type:
        case FieldType.CHOICE:
            return [("answer", lot.pick(list(field.choices), index, field.id))]
        case FieldType.CHOICES:
            return [("answer", code) for code in field.choices]
        case FieldType.YES_NO:
            return [("answer", lot.pick(("yes", "no"), index, field.id))]
        case FieldType.PERSON:
            return [("answer.name", "纪禾生"), ("answer.id-number", "370202198509239991")]
        case FieldType.LEGAL_ENTITY:
            return [("answer.name", "青岛示例城建有限公司"), ("answer.credit-code", "91370202MADEM00382")]
    return [("answer", _typed(field, index, today, lot))]


def _typed(field: FormField, index: int, today: date, lot: Lot) -> str:
    match field.type:
        case FieldType.DATE:
            past = field.min is None and field.max is not None
            distance = lot.between(20, 200, index, field.id)
            return (today - timedelta(distance) if past else today + timedelta(distance)).isoformat()
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.MONEY:
            return _number(field, index, lot)
        case FieldType.LONG_TEXT:
            return lot.pick(SENTENCES, index, field.id)
        case FieldType.ADDRESS:
            return f"市南区{lot.pick(STREETS, index, field.id)} {lot.between(1, 180, index, field.id, 'n')} 号"
        case FieldType.PHONE:
            return f"1990002{index % 10_000:04}"
        case FieldType.EMAIL:
            return f"someone-{index}@weimin.example"
        case FieldType.DIVISION:
            return "370202"
        case FieldType.ID_NUMBER:
            return "370202198509239991"
        case FieldType.CREDIT_CODE:
            return "91370202MADEM00382"
    return f"示例{index % 100}"


def _number(field: FormField, index: int, lot: Lot) -> str:
    low = int(float(str(field.min))) + 1 if field.min is not None else 1
    high = min(int(float(str(field.max))), low + 150) if field.max is not None else low + 150
    return str(lot.between(min(low, high), high, index, field.id))


def paper_for(material: Material) -> Upload:
    """A file for a material: every one of them takes a PDF."""
    return Upload(f"{material.id}.pdf", PDF, "application/pdf")


def left_out(material: Material, *, index: int, fates: Fates) -> bool:
    """Whether the applicant forgets this paper when filing."""
    if not fates.is_incomplete(index) or material.supply != "upload":
        return False
    return fates.lot.chance(0.5, index, "left out", material.id)
