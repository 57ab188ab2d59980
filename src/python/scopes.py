"""Where every name of a program lives, by Python's own account, for the scope view.

The kinds come from `symtable`, the places from `ast`. The two do not refer to each other, so the analysed program is a
copy in which every scope carries a name of its own, its mark. In that copy a comprehension is a generator expression,
because `symtable` no longer shows the scope of a comprehension that the compiler inlines (PEP 709), and nothing is
awaited, because `symtable` knows no top-level `await`.
"""

import ast
import json
import symtable

from .scope_copy import (
    ANNOTATIONS,
    BOUND,
    DEFAULT,
    PARAMETERS,
    mark_of,
    marked_copy,
    tables_by_mark,
)
from .scope_meanings import Meanings
from .scope_model import Scope, arguments_of
from .scope_places import Text


class Resolver(ast.NodeVisitor):
    """Walks the program and notes every occurrence of a name with the variable that it means."""

    def __init__(self, source, tree, tables, root, bound_earlier):
        self.text = Text(source)
        self.tables = tables
        self.module = Scope("module", "", 1, root, None, mark_of(tree))
        self.meanings = Meanings(self.module, bound_earlier)
        self.scope = self.module
        self.scopes = [self.module]
        self.classes = []
        self.names = []
        self.visit_in(self.module, tree.body)

    # Scopes

    def open(self, kind, name, node, mark):
        line = getattr(node, "lineno", 1)
        scope = Scope(kind, name, line, self.tables.get(mark), self.scope, mark)
        self.scopes.append(scope)
        return scope

    def visit_in(self, scope, nodes):
        before, self.scope = self.scope, scope
        for node in nodes:
            if node is not None:
                self.visit(node)
        self.scope = before

    def visit_all(self, nodes):
        self.visit_in(self.scope, nodes)

    def annotation_scope(self, name, node, mark):
        return self.open("annotations", name, node, mark + ANNOTATIONS)

    def visit_FunctionDef(self, node):
        self.visit_all(node.decorator_list + node.args.defaults + node.args.kw_defaults)
        self.note(node.name, self.text.after_keyword(node), binds=True)
        before = self.scope
        self.scope = self.type_parameters(node)
        arguments = arguments_of(node.args)
        annotations = [argument.annotation for argument in arguments] + [node.returns]
        if any(annotations):
            self.visit_in(self.annotation_scope(node.name, node, mark_of(node)), annotations)
        self.visit_in(self.open("function", node.name, node, mark_of(node)), arguments + node.body)
        self.scope = before

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.visit_all(node.args.defaults + node.args.kw_defaults)
        self.visit_in(
            self.open("lambda", "", node, mark_of(node)), [*arguments_of(node.args), node.body]
        )

    def visit_ClassDef(self, node):
        self.visit_all(node.decorator_list)
        self.note(node.name, self.text.after_keyword(node), binds=True)
        before = self.scope
        self.scope = self.type_parameters(node)
        self.visit_all(node.bases + node.keywords)
        self.classes.append(node.name)
        body = self.open("class", node.name, node, mark_of(node))
        self.visit_in(body, node.body)
        self.classes.pop()
        self.scope = before

    def visit_comprehension_scope(self, node):
        kind = "generator" if isinstance(node, ast.GeneratorExp) else "comprehension"
        first = node.generators[0]
        self.visit(first.iter)
        inside = [first.target, *first.ifs]
        for generator in node.generators[1:]:
            inside += [generator.target, generator.iter, *generator.ifs]
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.visit_in(self.open(kind, "", node, mark_of(node)), inside + results)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_scope

    def type_parameters(self, node):
        """The scope in which the rest of the definition stands: its type parameters' own, when there are any."""
        if not node.type_params:
            return self.scope
        name = node.name if isinstance(node.name, str) else node.name.id
        scope = self.open("type parameters", name, node, mark_of(node) + PARAMETERS)
        self.visit_in(scope, node.type_params)
        return scope

    def visit_TypeVar(self, node):
        self.note(node.name, self.text.at(node, node.name), binds=True)
        for value, mark in ((getattr(node, "bound", None), BOUND), (node.default_value, DEFAULT)):
            if value is not None:
                self.visit_in(
                    self.open("type variable", node.name, node, mark_of(node) + mark), [value]
                )

    visit_ParamSpec = visit_TypeVarTuple = visit_TypeVar

    def visit_TypeAlias(self, node):
        self.visit(node.name)
        before = self.scope
        self.scope = self.type_parameters(node)
        self.visit_in(self.open("type alias", node.name.id, node, mark_of(node)), [node.value])
        self.scope = before

    def visit_AnnAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.note(node.target.id, self.text.of(node.target), binds=node.value is not None)
        else:
            self.visit(node.target)
        # All annotations of a module or class share one table; those inside a function are never evaluated.
        mark = self.scope.mark if self.scope.kind in ("module", "class") else ""
        self.visit_in(self.annotation_scope(self.scope.name, node, mark), [node.annotation])
        self.visit_all([node.value])

    # Names

    def visit_Name(self, node):
        self.note(node.id, self.text.of(node), binds=isinstance(node.ctx, ast.Store))

    def visit_arg(self, node):
        self.note(node.arg, self.text.at(node, node.arg), binds=True)

    def visit_alias(self, node):
        if node.asname is not None:
            self.note(node.asname, self.text.ending(node, node.asname), binds=True)
        elif node.name != "*":
            name = node.name.partition(".")[0]
            self.note(name, self.text.at(node, name), binds=True)

    def visit_ExceptHandler(self, node):
        self.visit_all([node.type])
        if node.name is not None:
            self.note(node.name, self.text.after_as(node.type, node.name), binds=True)
        self.visit_all(node.body)

    def visit_Global(self, node):
        for name, place in zip(node.names, self.text.listed(node), strict=True):
            self.note(name, place, binds=False)

    visit_Nonlocal = visit_Global

    def visit_MatchAs(self, node):
        self.visit_all([getattr(node, "pattern", None)])
        if node.name is not None:
            self.note(node.name, self.text.ending(node, node.name), binds=True)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node):
        self.visit_all(node.keys + node.patterns)
        if node.rest is not None:
            self.note(node.rest, self.text.rest_of(node), binds=True)

    def note(self, name, place, *, binds):
        kind, variable = self.meanings.resolve(self.scope, self.mangled(name))
        self.names.append({**place, "kind": kind, "variable": variable, "binds": binds})

    def mangled(self, name):
        if not self.classes or not name.startswith("__") or name.endswith("__"):
            return name
        owner = self.classes[-1].lstrip("_")
        return f"_{owner}{name}" if owner else name


