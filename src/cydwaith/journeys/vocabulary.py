# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes that the tables of journeys hold, with the words in which they are shown. Stored: never rename, only append."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cydwaith.engines.pathways import Pathway
from cydwaith.kernel.vocabulary import Category


class WorkAtStart(models.TextChoices):
    """Whether the person was in work when the journey began."""

    UNKNOWN = "", _("Not asked yet")
    OUT_OF_WORK = "out_of_work", _("Out of work")
    IN_WORK = "in_work", _("In work")
    AT_RISK = "at_risk", _("In work, at risk of sick leave")
    OFF_SICK = "off_sick", _("Off sick from a job")


class WithWhom(models.TextChoices):
    """Whom a contact was with."""

    PERSON = "person", _("The person")
    EMPLOYER = "employer", _("An employer")
    CLINICAL = "clinical_team", _("The clinical team")
    SUPPORTER = "supporter", _("Family or a supporter")
    PARTNER = "partner_organisation", _("A partner organisation")
    OTHER = "other", _("Somebody else")


class How(models.TextChoices):
    """By what means a contact was made."""

    IN_PERSON = "in_person", _("Face to face")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    TEXT = "text", _("By text message")
    EMAIL = "email", _("By email")
    LETTER = "letter", _("By letter")
    GROUP = "group", _("In a group")
    OTHER = "other", _("Another way")


class Place(models.TextChoices):
    """Where a contact took place."""

    NOT_SAID = "", _("Not recorded")
    OFFICE = "office", _("At our office")
    COMMUNITY = "community", _("In the community")
    HOME = "home", _("At home")
    WORKPLACE = "workplace", _("At the workplace")
    CLINIC = "clinic", _("At the clinical team")


class ContactOutcome(models.TextChoices):
    """What became of a contact that was meant to be."""

    MET = "met", _("It took place")
    NO_ANSWER = "no_answer", _("No answer")
    DID_NOT_COME = "did_not_come", _("The person did not come")
    CANCELLED = "cancelled", _("It was cancelled")


class WhoseWords(models.TextChoices):
    """Who put it so."""

    PERSON = "person", _("In the person's words")
    ADVISER = "adviser", _("In the adviser's words")


class WhoDoes(models.TextChoices):
    """Whose step it is."""

    PERSON = "person", _("The person")
    ADVISER = "adviser", _("The adviser")
    TOGETHER = "together", _("Both together")


class Side(models.TextChoices):
    """Who agrees to a plan."""

    PERSON = "person", _("The person")
    ADVISER = "adviser", _("The adviser")


class JobKind(models.TextChoices):
    """What sort of work a job is."""

    EMPLOYED = "employed", _("Employed")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    TRAINEESHIP = "traineeship", _("Traineeship")
    SUPPORTED_INTERNSHIP = "supported_internship", _("Supported internship")
    WORK_TRIAL = "work_trial", _("Work trial")
    VOLUNTEERING = "volunteering", _("Volunteering")


class JobEnd(models.TextChoices):
    """Why a job ended."""

    RESIGNED = "resigned", _("Chose to leave")
    NEW_JOB = "new_job", _("Left for another job")
    CONTRACT_ENDED = "contract_ended", _("The contract came to its end")
    TRIAL_ENDED = "trial_ended", _("The trial came to its end")
    REDUNDANCY = "redundancy", _("Made redundant")
    DISMISSED = "dismissed", _("Dismissed")
    HEALTH = "health", _("For health reasons")
    CARING = "caring", _("To care for someone")
    STUDY = "study", _("To study or train")
    MOVED = "moved", _("Moved away")
    RETIRED = "retired", _("Retired")
    OTHER = "other", _("Another reason")
    UNKNOWN = "unknown", _("Not known")


class JobEvidence(models.TextChoices):
    """What shows that the job is there."""

    NONE = "", _("Nothing yet")
    TOLD = "told", _("The person told us")
    EMPLOYER = "employer", _("The employer confirmed it")
    CONTRACT = "contract", _("A contract or offer letter")
    PAYSLIP = "payslip", _("A payslip")


class PayPeriod(models.TextChoices):
    """What an amount of pay is paid for (those of `engines.wages.Per`, and a day)."""

    HOUR = "hour", _("An hour")
    DAY = "day", _("A day")
    WEEK = "week", _("A week")
    FORTNIGHT = "fortnight", _("Two weeks")
    FOUR_WEEKS = "four_weeks", _("Four weeks")
    MONTH = "month", _("A month")
    YEAR = "year", _("A year")


