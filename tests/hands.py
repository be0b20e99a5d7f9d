"""Several hands that do one thing in the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

HANDS = 4


def at_once(act: Callable[[int], object]) -> list[object]:
    """What *act* gives or raises in each of HANDS threads that start together."""
    barrier = Barrier(HANDS, timeout=20)

    def hand(number: int) -> object:
        try:
            barrier.wait()
            return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, range(HANDS)))
