/** `--update`: which outputs are to be rewritten, and which are left alone and why. Nothing is written here. */
import { judge } from '../lesson/judge/expectation.ts';
import { hasStrayPrompt, strayException, whyRunSaysNothing, whyTextStays } from '../lesson/judge/left-alone.ts';
import { printedBy } from '../lesson/judge/printed.ts';
import { statementHolds } from '../lesson/judge/transcript-verdict.ts';
import { type Edit, editsOf, type Rewriting, rewritingsFor, withEdits } from '../lesson/judge/update.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { Result } from '../lesson/result.ts';
import type { BlockRun, PageRun } from './blocks.ts';
import type { Judging } from './findings.ts';
import { type Page, type Reading, readPage } from './page.ts';
import { isUnstable } from './stability.ts';

export interface Change {
  readonly id: string;
  readonly line: number;
  readonly edits: readonly Edit[];
}

export interface Left {
  readonly id: string;
  readonly line: number;
  readonly reason: string;
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly left: readonly Left[];
}

const claimsOf = ({ expected, fence }: Snippet) =>
  expected.kind === 'stated'
    ? [fence, ...[expected.output, expected.error].flatMap((claim) => claim?.fence ?? [])]
    : [fence];

function isReadable(page: Page, snippet: Snippet): boolean {
  const fences = claimsOf(snippet);
  const errors = page.problems.filter(({ severity }) => severity === undefined);
  return (
    page.document.whole &&
    fences.every(({ closed }) => closed) &&
    !errors.some(({ position: { line } }) =>
      fences.some(({ span }) => span.start.line <= line && line <= span.end.line),
    )
  );
}

/** Under every seed: an output that differs between them is refused here. */
function holds(snippet: Snippet, results: readonly Result[], judging: Judging): boolean {
  return results.every((result) => judge(snippet, result, judging).kind === 'same');
}

/** Does a transcript, read again, have the same statements, of which those that changed now hold and the others are as before? */
function isTranscriptSafe(
  now: Snippet,
  old: Snippet,
  results: readonly Result[],
  rewritings: readonly Rewriting[],
): boolean {
  if (now.expected.kind !== 'transcript' || old.expected.kind !== 'transcript') return false;
  const before = old.expected.statements;
  const changed = new Set(rewritings.map(({ statement }) => statement));
  const printed = results.map((result) => printedBy(result, now.expected).statements);
  return (
    now.expected.statements.length === before.length &&
    now.expected.statements.every((one, index) => {
      if (one.source !== before[index]?.source || one.remark !== before[index]?.remark) return false;
      if (!changed.has(index)) return one.expected === before[index]?.expected;
      return printed.every((each) => statementHolds(one, each[index]?.text ?? '', now.match));
    })
  );
}

/** Does the file, with these edits, read as before but for what this block states, which now is what it prints? */
function isSafe(
  page: Page,
  edits: readonly Edit[],
  { snippet, results }: BlockRun,
  rewritings: readonly Rewriting[],
  reading: Reading,
): boolean {
  const after = readPage(page.path, withEdits(page.source, edits), reading).lesson;
  if (after.snippets.length !== page.lesson.snippets.length) return false;
  return after.snippets.every((one, index) => {
    const old = page.lesson.snippets[index];
    if (old?.id !== one.id || old.kind !== one.kind) return false;
    if (one.id !== snippet.id) return one.code === old.code;
    if (one.kind === 'pycon') return isTranscriptSafe(one, old, results, rewritings);
    return one.code === old.code && holds(one, results, page);
  });
}

/** Why nothing that this block prints can be trusted, or null. */
function whyBlockStays(page: Page, { snippet, results }: BlockRun, spoilt: ReadonlySet<string>): string | null {
  const [result] = results;
  if (result === undefined) return 'it did not run';
  if (!isReadable(page, snippet)) return 'it cannot be read as it stands';
  if (snippet.continues !== undefined && spoilt.has(snippet.continues)) return 'the block that it continues fails';
  const cut = results.map((each) => whyRunSaysNothing(each, snippet)).find((reason) => reason !== null);
  if (cut !== undefined) return cut;
  if (hasStrayPrompt(snippet, printedBy(result, snippet.expected))) return 'a prompt stands where an output should';
  const stray = strayException(snippet, result.outcome, printedBy(result, snippet.expected));
  if (stray !== null) return stray;
  return isUnstable(snippet, results) ? 'it prints something else in every run' : null;
}

/** Everything that runs in the block up to this text: a result may have got its name some lines above. */
function codeUpTo({ expected, code }: Snippet, { statement }: Rewriting): string {
  if (expected.kind !== 'transcript' || statement === undefined) return code;
  return expected.statements
    .slice(0, statement + 1)
    .map(({ source }) => source)
    .join('\n');
}

function lineOf({ expected, fence }: Snippet, { statement }: Rewriting): number {
  const [line = 0] = (expected.kind === 'transcript' && expected.statements[statement ?? 0]?.sourceLines) || [];
  return fence.lines[line]?.line ?? fence.span.start.line;
}

function warningsOf(snippet: Snippet, result: Result | undefined, { statement }: Rewriting): string {
  if (result === undefined) return '';
  const chunks = result.output.filter(
    ({ stream, statement: at }) => stream === 'stderr' && (statement === undefined || at === statement),
  );
  const text = chunks.map((chunk) => chunk.text).join('');
  const traceback = result.outcome.kind === 'raised' ? result.outcome.traceback : '';
  const rest = text.replace(traceback, '');
  return /Warning/.test(rest) && snippet.expected.kind !== 'nothing' ? rest : '';
}

/** What `--update` would do with a page. */
export function planFor(page: Page, run: PageRun, reading: Reading): Plan {
  const changes: Change[] = [];
  const left: Left[] = [];
  /** Blocks after which the session is not what the page takes it for. */
  const spoilt = new Set<string>();
  for (const block of run.blocks) {
    const { snippet, results } = block;
    const { id, fence } = snippet;
    const line = fence.span.start.line;
    const [result] = results;
    const stays = whyBlockStays(page, block, spoilt);
    const isSpoilt =
      stays !== null &&
      (result === undefined || result.outcome.kind !== 'finished' || /raises|continues|prompt/.test(stays));
    if (isSpoilt) spoilt.add(id);
    if (result === undefined || holds(snippet, results, page)) continue;
    if (stays !== null) {
      left.push({ id, line, reason: stays });
      continue;
    }
    const rewritings: Rewriting[] = [];
    for (const rewriting of rewritingsFor(page.source, snippet, printedBy(result, snippet.expected))) {
      const reason = whyTextStays(rewriting, codeUpTo(snippet, rewriting), warningsOf(snippet, result, rewriting));
      if (reason === null) rewritings.push(rewriting);
      else left.push({ id, line: lineOf(snippet, rewriting), reason });
    }
    const edits = editsOf(page.source, snippet, rewritings);
    if (edits.length === 0) continue;
    if (isSafe(page, edits, block, rewritings, reading)) changes.push({ id, line, edits });
    else left.push({ id, line, reason: 'the page cannot say what it prints' });
  }
  return { changes, left };
}
