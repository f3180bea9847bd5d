# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every role, in words that a lay person can read, with everything it may do. The one reviewed list.

A change to this file changes who may do what in every partnership: it needs the review of an
information-governance lead (see SECURITY.md). A permission opens a *verb*; which *rows* the verb reaches is
decided by the guard, never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role may do."""

    OWN_RECORD = "own_record"  # read one's own record, write in one's own words, decide on sharing
    HELP_PERSON = "help_person"  # read and help with what the person allowed
    WORK_CASELOAD = "work_caseload"  # read and write the records of people one is involved with
    ADD_PERSON = "add_person"
    REFER = "refer"
    IMPORT = "import"
    MANAGE_TEAM = "manage_team"  # workload, cover, reassigning
    MANAGE_ORGANISATION = "manage_organisation"  # details, invitations, roles
    MANAGE_AGREEMENT = "manage_agreement"
    GOVERN = "govern"  # access log, corrections and break-glass review
    BREAK_GLASS = "break_glass"
    READ_FIGURES = "read_figures"
    PREPARE_RETURN = "prepare_return"  # count anew, enter contracts and profiles, draw up what is given out
    SIGN_RETURN = "sign_return"
    REVIEW_LINKS = "review_links"
    READ_SNAPSHOT = "read_snapshot"
    OPERATE_SITE = "operate_site"


class Role(StrEnum):
    """What somebody is, at this moment, for this organisation or for themself."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    SUPPORTER = "supporter"
    ADVISER = "adviser"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    GOVERNANCE = "governance"
    ANALYST = "analyst"
    LINKAGE = "linkage"
    EMPLOYER = "employer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role as it is shown: its name, a paragraph on what it means, what it may do, who must prove more."""

    name: Promise
    about: Promise
    permissions: frozenset[Permission]
    staff: bool  # a second factor, 30 minutes idle, 12 hours at most


_P = Permission

ROLES: dict[Role, RoleWords] = {
    Role.ANONYMOUS: RoleWords(
        _("Visitor"),
        _("Anybody who has not signed in. Sees the public pages and can ask for help."),
        frozenset(),
        False,
    ),
    Role.PERSON: RoleWords(
        _("Person supported"),
        _(
            "Sees their own record, writes in it in their own words, "
            "decides who else sees it, and sees who looked."
        ),
        frozenset({_P.OWN_RECORD}),
        False,
    ),
    Role.SUPPORTER: RoleWords(
        _("Supporter"),
        _("Family, advocate or assistant. Sees what the person allowed, until the date the person set."),
        frozenset({_P.HELP_PERSON}),
        False,
    ),
    Role.ADVISER: RoleWords(
        _("Adviser"),
        _(
            "Works with people on their way into work. Sees the people they "
            "work with, and people whom a partner's share opened to them."
        ),
        frozenset({_P.WORK_CASELOAD, _P.ADD_PERSON, _P.REFER, _P.BREAK_GLASS}),
        True,
    ),
    Role.MANAGER: RoleWords(
        _("Team manager"),
        _(
            "Sees the people whom their organisation supports, the team's "
            "workload and figures, and can move work from one adviser to another. Draws up returns and signs them."
        ),
        frozenset(
            {
                _P.WORK_CASELOAD,
                _P.ADD_PERSON,
                _P.REFER,
                _P.IMPORT,
                _P.MANAGE_TEAM,
                _P.BREAK_GLASS,
                _P.READ_FIGURES,
                _P.PREPARE_RETURN,
                _P.SIGN_RETURN,
            }
        ),
        True,
    ),
    Role.ADMINISTRATOR: RoleWords(
        _("Administrator"),
        _("Looks after the organisation's details, invitations, roles and agreement. Sees nobody's record."),
        frozenset({_P.MANAGE_ORGANISATION, _P.MANAGE_AGREEMENT}),
        True,
    ),
    Role.GOVERNANCE: RoleWords(
        _("Information-governance lead"),
        _(
            "Checks who looked at what, reviews emergency access "
            "and answers corrections. Does not read support notes. Sees figures, and signs what is given out."
        ),
        frozenset({_P.GOVERN, _P.READ_FIGURES, _P.SIGN_RETURN}),
        True,
    ),
    Role.ANALYST: RoleWords(
        _("Analyst"),
        _("Sees figures, draws up returns and signs them. Never a name and never a record."),
        frozenset({_P.READ_FIGURES, _P.PREPARE_RETURN, _P.SIGN_RETURN}),
        True,
    ),
    Role.LINKAGE: RoleWords(
        _("Linkage reviewer"),
        _("Decides whether two records are the same human, only so that nobody is counted twice."),
        frozenset({_P.REVIEW_LINKS}),
        True,
    ),
    Role.EMPLOYER: RoleWords(
        _("Employer"),
        _("Reads the one page that a person wrote for them. Never the record."),
        frozenset({_P.READ_SNAPSHOT}),
        False,
    ),
    Role.OPERATOR: RoleWords(
        _("Site operator"),
        _("Keeps the site running. Sees organisations and the site's health, and nobody's record."),
        frozenset({_P.OPERATE_SITE}),
        True,
    ),
}

STAFF_ROLES = frozenset(role for role, words in ROLES.items() if words.staff)
