# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jinja2 as Django's backend, with one environment a language.

A page has some hundred and fifty words of ours and they never change while the site runs. So each language has its
templates compiled apart, with its words in them as constants: what was a look-up in the catalogue, a format and a
mark of safety at every word of every page is done once. Words that take a value or a number stay calls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from django.conf import settings
from django.template.backends import jinja2 as backend
from django.utils import translation
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    Template,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape

from cydwaith.web.components import words

WORD = frozenset({"_", "gettext"})
"""How a template calls for a word."""


class Words(NodeTransformer):
    """Puts the words of one language in place of `_("…")` and of `{% trans %}` without values."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self.translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named after the node
        """A call of a word: its text, marked safe as the new-style call of Jinja2 does, `%%` read as `%`."""
        self.generic_visit(node)
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in WORD or len(node.args) != 1:
            return node
        message = node.args[0]
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(message, nodes.Const):
            return node
        text = nodes.Const(self.translate(message.value) % {}, lineno=node.lineno)
        return nodes.MarkSafe(text, lineno=node.lineno)


_PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType, type(lru_cache(len)), type})


class QuickContext(Context):
    """Calls plain functions and macros without working out each time what they want handed."""

    def call(
        self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        """As Jinja2's, to which everything is left that is not plain."""
        kind = type(called)
        if kind is Macro:
            return called(self.eval_ctx, *args, **kwargs)
        if kind in _PLAIN and not hasattr(called, "jinja_pass_arg"):
            return called(*args, **kwargs)
        if _loop_vars is not None:
            kwargs["_loop_vars"] = _loop_vars
        if _block_vars is not None:
            kwargs["_block_vars"] = _block_vars
        return super().call(called, *args, **kwargs)


class QuickTemplate(Template):
    """Imported macros are the same for every page: none of ours has globals of its own."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja2's signature
        return super()._get_default_module()


def quick_escape(value: Any) -> str:
    """As `escape`, for what is put into a page next: the two usual kinds need no mark of safety made for them."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup:
        return value
    return str(value) if kind is int else escape(value)


class QuickCode(CodeGenerator):
    """Templates whose every value goes through `quick_escape`: a list puts out four hundred, and asks for more
    attributes still, which Python looks up itself before the environment is asked."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja2's
        """The module of a template, with our function in it."""
        self.writeline(f"from {__name__} import {quick_escape.__name__}")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2's
        """An attribute of a variable; what is not there is left to Jinja2, which looks for an item then."""
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        self.write("(got if (got := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else environment.getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{quick_escape.__name__}(")


class LanguageEnvironment(Environment):
    """The templates of one language, `language`; "" leaves the words to be looked up at each rendering."""

    context_class = QuickContext
    template_class = QuickTemplate
    code_generator_class = QuickCode
    language = ""
    pages: dict[str, PageTemplate]
    """What Django's backend gave out so far, by name."""
    loaded: dict[str, Template] | None = None
    """Templates that were loaded, by name; None where each may be looked for again."""
    spoken: Callable[[str], tuple[dict[str, Any], dict[str, Any]]] = staticmethod(lambda _language: ({}, {}))
    """Language -> filters and globals that speak it without asking at each word which one the page is in."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja2's, but a plain dictionary: it is copied for every template of a page."""
        return {**self.globals, **(d or {})}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        if self.loaded is None or globals:
            return super()._load_template(name, globals)
        found = self.loaded.get(name)
        if found is None:
            found = self.loaded[name] = super()._load_template(name, None)
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.language:
            with translation.override(self.language):
                Words(translation.gettext).visit(tree)
        return tree


def catalogue_mark(language: str) -> str:
    """Short; the same as long as this file and the words of a language are. Compiled templates are kept under it."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for folder in settings.LOCALE_PATHS:
        made = Path(folder) / language / "LC_MESSAGES" / "django.mo"
        if made.exists():
            digest.update(made.read_bytes())
    return f"{language}{digest.hexdigest()[:12]}"


class Drawing:
    """What is worked out once while a page is drawn, at the first word that asks for it, and gone with the page."""

    __slots__ = ("addresses", "today")

    def __init__(self) -> None:
        self.addresses: Any = None  # of `web.addresses`
        self.today: date | None = None  # in the site's time zone


drawing: ContextVar[Drawing | None] = ContextVar("drawing", default=None)
"""The page that is drawn now; None where a template is rendered past Django's backend."""


class PageTemplate(backend.Template):
    """Django's wrapper of a template."""

    def render(self, context: Any = None, request: Any = None) -> Any:
        """As Django's, with a place for what is worked out once a page."""
        token = drawing.set(Drawing())
        try:
            return super().render(context, request)
        finally:
            drawing.reset(token)


class Jinja2(backend.Jinja2):
    """Django's backend, whose environment is that of the language which is active when a template is asked for."""

    def from_string(self, template_code: str) -> PageTemplate:
        """A template by its text."""
        return PageTemplate(self.env.from_string(template_code), self)

    def get_template(self, template_name: str) -> PageTemplate:
        """A template by its name. Raises as Django's does."""
        environment = self._spoken()
        kept = environment.pages.get(template_name)
        if kept is None:
            kept = PageTemplate(super().get_template(template_name).template, self)
            if not environment.auto_reload:
                environment.pages[template_name] = kept
        return kept

    @property
    def env(self) -> Environment:
        """The environment of the language of the page."""
        return self._spoken()

    @env.setter  # type: ignore[override]  # what `environment` of web.jinja makes
    def env(self, made: LanguageEnvironment) -> None:
        self._made = made
        self._by_language: dict[str, LanguageEnvironment] = {}

    def _spoken(self) -> LanguageEnvironment:
        return self._of(words.language_of(translation.get_language()))

    def _of(self, language: str) -> LanguageEnvironment:
        found = self._by_language.get(language)
        if found is None:
            kept = self._made.bytecode_cache and bytecode(catalogue_mark(language))
            found = self._made.overlay(bytecode_cache=kept)
            found.language = language
            found.pages = {}
            found.loaded = None if found.auto_reload else {}
            filters, found_globals = self._made.spoken(language)
            found.filters = {**self._made.filters, **filters}
            found.globals = {**self._made.globals, **found_globals}
            self._by_language[language] = found
        return found


def bytecode(mark: str = "") -> FileSystemBytecodeCache:
    """Compiled templates, kept between starts under `mark`; the key holds each source's checksum."""
    pattern = f"__cydwaith_{mark}_%s.cache"
    chosen = getattr(settings, "CYDWAITH_TEMPLATE_CACHE", None)
    if chosen is None:
        return FileSystemBytecodeCache(pattern=pattern)
    folder = Path(chosen)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileSystemBytecodeCache(str(folder), pattern)
