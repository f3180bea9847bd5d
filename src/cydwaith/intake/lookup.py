# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes that only the database knows: programmes, stages of their pathways, and colleagues by email or name.

Implements `engines.tables.Lookup`. Everything is read once, when it is made; it is asked once a distinct word.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation

from cydwaith.engines import pathways
from cydwaith.engines import tables as t
from cydwaith.partnerships.queries import bringing_in

ADVISER_FIELDS = frozenset({"journey.adviser", "journey.adviser_email", "journey.adviser_name"})


@dataclass(frozen=True, slots=True)
class KnownProgramme:
    """A programme as the import needs it."""

    programme_id: int
    code: str
    label: str
    pathway: str


class OrganisationLookup:
    """What an organisation's spreadsheets may name: its programmes, their stages, its advisers and managers."""

    def __init__(self, organisation_id: int) -> None:
        welsh = (translation.get_language() or "en").startswith("cy")
        self.programmes: dict[str, KnownProgramme] = {}
        self._programme_words: dict[str, str] = {}
        self._stage_words: dict[str, dict[str, str]] = {}
        self._stage_labels: dict[str, list[tuple[str, str]]] = {}
        for found in bringing_in.delivered_programmes(organisation_id):
            label = found.name_cy if welsh and found.name_cy else found.name_en
            self.programmes[found.code] = KnownProgramme(found.programme_id, found.code, label, found.pathway)
            _teach(self._programme_words, found.code, (found.code, found.name_en, found.name_cy))
            self._learn_pathway(found.pathway, welsh=welsh)
        self.caseworkers = {str(c.user_id): c for c in bringing_in.caseworkers(organisation_id)}
        self._people: dict[str, str] = {}
        self._learn_caseworkers()

    def _learn_pathway(self, code: str, *, welsh: bool) -> None:
        if code in self._stage_words:
            return
        words: dict[str, str] = {}
        labels: list[tuple[str, str]] = []
        for stage in pathways.get(code).stages:
            label = stage.staff.in_("cy" if welsh else "en")
            labels.append((stage.code, label))
            _teach(
                words,
                stage.code,
                (stage.code, stage.staff.en, stage.staff.cy, stage.person.en, stage.person.cy),
            )
        self._stage_words[code], self._stage_labels[code] = words, labels

    def _learn_caseworkers(self) -> None:
        names: dict[str, set[str]] = {}
        for user_id, found in self.caseworkers.items():
            self._people[t.fold(found.email)] = user_id
            names.setdefault(t.fold(found.name), set()).add(user_id)
        for name, ids in names.items():
            if name and len(ids) == 1:  # a name that two colleagues bear says nobody
                self._people.setdefault(name, next(iter(ids)))

    def find(self, field: str, text: str, context: Mapping[str, str]) -> str | None:
        """The code for a text as found, None where it is not known (or means several)."""
        text = t.fold(text)
        if field == "journey.programme":
            return self._programme_words.get(text)
        if field in ADVISER_FIELDS:
            return self._people.get(text)
        if field == "journey.stage":
            return self._find_stage(text, context.get("programme", ""))
        return None

    def _find_stage(self, text: str, programme: str) -> str | None:
        if programme in self.programmes:
            return self._stage_words[self.programmes[programme].pathway].get(text)
        # No programme is said: the word counts where every pathway that knows it means the same by it.
        found = {words[text] for words in self._stage_words.values() if text in words}
        return found.pop() if len(found) == 1 else None

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """(code, label) of what a human may choose from."""
        if field == "journey.programme":
            return [(p.code, p.label) for p in self.programmes.values()]
        if field in ADVISER_FIELDS:
            return [(code, c.name) for code, c in self.caseworkers.items()]
        if field == "journey.stage":
            labels = itertools.chain.from_iterable(self._stage_labels.values())
            return list(dict(reversed(list(labels))).items())[::-1]
        return ()

    def pathway_of(self, programme: str) -> str:
        """The pathway's code of a programme that is known."""
        return self.programmes[programme].pathway


def _teach(words: dict[str, str], code: str, names: Iterable[str]) -> None:
    """Names of a code, folded; a name that already means another code is given to neither by overwriting."""
    for name in names:
        folded = t.fold(name)
        if folded:
            words.setdefault(folded, code)
