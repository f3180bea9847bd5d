# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two invented partnerships: who takes part, on what terms, and which programmes they run.

A health board, nine councils and others on an invented Welsh coast; an invented English city region. Opened by the
site operator and the lead bodies' administrators through the same verbs as on the screens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.partnerships import actions
from cydwaith.partnerships.actions import NewProgramme
from cydwaith.partnerships.models import Area


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation to open. `public`: the neutral name that outsiders read, in both languages."""

    key: str
    kind: str
    name: tuple[str, str]
    public: tuple[str, str]
    self_referral: bool = False


def _council(key: str, en: str, cy: str) -> Body:
    return Body(key, "council", (f"{en} Council", f"Cyngor {cy}"), (f"{en} Council", f"Cyngor {cy}"))


COUNCILS = (
    _council("aberwen", "Aberwen", "Aberwen"),
    _council("bro-cadfael", "Cadfael Vale", "Bro Cadfael"),
    _council("cwm-derwen", "Cwm Derwen", "Cwm Derwen"),
    _council("dyffryn-arian", "Silver Vale", "Dyffryn Arian"),
    _council("glannau-eryl", "Eryl Coast", "Glannau Eryl"),
    _council("llanforwyn", "Llanforwyn", "Llanforwyn"),
    _council("mynydd-rhos", "Rhos Mountain", "Mynydd Rhos"),
    _council("porth-celyn", "Porth Celyn", "Porth Celyn"),
    _council("ystrad-lwyd", "Ystrad Lwyd", "Ystrad Lwyd"),
)
WELSH = (
    Body("glannau", "health", ("Glannau Health Board", "Bwrdd Iechyd Glannau"), ("Glannau", "Glannau"), True),
    *COUNCILS,
    Body("dolen", "charity", ("Dolen Autism Wales", "Dolen Awtistiaeth Cymru"), ("Dolen", "Dolen"), True),
    Body(
        "llwybrau", "provider", ("Llwybrau Employment", "Cyflogaeth Llwybrau"), ("Llwybrau", "Llwybrau"), True
    ),
    Body(
        "coleg-aberwen", "college", ("Aberwen College", "Coleg Aberwen"), ("Aberwen College", "Coleg Aberwen")
    ),
    Body(
        "cyd-fentro",
        "co_operative",
        ("Cyd-fentro Co-operative", "Cwmni Cydweithredol Cyd-fentro"),
        ("Cyd-fentro",) * 2,
    ),
)
ENGLISH = (
    Body(
        "irwenford",
        "council",
        ("Irwenford Council", "Cyngor Irwenford"),
        ("Irwenford Council", "Cyngor Irwenford"),
    ),
    Body(
        "irwen-trust",
        "health",
        ("Irwen and Dale NHS Trust", "Ymddiriedolaeth GIG Irwen a Dale"),
        ("Irwen and Dale", "Irwen a Dale"),
    ),
    Body(
        "stepwise", "provider", ("Stepwise Employment", "Cyflogaeth Stepwise"), ("Stepwise", "Stepwise"), True
    ),
    Body("open-door", "user_led", ("Open Door", "Drws Agored"), ("Open Door", "Drws Agored")),
)


@dataclass(slots=True)
class Bodies:
    """Ids by key, and an administrator of each organisation to act for it."""

    operator: Actor
    organisations: dict[str, int] = field(default_factory=dict)
    administrators: dict[str, Actor] = field(default_factory=dict)
    programmes: dict[str, int] = field(default_factory=dict)
    partnerships: dict[str, int] = field(default_factory=dict)


PASSWORD = make_password(None)  # nobody can sign in with a word: personas have a door of their own


def operator() -> Actor:
    """The site operator's account, made as an installation makes it."""
    made = User.objects.create_user(
        "operator@demo.example", name="Rhian Parry", is_operator=True, is_demo=True, language="en"
    )
    return Actor(role=Role.OPERATOR, purpose=Purpose.CHECK_QUALITY, user_id=made.pk)


