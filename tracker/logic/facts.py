"""Facts about one person at one instant, for the nudge rules.  [pure]"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Instants are aware UTC; None means: never, or not known yet.

    `verdict`, `flags` and `help_card_at` stay None until measures exist.
    """

    now: datetime
    zone: str
    stopping_thought_at: datetime | None = None
    verdict: str | None = None
    flags: frozenset[str] | None = None
    help_card_at: datetime | None = None
