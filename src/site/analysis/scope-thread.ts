/** A thread in which Python analyses blocks, while the build goes on: it takes questions, and answers them in their order. */
import { parentPort } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';
import type { Scopes } from '../../lesson/scopes.ts';
import { SCOPE_FILES, scopeSource } from './scope-program.ts';

export interface ScopeQuestion {
  readonly source: string;
  /** Programs that run before it in its session. */
  readonly earlier: readonly string[];
}

/** What is asked about one lesson; the answer holds as many results, in the same order. */
export type ScopeQuestions = readonly ScopeQuestion[];
export type ScopeAnswers = readonly Scopes[];

/** One call for a whole lesson, because each crossing between the two languages takes as long as a small analysis. */
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
