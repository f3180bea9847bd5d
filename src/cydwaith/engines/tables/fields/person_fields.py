# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of a person, and the headings that they go by in life, in English and Welsh."""

from __future__ import annotations

from typing import Final

from cydwaith.engines.tables.fields.schema import Kind, field
from cydwaith.engines.tables.words import gettext_noop as _

PERSON_FIELDS: Final = (
    field(
        "person.reference",
        Kind.REFERENCE,
        _("Reference"),
        "participant id|participant number|participant reference|participant ref|person id|person reference"
        "|person ref"
        "|client id|client ref|client reference|client number|client no|customer id|customer ref"
        "|customer reference"
        "|case id|case number|case ref|case reference|unique id|unique identifier|unique reference|urn|upn"
        "|pin"
        "|system id|record id|row key|service user id|su id|la person unique identifier|mosaic id"
        "|liquidlogic id"
        "|learner id|member id|crn|case no|id no|client reference no|my ref|our ref|local id|local identifier|id number"
        "|cyfeirnod|cyfeirnod unigryw|cyfeirnod y person|rhif cyfranogwr|rhif cleient|rhif adnabod"
        "|rhif achos",
        "id|ref|reference|reference number|ref no|number|no|cyf|rhif",
        identity=True,
    ),
    field(
        "person.full_name",
        Kind.FULL_NAME,
        _("Full name"),
        "full name|name|name of person|name of participant|name of client|participant|participant name|client"
        "|client name|customer name|customer|person|person name|persons name|service user|service user name"
        "|name in full|learner name|name surname|surname first name|surname forename|surname forenames"
        "|last name first name|cyfenw enw|cyfenw enw cyntaf|enw|enw llawn|enwr person"
        "|enw cyfranogwr|enw cleient",
        identity=True,
    ),
    field(
        "person.given_name",
        Kind.NAME,
        _("First name"),
        "first name|first names|given name|given names|forename|forenames|fname|christian name|enw cyntaf"
        "|enwau cyntaf",
        identity=True,
    ),
    field(
        "person.family_name",
        Kind.NAME,
        _("Last name"),
        "last name|surname|family name|lname|second name|sur name|cyfenw|enw olaf|enw teuluol",
        identity=True,
    ),
    field(
        "person.called",
        Kind.NAME,
        _("Likes to be called"),
        "known as|preferred name|likes to be called|called|nickname|aka|a k a|name used|prefers to be called"
        "|a elwir|enw a ffefrir|yn cael ei alwn|hoffi cael ei alwn|enw bob dydd",
    ),
    field(
        "person.date_of_birth",
        Kind.DATE,
        _("Date of birth"),
        "date of birth|dob|d o b|birth date|birthdate|birthday|born|date birth|dyddiad geni|dyddiad genin"
        "|ganwyd|d g",
        past=True,
        identity=True,
    ),
    field(
        "person.nhs_number",
        Kind.NHS_NUMBER,
        _("NHS number"),
        "nhs number|nhs no|nhs|nhs num|nhs id|nhsnumber|rhif gig|rhif y gig|gig",
        identity=True,
    ),
    field(
        "person.email",
        Kind.EMAIL,
        _("Email address"),
        "email|e mail|email address|e mail address|mail|email addr|participant email|client email"
        "|personal email"
        "|ebost|e bost|cyfeiriad ebost|cyfeiriad e bost",
    ),
    field(
        "person.phone",
        Kind.PHONE,
        _("Phone number"),
        "phone|phone number|telephone|telephone number|telephone no|tel|tel no|tel number|mobile"
        "|mobile number|mobile no"
        "|mobile phone|mob|contact number|contact no|contact tel|phone no|home phone|cell"
        "|ffon|rhif ffon|ffon symudol|rhif cyswllt|symudol|teleffon",
    ),
    field(
        "person.postcode",
        Kind.POSTCODE,
        _("Postcode"),
        "postcode|post code|postal code|pcode|p code|home postcode|zip|zip code|cod post|cod post cartref",
    ),
    field(
        "person.address",
        Kind.LONG_TEXT,
        _("Address"),
        "address|home address|full address|address line 1|address 1|street|street address|cyfeiriad"
        "|cyfeiriad cartref",
    ),
    field(
        "person.spoken_language",
        Kind.CODE,
        _("Language to speak"),
        "language|spoken language|preferred language|language preference|language choice|first language"
        "|main language"
        "|language spoken|preferred spoken language|language of choice|lang|speaks"
        "|iaith|iaith lafar|dewis iaith|iaith a ffefrir|prif iaith|iaith siarad|iaith gyntaf",
        vocabulary="language",
    ),
    field(
        "person.written_language",
        Kind.CODE,
        _("Language to write in"),
        "written language|language written|correspondence language|language for letters"
        "|language of correspondence"
        "|preferred written language|letters in|iaith ysgrifenedig|iaith gohebu|iaith ohebu|iaith llythyrau",
        vocabulary="language",
    ),
    field(
        "person.communication_needs",
        Kind.LONG_TEXT,
        _("Communication needs"),
        "communication needs|communication|communication preferences|communication support"
        "|communication requirements"
        "|preferred communication|anghenion cyfathrebu|cyfathrebu",
    ),
    field(
        "person.access_needs",
        Kind.LONG_TEXT,
        _("Access needs"),
        "access needs|access requirements|accessibility|accessibility needs|reasonable adjustments"
        "|adjustments needed"
        "|support needs|additional needs|anghenion mynediad|hygyrchedd|anghenion hygyrchedd"
        "|addasiadau rhesymol"
        "|anghenion ychwanegol",
    ),
    field(
        "person.gender",
        Kind.CODE,
        _("Gender"),
        "gender|sex|gender identity|m f|male female|rhywedd|rhyw|hunaniaeth rhywedd",
        vocabulary="gender",
    ),
    field(
        "person.ethnicity",
        Kind.CODE,
        _("Ethnicity"),
        "ethnicity|ethnic origin|ethnic group|ethnic background|ethnic category|ethnic code|race|ethnigrwydd"
        "|grwp ethnig|tarddiad ethnig|cefndir ethnig",
        vocabulary="ethnicity",
    ),
    field(
        "person.primary_support_reason",
        Kind.CODE,
        _("Primary support reason"),
        "primary support reason|psr|support reason|client group|client category|primary need"
        "|primary disability|disability"
        "|disability type|main disability|primary condition|main condition|health condition|impairment"
        "|service user group"
        "|prif reswm dros gymorth|rheswm dros gymorth|anabledd|prif anabledd|cyflwr iechyd",
        vocabulary="support_reason",
    ),
    field(
        "person.ehc_plan",
        Kind.YES_NO,
        _("Education, health and care plan"),
        "ehc plan|ehcp|ehc|education health and care plan|education health care plan|has ehcp|ehcp y n|idp"
        "|individual development plan|cynllun addysg iechyd a gofal|cdu|cynllun datblygu unigol",
    ),
    field(
        "person.carer",
        Kind.YES_NO,
        _("Cares for somebody"),
        "carer|is a carer|caring responsibilities|carer y n|caring|has caring responsibilities|unpaid carer"
        "|has unpaid carer|gofalwr|gofalwr di dal|cyfrifoldebau gofalu|yn ofalwr",
    ),
    field(
        "person.long_term_sick",
        Kind.YES_NO,
        _("Long-term sick"),
        "long term sick|lts|long term sickness|long term ill|on long term sick|off sick|absent from work"
        "|sick leave"
        "|salwch hirdymor|sal hirdymor|salwch tymor hir|yn sal yn hirdymor",
    ),
    field(
        "person.education_level",
        Kind.CODE,
        _("Education level"),
        "education level|highest qualification|qualification level|level of education|qualifications|isced"
        "|education"
        "|highest level of education|prior attainment|lefel addysg|cymhwyster uchaf|cymwysterau|addysg",
        vocabulary="education",
    ),
)
