# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of journeys and contacts, and the headings that they go by in life, in English and Welsh."""

from __future__ import annotations

from typing import Final

from cydwaith.engines.tables.fields.schema import Kind, field
from cydwaith.engines.tables.words import gettext_noop as _

JOURNEY_FIELDS: Final = (
    field(
        "journey.reference",
        Kind.REFERENCE,
        _("Journey reference"),
        "journey id|journey reference|journey ref|enrolment id|referral id|referral reference"
        "|referral number|start id"
        "|cyfeirnod taith|cyfeirnod atgyfeirio",
        "id|ref|reference|cyf",
    ),
    field(
        "journey.programme",
        Kind.LOOKUP,
        _("Programme"),
        "programme|program|project|scheme|programme name|project name|scheme name|contract|service"
        "|funding stream"
        "|intervention|strand|rhaglen|prosiect|cynllun|enwr rhaglen|gwasanaeth",
    ),
    field(
        "journey.adviser_email",
        Kind.EMAIL,
        _("Adviser's email address"),
        "adviser email|advisor email|adviser e mail|job coach email|coach email|key worker email|worker email"
        "|caseworker email|staff email|ebost cynghorydd|e bost y cynghorydd",
    ),
    field(
        "journey.adviser_name",
        Kind.FULL_NAME,
        _("Adviser's name"),
        "adviser|advisor|adviser name|advisor name|employment adviser|employment advisor"
        "|employment specialist"
        "|ips worker|ips specialist|job coach|coach|key worker|keyworker|caseworker|case worker"
        "|support worker|mentor"
        "|assigned to|allocated to|case owner|owner|worker|staff member|staff name|lead worker"
        "|allocated worker"
        "|cynghorydd|enwr cynghorydd|hyfforddwr swydd|gweithiwr allweddol|gweithiwr achos|mentor swydd",
    ),
    field(
        "journey.referred_on",
        Kind.DATE,
        _("Referred on"),
        "referral date|date of referral|referred|referred on|date referred|date of ref|referral received"
        "|date referral received|dyddiad atgyfeirio|atgyfeiriwyd|dyddiad cyfeirio|dyddiad yr atgyfeiriad",
        past=True,
    ),
    field(
        "journey.started_on",
        Kind.DATE,
        _("Started on"),
        "programme start|programme start date|date started programme|date started on programme|enrolled"
        "|enrolment date"
        "|date enrolled|registration date|registered|date joined|joined|start on programme|project start"
        "|project start date"
        "|date of engagement|engaged on|attachment date|date opened|opened|opened on"
        "|dyddiad cychwyn ar y rhaglen"
        "|dyddiad ymuno|dyddiad cofrestru|dyddiad dechraur rhaglen",
        "start|start date|started|date started|started on|date of start|commenced|begin|dechrau"
        "|dyddiad dechrau"
        "|dyddiad cychwyn|cychwyn|from|o",
        past=True,
    ),
    field(
        "journey.stage",
        Kind.LOOKUP,
        _("Stage"),
        "stage|current stage|status|current status|case status|journey stage|pathway stage|programme status"
        "|progress"
        "|cam|cam presennol|statws|statws presennol",
    ),
    field(
        "journey.closed_on",
        Kind.DATE,
        _("Closed on"),
        "closed|closed on|close date|closure date|date closed|exit date|date exited|date of exit|exited"
        "|leaving date"
        "|left programme|date left programme|programme end|programme end date|discharge date|discharged"
        "|withdrawal date"
        "|completion date|case closed|dyddiad cau|caewyd|dyddiad gadael|dyddiad gadael y rhaglen"
        "|dyddiad ymadael",
        "end|end date|ended|date ended|finish|finish date|finished|left|date left|diwedd|dyddiad gorffen"
        "|dyddiad diwedd"
        "|dyddiad dod i ben|to|until|hyd",
        past=True,
    ),
    field(
        "journey.close_reason",
        Kind.CODE,
        _("Reason for closing"),
        "close reason|closure reason|reason closed|reason for closure|reason for closing|exit reason"
        "|reason for exit"
        "|discharge reason|withdrawal reason|leaver reason|rheswm cau|rheswm dros gau"
        "|rheswm gadael y rhaglen",
        "reason for leaving|leaving reason|reason left|reason|rheswm|rheswm gadael|rheswm dros adael",
        vocabulary="close_reason",
    ),
    field(
        "journey.work_at_start",
        Kind.CODE,
        _("In work at the start"),
        "in work at start|in work at the start|employment status at start|work status at start"
        "|employment status on entry|status on entry|employed at start|working at start|employed at referral"
        "|employment status at referral|starting employment status|mewn gwaith ar y dechrau"
        "|statws cyflogaeth ar y dechrau|statws cyflogaeth wrth ddechrau",
        vocabulary="work_at_start",
    ),
)

CONTACT_FIELDS: Final = (
    field(
        "contact.reference",
        Kind.REFERENCE,
        _("Contact reference"),
        "contact id|contact reference|appointment id|note id|activity id|cyfeirnod cyswllt",
        "id|ref|reference|cyf",
    ),
    field(
        "contact.when",
        Kind.DATE,
        _("Contact on"),
        "contact date|date of contact|date of meeting|meeting date|appointment date|session date"
        "|date of appointment"
        "|date of session|date seen|seen on|last contact|last contact date|date of last contact"
        "|activity date|note date"
        "|dyddiad cyswllt|dyddiad y cyswllt|dyddiad cyfarfod|dyddiad apwyntiad|cyswllt diwethaf",
        "date|when|dyddiad|pryd|on|contact|first contact|cyswllt|cyswllt cyntaf",
        past=True,
    ),
    field(
        "contact.with_whom",
        Kind.CODE,
        _("Contact with"),
        "with|with whom|who with|contact with|met with|spoke to|spoken to|seen with|gyda|gyda phwy"
        "|cyswllt gyda|cyswllt a",
        vocabulary="contact_with",
    ),
    field(
        "contact.mode",
        Kind.CODE,
        _("How"),
        "contact type|type of contact|contact method|method of contact|method|mode|how|contact mode|channel"
        "|how contacted|appointment type|meeting type|dull cyswllt|math o gyswllt|dull|sut|cyfrwng",
        "type|kind|math",
        vocabulary="contact_mode",
    ),
    field(
        "contact.minutes",
        Kind.MINUTES,
        _("Minutes"),
        "minutes|mins|duration|length|duration mins|duration minutes|time spent|contact duration"
        "|length of contact"
        "|length of meeting|how long|munudau|hyd cyswllt|hyd y cyfarfod|amser|parhad",
    ),
    field(
        "contact.outcome",
        Kind.TEXT,
        _("Outcome"),
        "contact outcome|outcome of contact|outcome of meeting|outcome|result|attended|attendance|dna"
        "|canlyniad|canlyniad y cyswllt|presenoldeb",
    ),
    field(
        "contact.note",
        Kind.LONG_TEXT,
        _("Note"),
        "contact note|contact notes|note|notes|case notes|details|summary|comments|comment|description"
        "|discussion|actions"
        "|what was discussed|nodyn|nodiadau|manylion|crynodeb|sylwadau",
    ),
)
