# SPDX-License-Identifier: AGPL-3.0-or-later
"""Primary support reasons: as in Client Level Data, with autism and long-term conditions beside them, since
partnerships record these."""

from __future__ import annotations

from typing import Final

from cydwaith.engines.tables.fields.vocabulary import vocabulary
from cydwaith.engines.tables.words import gettext_noop as _

SUPPORT_REASON: Final = vocabulary(
    "support_reason",
    (
        "learning_disability",
        _("Learning disability"),
        "ld|learning disability support|learning disabilities|learning difficulty|learning difficulties|id"
        "|intellectual disability|mld|sld|anabledd dysgu|anableddau dysgu|anawsterau dysgu",
    ),
    (
        "mental_health",
        _("Mental health"),
        "mh|mental health support|mental ill health|mental illness|smi|severe mental illness|psychosis|eip"
        "|depression"
        "|anxiety|anxiety depression|depression and anxiety|iechyd meddwl|salwch meddwl|iselder|gorbryder",
    ),
    (
        "autism",
        _("Autism"),
        "asd|asc|autistic|autistic spectrum|autism spectrum disorder|asperger s|awtistiaeth|awtistig",
    ),
    (
        "physical_access",
        _("Physical support: access and mobility"),
        "physical|physical support|physical disability|pd|mobility|access and mobility|physical impairment"
        "|physical support access and mobility only|anabledd corfforol|corfforol|symudedd",
    ),
    (
        "physical_care",
        _("Physical support: personal care"),
        "personal care|personal care support|physical support personal care support|gofal personol",
    ),
    (
        "sensory_visual",
        _("Sensory support: visual"),
        "visual impairment|vi|blind|partially sighted|sight loss|support for visual impairment"
        "|nam ar y golwg|dall",
    ),
    (
        "sensory_hearing",
        _("Sensory support: hearing"),
        "hearing impairment|hi|deaf|hard of hearing|hearing loss|support for hearing impairment"
        "|nam ar y clyw|byddar",
    ),
    (
        "sensory_dual",
        _("Sensory support: both"),
        "dual sensory|deafblind|dual sensory loss|dual impairment|sensory|sensory impairment"
        "|support for dual impairment",
    ),
    (
        "memory",
        _("Memory and cognition"),
        "memory and cognition|support with memory and cognition|dementia|brain injury|abi"
        "|acquired brain injury|cof",
    ),
    (
        "social_carer",
        _("Social support: carer"),
        "support to carer|carer support|social support support to carer",
    ),
    (
        "social_substance",
        _("Social support: substance use"),
        "substance misuse|substance misuse support|substance use|drugs and alcohol|camddefnyddio sylweddau",
    ),
    (
        "social_asylum",
        _("Social support: asylum seeker"),
        "asylum seeker|asylum seeker support|refugee|ceisiwr lloches",
    ),
    (
        "social_isolation",
        _("Social support: isolation or other"),
        "social isolation|support for social isolation or other|isolation|social|unigrwydd",
    ),
    (
        "long_term_condition",
        _("Long-term health condition"),
        "ltc|long term condition|chronic illness|msk|cyflwr hirdymor",
    ),
    ("other", _("Another reason"), "other|arall|neurodiverse|neurodivergent|adhd"),
    ("none", _("None"), "no disability|not disabled|dim anabledd"),
    ("not_said", _("Prefers not to say"), "prefer not to say|not stated|not disclosed|gwell peidio a dweud"),
    ("unknown", _("Not known"), "unknown|not known|not recorded|anhysbys"),
)
