# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the import's pages, beneath the manager's."""

from django.urls import path

from . import matching, results, views, whole, wording

urlpatterns = [
    path("", views.listing, name="imports"),
    path("new/", views.new, name="import_new"),
    path("<int:batch_id>/", views.batch, name="import_batch"),
    path("<int:batch_id>/forget/", views.forget, name="import_forget"),
    path("<int:batch_id>/columns/<int:number>/", matching.columns, name="import_columns"),
    path("<int:batch_id>/whole/", whole.whole, name="import_whole"),
    path("<int:batch_id>/words/", wording.values, name="import_values"),
    path("<int:batch_id>/check/", results.check, name="import_check"),
    path("<int:batch_id>/check/<int:number>/", results.problem, name="import_problem"),
    path("<int:batch_id>/marked.xlsx", results.marked, name="import_marked"),
    path("<int:batch_id>/progress/", results.progress, name="import_progress"),
    path("<int:batch_id>/result/", results.result, name="import_result"),
    path("<int:batch_id>/undo/", results.undo, name="import_undo"),
]
