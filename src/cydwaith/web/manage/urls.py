# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of those who keep an organisation going."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from . import members, organisation, partnerships, programmes, team

_MANAGER: list[URLPattern | URLResolver] = [
    path("workload/", team.workload, name="workload"),
    path("overdue/", team.overdue, name="overdue"),
    path("workload/<int:user_id>/", team.caseload, name="adviser"),
    path("unassigned/", team.unassigned, name="unassigned"),
    path("absences/", team.absences, name="absences"),
    path("absences/new/", team.new_absence, name="new_absence"),
    path("absences/<int:absence_id>/end/", team.end_absence, name="end_absence"),
]

_ADMINISTRATOR: list[URLPattern | URLResolver] = [
    path("organisation/", organisation.details, name="organisation"),
    path("organisation/colours/", organisation.colours, name="colours"),
    path("members/", members.members, name="members"),
    path("members/<int:membership_id>/", members.member, name="member"),
    path("members/<int:membership_id>/end/", members.end_member, name="end_member"),
    path("members/<int:membership_id>/second-step/", members.reset_second_step, name="reset_second_step"),
    path("invitations/", members.invitations, name="invitations"),
    path("invitations/new/", members.invite, name="invite"),
    path("invitations/<int:invitation_id>/again/", members.invite_again, name="invite_again"),
    path(
        "invitations/<int:invitation_id>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"
    ),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("partnerships/<slug:code>/", partnerships.partnership, name="partnership"),
    path("partnerships/<slug:code>/partners/add/", partnerships.add_partner, name="add_partner"),
    path(
        "partnerships/<slug:code>/partners/<int:partner_id>/end/",
        partnerships.end_partner,
        name="end_partner",
    ),
    path("partnerships/<slug:code>/agreements/new/", partnerships.agreement, name="new_agreement"),
    path("partnerships/<slug:code>/agreements/<int:agreement_id>/", partnerships.agreement, name="agreement"),
    path(
        "partnerships/<slug:code>/agreements/<int:agreement_id>/sign/",
        partnerships.sign,
        name="sign_agreement",
    ),
    path(
        "partnerships/<slug:code>/agreements/<int:agreement_id>/flows/",
        partnerships.add_flow,
        name="add_flow",
    ),
    path("partnerships/<slug:code>/flows/<int:flow_id>/", partnerships.switch_flow, name="switch_flow"),
    path("partnerships/<slug:code>/programmes/new/", programmes.new, name="new_programme"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<int:programme_id>/", programmes.programme, name="programme"),
    path("programmes/<int:programme_id>/change/", programmes.change, name="change_programme"),
    path(
        "programmes/<int:programme_id>/deliveries/<int:delivery_id>/end/",
        programmes.end_delivery,
        name="end_delivery",
    ),
]


def _beside(address: str, module: str) -> list[URLPattern | URLResolver]:
    """Routes of a neighbouring slice; one that is not there is left out."""
    return [path(address, include(module))] if find_spec(module) is not None else []


app_name = "manage"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", organisation.home, name="home"),
    *_MANAGER,
    *_ADMINISTRATOR,
    *_beside("imports/", "cydwaith.web.manage.imports.urls"),
    *_beside("governance/", "cydwaith.web.manage.governance.urls"),
    *_beside("links/", "cydwaith.web.manage.links.urls"),
]
