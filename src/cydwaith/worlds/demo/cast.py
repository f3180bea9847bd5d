# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who plays in the demonstration: staff with their roles, people and supporters with their accounts."""

from __future__ import annotations

from dataclasses import dataclass

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role

from .bodies import Bodies, member


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom a visitor may sign in as: `role` and `story` in English and Welsh."""

    email: str
    name: str
    role: tuple[str, str]
    story: tuple[str, str]
    language: str = "en"


PERSONAS = (
    Persona(
        "mair@glannau.example",
        "Mair Eluned",
        ("Adviser", "Cynghorydd"),
        (
            "Employment specialist on the coast; her day, her caseload, a person's page.",
            "Arbenigwr cyflogaeth ar yr arfordir; ei diwrnod, ei llwyth gwaith, tudalen person.",
        ),
        "cy",
    ),
    Persona(
        "owain@glannau.example",
        "Owain Tudur",
        ("Adviser, another caseload", "Cynghorydd, llwyth gwaith arall"),
        (
            "Works beside Mair and sees none of her people.",
            "Yn gweithio wrth ymyl Mair heb weld neb o'i phobl hi.",
        ),
    ),
    Persona(
        "megan@glannau.example",
        "Megan Lloyd",
        ("Team manager", "Rheolwr tîm"),
        (
            "Workload, cover, and bringing a caseload in from a spreadsheet.",
            "Llwyth gwaith, cyflenwi, a dod â llwyth gwaith i mewn o daenlen.",
        ),
    ),
    Persona(
        "sian@demo.example",
        "Siân Haf Morgan",
        ("Person supported", "Person a gefnogir"),
        (
            "Two jobs at once; sees her plan and who has looked.",
            "Dwy swydd ar unwaith; yn gweld ei chynllun a phwy sydd wedi edrych.",
        ),
        "cy",
    ),
    Persona(
        "tomos@demo.example",
        "Tomos Bryn",
        ("Person supported", "Person a gefnogir"),
        ("Shared with the college, then changed his mind.", "Rhannodd â'r coleg, wedyn newidiodd ei feddwl."),
    ),
    Persona(
        "lowri@demo.example",
        "Lowri Medi Pugh",
        ("Person supported", "Person a gefnogir"),
        (
            "Told her employer about adjustments, and nothing more.",
            "Dywedodd wrth ei chyflogwr am addasiadau, a dim mwy.",
        ),
    ),
    Persona(
        "beti@demo.example",
        "Beti Morgan",
        ("Supporter", "Cefnogwr"),
        (
            "Siân's mother: sees the plan, not the health notes.",
            "Mam Siân: yn gweld y cynllun, nid y nodiadau iechyd.",
        ),
        "cy",
    ),
    Persona(
        "dylan@dolen.example",
        "Dylan Price",
        ("Partner's adviser", "Cynghorydd partner"),
        ("Sees of Siân what she shared with Dolen.", "Yn gweld o Siân yr hyn a rannodd â Dolen."),
    ),
    Persona(
        "carys@coleg.example",
        "Carys Wyn",
        ("Partner's adviser, share withdrawn", "Cynghorydd partner, rhannu wedi'i dynnu'n ôl"),
        ("Could see Tomos once, and cannot now.", "Gallai weld Tomos unwaith, ac ni all nawr."),
    ),
    Persona(
        "priya@stepwise.example",
        "Priya Shah",
        ("Adviser", "Cynghorydd"),
        ("Job coach in the city region.", "Hyfforddwr swydd yn y rhanbarth."),
    ),
    Persona(
        "colin@stepwise.example",
        "Colin Hargreaves",
        ("Team manager", "Rheolwr tîm"),
        ("Leads the provider's team in the city region.", "Yn arwain tîm y darparwr yn y rhanbarth."),
    ),
    Persona(
        "administrator@glannau.example",
        "Nerys Vaughan",
        ("Administrator", "Gweinyddwr"),
        ("Organisation, invitations, roles, the agreement.", "Sefydliad, gwahoddiadau, rolau, y cytundeb."),
    ),
    Persona(
        "governance@glannau.example",
        "Iestyn Parry",
        ("Information-governance lead", "Arweinydd llywodraethu gwybodaeth"),
        ("Who looked, emergency access, corrections.", "Pwy edrychodd, mynediad brys, cywiriadau."),
    ),
    Persona(
        "analyst@glannau.example",
        "Non Ellis",
        ("Analyst", "Dadansoddwr"),
        ("Figures without a name.", "Ffigurau heb enw."),
    ),
    Persona(
        "linkage@glannau.example",
        "Gwawr Hedd",
        ("Linkage reviewer", "Adolygydd cysylltu"),
        (
            "Decides whether two records are one person, so that nobody is counted twice.",
            "Yn penderfynu a yw dau gofnod am un person, fel na chaiff neb ei gyfrif ddwywaith.",
        ),
        "cy",
    ),
    Persona(
        "analyst@irwenford.example",
        "Hannah Cole",
        ("Analyst", "Dadansoddwr"),
        ("Figures of the city region.", "Ffigurau'r rhanbarth."),
    ),
    Persona(
        "operator@demo.example",
        "Rhian Parry",
        ("Site operator", "Gweithredwr y safle"),
        ("Keeps the site running and sees nobody's record.", "Yn cadw'r safle i redeg heb weld cofnod neb."),
    ),
)

STAFF = {
    "mair": ("glannau", Role.ADVISER),
    "owain": ("glannau", Role.ADVISER),
    "megan": ("glannau", Role.MANAGER),
    "dylan": ("dolen", Role.ADVISER),
    "carys": ("coleg-aberwen", Role.ADVISER),
    "priya": ("stepwise", Role.ADVISER),
    "colin": ("stepwise", Role.MANAGER),
    "governance": ("glannau", Role.GOVERNANCE),
    "analyst": ("glannau", Role.ANALYST),
    "linkage": ("glannau", Role.LINKAGE),
    "analyst@irwenford": ("irwenford", Role.ANALYST),
}

WORKERS = {
    "glannau": {"mair@glannau.example": 21, "owain@glannau.example": 17},
    "stepwise": {"priya@stepwise.example": 19},
}
"""Organisation -> adviser's email -> how many people of this year's caseload."""


def cast(bodies: Bodies) -> dict[str, Actor]:
    """Invite the staff; returns their actors by the first part of their address. People come with their stories."""
    by_email = {persona.email.split("@")[0]: persona for persona in reversed(PERSONAS)}
    by_email |= {persona.email.removesuffix(".example"): persona for persona in PERSONAS}
    return {
        key: member(
            bodies,
            body,
            role,
            name=by_email[key].name,
            email=by_email[key].email,
            language=by_email[key].language,
        )
        for key, (body, role) in STAFF.items()
    }
