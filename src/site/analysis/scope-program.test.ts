import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPyodide } from 'pyodide';
import { scopeProgram } from './scope-program.ts';

test('the analysis of scopes runs as one program, without the package that its modules belong to', async () => {
  const python = await loadPyodide();
  python.runPython(scopeProgram());
  const source = 'def outer():\n    held = 1\n    return lambda: held\n';
  const { names } = JSON.parse(python.runPython(`scopes_json(${JSON.stringify(source)})`));
  assert.deepEqual(
    names.map(({ line, kind }: { line: number; kind: string }) => `${line} ${kind}`),
    ['1 global', '2 local', '3 enclosing'],
  );
});
