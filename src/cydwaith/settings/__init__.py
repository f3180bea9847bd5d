# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings, one module a way of running: ``embedded`` (default), ``production``, ``test``.

All are thin layers over ``base``; what sign-in needs stands in ``accounts``.
"""