def member(
    bodies: Bodies, key: str, role: Role, *, name: str, email: str, language: str = "en", demo: bool = True
) -> Actor:
    """Invite somebody to a role and let them accept: the account, the membership, the actor."""
    inviter = bodies.administrators.get(key, bodies.operator)
    issued = actions.invite(
        by=inviter,
        email=email,
        name=name,
        role=role.value,
        language=language,
        organisation_id=bodies.organisations[key] if inviter is bodies.operator else None,
    )
    nobody = Actor(role=Role.ANONYMOUS, purpose=Purpose.GET_SUPPORT)
    account = actions.open_account(
        by=nobody, email=email, name=name, password_hash=PASSWORD, language=language
    )
    if demo:
        User.objects.filter(pk=account).update(is_demo=True)
    membership = actions.accept_invitation(
        by=Actor(role=Role.ANONYMOUS, purpose=Purpose.GET_SUPPORT, user_id=account), secret=issued.secret
    )
    return Actor(
        role=role,
        purpose=Purpose.FIND_WORK,
        user_id=account,
        organisation_id=bodies.organisations[key],
        membership_id=membership,
        language=language,
    )


def open_bodies(today: date) -> Bodies:
    """Open both partnerships with their agreements, flows and programmes."""
    bodies = Bodies(operator())
    for part in (WELSH, ENGLISH):
        for body in part:
            _open_body(bodies, body)
        _partnership(bodies, part, today)
    _programmes(bodies)
    return bodies


def _open_body(bodies: Bodies, body: Body) -> None:
    details = {
        "name_en": body.name[0],
        "name_cy": body.name[1],
        "public_name_en": body.public[0],
        "public_name_cy": body.public[1],
        "email": f"hello@{body.key}.example",
    }
    bodies.organisations[body.key] = actions.open_organisation(
        by=bodies.operator, kind=body.kind, values=details
    )
    # One administrator a body has a persona; the others only act here, and nobody can sign in as them.
    persona = body.key == "glannau"
    bodies.administrators[body.key] = member(
        bodies,
        body.key,
        Role.ADMINISTRATOR,
        name="Nerys Vaughan" if persona else f"{body.name[0]} office",
        email=f"administrator@{body.key}.example",
        demo=persona,
    )
    more: dict[str, object] = {"takes_self_referrals": True} if body.self_referral else {}
    if body.kind == "council":
        more["area"] = _area(body)
    if more:
        actions.change_organisation(by=bodies.administrators[body.key], version=1, values={**details, **more})


def _area(body: Body) -> str:
    """An invented council's area. Real ones come with their codes; this one has none."""
    code = f"DEMO-{body.key}"
    Area.objects.create(code=code, kind="council", name_en=body.name[0], name_cy=body.name[1])
    return code


def _partnership(bodies: Bodies, part: Sequence[Body], today: date) -> None:
    lead, *others = part
    welsh = lead.key == "glannau"
    by = bodies.administrators[lead.key]
    ids = bodies.organisations
    names = (
        ("Working Coast", "Glannau Gwaith")
        if welsh
        else ("Irwen City Region at Work", "Rhanbarth Irwen ar Waith")
    )
    partnership = actions.open_partnership(
        by=bodies.operator, name_en=names[0], name_cy=names[1], lead_id=ids[lead.key]
    )
    bodies.partnerships["welsh" if welsh else "english"] = partnership
    for body in others:
        actions.add_partner(by=by, partnership_id=partnership, organisation_id=ids[body.key], role="partner")
    agreement = actions.draft_agreement(
        by=by,
        partnership_id=partnership,
        reference=f"{'WC' if welsh else 'IR'}-ISA-1",
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=1_000),
        review_on=today + timedelta(days=200),
        summary_en="Who may send what to whom so that people can get and keep work.",
        summary_cy="Pwy gaiff anfon beth at bwy er mwyn i bobl gael a chadw gwaith.",
    )
    pairs = [(lead, o) for o in others] + [(o, lead) for o in others if o.kind != "council"]
    if welsh:
        by_key = {body.key: body for body in part}
        pairs += [(by_key["dolen"], by_key["coleg-aberwen"]), (by_key["llwybrau"], by_key["dolen"])]
    flows = [
        (
            source.key,
            actions.add_flow(
                by=by,
                partnership_id=partnership,
                agreement_id=agreement,
                source_id=ids[source.key],
                recipient_id=ids[recipient.key],
                purpose=purpose.value,
                categories=int(ALL_CATEGORIES),
                lawful_basis="Social Services and Well-being (Wales) Act 2014, s. 162"
                if welsh
                else "Care Act 2014, s. 6",
            ),
        )
        for source, recipient in pairs
        for purpose in (Purpose.FIND_WORK, Purpose.GET_SUPPORT)
    ]
    # Every partner sends the lead body what it needs to count, so that nobody is counted twice.
    flows += [
        (
            source.key,
            actions.add_flow(
                by=by,
                partnership_id=partnership,
                agreement_id=agreement,
                source_id=ids[source.key],
                recipient_id=ids[lead.key],
                purpose=Purpose.COUNT_RESULTS.value,
                categories=int(Category.IDENTITY | Category.JOBS | Category.OUTCOMES | Category.EQUALITY),
                lawful_basis="Public task: what the partnership reports to its funders",
            ),
        )
        for source in others
    ]
    actions.sign_agreement(by=by, partnership_id=partnership, agreement_id=agreement)
    for source, flow in flows:
        actions.switch_flow(
            by=bodies.administrators[source], partnership_id=partnership, flow_id=flow, on=True
        )


