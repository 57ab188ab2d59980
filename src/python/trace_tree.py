"""What the syntax tree of a text says about places in it: which are expressions, and why Python comes back to a line."""

import ast
import re

_EXPRESSIONS = (
    ast.Call,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Attribute,
    ast.Subscript,
    ast.Lambda,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.JoinedStr,
    ast.GeneratorExp,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
)

# A line that begins with one of these is come back to: what it needs has been computed on other lines.
_CONSUMES = re.compile(
    "CALL|BINARY_|BUILD_|COMPARE_|CONTAINS_|STORE_|RETURN_|FORMAT_|LIST_EXTEND|POP_JUMP"
)

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Tree:
    """Places are `(line, end line, column, end column)`."""

    def __init__(self, text):
        self.expressions, self.lambdas = set(), set()
        self.starts = {}
        self._decorators, self._decorated, self._contexts = set(), set(), set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, _EXPRESSIONS):
                if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                    (self.lambdas if isinstance(node, ast.Lambda) else self.expressions).add(
                        _range(node)
                    )
            elif isinstance(node, _DEFINITIONS) and node.decorator_list:
                # Python counts the first decorator as the first line; readers look for the `def`.
                self.starts[node.decorator_list[0].lineno, node.name] = node.lineno
                self._decorators.update(map(_range, node.decorator_list))
                self._decorated.add(node.lineno)
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                self._contexts.update(_range(item.context_expr) for item in node.items)

    def turn_at(self, name, position):
        """Why Python comes back to a line at an instruction; None where it comes to it for the first time."""
        if position in self._contexts and name in ("LOAD_CONST", "PUSH_EXC_INFO"):
            return "leave"
        if not _CONSUMES.match(name):
            return None
        if name == "CALL" and position in self._decorators:
            return "apply"
        return "bind" if name.startswith("STORE_") and position[0] in self._decorated else "on"


def _range(node):
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset
