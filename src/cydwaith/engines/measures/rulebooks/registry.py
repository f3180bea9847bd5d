# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rulebook that the site knows, by name."""

from __future__ import annotations

from .ascof_1e import ASCOF_1E
from .ascof_1f import ASCOF_1F
from .base import Rulebook
from .cld_ld_employment import CLD_LD_EMPLOYMENT
from .earnings_milestone import EARNINGS_MILESTONE
from .esf_participants import ESF_PARTICIPANTS
from .ips_access import IPS_ACCESS
from .ips_fidelity import IPS_FIDELITY
from .ips_grow import IPS_GROW
from .ipspc import IPSPC
from .programme_contract import PROGRAMME_CONTRACT
from .reach import REACH
from .retention import RETENTION
from .work_trial import WORK_TRIAL

ALL: dict[str, Rulebook] = {
    book.name: book
    for book in (
        ASCOF_1E,
        ASCOF_1F,
        IPS_FIDELITY,
        CLD_LD_EMPLOYMENT,
        EARNINGS_MILESTONE,
        ESF_PARTICIPANTS,
        IPSPC,
        IPS_ACCESS,
        IPS_GROW,
        PROGRAMME_CONTRACT,
        REACH,
        RETENTION,
        WORK_TRIAL,
    )
}