@dataclass(frozen=True, slots=True)
class Work:
    """A programme to open: its code, who leads and delivers, its pathway, its names, contract and delivery start."""

    code: str
    partnership: str
    delivered_by: tuple[str, ...]
    pathway: str
    name: tuple[str, str]
    public: tuple[str, str]
    contract: date
    delivery: date
    ends: date | None = None


PROGRAMMES = (
    Work(
        "voluntary-work",
        "welsh",
        ("llwybrau",),
        "ips",
        ("Choosing work", "Dewis gwaith"),
        ("Choosing work", "Dewis gwaith"),
        date(2023, 10, 1),
        date(2024, 4, 1),
    ),
    Work(
        "ips-glannau",
        "welsh",
        ("glannau",),
        "ips",
        ("Work with the mental health team", "Gwaith gyda'r tîm iechyd meddwl"),
        ("Coast to work", "Glannau i waith"),
        date(2015, 1, 5),
        date(2015, 4, 1),
    ),
    Work(
        "work-trials",
        "welsh",
        ("dolen", *(c.key for c in COUNCILS)),
        "work_trial",
        ("Nine councils' work trials", "Treialon gwaith y naw cyngor"),
        ("Try work", "Rhoi cynnig ar waith"),
        date(2019, 7, 1),
        date(2019, 10, 1),
    ),
    Work(
        "wellbeing",
        "welsh",
        ("glannau",),
        "retention",
        ("Wellbeing through work", "Lles drwy waith"),
        ("Wellbeing through work", "Lles drwy waith"),
        date(2024, 1, 8),
        date(2024, 4, 1),
    ),
    Work(
        "irwen-top-up",
        "english",
        ("stepwise",),
        "ips",
        ("Specialist top-up", "Ychwanegiad arbenigol"),
        ("Steps to work", "Camau i waith"),
        date(2016, 1, 4),
        date(2016, 4, 1),
    ),
    Work(
        "irwen-ips",
        "english",
        ("stepwise",),
        "ips",
        ("Individual placement and support", "Lleoli a chymorth unigol"),
        ("Into work", "I mewn i waith"),
        date(2016, 1, 4),
        date(2016, 4, 1),
    ),
    Work(
        "irwen-early",
        "english",
        ("irwen-trust",),
        "ips",
        ("Work in early intervention", "Gwaith mewn ymyrraeth gynnar"),
        ("Early steps", "Camau cynnar"),
        date(2018, 1, 8),
        date(2018, 4, 1),
    ),
)


def _programmes(bodies: Bodies) -> None:
    for work in PROGRAMMES:
        lead = "glannau" if work.partnership == "welsh" else "irwenford"
        by = bodies.administrators[lead]
        programme = actions.open_programme(
            by=by,
            partnership_id=bodies.partnerships[work.partnership],
            programme=NewProgramme(
                name_en=work.name[0],
                name_cy=work.name[1],
                public_name_en=work.public[0],
                public_name_cy=work.public[1],
                pathway=work.pathway,
                contract_starts_on=work.contract,
                delivery_starts_on=work.delivery,
                ends_on=work.ends,
                code=work.code,
            ),
        )
        bodies.programmes[work.code] = programme
        for key in work.delivered_by:
            if key != lead:
                actions.add_delivery(
                    by=by,
                    programme_id=programme,
                    organisation_id=bodies.organisations[key],
                    starts_on=work.delivery,
                )
