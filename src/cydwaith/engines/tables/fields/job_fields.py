# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of jobs, their hours and pay, and the headings that they go by in life, in English and Welsh."""

from __future__ import annotations

from typing import Final

from cydwaith.engines.tables.fields.schema import Kind, field
from cydwaith.engines.tables.words import gettext_noop as _

JOB_FIELDS: Final = (
    field(
        "job.reference",
        Kind.REFERENCE,
        _("Job reference"),
        "job id|job reference|job ref|placement id|placement reference|cyfeirnod swydd",
        "id|ref|reference|cyf",
    ),
    field(
        "job.employer",
        Kind.TEXT,
        _("Employer"),
        "employer|employer name|name of employer|company|company name|business|workplace|place of work"
        "|organisation"
        "|placement provider|host employer|placement employer|where|cyflogwr|enwr cyflogwr|cwmni|gweithle"
        "|lle gwaith",
    ),
    field(
        "job.title",
        Kind.TEXT,
        _("Job title"),
        "job title|role|job role|position|post|occupation|job|type of work|what job|post title|job name"
        "|teitl swydd|teitl y swydd|swydd|rol|galwedigaeth",
        "title|teitl",
    ),
    field(
        "job.soc_code",
        Kind.SOC,
        _("SOC code"),
        "soc|soc code|soc2020|soc 2020|soc2020 code|standard occupational classification|cod soc",
    ),
    field(
        "job.kind",
        Kind.CODE,
        _("Kind of work"),
        "kind of job|kind of work|job type|type of job|employment type|contract type|work type"
        "|type of employment"
        "|placement type|type of placement|outcome type|employment status|paid or voluntary|paid unpaid"
        "|math o swydd|math o waith|math swydd|math y swydd|math o gyflogaeth|math o leoliad",
        "type|kind|math",
        vocabulary="job_kind",
    ),
    field(
        "job.start",
        Kind.DATE,
        _("Job started on"),
        "job start|job start date|date started job|date started work|employment start|employment start date"
        "|work start"
        "|work start date|first day|first day of work|placement start|placement start date|date job started"
        "|date into work"
        "|into work|job outcome date|date entered employment|dechrau swydd|dyddiad dechrau swydd"
        "|dyddiad dechraur swydd"
        "|dyddiad dechrau gwaith|diwrnod cyntaf",
        "start|start date|started|date started|started on|date of start|commenced|begin|dechrau"
        "|dyddiad dechrau"
        "|dyddiad cychwyn|cychwyn|from|o",
    ),
    field(
        "job.end",
        Kind.DATE,
        _("Job ended on"),
        "job end|job end date|date left job|date job ended|employment end|employment end date|work end"
        "|left job|last day"
        "|last day of work|placement end|placement end date|job left|gadael swydd|dyddiad gadael swydd"
        "|diwedd swydd"
        "|dyddiad gorffen swydd|diwrnod olaf",
        "end|end date|ended|date ended|finish|finish date|finished|left|date left|diwedd|dyddiad gorffen"
        "|dyddiad diwedd"
        "|dyddiad dod i ben|to|until|hyd",
    ),
    field(
        "job.end_reason",
        Kind.CODE,
        _("Reason the job ended"),
        "job end reason|reason job ended|reason for leaving job|reason left job|why left|why job ended"
        "|end reason"
        "|rheswm gadael swydd|rheswm gadael y swydd|pam gadael",
        "reason for leaving|leaving reason|reason left|reason|rheswm|rheswm gadael|rheswm dros adael",
        vocabulary="end_reason",
    ),
    field(
        "job.found_through_support",
        Kind.YES_NO,
        _("Found through support"),
        "found through support|supported|through support|found by us|job found by service"
        "|supported into work|through us"
        "|sourced by service|found with support|trwy gymorth|drwy gymorth|cafwyd trwy gymorth|gyda chymorth",
    ),
    field(
        "job_terms.start",
        Kind.DATE,
        _("Hours and pay from"),
        "hours from|pay from|terms from|from date|effective from|effective date|date of change|change date"
        "|hours and pay from|oriau o|cyflog o|o ddyddiad|dyddiad y newid",
    ),
    field(
        "job_terms.hours",
        Kind.HOURS,
        _("Hours a week"),
        "hours|hours per week|hours a week|weekly hours|hrs|hrs per week|hrs pw|hours pw|hpw|hours p w"
        "|contracted hours"
        "|hours worked|hours week|hrs week|no of hours|number of hours|contract hours|oriau|oriau yr wythnos"
        "|oriau wythnosol|oriau gwaith|nifer oriau",
    ),
    field(
        "job_terms.pay",
        Kind.MONEY,
        _("Pay"),
        "pay|wage|wages|salary|pay rate|hourly rate|rate of pay|hourly pay|pay per hour|hourly wage"
        "|£ per hour|£ hr"
        "|£ hour|pay amount|earnings|rate|annual salary|pay £|wage £|gross pay|£|cyflog|cyflog yr awr|tal"
        "|tal yr awr"
        "|cyfradd yr awr|cyflog blynyddol|cyfradd tal",
    ),
    field(
        "job_terms.pay_period",
        Kind.CODE,
        _("Pay is for each"),
        "pay period|per|pay frequency|pay basis|wage period|rate period|paid per|pay per|frequency|paid every"
        "|cyfnod cyflog|cyfnod tal|fesul|pob",
        vocabulary="pay_period",
    ),
)
