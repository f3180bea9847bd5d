# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vocabularies of journeys, jobs and contacts, with the words met in spreadsheets in English and Welsh."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.fields.vocabulary import Vocabulary, vocabulary
from cydwaith.engines.tables.words import gettext_noop as _

_JOB_KIND = vocabulary(
    "job_kind",
    (
        "employed",
        _("Employed"),
        "employee|paid|paid work|paid employment|paid job|job|permanent|perm|temporary|temp|fixed term"
        "|full time|part time"
        "|ft|pt|casual|zero hours|agency|employment|open employment|competitive employment|in work|contract"
        "|bank|seasonal"
        "|cyflogedig|gwaith am dal|gwaith cyflogedig|llawn amser|rhan amser|parhaol|dros dro|swydd"
        "|cyflogaeth",
    ),
    (
        "self_employed",
        _("Self-employed"),
        "self employed|self employment|self emp|se|sole trader|freelance|own business|hunangyflogedig"
        "|hunan gyflogedig",
    ),
    ("apprenticeship", _("Apprenticeship"), "apprentice|appr|app|modern apprenticeship|prentis|prentisiaeth"),
    ("traineeship", _("Traineeship"), "trainee|training|hyfforddeiaeth|hyfforddai"),
    (
        "supported_internship",
        _("Supported internship"),
        "supported internship|si|internship|intern|interniaeth|interniaeth a gefnogir"
        "|interniaeth gyda chymorth",
    ),
    (
        "work_trial",
        _("Work trial"),
        "trial|work trial|placement|work placement|work experience|wex|taster|work taster|unpaid placement"
        "|job trial"
        "|treial gwaith|profiad gwaith|lleoliad|lleoliad gwaith|treial",
    ),
    (
        "volunteering",
        _("Volunteering"),
        "voluntary|volunteer|vol|unpaid|voluntary work|gwirfoddol|gwirfoddoli|gwirfoddolwr",
    ),
)

_PAY_PERIOD = vocabulary(
    "pay_period",
    ("hour", _("Hour"), "h|hr|hourly|per hour|ph|p h|an hour|hours|hrly|awr|yr awr|bob awr|fesul awr"),
    ("day", _("Day"), "d|daily|per day|pd|p d|a day|dydd|diwrnod|y dydd|bob dydd"),
    ("week", _("Week"), "w|wk|weekly|per week|pw|p w|a week|wythnos|yr wythnos|wythnosol|bob wythnos"),
    (
        "fortnight",
        _("Fortnight"),
        "fortnightly|per fortnight|two weekly|2 weekly|bi weekly|biweekly|pythefnos|bob pythefnos",
    ),
    ("four_weeks", _("Four weeks"), "4 weekly|four weekly|every 4 weeks|4 weeks|lunar|bob pedair wythnos"),
    (
        "month",
        _("Month"),
        "m|mth|monthly|per month|pm|p m|pcm|p c m|calendar month|per calendar month|a month|mis|y mis|misol"
        "|bob mis",
    ),
    (
        "year",
        _("Year"),
        "y|yr|yearly|annual|annually|per year|per annum|pa|p a|a year|annum|salary|blwyddyn|y flwyddyn"
        "|blynyddol",
    ),
)

_END_REASON = vocabulary(
    "end_reason",
    ("resigned", _("Resigned"), "quit|left|own choice|handed in notice|ymddiswyddo|ymddiswyddodd"
     "|gadael o ddewis"),
    ("new_job", _("Moved to another job"), "new job|another job|better job|moved job|promotion|swydd newydd"
     "|swydd arall"),
    ("contract_ended", _("Contract or placement ended"), "contract ended|end of contract|fixed term ended"
     "|contract ended naturally"
     "|temporary contract ended|placement ended|completed|end of placement|seasonal|diwedd contract"
     "|contract wedi dod i ben"),
    ("redundancy", _("Redundancy"), "redundant|made redundant|laid off|business closed"
     "|diswyddo colli gwaith|colli swydd"),
    ("dismissed", _("Dismissed"), "sacked|fired|let go|failed probation|diswyddo|diswyddwyd"),
    ("health", _("Health"), "ill health|sickness|illness|health reasons|unwell|relapse|hospital|iechyd"
     "|salwch|rhesymau iechyd"),
    ("caring", _("Caring or family"), "family|childcare|caring responsibilities|maternity|pregnancy|gofalu"
     "|teulu"),
    ("moved", _("Moved away"), "moved|moved away|relocated|moved house|symud|wedi symud"),
    ("study", _("Study or training"), "education|college|university|training|study|addysg|coleg"
     "|hyfforddiant"),
    ("other", _("Another reason"), "other|arall"),
    open=True,
)  # fmt: skip

