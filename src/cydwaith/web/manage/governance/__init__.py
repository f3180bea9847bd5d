# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of the information-governance lead: who looked, emergency access, questions, corrections. No record is read."""
