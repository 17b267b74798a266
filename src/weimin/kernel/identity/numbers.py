"""Numbers of people and companies: how they are indexed without being read, and how they are shown."""

from weimin.kernel.identity.fields import keyring
from weimin.lib.identifiers import normalise_code, normalise_phone

__all__ = ["index_number", "index_phone", "masked", "number_indexes"]

NUMBER = "identity.party.number"
PHONE = "identity.party.phone"


def index_number(number: str) -> str:
    """The blind index to store."""
    return keyring().index(normalise_code(number), purpose=NUMBER)


def number_indexes(number: str) -> tuple[str, ...]:
    """Every blind index to look for, while keys are being replaced."""
    return keyring().indexes(normalise_code(number), purpose=NUMBER)


def index_phone(phone: str) -> str:
    return keyring().index(normalise_phone(phone), purpose=PHONE) if phone else ""


def masked(number: str, *, head: int = 6, tail: int = 4) -> str:
    """A number for the screen: ``370202********1237``. At least four places stay hidden."""
    while head + tail > max(len(number) - 4, 0):
        head, tail = (head - 1, tail) if head >= tail else (head, tail - 1)
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]
