# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the advisers' pages. A person stands in an address by their reference, a part of the record below it."""

from __future__ import annotations

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from . import board, caseload, chosen, contact, finding, journey, outcomes, person, plan, today, views, work

app_name = "advice"

_ONE = "people/<str:reference>/"

_JOURNEY: list[URLPattern | URLResolver] = [
    path("journeys/begin/", journey.begin, name="journey_begin"),
    path("journeys/<int:journey_id>/step/", journey.step, name="step"),
    path("journeys/<int:journey_id>/end/", journey.close, name="journey_close"),
    path("journeys/<int:journey_id>/again/", journey.reopen, name="journey_reopen"),
    path("journeys/<int:journey_id>/dates/", journey.dates, name="journey_dates"),
]

_CONTACT: list[URLPattern | URLResolver] = [
    path("contacts/new/", contact.record, name="contact"),
    path("contacts/<int:contact_id>/correct/", contact.correct, name="contact_correct"),
    path("contacts/<int:contact_id>/note/", contact.note, name="contact_note"),
    path("contacts/<int:contact_id>/move/", contact.move, name="contact_move"),
]

_PLAN: list[URLPattern | URLResolver] = [
    path("profile/", plan.profile, name="profile"),
    path("journeys/<int:journey_id>/goals/new/", plan.add_goal, name="goal_add"),
    path("journeys/<int:journey_id>/steps/new/", plan.add_step, name="step_add"),
    path("journeys/<int:journey_id>/agree/", plan.agree, name="plan_agree"),
    path("journeys/<int:journey_id>/agreed/", plan.person_agreed, name="plan_agreed"),
    path("plan/goals/<int:line_id>/", plan.reword, {"kind": "goal"}, name="goal_reword"),
    path("plan/steps/<int:line_id>/", plan.reword, {"kind": "step"}, name="step_reword"),
    path("plan/goals/<int:line_id>/<str:what>/", plan.settle, {"kind": "goal"}, name="goal_settle"),
    path("plan/steps/<int:line_id>/<str:what>/", plan.settle, {"kind": "step"}, name="step_settle"),
]

_WORK: list[URLPattern | URLResolver] = [
    path("jobs/new/", work.add, name="job_add"),
    path("jobs/<int:job_id>/correct/", work.correct, name="job_correct"),
    path("jobs/<int:job_id>/terms/", work.terms, name="job_terms"),
    path("jobs/<int:job_id>/terms/take-back/", work.drop_terms, name="job_terms_drop"),
    path("jobs/<int:job_id>/end/", work.end, name="job_end"),
    path("jobs/<int:job_id>/learned/", work.lessons, name="job_lessons"),
    path("status/", outcomes.status, name="status"),
    path("reviews/<int:review_id>/", outcomes.review, name="review"),
    path("learning/new/", outcomes.add_learning, name="learning_add"),
    path("learning/<int:learning_id>/end/", outcomes.end_learning, name="learning_end"),
    path("adjustments/new/", outcomes.add_adjustment, name="adjustment_add"),
    path("adjustments/<int:adjustment_id>/", outcomes.settle_adjustment, name="adjustment_settle"),
]

_PERSON: list[URLPattern | URLResolver] = [
    path("", person.summary, name="person"),
    path("plan/", person.plan, name="person_plan"),
    path("work/", person.work, name="person_work"),
    path("contacts/", person.contacts, name="person_contacts"),
]

# The pages about who somebody is stand beside these; theirs come first, since "add" is no reference.
_RECORD: list[URLPattern | URLResolver] = [path("", include("cydwaith.web.advice.people.urls"))]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("search/", finding.search, name="search"),
    path("board/", board.board, name="board"),
    path("chosen/", chosen.chosen, name="chosen"),
    path("views/", views.views, name="views"),
    path("views/new/", views.keep, name="view_keep"),
    path("views/<int:view_id>/", views.rename, name="view"),
    path("views/<int:view_id>/delete/", views.delete, name="view_delete"),
    *_RECORD,
    path("people/", caseload.caseload, name="caseload"),
    *(path(_ONE, include(part)) for part in (_PERSON, _CONTACT, _JOURNEY, _PLAN, _WORK)),
]
