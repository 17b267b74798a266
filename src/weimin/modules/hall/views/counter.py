"""The next one, please: who is there, and what they came for. One page, one press."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.items import FieldType
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers import check_phone, normalise_phone
from weimin.lib.lawtime import law_date
from weimin.modules.hall.frame import at_window, error_rows, frame, key_of
from weimin.modules.hall.offered import Chosen, chosen_of, item_choices, offers_of

__all__ = ["counter", "situations"]

PREFILLED = {FieldType.PHONE: "phone", FieldType.ADDRESS: "address"}


@at_window
@never_cache
def counter(request: Request) -> HttpResponse:
    """Number, name, item, situations; then the form. A search for an item keeps all that was typed."""
    revision_id = catalogue.active_revision().pk
    offers = offers_of(request.actor, revision_id=revision_id)
    chosen = chosen_of(offers, request.POST.dict(), now=request.now)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST" and "search" not in request.POST:
        errors = _missing(request, chosen)
        if chosen and not errors:
            try:
                return redirect("hall:form", _start(request, chosen).pk)
            except identity.UnreadableNumber as error:
                errors = {"number": error.message}
            except identity.NameDiffers as error:
                errors = {"name": error.message}
            except cases.NotForYou:
                errors = {
                    "item": Bilingual(
                        "这件事不是由这样的申请人申请的。请看事项的“谁可以办”。", "This applicant cannot ask for it."
                    )
                }
    text = request.POST.get("q", "").strip()[:100]
    today = law_date(request.now)
    context: dict[str, Any] = {
        **frame(request),
        "given": request.POST,
        "key": key_of(request),
        "q": text,
        "items": item_choices(
            offers,
            request.actor,
            text=text,
            chosen=request.POST.get("item", ""),
            revision_id=revision_id,
            now=request.now,
        ),
        "item": chosen.offer.item.code if chosen else "",
        "chosen": chosen,
        "errors": errors,
        "error_rows": error_rows(errors.items()),
        "drafts": cases.own_drafts(request.actor),
        "names": {each.item.code: each.item.name for each in offers.values()},
        "unsigned": cases.waiting_signatures(request.actor),
        "figures": cases.window_figures(request.actor, on=today),
    }
    return render(request, "hall/counter.html", context, status=422 if errors else 200)


def _missing(request: Request, chosen: Chosen | None) -> dict[str, Bilingual]:
    errors: dict[str, Bilingual] = {}
    if not request.POST.get("number", "").strip():
        errors["number"] = Bilingual("请刷卡，或者输入证件号码。", "Read the card, or type the number of the document.")
    if not request.POST.get("name", "").strip():
        errors["name"] = Bilingual("请照证件输入姓名或者名称。", "Type the name as on the document.")
    if phone := request.POST.get("phone", "").strip():
        wrong = check_phone(normalise_phone(phone))
        errors |= {"phone": wrong} if wrong else {}
    if chosen is None:
        errors["item"] = Bilingual("请选择要办的事。", "Choose what they came for.")
    elif situation := chosen.filling.next_situation:
        errors[f"s.{situation.id}"] = Bilingual("请选择：{a}", "Choose: {a}").format(a=situation.ask.bilingual)
    return errors


def _start(request: Request, chosen: Chosen) -> cases.Draft:
    number = identity.read_number(request.POST["number"], today=law_date(request.now))
    phone = request.POST.get("phone", "").strip()[:20]
    party = identity.find_or_register(number, name=request.POST["name"], phone=phone, now=request.now)
    known = {"phone": party.phone, "address": party.address}
    answers = {
        field.id: known[PREFILLED[field.type]]
        for field in chosen.filling.asked_fields
        if field.type in PREFILLED and known[PREFILLED[field.type]]
    }
    return cases.start_counter_draft(
        item=chosen.offer.item.code,
        handling=chosen.filling.handling_code,
        division=chosen.filling.division,
        situations=chosen.filling.situations,
        applicant=party,
        answers=answers,
        key=key_of(request),
        actor=request.actor,
        now=request.now,
    )


@at_window
@never_cache
def situations(request: Request) -> HttpResponse:
    """What the chosen item asks first, for the page to show at once."""
    offers = offers_of(request.actor, revision_id=catalogue.active_revision().pk)
    chosen = chosen_of(offers, request.GET.dict(), now=request.now)
    return render(request, "hall/_situations.html", {"chosen": chosen, "errors": {}})
