# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms as people meet them: accessible fields, errors with words of their own, nothing typed is lost.

Use ``forms.base.Form`` and the fields of ``forms.fields``; make the form with ``forms.drafts.bind`` in a
view; draw it with ``error_summary``, ``form_start``, ``render_form`` and ``form_end`` in the template.
"""
