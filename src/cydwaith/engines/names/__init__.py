# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of people, Welsh and English: order, search that forgives, and likely duplicates.

Words: a *token* is one folded word of a name; a *key* its sound; a *term* a code kept in the search index; a
*variant* another form of the same name (Dafydd, David, Dai).

Promises: pure and deterministic; nothing is looked up or stored; no answer says whether anybody is known:
the caller passes only people that its actor may see.
"""

from cydwaith.engines.names.collation import family_sort_key, sort_key
from cydwaith.engines.names.duplicates import (
    LIKELY,
    POSSIBLE,
    Identity,
    Likely,
    Match,
    Reason,
    compare,
    likely,
)
from cydwaith.engines.names.folding import fold, tokens
from cydwaith.engines.names.query import Query, parse_query, swapped
from cydwaith.engines.names.ranking import CUTOFF, rank, score
from cydwaith.engines.names.terms import duplicate_terms, find, query_steps, query_terms, search_terms
from cydwaith.engines.names.variants import are_variants, variants
from cydwaith.engines.names.words import MESSAGES

__all__ = [
    "CUTOFF",
    "LIKELY",
    "MESSAGES",
    "POSSIBLE",
    "Identity",
    "Likely",
    "Match",
    "Query",
    "Reason",
    "are_variants",
    "compare",
    "duplicate_terms",
    "family_sort_key",
    "find",
    "fold",
    "likely",
    "parse_query",
    "query_steps",
    "query_terms",
    "rank",
    "score",
    "search_terms",
    "sort_key",
    "swapped",
    "tokens",
    "variants",
]
