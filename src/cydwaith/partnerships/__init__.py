# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works together, on what terms: organisations, partnerships, agreements, memberships, programmes, areas.

Words: an *organisation* takes part (an employer is one too); a *partnership* is several of them under an
*agreement*, whose *flows* say who may send what to whom and why; a *membership* is a user's role at an
organisation; a *programme* is funded work that follows a pathway. Promises: an organisation is named outside by
its neutral public name; a flow without an agreement in force cannot be switched on. Never: anything about a
person supported.
"""
