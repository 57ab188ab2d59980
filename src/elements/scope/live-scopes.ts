/** The scopes of code that the reader has edited, analysed by the page's own Python if it is running. */
import { program } from 'virtual:scope-program';
import type { Scopes, ScopeVariable } from '../../lesson/scopes.ts';
import type { PythonState } from '../../runtime/browser/client.ts';
import { blockOf } from '../snippet/blocks.ts';
import type { PaintedName } from '../snippet/editor.ts';
import { python } from '../snippet/page-python.ts';
import { readView } from '../snippet/view.ts';

const SESSION = 'scope-view';
const CLASSES = { local: 'name-local', enclosing: 'name-enclosing', global: 'name-global', builtin: 'name-builtin' };

let epoch: number | undefined;

export interface LiveNames {
  readonly names: readonly PaintedName[];
  readonly variables: readonly ScopeVariable[];
}

/**
 * Waits while Python is starting or busy. Null when Python is not loaded, when the code has a syntax error, or when the code
 * has changed meanwhile; the names then stay as they are.
 */
export async function liveNames(snippet: Element, code: string, isCurrent: () => boolean): Promise<LiveNames | null> {
  if (!(await settled()) || !isCurrent()) return null;
  const analysed = await analyse(code, earlierOf(snippet));
  if (analysed === null || analysed.error !== undefined) return null;
  return {
    names: analysed.names.map(({ kind, ...name }) => ({ ...name, class: CLASSES[kind] })),
    variables: analysed.variables,
  };
}

/** Whether Python is ready, once it is neither starting nor running anything. */
function settled(): Promise<boolean> {
  return new Promise((resolve) => {
    const look = ({ status }: PythonState): void => {
      if (status !== 'ready' && status !== 'absent' && status !== 'failed') return;
      unsubscribe();
      resolve(status === 'ready');
    };
    const unsubscribe = python.subscribe(look);
    look(python.state);
  });
}

/** The current code of the earlier blocks whose names exist when this one runs. */
function earlierOf(snippet: Element): readonly string[] {
  const earlier: string[] = [];
  let id = readView(snippet).continues;
  while (id !== undefined) {
    const before = document.getElementById(id);
    if (before === null) break;
    earlier.unshift(blockOf(before).text);
    id = readView(before).continues;
  }
  return earlier;
}

async function analyse(code: string, earlier: readonly string[]): Promise<Scopes | null> {
  if (epoch !== python.epoch) {
    epoch = python.epoch;
    await run(program, true);
  }
  // JSON strings and lists are valid Python literals.
  const printed = await run(`print(scopes_json(${JSON.stringify(code)}, ${JSON.stringify(earlier)}))`, false);
  try {
    return printed === null ? null : JSON.parse(printed);
  } catch {
    return null;
  }
}

async function run(code: string, fresh: boolean): Promise<string | null> {
  const ending = await python.run({
    program: { kind: 'python', code, id: SESSION },
    session: SESSION,
    fresh,
    stdin: [],
  });
  if (ending.kind !== 'ended' || ending.result.outcome.kind !== 'finished') {
    epoch = undefined;
    return null;
  }
  return ending.result.output.map(({ text }) => text).join('');
}