_CLOSE_REASON = vocabulary(
    "close_reason",
    ("into_work", _("In work"), "job|into work|employment|in work|found work|gained employment|sustained"
     "|sustained employment"
     "|job outcome|employed|mewn gwaith|cael gwaith|cyflogaeth|swydd"),
    ("completed", _("Completed the programme"), "completed|complete|programme ended|time limit"
     "|end of programme|cwblhau|wedi cwblhau"),
    ("person_choice", _("The person's choice"), "withdrew|withdrawn|no longer wishes|declined|own choice"
     "|client choice|withdrawal"
     "|does not want support|changed mind|tynnu yn ol|wedi tynnu yn ol|dewis personol"),
    ("lost_contact", _("Lost contact"), "no contact|disengaged|did not engage|dna|non engagement"
     "|unable to contact|colli cysylltiad"),
    ("health", _("Health"), "ill health|sickness|hospital|health reasons|iechyd|salwch"),
    ("education", _("Study or training"), "education|training|college|university|addysg|hyfforddiant|coleg"),
    ("moved", _("Moved away"), "moved|moved away|moved out of area|out of area|relocated|symud|wedi symud"),
    ("referred_on", _("Referred to another service"), "referred on|transferred|transfer|other service"
     "|moved to other programme"
     "|trosglwyddo|cyfeirio ymlaen"),
    ("not_eligible", _("Not eligible"), "ineligible|not eligible|inappropriate referral|not suitable"
     "|anghymwys|ddim yn gymwys"),
    ("died", _("Died"), "deceased|death|passed away|bu farw|wedi marw"),
    ("other", _("Another reason"), "other|arall"),
    open=True,
)  # fmt: skip

_WORK_AT_START = vocabulary(
    "work_at_start",
    ("out_of_work", _("Out of work"), "no|n|not working|unemployed|not employed|not in work|out of work|workless"
     "|economically inactive|inactive|seeking work|na|di waith|ddim yn gweithio|allan o waith"),
    ("in_work", _("In work"), "yes|y|working|employed|in work|in employment|self employed|ie|yn gweithio"
     "|mewn gwaith|cyflogedig"),
    ("at_risk", _("In work, at risk of sick leave"), "at risk|at risk of sick leave|struggling at work"
     "|job at risk|mewn perygl"),
    ("off_sick", _("Off sick from a job"), "off sick|sick|signed off|sick leave|sickness absence|on sick leave"
     "|absent|ar gyfnod salwch|i ffwrdd yn sal"),
)  # fmt: skip

_CONTACT_WITH = vocabulary(
    "contact_with",
    ("person", _("The person"), "client|participant|customer|service user|individual|self|them|learner"
     "|y person|cleient|cyfranogwr"),
    ("employer", _("An employer"), "employer|manager|line manager|hr|workplace|supervisor|cyflogwr|rheolwr"
     "|rheolwr llinell"),
    ("clinical_team", _("The clinical team"), "clinical team|care coordinator|cmht|eip team|psychiatrist"
     "|cpn|nurse|gp|doctor|mdt"
     "|clinician|health|tim clinigol|cydlynydd gofal|meddyg|nyrs|seiciatrydd"),
    ("supporter", _("Family or a supporter"), "family|parent|mother|father|mum|dad|carer|partner|advocate"
     "|sibling|supporter"
     "|teulu|rhiant|mam|tad|gofalwr|cefnogwr|eiriolwr"),
    ("partner_organisation", _("A partner organisation"), "partner organisation|agency|jcp|jobcentre"
     "|job centre|dwp|social worker"
     "|school|college|provider|training provider|council|gweithiwr cymdeithasol|canolfan waith|coleg|ysgol"),
    ("other", _("Somebody else"), "other|arall"),
    open=True,
)  # fmt: skip

_CONTACT_MODE = vocabulary(
    "contact_mode",
    ("in_person", _("In person"), "face to face|f2f|ftf|face 2 face|meeting|in person|office|office visit"
     "|appointment|1 1|one to one"
     "|1 to 1|121|visit|seen|drop in|community|wyneb yn wyneb|cyfarfod|apwyntiad|yn y swyddfa|ymweliad"
     "|un i un"),
    ("home_visit", _("At home"), "home visit|at home|home|hv|ymweliad cartref|ymweliad a r cartref|gartref"),
    ("workplace", _("At the workplace"), "workplace visit|at work|on site|site visit|in work visit"
     "|employer visit|yn y gwaith"
     "|ymweliad gweithle"),
    ("phone", _("Phone"), "telephone|tel|call|phone call|telephone call|t c|tc|rang|called|mobile|voicemail"
     "|ffon|galwad|galwad ffon"),
    ("video", _("Video call"), "video|teams|zoom|ms teams|microsoft teams|online|skype|virtual|facetime"
     "|remote|fideo|galwad fideo|ar lein"),
    ("text", _("Text message"), "text|sms|txt|whatsapp|message|messenger|text msg|neges|neges destun|testun"),
    ("email", _("Email"), "e mail|mail|ebost|e bost"),
    ("letter", _("Letter"), "post|letter sent|llythyr|drwy r post"),
    ("group", _("Group"), "group session|workshop|job club|group work|grwp|sesiwn grwp|gweithdy|clwb swyddi"),
    ("other", _("Another way"), "other|arall"),
    open=True,
)  # fmt: skip

WORK_VOCABULARIES: Final[Mapping[str, Vocabulary]] = MappingProxyType(
    {
        each.name: each
        for each in (
            *(
                _JOB_KIND,
                _PAY_PERIOD,
                _END_REASON,
                _CLOSE_REASON,
                _WORK_AT_START,
                _CONTACT_WITH,
                _CONTACT_MODE,
            ),
        )
    }
)
