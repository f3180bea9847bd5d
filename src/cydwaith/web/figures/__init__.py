# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of figures: how it goes, against what, by which rule; and what is given out. Nobody is named here but on the
one page that asks about a person, and to those alone who may see that person."""
