"""Compiles the engine's own modules, so that readers' Python need not: inside Pyodide, for the magic number to be right."""

import importlib._bootstrap_external as bootstrap
import importlib.util


def compiled(folder: str, sources: dict[str, str]) -> dict[str, bytes]:
    """Byte code by file name; `folder` is where the modules will say that they are."""
    made = {}
    for name, text in sources.items():
        source = text.encode()
        code = compile(source, f"{folder}/{name}", "exec", dont_inherit=True)
        digest = importlib.util.source_hash(source)
        made[name + "c"] = bytes(bootstrap._code_to_hash_pyc(code, digest, False))
    return made
