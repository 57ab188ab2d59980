"""Completes the standard library while programs run: modules are downloaded when something imports them, their sources
when a traceback or `inspect` wants to show a line.

The library is one zip that grows (see src/runtime/pyodide/library_parts.py); it starts as byte code without sources.
"""

import importlib.machinery
import importlib.util
import sys
import zipimport

from . import host

_ARCHIVE = "/lib/python314.zip"
_SOURCES = 2
"""How many pieces of the zip there are once the sources of the first are among them."""

_piece_of: dict[str, int] = {}
_bring = None
_pieces = 1


def install(modules, pieces: int, bring) -> None:
    """`modules[i]` names what piece i + 1 brings; `bring(n)` promises whether the zip has n pieces now."""
    global _bring, _pieces
    _piece_of.update((name, piece + 1) for piece, names in enumerate(modules) for name in names)
    _bring, _pieces = bring, pieces
    zipimport._get_module_code = _get_module_code
    zipimport.zipimporter.get_source = _get_source
    for module in list(sys.modules.values()):
        _name_source(module)
    if pieces > 1:
        grown(pieces)  # a snapshot remembers the zip of one piece


def grown(pieces: int) -> None:
    """The zip has been completed up to that many pieces."""
    global _pieces
    _pieces = pieces
    # Not importlib.invalidate_caches(): it imports importlib.metadata, which may be what is still missing.
    zipimport._zip_directory_cache.clear()
    for finder in list(sys.path_importer_cache.values()):
        if isinstance(finder, zipimport.zipimporter):
            finder.invalidate_caches()


def _complete(pieces: int) -> bool:
    if _pieces < pieces and _bring is not None:
        # Where nobody can wait for it, it comes for the next program.
        host.wait(_bring, pieces)
    return _pieces >= pieces


class _LaterFinder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        piece = _piece_of.get(name, 0)
        if piece < _pieces:
            return None
        if not _complete(piece + 1):
            # Python's own words would be that there is no such module.
            message = f"the module {name!r} has not been downloaded yet: run this again"
            raise ModuleNotFoundError(message, name=name)
        return importlib.machinery.PathFinder.find_spec(name, path, target)


# Here and not in `install`: each session starts from the finders that were there when the engine was made ready.
sys.meta_path.insert(sys.meta_path.index(importlib.machinery.PathFinder) + 1, _LaterFinder)

_plain_get_source = zipimport.zipimporter.get_source
_plain_get_module_code = zipimport._get_module_code


def _get_source(self, fullname):
    source = _plain_get_source(self, fullname)
    if source is None and self.archive == _ARCHIVE and _pieces < _SOURCES and _complete(_SOURCES):
        source = _plain_get_source(self, fullname)
    return source


def _get_module_code(importer, fullname):
    """Modules name their source as their file, as with the stock library, though byte code is what was read."""
    code, is_package, path = _plain_get_module_code(importer, fullname)
    return code, is_package, path[:-1] if path.endswith(".pyc") else path


def _name_source(module) -> None:
    file = getattr(module, "__file__", None) or ""
    if not (file.startswith(_ARCHIVE) and file.endswith(".pyc")):
        return
    module.__file__ = file[:-1]
    spec = module.__spec__
    spec.origin = file[:-1]
    spec.cached = module.__cached__ = importlib.util.cache_from_source(file[:-1])
