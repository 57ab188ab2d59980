"""Finds what surprises learners of closures without any error: functions that share the variable of the loop they were
made in. All of them see its last value."""

import ast
from types import CodeType, FunctionType

from . import sources

_LOOPS = (ast.For, ast.AsyncFor)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_MOST = 1000
"""Items of a list that are looked at: a lesson's list of functions is short."""


def advice_on(namespace: dict[str, object], program: object) -> str | None:
    """A sentence, when the program has left such functions behind. Runs none of its code."""
    for name, value in list(namespace.items()):
        if name.startswith("__"):
            continue
        for code in _repeated_codes(value):
            source = sources.source_of(code)
            if source is None or source.program is not program:
                continue
            variable = _loop_variable(source.text, code)
            if variable is not None:
                return (
                    f"The functions in `{name}` share the loop's variable `{variable}`: each looks it up when it is "
                    f"called, and finds the last value. To give each its own, bind it as a default argument "
                    f"(`{variable}={variable}`), or make each function in a call of another one."
                )
    return None


def _repeated_codes(value: object) -> list[CodeType]:
    """Code that several functions of a plain container have in common."""
    kind = type(value)
    # Not `in`, which asks a metaclass of the program whether it is equal.
    if not (kind is list or kind is tuple or kind is dict) or not 2 <= len(value) <= _MOST:
        return []
    items = value.values() if kind is dict else value
    seen: list[CodeType] = []
    repeated: list[CodeType] = []
    for item in items:
        if type(item) is FunctionType:
            code = item.__code__
            if any(code is other for other in seen) and not any(
                code is other for other in repeated
            ):
                repeated.append(code)
            seen.append(code)
    return repeated


def _loop_variable(text: str, code: CodeType) -> str | None:
    try:
        tree = ast.parse(text)
    except SyntaxError:  # top-level `await` in odd places
        return None
    return _search(tree, code, ())


def _search(node: ast.AST, code: CodeType, around: tuple[str, ...]) -> str | None:
    """The first name of a loop around the function of `code` that this function reads; `around` holds the names."""
    if isinstance(node, _FUNCTIONS):
        if _is_function_of(node, code):
            reads = _free_names(node)
            return next((name for name in around if name in reads), None)
        # Each call of an enclosing function has variables of its own.
        around = ()
    if isinstance(node, _LOOPS):
        around = (*around, *_targets(node.target))
    elif isinstance(node, _COMPREHENSIONS):
        around = (*around, *(name for part in node.generators for name in _targets(part.target)))
    for child in ast.iter_child_nodes(node):
        found = _search(child, code, around)
        if found is not None:
            return found
    return None


def _is_function_of(node: ast.AST, code: CodeType) -> bool:
    name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    first = min([node.lineno, *(each.lineno for each in decorators)])
    if name != code.co_name or first != code.co_firstlineno:
        return False
    # Two lambdas may share a line: their code starts in different columns.
    starts = [
        place[2]
        for place in code.co_positions()
        if place[2] is not None and place[0] == node.lineno
    ]
    if not isinstance(node, ast.Lambda) or not starts:
        return True
    return node.col_offset <= max(starts) and (
        node.end_lineno > node.lineno or max(starts) < node.end_col_offset
    )


def _targets(target: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]


def _free_names(function: ast.AST) -> set[str]:
    """Names that its body reads and does not bind itself."""
    body = function.body if isinstance(function.body, list) else [function.body]
    names = [each for part in body for each in ast.walk(part) if isinstance(each, ast.Name)]
    arguments = function.args
    own = {
        each.arg
        for each in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            *filter(None, (arguments.vararg, arguments.kwarg)),
        )
    }
    own.update(each.id for each in names if not isinstance(each.ctx, ast.Load))
    return {each.id for each in names if isinstance(each.ctx, ast.Load)} - own
