/** A thread in which Python analyses blocks during the build. It answers requests in order. */
import { parentPort } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';
import type { Scopes } from '../../lesson/scopes.ts';
import { SCOPE_FILES, scopeSource } from './scope-program.ts';

export interface ScopeQuestion {
  readonly source: string;
  /** Programs that run before it in its session. */
  readonly earlier: readonly string[];
}

/** The requests for one lesson; the answer has one result for each, in the same order. */
export type ScopeQuestions = readonly ScopeQuestion[];
export type ScopeAnswers = readonly Scopes[];

/** One call for a whole lesson, because each call from JavaScript into Python takes as long as a small analysis. */
const ANALYSE = `
import json
from scope_analysis.scopes import scopes_of

lambda questions: json.dumps([scopes_of(one["source"], one["earlier"]) for one in json.loads(questions)])
`;

const python = startPython();
parentPort?.on('message', async (questions: ScopeQuestions) => {
  parentPort?.postMessage((await python)(questions) satisfies ScopeAnswers);
});

async function startPython(): Promise<(questions: ScopeQuestions) => ScopeAnswers> {
  const pyodide = await loadPyodide();
  const folder = '/lib/analysis/scope_analysis';
  pyodide.FS.mkdirTree(folder);
  pyodide.FS.writeFile(`${folder}/__init__.py`, '');
  for (const name of SCOPE_FILES) pyodide.FS.writeFile(`${folder}/${name}`, scopeSource(name));
  pyodide.pyimport('sys').path.append('/lib/analysis');
  const analyse = pyodide.runPython(ANALYSE);
  return (questions) => JSON.parse(analyse(JSON.stringify(questions)));
}
