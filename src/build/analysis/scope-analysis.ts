/**
 * The scopes of a lesson's blocks, by Python's own account. Nothing of a lesson runs here: its text is only analysed.
 * Results are kept between builds, so that Python starts only when a block is new.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Scopes } from '../../lesson/scopes.ts';
import { sessionOf } from '../../lesson/session.ts';
import type { Snippet } from '../../lesson/snippet.ts';
import { type KeptResults, openKeptResults } from '../kept-results.ts';
import { cacheDirectory, projectDirectory } from '../places.ts';
import { SCOPE_FILES, scopeSource } from './scope-program.ts';

interface Question {
  readonly source: string;
  /** Programs that run before it in its session. */
  readonly earlier: readonly string[];
}

type Analyse = (questions: readonly Question[]) => readonly Scopes[];

/** The scopes of each Python block by its id; a transcript's lines are those of its statements, one after the other. */
export async function scopesOf(lesson: Lesson): Promise<ReadonlyMap<string, Scopes>> {
  const questions = lesson.snippets.map((snippet): Question => {
    const chain = sessionOf(lesson, snippet.id).slice(0, -1);
    return { source: sourceOf(snippet), earlier: chain.map(sourceOf) };
  });
  const found = await analysed(questions);
  return new Map(lesson.snippets.map(({ id }, index) => [id, found[index] ?? { names: [], variables: [] }]));
}

/** The program as Python reads it: a transcript without prompts and outputs. */
function sourceOf({ code, expected }: Snippet): string {
  if (expected.kind !== 'transcript') return code;
  return expected.statements.map(({ source }) => source.replace(/\n$/, '')).join('\n');
}

let kept: KeptResults<Scopes> | undefined;
let python: Promise<Analyse> | undefined;

async function analysed(questions: readonly Question[]): Promise<readonly Scopes[]> {
  kept ??= openKept();
  const results = kept;
  const asked = questions.map((question) => ({
    question,
    key: createHash('sha256').update(JSON.stringify(question)).digest('base64url'),
  }));
  const missing = asked.filter(({ key }) => results.get(key) === undefined);
  if (missing.length > 0) {
    python ??= startPython();
    const fresh = (await python)(missing.map(({ question }) => question));
    for (const [index, { key }] of missing.entries()) {
      const scopes = fresh[index];
      if (scopes !== undefined) results.set(key, scopes);
    }
  }
  return asked.map(({ key }) => results.get(key) ?? { names: [], variables: [] });
}

/** Kept results belong to one analysis and one Python. */
function openKept(): KeptResults<Scopes> {
  const { version } = createRequire(path.join(projectDirectory, 'package.json'))('pyodide/package.json');
  return openKeptResults(cacheDirectory, 'scopes', [version, ...SCOPE_FILES.map(scopeSource)]);
}

async function startPython(): Promise<Analyse> {
  const { loadPyodide } = await import('pyodide');
  const pyodide = await loadPyodide();
  const folder = '/lib/analysis/scope_analysis';
  pyodide.FS.mkdirTree(folder);
  pyodide.FS.writeFile(`${folder}/__init__.py`, '');
  for (const name of SCOPE_FILES) pyodide.FS.writeFile(`${folder}/${name}`, scopeSource(name));
  pyodide.pyimport('sys').path.append('/lib/analysis');
  const scopes = pyodide.pyimport('scope_analysis.scopes');
  return (questions) => questions.map(({ source, earlier }) => JSON.parse(scopes.scopes_json(source, earlier)));
}
