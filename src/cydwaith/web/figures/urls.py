# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of figures."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import bases, behind, beside, overview, programme, returns, rulebooks

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("", overview.home, name="home"),
    path("count/<slug:code>/", overview.count, name="count"),
    path("measures/<slug:rulebook>/<slug:measure>/", overview.measure, name="measure"),
    path("targets/<slug:code>/<slug:rulebook>/<slug:measure>/", overview.target, name="target"),
    path("figure/<int:figure_id>/", overview.figure, name="figure"),
    path("programmes/", programme.programmes, name="programmes"),
    path("programmes/<int:programme_id>/", programme.programme, name="programme"),
    path("programmes/<int:programme_id>/contract/", programme.contract, name="contract"),
    path("programmes/<int:programme_id>/contracts/<int:contract_id>/", programme.profile, name="profile"),
    path("returns/", returns.returns, name="returns"),
    path("returns/new/<slug:code>/", returns.new, name="new_return"),
    path("returns/<int:return_id>/", returns.one, name="return"),
    path("returns/<int:return_id>/check/", returns.check, name="check_return"),
    path("returns/<int:return_id>/sign/", returns.sign, name="sign_return"),
    path("returns/<int:return_id>/give-out/", returns.give_out, name="give_out"),
    path("returns/<int:return_id>/withdraw/", returns.withdraw, name="withdraw"),
    path("returns/<int:return_id>/correct/", returns.correct, name="correct"),
    path("returns/<int:return_id>/again/", returns.again, name="again"),
    path("returns/<int:return_id>/changes/", returns.changed, name="changes"),
    path("returns/<int:return_id>/pack.<str:kind>", returns.pack_file, name="pack"),
    path("figure/<int:figure_id>/<slug:line>/", behind.verdicts, name="verdicts"),
    path("people/<str:reference>/", behind.person, name="person"),
    path("rulebooks/", rulebooks.rulebooks, name="rulebooks"),
    path("rulebooks/<slug:rulebook>/", rulebooks.rulebook, name="rulebook"),
    path("compare/", rulebooks.compare, name="compare"),
    path("reach/", rulebooks.reach, name="reach"),
    path("reach/people/", bases.bases, name="bases"),
    path("fidelity/", beside.fidelities, name="fidelity"),
    path("fidelity/<int:programme_id>/", beside.fidelity, name="fidelity_of"),
    path("fidelity/<int:programme_id>/review/", beside.review, name="review"),
    path("published/", beside.bring, name="bring"),
]