class EmploymentStatus(models.TextChoices):
    """Employment status as observed on a day: finer than any one return asks, so that each can be made of it."""

    EMPLOYED = "employed", _("Employed")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    SEEKING = "seeking", _("Not in work, looking for a job")
    NOT_SEEKING = "not_seeking", _("Not in work, not looking")
    VOLUNTEERING = "volunteering", _("Voluntary work only")
    LEARNING = "learning", _("Learning or training")
    SICK = "long_term_sick", _("Long-term sick")
    CARING = "caring", _("Looking after home or family")
    RETIRED = "retired", _("Retired")
    UNKNOWN = "unknown", _("Not known")


class LearningKind(models.TextChoices):
    """What sort of learning it is."""

    COURSE = "course", _("Course")
    QUALIFICATION = "qualification", _("Qualification")
    WORK_BASED = "work_based", _("Learning at work")
    TASTER = "taster", _("Taster")


class LearningResult(models.TextChoices):
    """How a spell of learning ended."""

    GOING_ON = "", _("Still going on")
    ACHIEVED = "achieved", _("Achieved")
    COMPLETED = "completed", _("Completed without a qualification")
    LEFT = "left", _("Left early")


class Provider(models.TextChoices):
    """Who puts an adjustment in place."""

    EMPLOYER = "employer", _("The employer")
    ACCESS_TO_WORK = "access_to_work", _("Access to Work")
    PERSON = "person", _("The person")
    OTHER = "other", _("Somebody else")


class TellLevel(models.TextChoices):
    """How much a person tells an employer."""

    NOTHING = "nothing", _("Nothing")
    ADJUSTMENTS = "adjustments", _("What needs to be in place")
    HELPS = "helps", _("What needs to be in place, and what helps me")
    CONDITION = "condition", _("Also my condition, in my words")


class MoveReason(models.TextChoices):
    """Why a contact was moved from one record to another."""

    WRONG_PERSON = "wrong_person", _("It was recorded on the wrong person")
    SAME_PERSON = "same_person", _("Two records were the same person")


NOTE_CATEGORIES: tuple[Category, ...] = (
    Category.NOTES,
    Category.GOALS,
    Category.JOBS,
    Category.ADJUSTMENTS,
    Category.HEALTH,
    Category.MONEY,
    Category.RISK,
)
"""Under which categories the note of a contact may be kept; the first unless another is chosen."""

MORE_CLOSINGS: dict[str, Promise] = {
    "completed": _("The programme came to its end"),
    "other": _("Another reason"),
}
"""Reasons met in records that were brought in, which no pathway offers for a new closing."""

_CLOSINGS_BROUGHT_IN: dict[str, tuple[str, ...]] = {
    "into_work": ("in_work_settled", "kept_job"),
    "person_choice": ("own_choice",),
    "lost_contact": ("lost_touch",),
    "education": ("learning",),
    "moved": ("moved_away",),
    "referred_on": ("other_support",),
    "not_eligible": ("not_this_programme",),
    "completed": ("completed",),
}


def closing_code(pathway: Pathway, code: str) -> str:
    """The pathway's code for a reason of `engines.tables` ("close_reason"); "other" where it has none like it."""
    known = {reason.code for reason in pathway.closing_reasons} | set(MORE_CLOSINGS)
    return next((found for found in (code, *_CLOSINGS_BROUGHT_IN.get(code, ())) if found in known), "other")


def closing_label(pathway: Pathway, code: str, language: str) -> str:
    """The words for staff of a closing reason; the code itself where nobody knows it any more."""
    found = next((reason for reason in pathway.closing_reasons if reason.code == code), None)
    if found is not None:
        return found.staff.in_(language)
    return str(MORE_CLOSINGS.get(code, code))


_OUTCOMES_BROUGHT_IN: dict[str, ContactOutcome] = {
    **dict.fromkeys(
        (
            "dna",
            "did not attend",
            "did not come",
            "no show",
            "not attended",
            "fta",
            "failed to attend",
            "ddim yn bresennol",
        ),
        ContactOutcome.DID_NOT_COME,
    ),
    **dict.fromkeys(
        ("no answer", "voicemail", "left message", "no reply", "dim ateb"), ContactOutcome.NO_ANSWER
    ),
    **dict.fromkeys(
        ("cancelled", "canceled", "rearranged", "rescheduled", "canslwyd"), ContactOutcome.CANCELLED
    ),
}


def outcome_code(text: str) -> str:
    """The code of a contact's outcome as lists put it; anything that says nothing of a failed contact took place."""
    folded = " ".join(text.casefold().replace("-", " ").split())
    if folded in ContactOutcome.values:
        return folded
    return _OUTCOMES_BROUGHT_IN.get(folded, ContactOutcome.MET).value
