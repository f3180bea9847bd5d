# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith serve``, ``worker`` and ``demo``."""

import os
import socket
import sys
import time
from pathlib import Path

import click

from cydwaith.cli.codes import SiteError
from cydwaith.cli.site import Say, is_embedded, open_site, own_command, prepare, progress, require_current
from cydwaith.cli.supervisor import Supervisor

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)


def web_command(host: str, port: int, *, workers: int) -> list[str]:
    """The web server's command line.

    Behind a proxy (production) plain synchronous workers are the fastest and the simplest. An embedded site
    talks to browsers itself, and those open connections ahead of need: one would hold a synchronous worker,
    so each worker has threads there. No access log: paths name people's records.
    """
    kind = ["--worker-class", "gthread", "--threads", "4"] if is_embedded() else ["--worker-class", "sync"]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "cydwaith.wsgi:application", "--bind", address,
        "--workers", str(workers), *kind, "--preload", "--log-level", "warning", "--no-control-socket",
        "--graceful-timeout", "15", "--logger-class", "cydwaith.cli.weblog.StructuredLogger",
    ]  # fmt: skip


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind((host, port))
        except OSError as error:
            raise SiteError(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another: --port {port + 1}"
            ) from error


def _wait_until_it_answers(host: str, port: int, supervisor: Supervisor) -> None:
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # read, not bound
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and supervisor.children["web"].poll() is None:
        try:
            socket.create_connection((reach, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    supervisor.stop()
    raise SiteError("The web server did not start; what it printed above says why.")


def run_site(host: str, port: int, *, workers: int, jobs: bool, announce: str, say: Say) -> None:
    """Serve until asked to stop, then leave with the web server's exit code."""
    _refuse_taken(host, port)
    commands = {"web": web_command(host, port, workers=workers)}
    if jobs:
        commands["jobs"] = own_command("worker")
    supervisor = Supervisor(commands)
    supervisor.start()
    _wait_until_it_answers(host, port, supervisor)
    say("ready")
    click.echo(announce)
    sys.exit(supervisor.watch())


@click.command()
@host_option
@port_option
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option(
    "--jobs/--no-jobs", default=None, help="Run jobs beside the pages. Default: yes when embedded, else no."
)
def serve(host: str, port: int, workers: int, jobs: bool | None) -> None:
    """Serve the site; an embedded one also runs its jobs."""
    say = progress()
    open_site()
    prepare(say)
    beside = is_embedded() if jobs is None else jobs
    run_site(host, port, workers=workers, jobs=beside, announce=f"http://{host}:{port}/", say=say)


@click.command()
@click.option("--once", is_flag=True, help="Do what is waiting and stop.")
def worker(once: bool) -> None:
    """Run jobs: mail, imports, seals of the audit trail, what falls due."""
    open_site()
    from cydwaith.cli.periodic import Clock, run_due

    require_current()
    if once:
        run_due()
    else:
        Clock().start()
    from django.core.management import call_command

    options = {"queue_name": "*", "interval": 1, "batch": once, "startup_delay": False, "verbosity": 0}
    call_command("db_worker", **options)


def demo_home() -> Path:
    """The demonstration's own directory; a real site's is never touched."""
    return Path(os.environ.get("CYDWAITH_DEMO_HOME") or "var/demo").expanduser().resolve()


@click.command()
@host_option
@port_option
@click.option("--fresh", is_flag=True, help="Throw the demonstration's data away and build it again.")
@click.option("--build-only", is_flag=True, help="Build the demonstration and do not serve it.")
def demo(host: str, port: int, fresh: bool, build_only: bool) -> None:
    """Build the demonstration site, with invented people, and serve it."""
    say = progress()
    home = demo_home()
    home.mkdir(parents=True, exist_ok=True)
    os.environ["CYDWAITH_HOME"] = str(home)
    os.environ["CYDWAITH_DEMO"] = "yes"
    os.environ.pop("CYDWAITH_DATABASE_URL", None)  # the demonstration lives in a file of its own
    if host not in {"127.0.0.1", "::1", "localhost"}:
        os.environ.setdefault("CYDWAITH_HOSTS", "*")  # invented people only; reached by whatever name it has
    if not build_only:
        _refuse_taken(host, port)

    from cydwaith.cli.demo import build_world, personas

    build_world(home, fresh=fresh, say=say)
    if build_only:
        return
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104  # shown, not bound
    address = f"http://{shown}:{port}/"
    announce = f"\n  Cydwaith is at  {address}\n\n{personas(address)}\n  Stop with Ctrl-C.\n"
    run_site(host, port, workers=1, jobs=True, announce=announce, say=say)
