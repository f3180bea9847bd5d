# SPDX-License-Identifier: AGPL-3.0-or-later
"""The person, who is involved with them, and who may see what.

Words: a *person* is supported; an *involvement* says which organisation and which user works with them, from when
to when; a *supporter* helps at the person's wish; a *sharing decision* is the person's choice about a partner; an
*exclusion* keeps somebody out; *visibility* is the index of all that. Promises: each partner keeps its own record;
withdrawal holds from the next request; who looked is written before the page is served. Never: a merge of two
organisations' records, or an answer to "do you know this person?" across partners.

Beyond the usual eight: `sharing.py` (the rule, pure, and the clause), `visibility.py` (the index that is checked
against it), `access_log.py` (who has looked).
"""
