"""Figures: the picture, the sentence and the table are made of the same numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.charts import habits_by_week
from tracker.progress import HabitLine, WeekCount

FIRST = date(2026, 9, 14)


def habit(title: str, *counts: tuple[int, int]) -> HabitLine:
    weeks = (WeekCount(start=FIRST + timedelta(days=7 * n), done=done, due=due) for n, (done, due) in enumerate(counts))
    return HabitLine(title=title, weeks=tuple(weeks))


def widths(svg: str, look: str) -> list[float]:
    return [float(width) for width in re.findall(rf'<rect class="{look}" x="0" width="([\d.]+)%"', svg)]


def test_all_habits_stand_together_in_one_bar_a_week() -> None:
    chart = habits_by_week([habit("Walk", (2, 7), (5, 7)), habit("Breakfast", (1, 3), (3, 3))])
    assert chart
    assert chart.rows == (("14 Sep", "3", "10"), ("21 Sep", "8", "10"))
    assert chart.sentence == "11 of 20 done in all: 3 of 10 in the week of 14 Sep, 8 of 10 in the week of 21 Sep."
    assert widths(chart.svg, "night") == [30, 80]
    assert widths(chart.svg, "night off") == [100, 100]
    assert f'<desc id="habits-d">{chart.sentence}</desc>' in chart.svg


def test_there_is_no_figure_before_two_weeks_had_something_due() -> None:
    assert habits_by_week([]) is None
    assert habits_by_week([habit("Walk", (0, 0), (3, 7))]) is None


def test_weeks_before_the_first_habit_are_left_out_and_a_gap_stays_a_gap() -> None:
    chart = habits_by_week([habit("Walk", (0, 0), (1, 7), (0, 0), (4, 7))])
    assert chart
    assert [row[0] for row in chart.rows] == ["21 Sep", "28 Sep", "5 Oct"]
    assert len(widths(chart.svg, "night off")) == 2
    assert "–" in chart.svg


def test_a_figure_carries_no_style_and_no_script() -> None:
    chart = habits_by_week([habit("<script>Walk</script>", (2, 7), (5, 7))], key="one")
    assert chart
    assert not re.search(r"style=|<script|on\w+=", chart.svg)


counts = st.integers(0, 40).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))


@given(st.integers(1, 10).flatmap(lambda n: st.lists(st.lists(counts, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_picture_sentence_and_table_agree(habits: list[list[tuple[int, int]]]) -> None:
    chart = habits_by_week([habit(str(number), *weeks) for number, weeks in enumerate(habits)])
    if chart is None:
        return
    table = [(int(done), int(due)) for _, done, due in chart.rows]
    assert chart.sentence.startswith(f"{sum(d for d, _ in table)} of {sum(d for _, d in table)} done in all")
    shown = re.findall(r'dx=".7em" dy=".35em">(?:(\d+) of (\d+)|–)</text>', chart.svg)
    assert [(int(done or 0), int(due or 0)) for done, due in shown] == table
    most = max(due for _, due in table)
    expected = [round(100 * done / most, 2) for done, _ in table if done]
    assert widths(chart.svg, "night") == expected
