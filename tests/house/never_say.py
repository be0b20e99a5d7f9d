"""What the app never says of a medicine: take, skip, double, raise, lower, split, stop or restart it.

`orders_in` finds such advice in a text, `spoken` makes one text of a template. Both are plain functions, so that they
can be shown something wrong.
"""

from __future__ import annotations

import re

_NOUN = r"(?:doses?|tablets?|pills?|capsules?|meds|medicines?|medications?|antidepressants?)"
_YOUR = r"(?:a|an|the|your|this|that|these|those|one|next|missed|late|extra|evening|morning|usual|double|whole|half|of)"
_SOME = rf"(?:{_YOUR} ){{1,4}}"
_TELLS = (
    r"(?:^|[.?!:;,“”\"'(>|\u2013-]\s*"
    r"|\b(?:please|then|and|or|now|so|also|still|simply|you can|you could|you may|you must) )"
)
_LATER = r"(?: (?:today|tonight|with food|with water|later|anyway|again|as prescribed))?"

ORDERS = {
    "take it": (
        rf"\btake (?:it|them|one|this|that|your [\w ]{{0,30}}?|the [\w ]{{0,20}}?){_NOUN}? ?"
        r"(?:now|right now|right away|at once|immediately|straight away|as soon as you remember|when you remember)\b",
        rf"{_TELLS}take (?:{_SOME})?{_NOUN}\b",
        rf"{_TELLS}take (?:it|them){_LATER}(?=[.,;!?)|]|$)",
        r"\btake (?:two|three|twice|double|both|an? extra|another|extra)\b",
        rf"\btake half (?:a|an|the|of|your) (?:the |your )?{_NOUN}\b",
        rf"\b(?:keep|go on|carry on|continue) (?:taking|with) (?:it|them|{_SOME}{_NOUN})",
    ),
    "skip it": (
        rf"\b(?:skip|omit) (?:it|them|{_SOME}{_NOUN})\b",
        rf"\bleave {_SOME}{_NOUN} out\b",
    ),
    "double it": (
        r"\bdouble (?:up|it|them)\b",
        rf"\bdouble {_SOME}{_NOUN}\b",
        rf"\b(?:twice|double) (?:the|your) {_NOUN}\b",
    ),
    "raise, lower or split it": (
        rf"\b(?:raise|increase|lower|reduce|decrease|halve|cut|split|change|adjust|up) (?:down )?(?:on )?{_SOME}"
        rf"{_NOUN}\b",
        rf"{_TELLS}(?:halve|split|taper) (?:it|them)\b",
        rf"\b(?:a|the) (?:lower|higher|smaller|bigger) {_NOUN} (?:is|would be) (?:better|enough|fine)\b",
    ),
    "stop or restart it": (
        rf"\b(?:stop|quit|start|restart|resume)(?: taking| using)? (?:{_SOME}){_NOUN}\b",
        r"\b(?:stop|quit|start|restart|resume) (?:taking|using) (?:it|them)\b",
        r"\bstop taking\b",
        r"\brestart (?:it|them|taking)\b",
        rf"{_TELLS}(?:stop|come off) (?:it|them)\b",
    ),
}

APPROVED = (
    # Word for word from the clinical rules.
    "don't take a double dose to catch up",
    "never take a double dose to catch up",
    "never double up",
    "never double",
    "don't stop or change the dose yourself",
    "don't stop suddenly",
    "stopping suddenly or missing doses",
    "most people who stop with a plan",
    # Said elsewhere: that nothing be changed alone, what we never do, and a task of homework made smaller.
    "wanting to stop a medicine is worth a",
    "don't stop a medicine alone",
    "please don't stop or change a medicine to find out",
    "please don't change a medicine until you have talked",
    "tell you to leave therapy or to change a medicine",
    "**too big?** halve it. then halve it again.",
)


def spoken(source: str) -> str:
    """The text of a template, on one line: what it translates and what stands in it, a value as "it"."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", " ", source, flags=re.DOTALL)
    text = re.sub(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)').*?%}""", r"\1\2", text)
    text = re.sub(r"<(?:br|/?p|/?li|/?h\d|/?div|/?td|/?th|/?button|/?label|/?option)\b[^>]*>", " | ", text)
    text = re.sub(r"{%.*?%}", " | ", re.sub(r"{{.*?}}", "it", text), flags=re.DOTALL)
    text = re.sub(r"</?(?:b|i|em|strong|a|span|small)\b[^>]*>", "", text)
    return " ".join(text.split())


def orders_in(text: str) -> list[str]:
    """Each piece of advice about a dose that *text* gives, with what it is; none where every one is approved."""
    plain = " ".join(text.replace("’", "'").lower().split())
    for sentence in APPROVED:
        plain = plain.replace(sentence, "…")
    return [
        f"{name}: …{plain[max(match.start() - 30, 0) : match.end() + 30]}…"
        for name, patterns in ORDERS.items()
        for pattern in patterns
        for match in re.finditer(pattern, plain)
    ]
