# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the killed process runs: a site of its own, a batch that is committed slowly. `python -m tests.faults.killed`.

Steps: `prepare` makes the site and a checked batch, and prints its id; `commit` begins the commit and, once two chunks
are written, leaves a mark and waits to be killed; `look` prints what stands; `again` commits in earnest.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROWS = 90


def main(step: str, mark: str) -> None:
    """Run one step in the site that the environment names."""
    import django

    django.setup()
    from cydwaith.intake import reading

    reading.CHUNK = 30
    print(json.dumps(STEPS[step](Path(mark))))


def _actor() -> Any:
    from cydwaith.intake import cli

    return cli._actor("org-a")


def prepare(_mark: Path) -> int:
    """Migrate, make an organisation, bring and check a file."""
    from django.core.management import call_command

    from cydwaith.engines import tables as t
    from cydwaith.intake import actions, queries, tasks
    from tests.unit.intake import workbooks
    from tests.unit.intake.worlds import world

    call_command("migrate", verbosity=0, interactive=False)
    here = world()
    source = Path(os.environ["CYDWAITH_HOME"]) / "big.csv"
    workbooks.big_csv(source, ROWS, programme="ips-a", adviser="carys.pugh@example.org")
    batch_id = actions.bring_file(by=here.manager, chunks=[source.read_bytes()], name="big.csv")
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    actions.match(by=here.manager, batch_id=batch_id, version=None, mapping=mapping)
    actions.begin(by=here.manager, batch_id=batch_id, work="checking", enqueue=False)
    assert tasks.perform("checking", batch_id, here.manager) == ""
    return batch_id


def commit(mark: Path) -> None:
    """Begin the commit, and stop in its midst."""
    from cydwaith.intake import actions, committing, tasks

    write, done = committing._write_chunk, []

    def slowly(*given: Any) -> None:
        write(*given)
        done.append(1)
        if len(done) == 2:
            mark.touch()
            time.sleep(600)

    committing._write_chunk = slowly
    actions.begin(by=_actor(), batch_id=1, work="committing", mode="all", enqueue=False)
    tasks.perform("committing", 1, _actor())


def look(_mark: Path) -> dict[str, Any]:
    """What stands in the database, and what the batch says of itself."""
    from cydwaith.intake import queries, rules, tasks
    from cydwaith.intake.models import RowKey
    from cydwaith.journeys.models import Contact, JobSpell, Journey
    from cydwaith.kernel.models import AuditRow
    from cydwaith.kernel.system import system
    from cydwaith.people.models import Person, SearchTerm, Visibility

    before = queries.batch(_actor(), 1)
    rules_stale, rules.STALE = rules.STALE, type(rules.STALE)(0)
    recovered = tasks.recover(_actor(), 1)
    rules.STALE = rules_stale
    after = queries.batch(_actor(), 1)
    with system("test"):
        counts = {
            m.__name__: m.objects.count()
            for m in (Person, SearchTerm, Visibility, Journey, JobSpell, Contact, RowKey)
        }
    return {
        "counts": counts,
        "audited": AuditRow.objects.filter(verb__in=["intake.commit", "people.add_people_bulk"]).count(),
        "before": before.state, "recovered": recovered, "after": after.state, "failure": after.failure,
    }  # fmt: skip


def again(_mark: Path) -> str:
    """Commit in earnest."""
    from cydwaith.intake import actions, tasks

    actions.begin(by=_actor(), batch_id=1, work="committing", mode="all", enqueue=False)
    return tasks.perform("committing", 1, _actor())


STEPS: dict[str, Any] = {"prepare": prepare, "commit": commit, "look": look, "again": again}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
