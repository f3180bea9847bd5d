# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may not read figures is told so, and nothing else."""

from __future__ import annotations

import pytest

from cydwaith.kernel.errors import NotAllowed
from cydwaith.outcomes import policy
from tests import factories


def test_an_adviser_reads_no_figures(db: None) -> None:
    with pytest.raises(NotAllowed):
        policy.readable(factories.adviser(factories.organisation()))
