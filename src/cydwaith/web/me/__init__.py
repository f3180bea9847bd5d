# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's own pages: their path, plan and jobs, who sees what, who has looked, what they tell an employer."""
