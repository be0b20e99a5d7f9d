"""What Markdown becomes, and what it cannot become."""

from __future__ import annotations

from guide.logic.markdown import Heading, render, render_line


def test_headings_carry_ids_that_are_never_the_same() -> None:
    rendered = render("## If you freeze\n\n## If you freeze\n\n### Now what?")
    assert rendered.headings == (
        Heading(2, "if-you-freeze", "If you freeze"),
        Heading(2, "if-you-freeze-2", "If you freeze"),
        Heading(3, "now-what", "Now what?"),
    )
    assert '<h2 id="if-you-freeze-2">' in rendered.html


def test_raw_html_and_scripts_are_only_text() -> None:
    html = render('<script>alert(1)</script>\n\n<b onclick="x">bold</b> ![x](https://example.org/pixel.png)').html
    assert "<script" not in html
    assert "<b" not in html
    assert "<img" not in html


def test_a_link_that_runs_script_is_no_link() -> None:
    assert "href" not in render("[x](javascript:alert(1)) [y](data:text/html,hello)").html


def test_links_keep_this_page_out_of_reach_of_the_page_they_open() -> None:
    rendered = render("[a](https://example.org) and [b](/help/now/)")
    assert rendered.html.count('rel="noopener"') == 2
    assert rendered.links == ("https://example.org", "/help/now/")


def test_a_source_is_a_raised_number_with_a_spoken_name() -> None:
    html = render('A fact.[1](#source-1 "Source 1")').html
    assert '<sup><a href="#source-1" aria-label="Source 1" rel="noopener">1</a></sup>' in html


def test_a_quotation_is_words_to_say_and_a_list_has_stones() -> None:
    html = render("> Say this.\n\n- one\n- two").html
    assert '<p class="say">Say this.</p>' in html
    assert '<ul class="points">' in html
    assert "blockquote" not in html


def test_a_line_has_no_paragraph_around_it() -> None:
    assert render_line("Use [Help now](/help/now/).") == 'Use <a href="/help/now/" rel="noopener">Help now</a>.'
