# SPDX-License-Identifier: AGPL-3.0-or-later
"""Naming a way of looking at the caseload, and forgetting it. Each is its owner's alone."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.journeys.models import SavedView
from cydwaith.kernel.actions import action, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.people.queries import own_organisation

MOST = 40
"""So many views one may have at an organisation: more could not be told apart."""
ONE_NAME = {"savedview_one_name": ("name", gettext_lazy("You have a view of this name already."))}


def _named(name: str) -> str:
    words = " ".join(name.replace("\x00", "").split())
    if not words or len(words) > 60:
        raise Invalid.on("name", _("Write a name of up to 60 characters."))
    return words


def _own(by: Actor, view_id: int) -> SavedView:
    found = (
        SavedView.objects.select_for_update()
        .filter(pk=view_id, user_id=by.user_id or 0, organisation_id=own_organisation(by))
        .first()
    )
    if found is None:
        raise NotVisible("SavedView")
    return found


@action("journeys.keep_view", permission=Permission.WORK_CASELOAD, messages=ONE_NAME)
def keep_view(*, by: Actor, name: str, asked: str, token: str | None = None) -> int:
    """Give filters, columns and order (`asked`, as a list's address says them) a name; returns the view's id.

    Raises `Invalid` for a name that is there already, and where there are `MOST` views.
    """

    def make() -> int:
        mine = SavedView.objects.filter(user_id=by.user_id or 0, organisation_id=own_organisation(by))
        if mine.count() >= MOST:
            raise Invalid.on("", _("You have as many views as there can be. Delete one first."))
        row = SavedView.objects.create(
            user_id=by.user_id or 0,
            organisation_id=own_organisation(by),
            name=_named(name),
            asked=asked[:300],
        )
        wrote(row, changed={"name": row.name, "asked": row.asked})
        return int(row.pk)

    return int(once(token, make))


@action("journeys.rename_view", permission=Permission.WORK_CASELOAD, messages=ONE_NAME)
def rename_view(*, by: Actor, view_id: int, name: str) -> None:
    """Give a view another name. Raises `Invalid`, and `NotVisible` where it is somebody else's."""
    row, words = _own(by, view_id), _named(name)
    if row.name == words:
        nothing_to_write()
        return
    row.name = words
    row.save(update_fields=["name"])
    wrote(row, changed={"name": words})


@action("journeys.delete_view", permission=Permission.WORK_CASELOAD)
def delete_view(*, by: Actor, view_id: int) -> None:
    """Forget a view. Raises `NotVisible` where it is somebody else's."""
    row = _own(by, view_id)
    wrote(row)
    row.delete()
