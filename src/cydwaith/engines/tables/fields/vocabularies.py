# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vocabularies of people, jobs and contacts, with the words met in spreadsheets in English and Welsh.

Sources of the codes: kinds of job as the design names them; ethnic groups as in the 2021 census of England
and Wales, with the letters of the NHS data dictionary; education as ISCED 2011 levels with the usual UK equivalents.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.fields.support_vocabulary import SUPPORT_REASON
from cydwaith.engines.tables.fields.vocabulary import Vocabulary, vocabulary
from cydwaith.engines.tables.words import gettext_noop as _

_GENDER = vocabulary(
    "gender",
    ("female", _("Female"), "f|woman|girl|w|she her|benyw|menyw|merch|b"),
    ("male", _("Male"), "m|man|boy|he him|gwryw|dyn|bachgen|g"),
    ("non_binary", _("Non-binary"), "non binary|nonbinary|nb|enby|anneuaidd|they them"),
    ("other", _("Another gender"), "other|another|in another way|self describe|arall|o"),
    (
        "not_said",
        _("Prefers not to say"),
        "prefer not to say|not stated|not disclosed|declined|refused|not specified|gwell peidio a dweud"
        "|heb ddatgan",
    ),
    ("unknown", _("Not known"), "u|unknown|not known|not recorded|anhysbys|ddim yn hysbys"),
)

_LANGUAGE = vocabulary(
    "language",
    ("en", _("English"), "eng|e|saesneg|english only|saesneg yn unig"),
    (
        "cy",
        _("Welsh"),
        "cym|wel|w|cymraeg|welsh first language|c|welsh speaker|siaradwr cymraeg|cymraes|cymro",
    ),
    (
        "both",
        _("Welsh or English"),
        "both|either|bilingual|welsh and english|english and welsh|english or welsh|welsh english|english welsh|w e|e w"
        "|y ddwy|dwyieithog|cymraeg a saesneg|saesneg a chymraeg|cymraeg neu saesneg|saesneg neu gymraeg",
    ),
    ("bfi", _("British Sign Language"), "bsl|sign language|iaith arwyddion prydain|british sign"),
    ("ar", _("Arabic"), "arabeg"),
    ("bn", _("Bengali"), "bangla|sylheti|bengaleg"),
    ("zh", _("Chinese"), "mandarin|cantonese|tsieineeg"),
    ("fa", _("Persian"), "farsi|dari|perseg"),
    ("fr", _("French"), "ffrangeg"),
    ("de", _("German"), "almaeneg"),
    ("gu", _("Gujarati"), "gwjarati"),
    ("hi", _("Hindi"), "hindeg"),
    ("it", _("Italian"), "eidaleg"),
    ("ku", _("Kurdish"), "sorani|kurmanji|cwrdeg"),
    ("pl", _("Polish"), "polski|pwyleg"),
    ("pt", _("Portuguese"), "portiwgaleg"),
    ("pa", _("Punjabi"), "panjabi|pwnjabeg"),
    ("ro", _("Romanian"), "rwmaneg"),
    ("ru", _("Russian"), "rwseg"),
    ("so", _("Somali"), "somalieg"),
    ("es", _("Spanish"), "sbaeneg"),
    ("ti", _("Tigrinya"), "tigrigna"),
    ("tr", _("Turkish"), "twrceg"),
    ("uk", _("Ukrainian"), "wcreineg"),
    ("ur", _("Urdu"), "wrdw"),
    ("other", _("Another language"), "other|arall"),
    open=True,
)

