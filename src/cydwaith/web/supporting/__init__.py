# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of somebody who helps a person: what the person allowed, until the day they set, and nothing else."""
