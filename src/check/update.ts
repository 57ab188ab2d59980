/** `--update`: puts what Python prints into the file, whole or not at all, and only where it is certain to be right. */
import { realpathSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { judge } from '../lesson/judge/expectation.ts';
import { outputsOf } from '../lesson/judge/transcript-verdict.ts';
import { type Edit, editsFor, type Printed, withEdits } from '../lesson/judge/update.ts';
import type { Problem } from '../lesson/read/problem.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { Result } from '../lesson/result.ts';
import type { BlockRun, PageRun } from './blocks.ts';
import type { Judging } from './findings.ts';
import { type Page, type Reading, readPage } from './page.ts';
import { readSource } from './source.ts';

/** What a block's fences should say, or null when its run says nothing certain. */
function printedBy(snippet: Snippet, results: readonly Result[]): Printed | null {
  const [result] = results;
  if (result === undefined) return null;
  const { outcome, output, dropped } = result;
  if (dropped !== undefined || outcome.kind === 'timeout' || outcome.kind === 'crashed' || outcome.kind === 'stopped')
    return null;
  const { expected, raises } = snippet;
  if (expected.kind === 'transcript') {
    if (outcome.kind === 'exited' && raises !== 'SystemExit') return null;
    return { statements: outputsOf(expected.statements, output).slice(0, -1) };
  }
  if (expected.kind !== 'stated') return null;
  const raised = outcome.kind === 'raised' ? outcome.traceback : '';
  // An exception that nobody expects is a mistake in the code, not a new output.
  if (raised !== '' && raises === undefined && expected.error === undefined) return null;
  if (raised === '' && (raises !== undefined || expected.error !== undefined) && outcome.kind !== 'exited') return null;
  const whole = output.map(({ text }) => text).join('');
  const before = whole.endsWith(raised) ? whole.slice(0, whole.length - raised.length) : whole;
  const inOutput =
    expected.error === undefined && /Traceback \(most recent call last\)/.test(expected.output?.text ?? '');
  return {
    ...(expected.output && { output: inOutput ? before + raised : before }),
    ...(expected.error && { error: raised }),
  };
}

function isClosed({ expected, fence }: Snippet): boolean {
  if (expected.kind !== 'stated') return fence.closed;
  return [expected.output, expected.error].every((claim) => claim === undefined || claim.fence.closed);
}

/** Under every hash seed: an output that differs between them is refused here. */
function holds(snippet: Snippet, { results }: BlockRun, judging: Judging): boolean {
  return results.every((result) => judge(snippet, result, judging).kind === 'same');
}

/** Does the file, with these edits, read as before but for this block, which now holds? */
function isSafe(page: Page, text: string, block: BlockRun, judging: Judging & Reading): boolean {
  const after = readPage(page.path, text, judging).lesson;
  const before = page.lesson;
  if (after.snippets.length !== before.snippets.length) return false;
  return after.snippets.every((snippet, index) => {
    const old = before.snippets[index];
    if (old?.id !== snippet.id) return false;
    if (snippet.id !== block.snippet.id) return snippet.code === old.code;
    return (snippet.kind === 'pycon' || snippet.code === old.code) && holds(snippet, block, judging);
  });
}

export interface Update {
  /** How many blocks changed. */
  readonly blocks: number;
  /** The file as it is now. */
  readonly text: string;
  /** Why nothing was written, when something should have been. */
  readonly refusal?: Problem;
}

/** Rewrites the outputs that differ. */
export function updatePage(file: string, page: Page, run: PageRun, judging: Judging & Reading): Update {
  const edits: Edit[] = [];
  let blocks = 0;
  for (const block of run.blocks) {
    const { snippet, results } = block;
    if (holds(snippet, block, judging) || !isClosed(snippet)) continue;
    const printed = printedBy(snippet, results);
    if (printed === null) continue;
    const own = editsFor(page.source, snippet, printed);
    if (own.length === 0 || !isSafe(page, withEdits(page.source, own), block, judging)) continue;
    edits.push(...own);
    blocks += 1;
  }
  if (blocks === 0) return { blocks, text: page.source };
  const text = withEdits(page.source, edits);
  const refusal = replaceFile(file, page, text);
  return refusal === null ? { blocks, text } : { blocks: 0, text: page.source, refusal };
}

/** All of the new text or all of the old: a crash in between leaves the file as it was. */
function replaceFile(given: string, page: Page, text: string): Problem | null {
  const refuse = (message: string, hint: string): Problem => ({
    file: page.path,
    position: { line: 1, column: 1 },
    message,
    hint,
  });
  // A link stays one: what it leads to is replaced.
  const file = realpathSync(given);
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    const { mode } = statSync(file);
    // The folder may allow to replace what the file itself does not.
    if ((mode & 0o222) === 0) return refuse('This file is read-only, so nothing was rewritten.', 'Make it writable.');
    writeFileSync(draft, text, { mode });
    if (readSource(file, page.path) !== page.source) {
      unlinkSync(draft);
      return refuse('This file was changed while it was checked, so nothing was rewritten.', 'Run the update again.');
    }
    renameSync(draft, file);
    return null;
  } catch (error) {
    rmSync(draft, { force: true });
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return refuse(`This file cannot be written: ${code}.`, 'Make it and its folder writable.');
  }
}
