"""Everything that runs a reader's program inside Pyodide. Pages, checker and stepper share it."""
