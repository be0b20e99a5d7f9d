"""One night and a week of them: the published test values, the order, and nights in which the clocks change."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.logic.sleep import DAY, Answers, Impossible, Night, answers_from, kept, night_of
from tracker.logic.sleep_weeks import often_awake, spread, sri, steadiness, usual_count, usual_time, week

LONDON = "Europe/London"
ON = date(2026, 11, 3)
PLAIN = Answers(
    into_bed=time(23, 0),
    tried=time(23, 30),
    to_sleep=20,
    wakings=2,
    awake=30,
    woke=time(6, 40),
    got_up=time(7, 0),
    quality=3,
)


def clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def answers(times: str, to_sleep: int | None = 10, awake: int | None = 20) -> Answers:
    into_bed, tried, woke, got_up = (clock("" if at == "-" else at) for at in times.split())
    return Answers(into_bed=into_bed, tried=tried, to_sleep=to_sleep, awake=awake, woke=woke, got_up=got_up)


def plain(**changed: object) -> Night:
    return night_of(replace(PLAIN, **changed), day=ON, zone=LONDON)  # type: ignore[arg-type]


def test_the_figures_of_one_night() -> None:
    night = plain()
    assert (night.tib, night.sol, night.waso, night.twak, night.tst) == (480, 20, 30, 20, 380)
    assert (round(night.se or 0, 1), round(night.se_of_trying or 0, 1)) == (79.2, 84.4)
    assert night.midpoint == 195
    assert night.into_bed == datetime(2026, 11, 2, 23, 0, tzinfo=UTC)
    assert night.got_up == datetime(2026, 11, 3, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "tib", "tst"),
    [
        ("22:00 22:00 07:00 07:00", 540, 510),
        ("00:10 00:30 08:00 08:20", 490, 420),
        ("23:50 00:20 08:00 08:20", 510, 430),
        ("04:30 04:40 12:30 13:00", 510, 440),
        ("09:00 09:30 16:30 17:00", 480, 390),
        ("17:00 18:00 00:20 00:20", 440, 350),
        ("07:00 07:00 07:30 07:30", 30, 0),
        ("23:00 23:10 07:00 22:30", 1410, 440),
        ("23:30 - 07:00 07:30", 480, None),
        ("- 23:30 07:00 07:30", None, 420),
        ("23:30 23:40 - -", None, None),
        ("- - - -", None, None),
    ],
)
def test_a_time_past_midnight_is_one_of_the_next_day(times: str, tib: int | None, tst: int | None) -> None:
    night = night_of(answers(times), day=ON, zone=LONDON)
    assert (night.tib, night.tst) == (tib, tst)


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ("23:10 22:50 07:00 07:30", "tried"),
        ("23:00 23:10 22:50 07:30", "woke"),
        ("23:00 23:10 07:30 07:00", "got_up"),
        ("23:00 - - 22:30", "got_up"),
        ("23:10 22:50 - -", "tried"),
        ("- - 07:30 07:00", "got_up"),
    ],
)
def test_a_broken_order_names_the_time_to_look_at(times: str, field: str) -> None:
    with pytest.raises(Impossible) as broken:
        night_of(answers(times), day=ON, zone=LONDON)
    assert broken.value.field == field


@pytest.mark.parametrize(
    ("to_sleep", "awake", "field"), [(500, None, "to_sleep"), (10, 430, "awake"), (400, 60, "awake")]
)
def test_more_minutes_than_the_night_had_are_impossible(to_sleep: int, awake: int | None, field: str) -> None:
    with pytest.raises(Impossible) as broken:
        plain(to_sleep=to_sleep, awake=awake)
    assert broken.value.field == field


@pytest.mark.parametrize("empty", ["into_bed", "tried", "to_sleep", "awake", "woke", "got_up"])
def test_what_was_left_empty_leaves_its_figures_empty_and_no_others(empty: str) -> None:
    night, needs = plain(**{empty: None}), {
        "tib": {"into_bed", "got_up"},
        "sol": {"to_sleep"},
        "waso": {"awake"},
        "twak": {"woke", "got_up"},
        "tst": {"tried", "to_sleep", "awake", "woke"},
        "se": {"into_bed", "tried", "to_sleep", "awake", "woke", "got_up"},
        "midpoint": {"tried", "to_sleep", "woke"},
    }  # fmt: skip
    assert {name for name in needs if getattr(night, name) is None} == {name for name in needs if empty in needs[name]}


def test_a_night_without_waking_needs_no_minutes_awake() -> None:
    assert plain(wakings=0, awake=None).tst == 410
    assert plain(wakings=None, awake=None).tst is None


@pytest.mark.parametrize(
    ("day", "times", "tib", "tst"),
    [
        (date(2026, 10, 25), "23:00 23:00 07:00 07:00", 540, 510),
        (date(2026, 3, 29), "23:00 23:00 07:00 07:00", 420, 390),
        (date(2026, 10, 25), "01:50 01:10 07:00 07:00", 370, 320),
        (date(2026, 10, 25), "00:30 01:30 07:00 07:00", 450, 360),
        (date(2026, 3, 29), "00:30 01:30 07:00 07:00", 330, 240),
    ],
)
def test_in_the_night_the_clocks_change_minutes_are_real_ones(day: date, times: str, tib: int, tst: int) -> None:
    night = night_of(answers(times), day=day, zone=LONDON)
    assert (night.tib, night.tst) == (tib, tst)


CHANGES = {
    LONDON: ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "Africa/Cairo": ["2026-04-24", "2026-10-30"],
    "Asia/Kathmandu": ["2026-06-01"],
}
places = st.sampled_from([(zone, day) for zone, days in CHANGES.items() for day in days])


@given(place=places, before=st.integers(-600, 1200), steps=st.tuples(*[st.integers(0, 300)] * 4), awake=st.floats(0, 1))
def test_real_minutes_hold_whatever_the_clocks_do(
    place: tuple[str, str], before: int, steps: tuple[int, ...], awake: float
) -> None:
    """A night made of instants, read off the clock on the wall, gives the same minutes back."""
    zone, (reading, falling, sleeping, lying) = ZoneInfo(place[0]), steps
    noon = datetime.combine(date.fromisoformat(place[1]), time(12), tzinfo=zone).astimezone(UTC)
    gaps = (-before - 60, reading, falling + sleeping, lying)
    at = [noon + timedelta(minutes=minutes) for minutes in accumulate(gaps)]
    local = [instant.astimezone(zone) for instant in at]
    assume(all(one.replace(fold=0).utcoffset() == one.replace(fold=1).utcoffset() for one in local))
    into_bed, tried, woke, got_up = (one.replace(tzinfo=None).time() for one in local)
    waso = int(awake * sleeping)
    said = Answers(into_bed=into_bed, tried=tried, to_sleep=falling, awake=waso, woke=woke, got_up=got_up)
    night = night_of(said, day=local[-1].date(), zone=place[0])
    assert [night.into_bed, night.tried, night.woke, night.got_up] == at
    assert (night.tib, night.tst, night.twak) == (sum(steps), sleeping - waso, lying)


walls = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))
lengths = st.none() | st.integers(0, 1439)
nights = st.builds(
    Answers, into_bed=walls, tried=walls, to_sleep=lengths, awake=lengths, woke=walls, got_up=walls, wakings=lengths
)


@given(said=nights, place=places)
def test_whatever_is_typed_is_a_night_in_order_or_is_turned_down(said: Answers, place: tuple[str, str]) -> None:
    try:
        night = night_of(said, day=date.fromisoformat(place[1]), zone=place[0])
    except Impossible:
        return
    at = [one for one in (night.into_bed, night.tried, night.asleep, night.woke, night.got_up) if one is not None]
    assert at == sorted(at)
    filled = [one for one in at if one != night.asleep]
    assert not filled or filled[-1] - filled[0] < timedelta(hours=24)
    for figure in (night.tib, night.tst, night.twak):
        assert figure is None or 0 <= figure < DAY
    for share in (night.se, night.se_of_trying):
        assert share is None or 0 <= share <= 100
    if night.se is not None and night.se_of_trying is not None:
        assert night.se <= night.se_of_trying


@given(shift=st.integers(0, DAY - 1))
def test_a_night_at_another_time_of_day_has_the_same_figures(shift: int) -> None:
    def moved(at: time | None) -> time:
        minute = ((at.hour * 60 + at.minute if at else 0) + shift) % DAY
        return time(minute // 60, minute % 60)

    night = plain(**{name: moved(getattr(PLAIN, name)) for name in ("into_bed", "tried", "woke", "got_up")})
    assert (night.tib, night.tst, night.twak, night.se) == (480, 380, 20, plain().se)
    assert night.midpoint == (195 + shift) % DAY


@given(said=nights)
def test_answers_are_kept_and_read_back_as_they_were(said: Answers) -> None:
    assert answers_from(kept(said)) == said


# A week of them


def test_a_week_has_figures_from_five_of_its_seven_nights() -> None:
    four = week([plain()] * 4 + [None] * 3)
    assert (four.filled, four.tib, four.tst, four.se, four.sol, four.waso) == (4, None, None, None, None, None)
    five = week([plain()] * 5 + [None] * 2)
    assert (five.filled, five.tib, five.tst, five.sol, five.waso, five.twak) == (5, 480, 380, 20, 30, 20)


def test_a_figure_that_was_left_out_too_often_stays_out_alone() -> None:
    found = week([plain()] * 4 + [plain(into_bed=None)] * 3)
    assert (found.filled, found.tib, found.se, found.tst) == (7, None, None, 380)


def test_a_week_uses_means_but_medians_for_falling_asleep_and_lying_awake() -> None:
    found = week([plain(to_sleep=n, awake=n) for n in (5, 10, 10, 15, 200)] + [None, None])
    assert (found.sol, found.waso, found.tib) == (10, 10, 480)
    assert found.tst == pytest.approx(430 - 2 * 48)


def test_the_spread_is_the_circular_standard_deviation() -> None:
    assert spread([1430, 10, 0, 30, 1400, 60, 20]) == pytest.approx(29.3, abs=0.05)
    assert spread([180] * 7) == pytest.approx(0, abs=1e-3)
    assert spread([180] * 6) is None
    assert spread([0, 720] * 4) == math.inf


@pytest.mark.parametrize(
    ("minutes", "word"),
    [(0, "steady"), (30, "steady"), (31, "fairly"), (60, "fairly"), (61, "varied"), (math.inf, "varied")],
)
def test_the_words_for_a_spread(minutes: float, word: str) -> None:
    assert steadiness(minutes) == word


@given(st.lists(st.integers(0, DAY - 1), min_size=7, max_size=14), st.integers(0, DAY - 1))
def test_the_spread_does_not_hang_on_where_the_day_begins(midpoints: list[int], shift: int) -> None:
    one, other = spread(midpoints), spread([(minute + shift) % DAY for minute in midpoints])
    assert one is not None
    assert other is not None
    assert other == pytest.approx(one, rel=1e-3, abs=1e-3) or min(one, other) > 1000


def alternating(minutes: int) -> list[list[bool] | None]:
    return [
        plain(tried=time(0, 0), to_sleep=start, woke=time(8 + start // 60, 0), got_up=time(12, 0)).asleep_minutes()
        for start in [0, minutes] * 4
    ]


@pytest.mark.parametrize(("minutes", "index"), [(0, 100), (60, 83.3), (180, 50.0)])
def test_the_regularity_index_has_its_published_values(minutes: int, index: float) -> None:
    assert sri(alternating(minutes)) == pytest.approx(index, abs=0.05)


def test_the_regularity_index_of_coin_flips_is_about_nothing() -> None:
    coin = random.Random(7)  # noqa: S311
    assert sri([[coin.random() < 0.5 for _ in range(DAY)] for _ in range(40)]) == pytest.approx(0, abs=2)


def test_the_regularity_index_needs_seven_days_and_five_pairs_of_neighbours() -> None:
    same: Sequence[list[bool] | None] = [plain().asleep_minutes()] * 7
    assert sri(same[:6]) is None
    assert sri([None, *same[:6]]) == 100
    assert sri([*same[:3], None, *same[:3]]) is None


def test_the_usual_is_the_median_also_round_midnight() -> None:
    late = [time(23, 50), time(0, 10), time(0, 30), time(23, 40), time(0, 20)]
    assert usual_time(late) == time(0, 10)
    assert usual_time([time(7, 0), time(7, 30), time(12, 0)]) == time(7, 30)
    assert usual_time([time(23, 58), time(0, 2)]) == time(0, 0)
    assert usual_time([]) is None
    assert (usual_count([5, 10, 60]), usual_count([1, 2]), usual_count([])) == (10, 2, None)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=7), st.integers(0, DAY - 1))
def test_the_usual_time_is_the_plain_median_moved_along(minutes: list[int], shift: int) -> None:
    assume(len(minutes) % 2)
    moved = [(minute + shift) % DAY for minute in minutes]
    wanted = (sorted(minutes)[len(minutes) // 2] + shift) % DAY
    assert usual_time([time(m // 60, m % 60) for m in moved]) == time(wanted // 60, wanted % 60)


def test_often_awake_is_three_nights_a_week_for_thirteen_weeks() -> None:
    long, short = plain(to_sleep=31), plain(to_sleep=30, awake=30)
    weeks = [long, short, None, plain(awake=45), long, None, short] * 13
    assert often_awake(weeks)
    assert often_awake([short] * 20 + weeks)
    assert not often_awake(weeks[:-7])
    assert not often_awake([short, short, *weeks[2:]])
