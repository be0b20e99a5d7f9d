"""Sealed fields: plain on the instance, opaque in the database, refused wherever the database would have to read."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.models import F
from django.test.utils import isolate_apps

from accounts import vault
from accounts.checks import sealed_fields
from accounts.models import PersonKey, User
from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import Ciphertext, SealedJSON, SealedText
from tests.accounts.rows import make_row, owned_models
from tests.accounts.rows import sealed_fields as sealed_of
from tracker.models import Goal, Medicine, Milestone, StoppingThought

CANARY = "canary, thirsty: Ärger 🐦"


@pytest.fixture
def goal(alice: User) -> Goal:
    goal = Goal.objects.create(user=alice, title=CANARY)
    return Goal.objects.get(pk=goal.pk)


def bytes_of(row: models.Model, field: str = "title") -> bytes:
    lying: Ciphertext = type(row)._base_manager.get(pk=row.pk).__dict__[field]
    return lying.sealed


# Reading and writing


def test_text_and_answers_come_back_as_they_were_written(alice: User) -> None:
    medicine = Medicine.objects.create(user=alice, name="Sertraline", dose="")
    answers = ["side effects", {"since": 3, "sure": None, "much": 1.5}]
    thought = StoppingThought.objects.create(
        user=alice, medicine=medicine, recorded_at=medicine.created_at, reasons=answers
    )
    again = Medicine.objects.get(pk=medicine.pk)
    assert (again.name, again.dose) == ("Sertraline", "")
    assert StoppingThought.objects.get(pk=thought.pk).reasons == answers


def test_the_text_is_nowhere_in_the_row(goal: Goal) -> None:
    assert CANARY.encode() not in bytes_of(goal)
    assert goal.title == CANARY


def test_editing_another_field_keeps_the_sealed_bytes(goal: Goal, now: Any) -> None:
    before = bytes_of(goal)
    goal.archived_at = now
    goal.save()
    assert bytes_of(goal) == before


def test_a_value_read_and_saved_unchanged_keeps_its_bytes(goal: Goal) -> None:
    before = bytes_of(goal)
    assert goal.title == CANARY
    goal.save()
    assert bytes_of(goal) == before


def test_setting_a_value_seals_it_anew(goal: Goal) -> None:
    before = bytes_of(goal)
    goal.title = "Go to the market"
    goal.save()
    assert bytes_of(goal) != before
    assert Goal.objects.get(pk=goal.pk).title == "Go to the market"


def test_rows_can_be_written_many_at_once(alice: User) -> None:
    Goal.objects.bulk_create([Goal(user=alice, title=f"Goal {number}") for number in range(3)])
    assert sorted(goal.title for goal in Goal.objects.for_user(alice)) == ["Goal 0", "Goal 1", "Goal 2"]


def test_a_deferred_value_is_fetched_by_one_query_and_keeps_its_bytes(
    goal: Goal, django_assert_num_queries: Any
) -> None:
    before = bytes_of(goal)
    vault.seal(b"", label="x", row_id=goal.pk, user_id=goal.user_id)
    thin = Goal.objects.defer("title").get(pk=goal.pk)
    with django_assert_num_queries(1):
        assert thin.title == CANARY
    thin.save()
    assert bytes_of(goal) == before


def test_a_row_read_without_its_owner_still_opens(goal: Goal) -> None:
    assert Goal.objects.only("title").get(pk=goal.pk).title == CANARY


def test_a_reloaded_row_shows_what_the_database_holds(goal: Goal) -> None:
    Goal.objects.get(pk=goal.pk)
    goal.title = "never saved"
    goal.refresh_from_db()
    assert goal.title == CANARY


# Moved bytes


def put(row: models.Model, sealed: bytes, field: str = "title") -> None:
    models.QuerySet(type(row)).filter(pk=row.pk).update(**{field: Ciphertext(sealed)})


def test_bytes_copied_from_another_row_do_not_open(goal: Goal, alice: User) -> None:
    other = Goal.objects.create(user=alice, title="Another")
    put(other, bytes_of(goal))
    with pytest.raises(vault.SealError):
        _ = Goal.objects.get(pk=other.pk).title


def test_bytes_copied_from_another_field_do_not_open(alice: User) -> None:
    medicine = Medicine.objects.create(user=alice, name="Sertraline", prescriber="Dr Okafor")
    put(medicine, bytes_of(medicine, "prescriber"), "name")
    with pytest.raises(vault.SealError):
        _ = Medicine.objects.get(pk=medicine.pk).name


def test_a_row_given_to_another_person_is_not_saved(goal: Goal, charlie: User) -> None:
    goal.user = charlie
    with pytest.raises(vault.SealError), transaction.atomic():
        goal.save()
    assert not Goal.objects.for_user(charlie).exists()


def test_a_copy_of_a_row_is_not_saved_with_text_that_would_never_open(goal: Goal, alice: User) -> None:
    copy = Goal.objects.get(pk=goal.pk)
    copy.pk = make_row(Goal, alice, "x").pk
    with pytest.raises(vault.SealError), transaction.atomic():
        copy.save(force_update=True)


def test_without_the_key_nothing_opens(goal: Goal, alice: User) -> None:
    PersonKey.objects.filter(user=alice).delete()
    vault.clear_cache()
    with pytest.raises(vault.SealError):
        _ = Goal.objects.get(pk=goal.pk).title


# What the database cannot answer

REFUSED: dict[str, Callable[[OwnedQuerySet[Any]], object]] = {
    "filter": lambda rows: rows.filter(title="x"),
    "filter by lookup": lambda rows: rows.filter(title__icontains="x"),
    "filter by transform": lambda rows: rows.filter(title__length=3),
    "exclude": lambda rows: rows.exclude(title__in=["x"]),
    "get or create": lambda rows: rows.get_or_create(title="x"),
    "order": lambda rows: rows.order_by("title"),
    "order down": lambda rows: rows.order_by("-title"),
    "order by expression": lambda rows: rows.order_by(F("title").desc()),
    "values": lambda rows: rows.values("title"),
    "values of all": lambda rows: rows.values(),
    "values renamed": lambda rows: rows.values(name=F("title")),
    "values of a relation": lambda rows: rows.values("milestones__title"),
    "values list": lambda rows: rows.values_list("title", flat=True),
    "update": lambda rows: rows.update(title="x"),
    "update to nothing": lambda rows: rows.update(title=None),
    "update from a field": lambda rows: rows.update(archived_at=F("title")),
    "bulk update": lambda rows: rows.bulk_update(list(rows), ["title"]),
    "upsert": lambda rows: rows.bulk_create(
        list(rows), update_conflicts=True, update_fields=["title"], unique_fields=["id"]
    ),
}


@pytest.mark.parametrize("ask", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_is_never_asked_to_read_a_sealed_field(goal: Goal, ask: Any) -> None:
    with pytest.raises(FieldError, match="sealed"):
        ask(Goal.objects.for_user(goal.user_id))
    assert Goal.objects.get(pk=goal.pk).title == CANARY


def test_a_plain_update_may_carry_a_word_that_is_a_field_name(alice: User) -> None:
    milestone = make_row(Milestone, alice, "x")
    assert Milestone.objects.for_user(alice).filter(pk=milestone.pk).update(position=2) == 1


def test_a_copy_by_the_database_stays_shut(goal: Goal) -> None:
    copied: Any = Goal.objects.annotate(copied=F("title")).get(pk=goal.pk)
    assert isinstance(copied.copied, Ciphertext)


# Leaks


@pytest.mark.parametrize("model", owned_models(), ids=lambda model: model._meta.label)
def test_a_row_shows_none_of_its_text_when_printed(alice: User, model: type[Owned]) -> None:
    row = model._default_manager.get(pk=make_row(model, alice, CANARY).pk)
    for field in sealed_of(model):
        assert CANARY in str(getattr(row, field.name))
    assert CANARY not in repr(row) + str(row) + repr(model._default_manager.all())
    assert "canary" not in repr([row.__dict__[field.attname] for field in sealed_of(model)])


def test_a_dump_of_the_data_refuses_rather_than_leaves_out(goal: Goal) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="sealed"):
        call_command("dumpdata", "tracker.goal", stdout=out)
    assert CANARY not in out.getvalue()


@pytest.mark.parametrize("value", [14, 1.5, True, "fourteen"])
def test_a_dump_writes_no_answer_that_is_only_a_number(alice: User, value: object) -> None:
    thought = make_row(StoppingThought, alice, "x")
    thought.reasons = value
    thought.save()
    out = StringIO()
    with pytest.raises(CommandError, match="sealed"):
        call_command("dumpdata", "tracker.stoppingthought", stdout=out)
    assert "14" not in out.getvalue().replace(str(thought.pk), "")


def test_an_error_while_saving_says_nothing_of_the_text(alice: User) -> None:
    for bad in (f"{CANARY} \ud800", 14):
        with pytest.raises((vault.SealError, AttributeError)) as caught:
            Goal.objects.create(user=alice, title=bad)
        assert "canary" not in str(caught.value)
    with pytest.raises(ValueError, match="Out of range") as caught_number:
        StoppingThought(user=alice, reasons=[CANARY, float("nan")])._meta.get_field("reasons").pre_save(
            StoppingThought(user=alice, reasons=[CANARY, float("nan")]), add=True
        )
    assert "canary" not in str(caught_number.value)


def test_no_table_holds_a_word_of_what_was_sealed(alice: User) -> None:
    """Every sealed field of every model a person owns, then every column of every table, as it lies there."""
    models_seen = owned_models()
    assert sum(len(sealed_of(model)) for model in models_seen) > 10
    for model in models_seen:
        make_row(model, alice, CANARY)
    found = [place for place, value in every_value() if any(form in value for form in spellings("canary, thirsty"))]
    assert found == []
    assert any(alice.email.encode() in value for _, value in every_value()), "the scan does not see what is in clear"


def every_value() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield f"{table}.{name}", raw.lower()


def spellings(text: str) -> list[bytes]:
    plain = text.encode()
    inner = [base64.b64encode(plain[shift:])[:12] for shift in range(3)]
    return [plain, plain.hex().encode(), plain[::-1], *(part.lower() for part in inner)]


# The system check


def test_the_project_passes_its_own_check() -> None:
    assert sealed_fields(None) == []


def found_in(*made: type[models.Model], monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    monkeypatch.setattr("accounts.checks.apps.get_models", lambda: list(made))
    return [message.id for message in sealed_fields(None)]


@isolate_apps("accounts")
def test_a_sealed_field_without_a_label_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Note(Owned):
        text = SealedText()
        objects = OwnedQuerySet.as_manager()

        class Meta:
            app_label = "accounts"

    assert found_in(Note, monkeypatch=monkeypatch) == ["accounts.E001"]


@isolate_apps("accounts")
def test_two_sealed_fields_with_one_label_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Note(Owned):
        text = SealedText(label="note.text")
        answers = SealedJSON(label="note.text")
        objects = OwnedQuerySet.as_manager()

        class Meta:
            app_label = "accounts"

    assert found_in(Note, monkeypatch=monkeypatch) == ["accounts.E002"]


@isolate_apps("accounts")
def test_a_sealed_field_on_a_model_nobody_owns_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Note(models.Model):  # noqa: DJ008
        text = SealedText(label="note.text")

        class Meta:
            app_label = "accounts"

    assert found_in(Note, monkeypatch=monkeypatch) == ["accounts.E003"]


@isolate_apps("accounts")
def test_an_owned_model_with_a_plain_manager_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Note(Owned):
        text = SealedText(label="note.text")

        class Meta:
            app_label = "accounts"

    assert found_in(Note, monkeypatch=monkeypatch) == ["accounts.E004"]
