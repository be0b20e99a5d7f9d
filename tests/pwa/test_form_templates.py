"""How a form looks, and how it comes back."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string

from pwa.choices import Described


class Example(forms.Form):
    name = forms.CharField(label="Name", help_text="As you would say it")
    on = forms.BooleanField(label="Once more", required=False, widget=forms.CheckboxInput(attrs={"class": "switch"}))
    one = forms.ChoiceField(
        label="One", widget=forms.RadioSelect, choices=[("a", Described("Discreet", "Says little")), ("b", "Plain")]
    )
    days = forms.MultipleChoiceField(
        label="Days", widget=forms.CheckboxSelectMultiple(attrs={"class": "days"}), choices=[("0", "Mon")]
    )
    length = forms.ChoiceField(
        label="Length", widget=forms.RadioSelect(attrs={"class": "chips"}), choices=[("1", "24 hours")], required=False
    )


def test_a_field_is_tied_to_its_label_and_its_help() -> None:
    field = Example()["name"].as_field_group()
    assert '<label for="id_name">Name</label>' in field
    assert '<small id="id_name_helptext">As you would say it</small>' in field
    assert 'aria-describedby="id_name_helptext"' in field


def test_an_error_stands_beside_its_field_and_what_was_typed_is_kept() -> None:
    form = Example({"name": "", "one": "b"})
    field = form["name"].as_field_group()
    assert '<p class="err" id="id_name_error">' in field
    assert 'aria-invalid="true"' in field
    assert "id_name_error" in field
    assert "checked" in form["one"].as_field_group().split("Says little")[1]


def test_the_summary_leads_to_each_field_and_to_the_first_of_a_group() -> None:
    summary = render_to_string("_errors.html", {"form": Example({})})
    assert "3 things need another look" in summary
    assert [f'href="#{target}"' in summary for target in ("id_name", "id_one_0", "id_days_0")] == [True] * 3
    assert render_to_string("_errors.html", {"form": Example({"name": "x", "one": "a", "days": ["0"]})}).strip() == ""


def test_choices_chips_days_and_switches_take_their_own_shape() -> None:
    form = Example()
    assert 'class="choices"' in form["one"].as_field_group()
    assert "<small>Says little</small>" in form["one"].as_field_group()
    assert 'class="days"' in form["days"].as_field_group()
    assert 'class="chips"' in form["length"].as_field_group()
    switch = form["on"].as_field_group()
    assert '<label class="switch">' in switch
    assert 'role="switch"' in switch
    assert 'class="switch" ' not in switch


def test_what_a_person_typed_is_never_markup() -> None:
    page = str(Example({"name": "<script>", "one": "<img>"}))
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<img>" not in page
