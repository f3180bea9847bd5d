# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of a person's own pages. None of them names anybody: whose record it is comes from the sign-in."""

from django.urls import path
from django.urls.resolvers import URLPattern

from . import (
    about,
    corrections,
    details,
    easy,
    giving,
    home,
    jobs,
    keeping_out,
    looks,
    plan,
    sharing,
    supporters,
    telling,
)

app_name = "me"

_PLAN: list[URLPattern] = [
    path("plan/", plan.plan, name="plan"),
    *(path(f"plan/{kind}/add/", plan.add, {"kind": kind}, name=f"plan_{kind}_add") for kind in plan.FORMS),
    path("plan/goal/<int:goal_id>/", plan.goal, name="plan_goal"),
    path("plan/step/<int:step_id>/", plan.step, name="plan_step"),
    *(
        path(f"plan/goal/<int:goal_id>/{how}/", plan.settle_goal, {"how": how}, name=f"plan_goal_{how}")
        for how in ("done", "drop", "again")
    ),
    *(
        path(f"plan/step/<int:step_id>/{how}/", plan.settle_step, {"how": how}, name=f"plan_step_{how}")
        for how in ("done", "drop", "again")
    ),
    path("plan/<int:journey_id>/agree/", plan.agree, name="plan_agree"),
    *(path(f"about/{part}/", about.change, {"part": part}, name=f"about_{part}") for part in about.PARTS),
]

_SHARING: list[URLPattern] = [
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/all/", sharing.history, name="history"),
    path("sharing/take-back-all/", sharing.withdraw_all, name="withdraw_all"),
    path("sharing/<int:sharing_decision_id>/", sharing.receipt, name="receipt"),
    path("sharing/<int:sharing_decision_id>/receipt.pdf", sharing.receipt_pdf, name="receipt_pdf"),
    path("sharing/<int:sharing_decision_id>/take-back/", sharing.withdraw, name="withdraw"),
    path("sharing/<int:sharing_decision_id>/again/", sharing.again, name="share_again"),
    path("sharing/give/", giving.start, name="give"),
    *(path(f"sharing/give/{key}/", giving.question, {"key": key}, name=f"give_{key}") for key in giving.KEYS),
    path("sharing/give/check/", giving.check, name="give_check"),
    path("sharing/counting/", sharing.count_apart, name="count_apart"),
    path("sharing/keep-out/", keeping_out.add, name="keep_out"),
    path("sharing/keep-out/<int:exclusion_id>/end/", keeping_out.end, name="keep_out_end"),
    *(
        path(f"helpers/{key}/", supporters.question, {"key": key}, name=f"supporter_{key}")
        for key in supporters.KEYS
    ),
    path("helpers/check/", supporters.check, name="supporter_check"),
    path("helpers/<int:supporter_id>/end/", supporters.end, name="supporter_end"),
]

_EMPLOYER: list[URLPattern] = [
    path("employer/", telling.employer, name="employer"),
    path("employer/tell/", telling.start, name="tell"),
    *(
        path(f"employer/tell/{key}/", telling.question, {"key": key}, name=f"tell_{key}")
        for key in telling.KEYS
    ),
    path("employer/tell/check/", telling.check, name="tell_check"),
    path("employer/link/", telling.link_made, name="link_made"),
    path("employer/<int:employer_snapshot_id>/link/", telling.new_link, name="new_link"),
    path("employer/link/<int:snapshot_link_id>/take-back/", telling.revoke, name="revoke_link"),
]

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    *_PLAN,
    path("jobs/", jobs.jobs, name="jobs"),
    *_SHARING,
    path("looks/", looks.looks, name="looks"),
    path("looks/<int:access_log_id>/ask/", looks.ask_about, name="ask_about_look"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/add/", corrections.add, name="correction_add"),
    path("details/", details.details, name="details"),
    *(
        path(f"details/{part}/", details.change, {"part": part}, name=f"details_{part}")
        for part in details.PARTS
    ),
    *_EMPLOYER,
    path("easy-read/", easy.switch, name="easy"),
]
