# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes: an action is one audited verb, in one transaction, by an actor (lock 3).

    @action("journeys.record_contact", permission=Permission.WORK_CASELOAD)
    def record_contact(*, by: Actor, …) -> int:
        journey = Journey.objects.visible_to(by).filter(pk=journey_id).one()
        contact = Contact.objects.create(…)
        wrote(contact, changed={"minutes": minutes})
        return contact.pk

The wrapper checks the permission, opens the transaction, lets guarded rows be written inside it, and adds the audit
rows before it commits. An action that wrote nothing down raises: there is no silent write.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, models, transaction

from . import audit
from .actor import Actor
from .errors import Conflict, Invalid, NotAllowed, OutsideAction, Refused
from .models import AuditRow, Receipt
from .roles import Permission
from .statements import writing

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Act:
    """One action under way: who, which verb, and the audit rows it will leave."""

    verb: str
    by: Actor
    rows: list[AuditRow] = field(default_factory=list)
    nothing: bool = False


_current: ContextVar[Act | None] = ContextVar("act", default=None)

VERBS: dict[str, Callable[..., Any]] = {}
"""Every action by its verb: the list from which the documentation is made and the tests take their walk."""


def action(
    verb: str,
    *,
    permission: Permission | tuple[Permission, ...] | None,
    messages: Mapping[str, tuple[str, Any]] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function one audited verb.

    `verb`: "context.what_happens". `permission`: what the actor's role must hold (any of a tuple; None: everybody,
    for the public pages' verbs). `messages`: database constraint name -> (field, message) for breaches that the
    caller should read as `Invalid`. The function takes keyword arguments only, `by` among them.
    """
    needed = (permission,) if isinstance(permission, Permission) else permission

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs.get("by")
            if args or not isinstance(by, Actor):
                raise TypeError(f"{verb} takes keyword arguments and by=actor")
            if needed is not None and not any(by.may(p) for p in needed):
                raise NotAllowed(verb)
            act = Act(verb, by)
            token = _current.set(act)
            try:
                with transaction.atomic(), writing():
                    result = function(*args, **kwargs)
                    if not act.rows and not act.nothing:
                        raise OutsideAction(f"{verb} wrote no audit row")
                    audit.store(act.rows)
                    return result
            except Refused as error:
                _trail(act, error)
                raise
            except IntegrityError as error:
                raise _readable(error, messages or {}) from error
            finally:
                _current.reset(token)

        VERBS[verb] = run
        return run

    return decorate


REFUSED = "_refused"
"""What is put to a verb where it was tried and refused (`Refused`)."""


def _trail(act: Act, error: Refused) -> None:
    """Keep that something was tried: after the action was undone, so that the row stays.

    One action inside another: the outer one undoes the inner one's row, and writes it again.
    """
    error.verb = error.verb or act.verb
    made = audit.row(
        act.by, error.verb + REFUSED, object_type="refused", person_id=error.person_id, changed=error.tried
    )
    with transaction.atomic():
        audit.store([made])


def _readable(error: IntegrityError, messages: Mapping[str, tuple[str, Any]]) -> Exception:
    text = str(error)
    for constraint, (name, message) in messages.items():
        if constraint in text:
            return Invalid.on(name, message)
    return error


def current() -> Act:
    """The action under way. Raises `OutsideAction` outside one."""
    act = _current.get()
    if act is None:
        raise OutsideAction("no action is under way")
    return act


def wrote(
    thing: models.Model,
    *,
    changed: Mapping[str, Any] | None = None,
    person_id: int | None = None,
    partnership_id: int | None = None,
) -> None:
    """Note one written row for the audit trail. `changed`: the new values, of which only digests are kept."""
    act = current()
    if person_id is None:
        field_name = getattr(type(thing), "person_field", "")
        person_id = getattr(thing, field_name, None) if field_name else getattr(thing, "person_id", None)
    act.rows.append(
        audit.row(
            act.by,
            act.verb,
            object_type=thing._meta.label_lower,
            object_id=thing.pk,
            person_id=person_id,
            partnership_id=partnership_id,
            changed=changed,
        )
    )


def wrote_about(
    object_type: str,
    *,
    object_id: int | None = None,
    person_id: int | None = None,
    partnership_id: int | None = None,
    changed: Mapping[str, Any] | None = None,
) -> None:
    """Note a write that is no single row (a batch's row, an erased row)."""
    act = current()
    act.rows.append(
        audit.row(
            act.by,
            act.verb,
            object_type=object_type,
            object_id=object_id,
            person_id=person_id,
            partnership_id=partnership_id,
            changed=changed,
        )
    )


def nothing_to_write() -> None:
    """Say that the action found everything already as asked: no row is due."""
    current().nothing = True


def once(token: str | None, make: Callable[[], Any]) -> Any:
    """Run `make` once for `token` within this verb and user; sent again, the first (JSON) result comes back."""
    if not token:
        return make()
    act = current()
    known = Receipt.objects.filter(token=token, verb=act.verb, user_id=act.by.user_id or 0).first()
    if known is not None:
        nothing_to_write()
        return known.result
    result = make()
    Receipt.objects.create(token=token, verb=act.verb, user_id=act.by.user_id or 0, result=result)
    return result


def check_version(row: Any, version: int | None, *, shown: tuple[str, ...]) -> None:
    """Optimistic lock: `Conflict` with the current `shown` fields unless `version` is the row's; then count it up."""
    if version is not None and row.version != version:
        raise Conflict({name: getattr(row, name) for name in shown}, row.version)
    row.version += 1
