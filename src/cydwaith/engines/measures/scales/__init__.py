# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fidelity scales as data: what number earns which score. Read by `fidelity.scale`."""
