# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the pages about a person's record. Part of the namespace "advice"."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import accounts, adding, asking, emergency, joining, record, referrals, sharing

_ONE = "people/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("people/add/", adding.add, name="person_add"),
    path(f"{_ONE}record/", record.record, name="person_record"),
    path(f"{_ONE}record/identity/", record.identity, name="person_identity"),
    path(f"{_ONE}record/needs/", record.needs, name="person_needs"),
    path(f"{_ONE}record/facts/<slug:kind>/", record.fact, name="person_fact"),
    path(f"{_ONE}record/facts/<slug:kind>/<int:fact_id>/end/", record.end_fact, name="person_fact_end"),
    path(f"{_ONE}sharing/", sharing.sharing, name="person_sharing"),
    path(f"{_ONE}sharing/new/", sharing.share, name="person_share"),
    path(f"{_ONE}sharing/<int:decision_id>/withdraw/", sharing.withdraw, name="person_withdraw"),
    path(f"{_ONE}sharing/<int:decision_id>/receipt/", sharing.receipt, name="person_receipt"),
    path(f"{_ONE}sharing/<int:decision_id>/receipt.pdf", sharing.receipt_pdf, name="person_receipt_pdf"),
    path(f"{_ONE}sharing/keep-out/", sharing.exclude, name="person_exclude"),
    path(
        f"{_ONE}sharing/keep-out/<int:exclusion_id>/end/", sharing.end_exclusion, name="person_exclusion_end"
    ),
    path(f"{_ONE}account/", accounts.invite_person, name="person_invite"),
    path(f"{_ONE}account/<int:account_invitation_id>/", accounts.confirm, name="person_invite_confirm"),
    path(f"{_ONE}supporters/add/", accounts.add_supporter, name="person_supporter_add"),
    path(
        f"{_ONE}supporters/<int:supporter_id>/invite/",
        accounts.invite_supporter,
        name="person_supporter_invite",
    ),
    path(f"{_ONE}supporters/<int:supporter_id>/end/", accounts.end_supporter, name="person_supporter_end"),
    path(f"{_ONE}refer/", referrals.refer, name="person_refer"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<int:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<int:referral_id>/accept/", referrals.accept, name="referral_accept"),
    path("referrals/<int:referral_id>/ask/", referrals.ask, name="referral_ask"),
    path("referrals/<int:referral_id>/decline/", referrals.decline, name="referral_decline"),
    path("referrals/<int:referral_id>/answer/", referrals.answer, name="referral_answer"),
    path("referrals/<int:referral_id>/withdraw/", referrals.withdraw, name="referral_withdraw"),
    path(f"{_ONE}corrections/new/", asking.ask_correction, name="person_correction"),
    path("corrections/", asking.corrections, name="corrections"),
    path("corrections/<int:correction_id>/", asking.correction, name="correction"),
    path(f"{_ONE}duplicates/", joining.duplicates, name="person_duplicates"),
    path(f"{_ONE}duplicates/<str:other>/", joining.compare, name="person_compare"),
    path("joins/", joining.joins, name="joins"),
    path("joins/<int:join_id>/undo/", joining.undo, name="join_undo"),
    path("emergency/", emergency.ask, name="emergency"),
    path("emergency/<str:reference>/", emergency.record, name="emergency_record"),
]
