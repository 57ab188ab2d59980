"""Which variable a name means where it stands, by `symtable`, and by the rules of the language where that is silent."""

import builtins

from .scope_model import Variable, visible_class

# What a module has without binding it; `dir(builtins)` lists some of them too.
MODULE_NAMES = {
    "__name__",
    "__doc__",
    "__file__",
    "__builtins__",
    "__spec__",
    "__loader__",
    "__package__",
}
BUILTINS = set(dir(builtins)) - MODULE_NAMES
# What a class body provides to the functions in it without binding it.
CLASS_CELLS = {"__class__", "__classdict__"}


class Meanings:
    """Of the names of one program. `bound_earlier` are the module's names that programs before it have bound."""

    def __init__(self, module, bound_earlier):
        self.module = module
        self.bound_earlier = bound_earlier
        self.builtins = {}

    def resolve(self, scope, name):
        if scope is self.module:
            return self.module_variable(name)
        symbol = scope.symbol(name)
        if scope.inlined and scope.parent.kind != "class" and not scope.binds(name):
            return self.resolve(scope.parent, name)
        if symbol is None:
            return self.by_rule(scope, name)
        if symbol.is_local():
            return "local", self.variable(scope, name)
        if symbol.is_free():
            return self.enclosing(scope, name)
        visible = visible_class(scope)
        if visible is not None and visible.binds(name):
            return "local", self.variable(visible, name)
        return self.module_variable(name)

    def enclosing(self, scope, name):
        owner = scope.parent
        while owner is not self.module:
            if name in CLASS_CELLS if owner.kind == "class" else owner.binds(name):
                return "enclosing", self.variable(owner, name)
            owner = owner.parent
        return self.module_variable(name)

    def by_rule(self, scope, name):
        """For annotations that are never evaluated: `symtable` leaves out their names."""
        around = scope.parent
        if scope.kind != "annotations":
            while around.kind == "class":
                around = around.parent
        kind, variable = self.resolve(around, name)
        return "enclosing" if kind == "local" and scope.kind != "annotations" else kind, variable

    def module_variable(self, name):
        symbol = self.module.symbol(name)
        bound = symbol is not None and (
            symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
        )
        if bound or name in self.bound_earlier or name not in BUILTINS:
            return "global", self.variable(self.module, name)
        return "builtin", self.builtins.setdefault(name, Variable(name, None))

    def variable(self, owner, name):
        return owner.variables.setdefault(name, Variable(name, owner))

    def note_sharers(self, scopes):
        """Every function whose closure holds a variable, also one that only passes it on to a function inside it."""
        for scope in scopes:
            if scope.table is None or scope.inlined or scope.kind in ("module", "class"):
                continue
            for symbol in scope.table.get_symbols():
                if not symbol.is_free():
                    continue
                kind, variable = self.resolve(scope, symbol.get_name())
                if kind == "enclosing":
                    variable.sharers.append(scope)
