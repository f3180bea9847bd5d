# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of those who keep an organisation going: its administrator, its team managers, its governance lead.

An administrator sees nobody's record; a manager sees the people whom the organisation supports and the work of the
team. One view makes one domain call; what cannot be taken back is asked first.
"""
