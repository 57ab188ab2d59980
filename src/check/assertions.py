"""Finds out which assertions of an exercise's hidden tests can fail at all.

The tests run on the program that is in their namespace, but go on after a failure, so that each assertion
answers for itself: `constant` when no program could make it fail, else `held`, `failed`, or nothing where it was
not reached. The checker runs this file with a call of `survey` below it.
"""

import ast
import json


def survey(tests, namespace):
    """Prints a line of JSON: from lines of the tests to what became of the assertion there."""
    tree = ast.parse(tests)
    found = {}

    def note(line, value):
        if found.get(line) not in ("constant", "failed"):
            found[line] = "held" if value else "failed"

    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and _is_always_true(node.test):
            found[node.lineno] = "constant"
    body = [_going_on([_Noting().visit(statement)], []) for statement in tree.body]
    module = ast.fix_missing_locations(ast.Module(body, []))
    exec(compile(module, "tests", "exec"), {**namespace, "__note__": note})
    print(json.dumps(found))


def _is_always_true(test):
    match test:
        case ast.Constant(value):
            return bool(value)
        case ast.Tuple(elts) | ast.List(elts) | ast.Set(elts):
            return bool(elts)
        case ast.Dict(keys):
            return bool(keys)
        case ast.UnaryOp(ast.Not(), ast.Constant(value)):
            return not value
    return isinstance(test, ast.Lambda | ast.GeneratorExp)


class _Noting(ast.NodeTransformer):
    def visit_Assert(self, node):
        return _going_on([_note(node, node.test)], [_note(node, ast.Constant(False))])


def _note(node, value):
    name = ast.Name("__note__", ast.Load())
    return ast.Expr(ast.Call(name, [ast.Constant(node.lineno), value], []))


def _going_on(body, otherwise):
    """The statements; where they raise, the others."""
    handler = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, otherwise or [ast.Pass()])
    return ast.Try(body, [handler], [], [])
