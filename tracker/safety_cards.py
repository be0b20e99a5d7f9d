"""One card of medicine safety, and how it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.vault import person_hmac
from tracker.logic.medicine_safety import WITHOUT_A_MEDICINE, Trigger
from tracker.medication import dialled
from tracker.models import Medicine
from tracker.safety_texts import STEPS, Detail, DoseName, line_of, more_of, text_of

OUTLIVES_ITS_MEDICINE = frozenset({Trigger.ALREADY_STOPPED})
REFILLS = frozenset({Trigger.REFILL, Trigger.REFILL_SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`name` is "" where the prescriber has none here; `tel` holds the digits to dial."""

    name: str
    tel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`key` names it in an address and betrays nothing. `steps`: which of "numbers", "help", "call", "reason", "words",
    "sheet", "line", "supply" lead on from it. `about`: the medicine's name where there are several. `line`: what goes
    on the doctor's sheet. `medicine`: None where it is about none in particular. `dose`: the one to say more of.
    `noted`: put aside today.
    """

    trigger: Trigger
    key: UUID
    text: str
    more: str
    about: str
    medicine: UUID | None
    calls: tuple[Call, ...]
    line: str
    dose: DoseName | None
    steps: frozenset[str]
    noted: bool

    @property
    def waits(self) -> bool:
        """Whether putting it aside is to be reminded again."""
        return self.trigger in REFILLS

    @property
    def anchor(self) -> str:
        return f"card-{self.key}"


Name = tuple[Trigger, UUID | None]


def card_key(user_id: UUID, trigger: Trigger, medicine_id: UUID | None) -> UUID:
    """An address must not betray what somebody's card is about."""
    return UUID(bytes=person_hmac(user_id, "safety card", f"{trigger}:{medicine_id or ''}".encode())[:16])


def card_named(*, user_id: UUID, key: UUID) -> Name | None:
    """The trigger and medicine that *key* stands for, of this person's; None for any other."""
    medicines = [None, *Medicine.objects.for_user(user_id).values_list("pk", flat=True)]
    names = ((trigger, medicine) for trigger in Trigger for medicine in medicines)
    return next((name for name in names if card_key(user_id, *name) == key), None)


@dataclass(frozen=True, slots=True)
class Maker:
    user_id: UUID
    medicines: Mapping[UUID, Medicine]
    today: dt.date

    def cards(self, found: Mapping[Name, Detail], *, noted: bool) -> tuple[Card, ...]:
        """In the order of the triggers; one of no medicine in particular gives way to one of a medicine."""
        names = [name for name in found if self._stands(name) and not self._is_twice(name, found)]
        places = {medicine_id: place for place, medicine_id in enumerate(self.medicines)}
        order = sorted(names, key=lambda name: (list(Trigger).index(name[0]), places.get(name[1], -1)))  # type: ignore[arg-type]
        return tuple(self._card(name, found[name], noted=noted) for name in order)

    def _stands(self, name: Name) -> bool:
        trigger, medicine_id = name
        if trigger in WITHOUT_A_MEDICINE | OUTLIVES_ITS_MEDICINE:
            return True
        return bool(self.medicines) if medicine_id is None else medicine_id in self.medicines

    def _is_twice(self, name: Name, found: Mapping[Name, object]) -> bool:
        return name[1] is None and any(one[0] == name[0] and one[1] is not None for one in found)

    def _card(self, name: Name, detail: Detail, *, noted: bool) -> Card:
        trigger, medicine_id = name
        medicine = self.medicines.get(medicine_id) if medicine_id else None
        several = len(self.medicines) > 1
        return Card(
            trigger=trigger,
            key=card_key(self.user_id, trigger, medicine_id),
            text=text_of(trigger, detail),
            more=more_of(detail, self.today),
            about=(medicine.nickname or medicine.name) if medicine and several else "",
            medicine=medicine.pk if medicine else None,
            calls=_calls([medicine] if medicine else self.medicines.values()),
            line=line_of(detail),
            dose=detail if isinstance(detail, DoseName) else None,
            steps=STEPS[trigger],
            noted=noted,
        )


def _calls(medicines: Iterable[Medicine]) -> tuple[Call, ...]:
    """Each number once."""
    found = {dialled(one.prescriber_phone): one.prescriber for one in medicines if dialled(one.prescriber_phone)}
    return tuple(Call(name=name, tel=tel) for tel, name in found.items())
