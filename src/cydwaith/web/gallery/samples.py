# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented content for the gallery, in both languages, with the longest names we expect."""

from datetime import date, timedelta

from django.utils import timezone

from cydwaith.web.components.path import Event, Stone

Pair = tuple[str, str]

STAGES: tuple[Pair, ...] = (
    ("Referred", "Atgyfeiriwyd"),
    ("Getting to know you", "Dod i'ch adnabod"),
    ("Looking for work", "Chwilio am waith"),
    ("Started a job", "Wedi dechrau swydd"),
    ("Staying in work", "Aros mewn gwaith gyda chymorth parhaus"),
)

PEOPLE: tuple[tuple[str, Pair, int, Pair, str], ...] = (
    ("Siân Angharad Llywelyn-Fychan o Lanfihangel-y-Creuddyn", STAGES[2], -3, ("Call", "Ffonio"), "problem"),
    ("Dafydd Owen", STAGES[1], 0, ("Write the plan together", "Ysgrifennu'r cynllun gyda'n gilydd"), "due"),
    ("Amina Yusuf", STAGES[4], 5, ("Review after 13 weeks", "Adolygiad ar ôl 13 wythnos"), "plain"),
    (
        "Gwenllïan Ŵyn",
        STAGES[3],
        12,
        ("Ask how the first week went", "Gofyn sut aeth yr wythnos gyntaf"),
        "done",
    ),
)


def pick(pair: Pair, language: str) -> str:
    """The text in a language."""
    return pair[1] if language == "cy" else pair[0]


def journey(language: str) -> list[Stone]:
    """A journey in its third of five stages."""
    today = timezone.localdate()

    def text(english: str, welsh: str) -> str:
        return pick((english, welsh), language)

    names = [pick(stage, language) for stage in STAGES]
    return [
        Stone(
            name=names[0],
            state="walked",
            on=today - timedelta(days=96),
            note=text("by the community mental health team", "gan y tîm iechyd meddwl cymunedol"),
        ),
        Stone(
            name=names[1],
            state="walked",
            on=today - timedelta(days=80),
            events=[
                Event(
                    text=text("First talk, at the library", "Sgwrs gyntaf, yn y llyfrgell"),
                    on=today - timedelta(days=78),
                ),
                Event(
                    text=text("“I want to work with animals”", "“Dw i eisiau gweithio gydag anifeiliaid”"),
                    on=today - timedelta(days=71),
                    own=True,
                ),
            ],
        ),
        Stone(
            name=names[2],
            state="here",
            on=today - timedelta(days=40),
            events=[
                Event(
                    text=text("Visited the kennels in Aberystwyth", "Ymweld â'r cenel yn Aberystwyth"),
                    on=today - timedelta(days=9),
                    href="#",
                )
            ],
        ),
        Stone(name=names[3], state="ahead"),
        Stone(name=names[4], state="ahead"),
    ]


def rows(language: str) -> list[dict[str, object]]:
    """Rows of a caseload."""
    today = timezone.localdate()
    words: dict[str, Pair] = {
        "problem": ("Overdue", "Hwyr"),
        "due": ("Today", "Heddiw"),
        "plain": ("Planned", "Wedi'i gynllunio"),
        "done": ("Done", "Wedi'i wneud"),
    }
    return [
        {
            "name": name,
            "stage": pick(stage, language),
            "on": today + timedelta(days=days),
            "action": pick(action, language),
            "tone": tone,
            "word": pick(words[tone], language),
            "hours": 420 + 35 * days,
        }
        for name, stage, days, action, tone in PEOPLE
    ]


BORN = date(1998, 2, 28)