_ETHNICITY = vocabulary(
    "ethnicity",
    (
        "white_british",
        _("White: Welsh, English, Scottish, Northern Irish or British"),
        "a|white british|white welsh|white english|british|welsh|english|scottish|wb|white uk|white"
        "|white welsh english scottish northern irish british|white british welsh|gwyn cymreig"
        "|gwyn prydeinig|cymreig"
        "|cymro|cymraes|prydeinig|gwyn|gwyn cymreig seisnig albanaidd gwyddelig gogleddol prydeinig",
    ),
    ("white_irish", _("White: Irish"), "b|irish|white irish|gwyddelig|gwyn gwyddelig"),
    (
        "white_traveller",
        _("White: Gypsy or Irish Traveller"),
        "gypsy|traveller|gypsy or irish traveller|gypsy traveller|irish traveller|sipsi|teithiwr"
        "|sipsi neu deithiwr",
    ),
    ("white_roma", _("White: Roma"), "roma"),
    (
        "white_other",
        _("White: other"),
        "c|white other|other white|any other white background|white european|gwyn arall",
    ),
    (
        "mixed_white_caribbean",
        _("Mixed: White and Black Caribbean"),
        "d|white and black caribbean|mixed white and black caribbean|mixed white black caribbean",
    ),
    (
        "mixed_white_african",
        _("Mixed: White and Black African"),
        "e|white and black african|mixed white and black african|mixed white black african",
    ),
    (
        "mixed_white_asian",
        _("Mixed: White and Asian"),
        "f|white and asian|mixed white and asian|mixed white asian",
    ),
    (
        "mixed_other",
        _("Mixed: other"),
        "g|mixed|mixed other|other mixed|any other mixed background|mixed or multiple|mixed race"
        "|dual heritage|cymysg",
    ),
    ("asian_indian", _("Asian: Indian"), "h|indian|asian indian|indiaidd"),
    ("asian_pakistani", _("Asian: Pakistani"), "j|pakistani|asian pakistani|pacistanaidd"),
    ("asian_bangladeshi", _("Asian: Bangladeshi"), "k|bangladeshi|asian bangladeshi|bangladeshaidd"),
    ("asian_chinese", _("Asian: Chinese"), "r|chinese|asian chinese|tsieineaidd"),
    (
        "asian_other",
        _("Asian: other"),
        "l|asian|asian other|other asian|asian british|any other asian background|asiaidd|asiaidd arall",
    ),
    ("black_caribbean", _("Black: Caribbean"), "m|caribbean|black caribbean|caribiaidd"),
    ("black_african", _("Black: African"), "n|african|black african|affricanaidd"),
    (
        "black_other",
        _("Black: other"),
        "p|black|black other|other black|black british|any other black background|du",
    ),
    ("arab", _("Arab"), "arabaidd"),
    ("other", _("Another ethnic group"), "s|other|any other|any other ethnic group|other ethnic group|arall"),
    (
        "not_said",
        _("Prefers not to say"),
        "z|prefer not to say|not stated|not disclosed|declined|refused|gwell peidio a dweud|heb ddatgan",
    ),
    ("unknown", _("Not known"), "99|unknown|not known|not recorded|anhysbys"),
)

_EDUCATION = vocabulary(
    "education",
    ("0", _("Less than primary"), "isced 0|no schooling|early years"),
    (
        "1",
        _("Primary, or no qualifications"),
        "isced 1|primary|no qualifications|none|no quals|dim cymwysterau|cynradd",
    ),
    (
        "2",
        _("Lower secondary (entry level, level 1)"),
        "isced 2|level 1|l1|entry level|entry 1|entry 2|entry 3|below level 2|below gcse|gcse d g"
        "|lower secondary|lefel 1"
        "|lefel mynediad|nvq 1|functional skills",
    ),
    (
        "3",
        _("Upper secondary (levels 2 and 3)"),
        "isced 3|level 2|l2|level 3|l3|gcse|gcses|gcse a c|a level|a levels|as level|btec|nvq 2|nvq 3"
        "|upper secondary"
        "|lefel 2|lefel 3|tgau|safon uwch|bagloriaeth cymru|welsh baccalaureate|t level|o level|o levels",
    ),
    (
        "4",
        _("After secondary, not tertiary"),
        "isced 4|access to he|access course|foundation year|post secondary",
    ),
    (
        "5",
        _("Short tertiary (levels 4 and 5)"),
        "isced 5|level 4|l4|level 5|l5|hnc|hnd|foundation degree|diploma|higher diploma|nvq 4|lefel 4"
        "|lefel 5|gradd sylfaen",
    ),
    (
        "6",
        _("Bachelor's degree"),
        "isced 6|level 6|l6|degree|bachelors|bachelor|ba|bsc|undergraduate|lefel 6|gradd",
    ),
    (
        "7",
        _("Master's degree"),
        "isced 7|level 7|l7|masters|master|ma|msc|postgraduate|pgce|lefel 7|gradd meistr",
    ),
    ("8", _("Doctorate"), "isced 8|level 8|l8|phd|doctoral|lefel 8|doethuriaeth"),
    ("not_said", _("Prefers not to say"), "prefer not to say|not stated|gwell peidio a dweud"),
    ("unknown", _("Not known"), "9|isced 9|unknown|not known|not recorded|anhysbys"),
)

PERSON_VOCABULARIES: Final[Mapping[str, Vocabulary]] = MappingProxyType(
    {each.name: each for each in (_GENDER, _LANGUAGE, _ETHNICITY, SUPPORT_REASON, _EDUCATION)}
)