def bound_names(source):
    """The names that a program binds in its module: what later blocks of its session find there."""
    try:
        table = symtable.symtable(marked_copy(source), "<earlier>", "exec")
    except SyntaxError, ValueError:
        return set()
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_local()}


def scopes_of(source, earlier=()):
    """Every name of `source`, and every variable; `earlier` are the programs that ran before it in its session.

    Lines count from 1, columns from 0 in UTF-16 code units. A program that Python refuses has an `error` and no names.
    """
    try:
        tree = ast.parse(source)
        root = symtable.symtable(marked_copy(source), "<scopes>", "exec")
    except (SyntaxError, ValueError, RecursionError) as error:
        return {"names": [], "variables": [], "error": str(getattr(error, "msg", error))}
    bound_earlier = set().union(*map(bound_names, earlier))
    resolver = Resolver(source, tree, tables_by_mark(root), root, bound_earlier)
    resolver.meanings.note_sharers(resolver.scopes)
    names = sorted(resolver.names, key=lambda name: (name["line"], name["column"]))
    variables = list(dict.fromkeys(name["variable"] for name in names))
    number = {variable: index for index, variable in enumerate(variables)}
    return {
        "names": [{**name, "variable": number[name["variable"]]} for name in names],
        "variables": [
            {
                "name": variable.name,
                "owner": variable.owner and variable.owner.described(),
                "sharers": [scope.described() for scope in variable.sharers],
            }
            for variable in variables
        ],
    }


def scopes_json(source, earlier=()):
    return json.dumps(scopes_of(source, list(earlier)), ensure_ascii=False)
