/**
 * The scopes of a lesson's blocks, analysed by Python itself. No code of a lesson runs here. Results are cached between builds,
 * so Python starts only for new blocks. It runs in a separate thread.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type KeptResults, openKeptResults } from '../../course/kept-results.ts';
import { cacheDirectory, projectDirectory } from '../../course/places.ts';
import type { Lesson } from '../../lesson/read/lesson.ts';
import { sessionOf } from '../../lesson/read/session.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Scopes } from '../../lesson/scopes.ts';
import { startIdleThread } from '../idle-thread.ts';
import { SCOPE_FILES, scopeSource } from './scope-program.ts';
import type { ScopeAnswers, ScopeQuestion, ScopeQuestions } from './scope-thread.ts';

/** The scopes of each Python block by id. A transcript's line numbers count only the lines of its statements. */
export async function scopesOf(lesson: Lesson): Promise<ReadonlyMap<string, Scopes>> {
  const asked = askedAbout(lesson);
  ask(asked);
  // Keeps the process alive only while these answers are awaited.
  const letGo = thread?.hold();
  const found = await Promise.all(asked.map(({ key }) => coming.get(key) ?? kept?.get(key))).finally(letGo);
  return new Map(lesson.snippets.map(({ id }, index) => [id, found[index] ?? { names: [], variables: [] }]));
}

/** Starts the analysis of a lesson whose scopes will be needed soon. */
export function prepareScopes(lesson: Lesson): void {
  ask(askedAbout(lesson));
}

interface Asked {
  readonly key: string;
  readonly question: ScopeQuestion;
}

function askedAbout(lesson: Lesson): readonly Asked[] {
  return lesson.snippets.map((snippet) => {
    const earlier = sessionOf(lesson, snippet.id).slice(0, -1).map(sourceOf);
    const question = { source: sourceOf(snippet), earlier };
    return { question, key: createHash('sha256').update(JSON.stringify(question)).digest('base64url') };
  });
}

/** The block's program; for a transcript, without prompts and output. */
function sourceOf({ code, expected }: Snippet): string {
  if (expected.kind !== 'transcript') return code;
  return expected.statements.map(({ source }) => source.replace(/\n$/, '')).join('\n');
}

let kept: KeptResults<Scopes> | undefined;
/** Requests that the thread has not answered yet. */
const coming = new Map<string, Promise<Scopes>>();
let thread: ReturnType<typeof startThread> | undefined;

function ask(asked: readonly Asked[]): void {
  kept ??= openKept();
  const results = kept;
  const missing = asked.filter(({ key }) => results.get(key) === undefined && !coming.has(key));
  if (missing.length === 0) return;
  thread ??= startThread();
  const answers = thread.answer(missing.map(({ question }) => question));
  for (const [index, { key }] of missing.entries()) {
    const scopes = answers
      .then((all) => {
        const one = all[index] ?? { names: [], variables: [] };
        results.set(key, one);
        return one;
      })
      .finally(() => coming.delete(key));
    // Avoids an unhandled rejection, since scopes that were only prepared may never be awaited.
    scopes.catch(() => {});
    coming.set(key, scopes);
  }
}

/** Cached results are valid for one version of the analysis and of Pyodide. */
function openKept(): KeptResults<Scopes> {
  const { version } = createRequire(path.join(projectDirectory, 'package.json'))('pyodide/package.json');
  return openKeptResults(cacheDirectory, 'scopes', [version, ...SCOPE_FILES.map(scopeSource)]);
}

function startThread() {
  const { worker, hold } = startIdleThread('src/site/analysis/scope-thread.ts');
  const waiting: PromiseWithResolvers<ScopeAnswers>[] = [];
  const fail = (reason: unknown): void => {
    thread = undefined;
    for (const { reject } of waiting.splice(0)) reject(reason);
  };
  worker.on('message', (answers: ScopeAnswers) => waiting.shift()?.resolve(answers));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The thread that analyses scopes ended with code ${code}.`)));
  return {
    answer(questions: ScopeQuestions): Promise<ScopeAnswers> {
      const answer = Promise.withResolvers<ScopeAnswers>();
      waiting.push(answer);
      worker.postMessage(questions);
      return answer.promise;
    },
    hold,
  };
}
