"""Words of a note that call for a card of medicine safety, in English.  [pure]

The list is the editors' own, after the clinical rules for medication; no clinician has read it yet. No negation is
looked at: a card too many costs a tap. It misses things: nothing found says nothing. Of the words nothing is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from tracker.logic.medicine_safety import Trigger

WORDS_VERSION = "2026-11-24.2"
_MEDICINE = (
    r"(?:meds?|medicines?|medications?|pills?|tablets?|tabs|capsules?|antidepressants?|anti depressants?|ssris?|snris?"
    r"|antipsychotics?|anti psychotics?|mood stabili[sz]ers?|prescriptions?|doses?|patch(?:es)?)"
)
_MY = r"(?:(?:taking|using|having|with|on|my|the|these|this|those|all|of|any|more|stupid|damn|daily|own) )*"
_THEM = r"(?:it|them)"
_NO = r"(?:dont|do not|doesnt|didnt|did not|wont|will not|cant|cannot|no longer|never|not)"
_FEW = r"(?:\S+ ){0,3}"
_MANY = r"(?:\S+ ){0,12}"
_TOOK = r"(?:took|taken|swallowed) (?:about |around |like |all |maybe |nearly |over )?"
_MORE_THAN_TWO = (
    r"(?:[3-9]|[1-9]\d{1,2}|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|a (?:handful|bunch|load)|handfuls|loads|lots)"
)
_MORE_THAN_ONE = rf"(?:2|two|both|{_MORE_THAN_TWO})"
_CALLED = "meds"
_SHORTEST_NAME = 4

_NOT: Final = (
    # The prescriber ended it, or something else is meant.
    r"(?:doctor|gp|dr|prescriber|psychiatrist|nurse|consultant|surgery|they) (?:has |have )?(?:now |already )?"
    r"(?:stopped|ended|took me off|taken me off|weaned me off)",
    r"c[oa]m(?:e|es|ing) off (?:(?:the|my|a|an|his|her|our|their|this|that|of|at) ){0,2}(?:bikes?|bicycles?|horses?|bus"
    r"|train|plane|work|phones?|shifts?|motorway|road|wall|ladder|screens?|internet|social media|stage|facebook"
    r"|instagram|tiktok|path|track|rails|calls?|as (?:a|an|so|too|being|rude|cold|if)|rude)",
    r"too many (?:days|breaks|photos|pictures|notes|classes|shifts|courses|jobs|calls|things|risks|turns|steps)",
    r"breathing (?:exercises?|practice|app|timer)",
    r"instead of (?:\S+ )?(?:min|minutes?|hours?|days?|weeks?|steps?)",
    r"collapsed (?:on|onto|into|in) (?:the |my |our |a )?(?:sofa|couch|bed|chair|armchair|heap|tears|laughter|giggles)",
)

_PHRASES: Final[dict[Trigger, tuple[str, ...]]] = {
    Trigger.WANTS_TO_STOP: (
        rf"stop(?:ping)? {_MY}{_MEDICINE}",
        rf"stop(?:ping)? (?:taking|using) {_THEM}",
        rf"(?:get|getting|go|going|be|being) off {_MY}(?:{_MEDICINE}|{_THEM})",
        r"(?:come|coming) off",
        r"quit(?:ting)? (?:taking|using)",
        rf"quit(?:ting)? {_MY}{_MEDICINE}",
        rf"{_NO} (?:really |even |actually )?(?:need|want) (?:to (?:take|be on|keep taking) )?{_MY}{_MEDICINE}",
        rf"{_NO} want to (?:take|be on|keep taking) {_THEM}",
        rf"{_NO} (?:going to |gonna )?(?:take|taking|be taking) {_MY}{_MEDICINE} (?:any ?more|again)",
        rf"flush(?:ed|ing|es)? {_MY}(?:{_MEDICINE}|{_THEM})",
        r"(?:i|ive|have|had|just|already|almost|nearly) flushed",
        rf"flush(?:ed|ing|es)? {_FEW}down the (?:toilet|loo|sink|drain)",
        rf"(?:throw(?:n|ing)?|threw|chuck(?:ed)?|binn?(?:ed|ing)?|ditch(?:ed|ing)?) (?:away )?{_MY}{_MEDICINE}",
        rf"(?:give|giving|gave) up (?:on )?{_MY}{_MEDICINE}",
        r"(?:taper|tapering|wean|weaning) (?:myself |me )?(?:off|down)",
        rf"(?:lower|reduc|halv|cut)(?:e|ing|ting)?(?: down)?(?: on)? {_MY}{_MEDICINE}",
        rf"(?:sick|tired|fed up) (?:of|with) {_MY}{_MEDICINE}",
    ),
    Trigger.ALREADY_STOPPED: (
        r"stopped (?:taking|using)",
        rf"stopped {_MY}{_MEDICINE}",
        rf"(?:came|gone|went|been) off {_MY}{_MEDICINE}",
        rf"(?:have|ive|im|am) off {_MY}{_MEDICINE}",
        rf"(?:have|ive|had|already|just) (?:now |just |already )?come off {_MY}(?:{_MEDICINE}|{_THEM})",
        rf"(?:have|ive|had|already|just|(?<!should )(?<!can )(?<!could )(?<!if )(?<!when )i) quit"
        rf" (?:taking |using )?{_MY}(?:{_MEDICINE}|{_THEM})",
        rf"(?:havent|have not|hadnt|not) (?:taken|been taking|touched) {_MY}(?:{_MEDICINE}|{_THEM}|any)"
        rf" (?:for|in|since) {_FEW}(?:days|weeks?|months?|a while|ages)",
    ),
    Trigger.RED_FLAGS: (
        r"(?:severe|bad|terrible|awful|spreading|blistering|horrible|huge) (?:\S+ )?rash",
        rf"rash {_FEW}(?:spreading|spreads|everywhere|all over|blisters|blistering|peeling|fever)",
        rf"(?:face|lips?|tongue|throat|eyelids) {_FEW}(?:swollen|swelling|swells|swelled)",
        r"(?:swollen|swelling)(?: up)?(?: in| of)?(?: my| the)? (?:face|lips?|tongue|throat)",
        r"(?:cant|cannot|can not|couldnt|could not|(?:can|could) (?:hardly|barely)) breathe?",
        r"(?:trouble|difficulty|difficulties|problems|struggle|struggled|struggling|hard|hard time)"
        r"(?: with| in)?(?: my| to)? breath(?:e|ing)?",
        r"(?:short|shortness) of breath|(?:gasping|fighting|struggling) for (?:air|breath)|breathless(?:ness)?",
        r"(?:cant|cannot|can not|couldnt|could not|(?:can|could) (?:hardly|barely)) (?:catch|get) (?:my|any|enough) "
        r"(?:breath|air)",
        r"(?:i|ive) (?:\S+ ){0,2}collapsed|(?:nearly|almost) collapsed|collapsed (?:at|in|on) (?:work|the|my)",
        r"faint(?:ed|ing|s)|(?:feel|felt|feeling) faint",
        r"(?:pass|passed|passing|black|blacked|blacking) out",
        r"seizures?|convulsions?|convulsing|had a fit|epileptic fit",
        rf"(?:fever|high temperature) {_MANY}(?:stiff|stiffness|confus\S*)",
        rf"(?:stiff|stiffness|confus\S*) {_MANY}(?:fever|high temperature)",
        rf"heart(?: ?beat| rate)? {_FEW}(?:racing|races|raced|pounding|really fast|very fast|so fast|too fast)",
        r"(?:racing|pounding|very fast|really fast) heart(?: ?beat| rate)?",
        r"palpitations?",
        rf"(?:took|taken|take|taking|had) (?:way |far |much )?(?:too many|too much|more than prescribed"
        rf"|more than i should|(?:a )?double|twice(?: as many| as much)?|(?:an )?extra|several) {_MY}{_MEDICINE}",
        r"(?:took|taken|take|taking) (?:the|a|my) whole (?:pack|packet|box|bottle|strip)",
        r"(?:took|taken) (?:way |far |much )?(?:too many|more than prescribed|more than i should|two doses|double)",
        rf"{_TOOK}{_MORE_THAN_TWO} {_MY}{_MEDICINE}",
        rf"{_TOOK}{_MORE_THAN_ONE} {_MY}(?:{_MEDICINE} )?instead of",
        r"overdos(?:e|ed|es|ing)|od ?ed",
        r"chest pains?|pains? in my chest",
        r"hallucinat\S*|(?:hearing|heard) voices",
    ),
    Trigger.MIXING: (
        r"alcohol(?:ic)?|beers?|lager|wines?|vodka|whisk(?:e)?y|rum|gin|tequila|prosecco|champagne|cocktails?|booz(?:e|ing)"
        r"|drunk|tipsy|hung ?over|hangover|pints?",
        r"(?:few|couple of|some|many|several|two|three|four|five|six|had a|after a) drinks?",
        r"(?:drinking|drank|drink) (?:again|too much|a lot|heavily|so much)",
        r"cannabis|weed|marijuana|spliffs?|edibles|cocaine|heroin|ketamine|mdma|ecstasy|amphetamines?|meth|lsd"
        r"|magic mushrooms|shrooms|poppers|ghb|opium|fentanyl",
        r"(?:smoke|smoked|smoking) (?:a |some )?(?:joint|joints|pot)",
        r"(?:did|took|taking|take|doing|on|do|using|used) (?:some |any )?drugs",
        r"(?:st|saint) johns wort",
    ),
    Trigger.PREGNANCY: (
        r"pregnan(?:t|cy|cies)",
        r"(?:trying|try) (?:for a baby|to conceive)",
        r"(?:expecting|having) a baby",
        r"(?:missed|late) (?:my )?period|period (?:is |was )?(?:very )?late",
    ),
    Trigger.WORSE_MOOD: (
        r"agitat(?:ed|ion)|akathisia",
        r"restless(?:ness)?|on edge|pacing",
        r"(?:cant|cannot|can not|couldnt|could not) (?:sit|keep|stay|stand) still",
        r"(?:crawling|jumping|climbing) out of my (?:own )?skin",
    ),
}

_SLEEPLESS: Final = (
    r"(?:no|almost no|hardly any|barely any|zero|little) sleep|(?:not|havent|hardly|barely|never) (?:really )?slept"
    r"|(?:not|dont|do not|hardly|barely) (?:need|needing)(?: any| much)? (?:to )?sleep|awake for days"
    r"|(?:awake|up) (?:all|the whole) night"
    r"|slept (?:for |only |just |about |maybe |barely ){0,3}(?:an|1|one|2|two) hours?"
    r"|(?:only|just) (?:an|1|one|2|two) hours?(?: of)? sleep"
)
_ENERGY: Final = (
    r"(?:so much|lots of|loads of|full of|tons of|endless|high|crazy|too much|amazing|incredible) energy"
    r"|energetic|buzzing|wired|hyper|manic|on top of the world|unstoppable"
)


def triggers_in(text: str, *, names: Iterable[str] = ()) -> frozenset[Trigger]:
    """What the words of *text* call for, however they are cased, spaced, accented and punctuated.

    *names*: what the person calls their medicines. WORSE_MOOD stands here for agitation alone, and counts in a rough
    time only (`medicine_safety.is_rough_time`).
    """
    plain = _plain(text)
    for name in _spoken(names):
        plain = re.sub(rf"(?<!\S){re.escape(name)}(?!\S)", _CALLED, plain)
    plain = _SOMETHING_ELSE.sub(";", plain)
    found = {trigger for trigger, pattern in _PATTERNS.items() if pattern.search(plain)}
    if all(pattern.search(plain) for pattern in _ALMOST_NO_SLEEP):
        found.add(Trigger.RED_FLAGS)
    return frozenset(found)


def _plain(text: str) -> str:
    """Small letters and digits with one space between words, apostrophes and accents left out; of a letter drawn out
    three times or more, one stays."""
    marks = (mark for mark in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(mark) != "Mn")
    letters = re.sub(r"['’‘`´ʼ]", "", "".join(marks))
    return re.sub(r"([^\W\d_])\1{2,}", r"\1", re.sub(r"[\W_]+", " ", letters)).strip()


def _spoken(names: Iterable[str]) -> Iterator[str]:
    """Each name and its first word, the longer first; what is too short to be told apart is left out."""
    plain = {_plain(name) for name in names}
    both = plain | {name.partition(" ")[0] for name in plain}
    yield from sorted((name for name in both if len(name) >= _SHORTEST_NAME), key=len, reverse=True)


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(phrases)})(?!\S)")


_SOMETHING_ELSE = _any(_NOT)
_PATTERNS = {trigger: _any(phrases) for trigger, phrases in _PHRASES.items()}
_ALMOST_NO_SLEEP = (_any([_SLEEPLESS]), _any([_ENERGY]))
