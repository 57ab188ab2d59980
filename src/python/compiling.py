"""Turns a program's text into code, with the messages that CPython itself gives, and runs that code."""

import __future__

import ast
import asyncio
import inspect
from types import CodeType

from . import sources

FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag


class Compiler:
    """Compiles for one session: `from __future__` reaches from one block into the next."""

    def __init__(self):
        self.flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

    def __call__(self, source: sources.Source, mode: str) -> CodeType:
        # The text is shown first: a SyntaxError has no code object to be found by.
        sources.show(source)
        try:
            code = compile(
                source.text + "\n", source.name, mode, flags=self.flags, dont_inherit=True
            )
        except SyntaxError as error:
            # Errors of scopes (`nonlocal`, say) are found late, and CPython reads their line from the file.
            if error.text is None and error.filename == source.name and error.lineno:
                error.text = source.lines[error.lineno - 1]
            raise
        self.flags |= code.co_flags & FUTURE_FLAGS
        sources.remember(code, source)
        return code


def execute(code: CodeType, namespace: dict, runner: asyncio.Runner) -> None:
    """Run module-level code; with top-level `await`, on the program's own event loop."""
    if code.co_flags & inspect.CO_COROUTINE:
        runner.run(eval(code, namespace))
    else:
        exec(code, namespace)


def is_blank(text: str) -> bool:
    """True for what the prompt accepts without a word: nothing, or comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))
