"""A copy of a program in which every scope carries a mark, so that its table in `symtable` can be told from all others.

The marks are names that only occur there: a parameter, a type parameter, an annotation, a loop variable. They change
nothing about the names that were there before.
"""

import ast

PREFIX = "_scope_mark_"
ANNOTATIONS, PARAMETERS, BOUND, DEFAULT = "_annotations", "_parameters", "_bound", "_default"


def mark_of(node):
    """By its place, which no other scope of the program begins at: the same in the program and in its copy."""
    return f"{PREFIX}{getattr(node, 'lineno', 0)}_{getattr(node, 'col_offset', 0)}"


def load(name):
    return ast.Name(name, ast.Load())


class Marker(ast.NodeTransformer):
    def visit_leaf(self, node):
        """Half of all nodes, with no scope in them."""
        return node

    visit_Name = visit_Constant = visit_leaf

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.args.kwonlyargs.append(ast.arg(mark_of(node), load(mark_of(node) + ANNOTATIONS)))
        node.args.kw_defaults.append(None)
        return self.with_type_parameter(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.generic_visit(node)
        node.args.kwonlyargs.append(ast.arg(mark_of(node)))
        node.args.kw_defaults.append(None)
        return node

    def visit_body(self, node):
        self.generic_visit(node)
        # Last, because a docstring and imports from `__future__` must stay first.
        target = ast.Name(mark_of(node), ast.Store())
        node.body.append(ast.AnnAssign(target, load(mark_of(node) + ANNOTATIONS), simple=1))
        return node

    visit_Module = visit_body

    def visit_ClassDef(self, node):
        return self.with_type_parameter(self.visit_body(node))

    def visit_TypeAlias(self, node):
        self.generic_visit(node)
        node.value = with_mark(node.value, mark_of(node))
        return self.with_type_parameter(node)

    def with_type_parameter(self, node):
        if node.type_params:
            node.type_params.insert(0, ast.TypeVar(mark_of(node) + PARAMETERS))
        return node

    def visit_TypeVar(self, node):
        self.generic_visit(node)
        if getattr(node, "bound", None) is not None:
            node.bound = with_mark(node.bound, mark_of(node) + BOUND)
        if node.default_value is not None:
            node.default_value = with_mark(node.default_value, mark_of(node) + DEFAULT)
        return node

    visit_ParamSpec = visit_TypeVarTuple = visit_TypeVar

    def visit_comprehension_scope(self, node):
        self.generic_visit(node)
        mark = ast.comprehension(
            ast.Name(mark_of(node), ast.Store()), ast.Tuple([], ast.Load()), [], 0
        )
        result = (
            ast.Tuple([node.key, node.value], ast.Load())
            if isinstance(node, ast.DictComp)
            else node.elt
        )
        return ast.GeneratorExp(result, [*node.generators, mark])

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_scope

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.is_async = 0
        return node

    def visit_Await(self, node):
        return self.visit(node.value)

    def visit_AsyncFor(self, node):
        self.generic_visit(node)
        return ast.For(node.target, node.iter, node.body, node.orelse, lineno=node.lineno)

    def visit_AsyncWith(self, node):
        self.generic_visit(node)
        return ast.With(node.items, node.body, lineno=node.lineno)


def with_mark(expression, mark):
    return ast.Tuple([expression, load(mark)], ast.Load())


def marked_copy(source):
    """The copy's source. What was added to its tree has no place in a file: `unparse` asks for it of loops and `with` only."""
    return ast.unparse(Marker().visit(ast.parse(source)))


def tables_by_mark(table):
    """Every table below `table` by the mark it carries. A mark that is only passed on to a scope inside is not its own."""
    found = {}
    for child in table.get_children():
        found |= tables_by_mark(child)
        for symbol in child.get_symbols():
            if symbol.get_name().startswith(PREFIX) and not symbol.is_free():
                found.setdefault(symbol.get_name(), child)
    return found
