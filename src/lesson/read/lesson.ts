/** One reading of a page's fences into snippets: which script claims which output, which block continues which, and all that is wrong. */

import { type Fence, languageOf } from './fence.ts';
import { sayOfFence } from './fence-messages.ts';
import { type Info, parseInfo } from './info.ts';
import { suggestion } from './nearest.ts';
import type { Problem, Reporter } from './problem.ts';
import type { Claim, Expected, Snippet } from './snippet.ts';
import { looksLikeTranscript, readTranscript } from './transcript.ts';
import { isOnlyWildcards } from './wildcard.ts';

export interface Lesson {
  readonly file: string;
  /** In the order of the page. */
  readonly snippets: readonly Snippet[];
  readonly problems: readonly Problem[];
}

/** A snippet while its claims are still being found. */
interface Draft {
  readonly id: string;
  readonly kind: 'python' | 'pycon';
  readonly fence: Fence;
  readonly info: Info;
  output?: Claim;
  error?: Claim;
}

function claimOf(fence: Fence): Claim {
  return { fence, text: fence.lines.length === 0 ? '' : `${fence.code}\n` };
}

/** The kind of Python in a fence, or null when it is not Python that runs. */
function kindOf(fence: Fence, report: Reporter): 'python' | 'pycon' | null {
  const language = languageOf(fence);
  const session = looksLikeTranscript(fence.code);
  const at = fence.span.start;
  switch (language) {
    case 'python':
      return session ? 'pycon' : 'python';
    case 'pycon':
      return 'pycon';
    case 'unclear': {
      const written = `${fence.language} ${fence.meta}`.trim();
      const hint = session
        ? 'Write `pycon` for a transcript.'
        : 'Write `python`, `pycon`, `output` or `error`; a block that must not run is `python skip="why"`.';
      report(at, sayOfFence('not-checked-language', written), hint);
      return null;
    }
    case 'other':
      if (!session) return null;
      if (fence.language === '') {
        report(at, sayOfFence('no-language'), 'Open the fence with `pycon`.', 'advice');
        return 'pycon';
      }
      report(at, sayOfFence('other-language', fence.language), 'Write `pycon`, with `skip="why"` if it must not run.');
      return null;
    default:
      return null;
  }
}

/** The script that an `output` or `error` fence belongs to: its previous sibling, or that of the other claim. */
function ownerOf(fence: Fence, owners: ReadonlyMap<number, Draft>): Draft | undefined {
  return fence.after === null ? undefined : owners.get(fence.after);
}

function attach(fence: Fence, kind: 'output' | 'error', owner: Draft | undefined, report: Reporter): boolean {
  const at = fence.span.start;
  if (fence.meta.trim() !== '') {
    report(fence.metaStart, sayOfFence('claim-attributes', kind), 'Attributes belong on the `python` fence above.');
  }
  if (owner === undefined) {
    report(
      at,
      sayOfFence('claim-alone', kind),
      'Put it directly below its `python` block, with nothing but blank lines between, in the same list item, quote or component.',
    );
    return false;
  }
  if (owner.kind === 'pycon') {
    report(at, sayOfFence('claim-on-transcript', kind), 'Move the text below its `>>>` statement.');
    return false;
  }
  if (owner.info.role !== undefined) {
    report(at, sayOfFence('claim-on-role', owner.info.role), 'Remove the fence, or show the output in the text.');
    return false;
  }
  if (owner[kind] !== undefined) {
    report(at, sayOfFence('claim-twice', kind), 'Keep one of the two.');
    return false;
  }
  owner[kind] = claimOf(fence);
  if (isOnlyWildcards(fence.code)) {
    report(fence.lines[0] ?? at, sayOfFence('only-wildcards'), 'Write at least the part that is always the same.');
  }
  return true;
}

function expectedOf(draft: Draft, report: Reporter): Expected {
  if (draft.kind === 'pycon') {
    const { statements, problems } = readTranscript(draft.fence.code);
    for (const { line, column, message, hint, severity } of problems) {
      const point = draft.fence.lines[line] ?? draft.fence.span.start;
      report({ line: point.line, column: point.column + column }, message, hint, severity);
    }
    for (const { expected, outputLines } of statements) {
      if (!isOnlyWildcards(expected)) continue;
      const point = draft.fence.lines[outputLines[0]] ?? draft.fence.span.start;
      report(point, sayOfFence('only-wildcards'), 'Write at least the part that is always the same.');
    }
    return { kind: 'transcript', statements };
  }
  const { output, error } = draft;
  if (output === undefined && error === undefined) return { kind: 'nothing' };
  return { kind: 'stated', ...(output && { output }), ...(error && { error }) };
}

/** The id of the snippet whose session this one continues, if it is there to be continued. */
function continuedBy(
  draft: Draft,
  before: readonly Draft[],
  all: readonly Draft[],
  report: Reporter,
): string | undefined {
  const { continues } = draft.info;
  if (continues === undefined) {
    // Set-up that only the check sees is for the block below it.
    const above = before.at(-1);
    return above?.fence.hidden ? above.id : undefined;
  }
  const at = draft.fence.metaStart;
  const earlier = before.filter(({ info }) => info.role === undefined);
  if (continues === true) {
    const previous = earlier.at(-1);
    if (previous === undefined) report(at, sayOfFence('nothing-above'), 'Remove it.');
    return previous?.id;
  }
  const target = earlier.findLast(({ id }) => id === continues);
  if (target !== undefined) return target.id;
  const later = all.find(({ id }) => id === continues);
  if (later === undefined) {
    const ids = earlier.map(({ id }) => id);
    const hint = ids.length === 0 ? 'No block stands above; remove it.' : suggestion(continues, ids);
    report(at, sayOfFence('continues-nowhere', continues), hint);
  } else if (later.info.role !== undefined) {
    report(at, sayOfFence('continues-role', continues, later.info.role), 'Continue a block without a role.');
  } else {
    report(
      at,
      sayOfFence('continues-below', continues, later.fence.span.start.line),
      'A block can only continue one that comes before it.',
    );
  }
  return undefined;
}

/** Mistakes that no single attribute shows. */
function reportContradictions({ kind, fence, info, output, error }: Draft, report: Reporter): void {
  const at = fence.metaStart;
  if (fence.code.trim() === '')
    report(fence.span.start, sayOfFence('empty-block'), 'Write the code, or remove the block.');
  if (info.role !== undefined && kind === 'pycon') {
    report(at, sayOfFence('role-on-transcript', info.role), 'Write the code without `>>>`.');
  }
  if (
    info.role !== undefined &&
    (info.continues !== undefined || info.match !== undefined || (info.raises !== undefined && info.role !== 'wrong'))
  ) {
    report(
      at,
      sayOfFence('role-with-others'),
      'Remove them; only a wrong answer, `role=wrong`, may say what it `raises`.',
    );
  }
  if (info.match !== undefined && kind === 'python' && output === undefined && error === undefined) {
    report(at, sayOfFence('nothing-to-relax', info.match), 'Add an `output` fence below, or remove it.');
  }
}

/** Reads a page's fences, with the roles that components have for them; every problem is reported, and what could be read is there. */
export function readLesson(fences: readonly Fence[], file: string, roles: readonly string[]): Lesson {
  const problems: Problem[] = [];
  const report: Reporter = ({ line, column }, message, hint, severity) => {
    problems.push({
      file,
      position: { line, column },
      message,
      ...(hint !== undefined && { hint }),
      ...(severity && { severity }),
    });
  };
  const drafts: Draft[] = [];
  const owners = new Map<number, Draft>();
  const named = new Map<string, Draft>();

  for (const [index, fence] of fences.entries()) {
    if (!fence.closed) {
      report(fence.span.start, sayOfFence('not-closed'), `Close it with a line ${fence.marker}`);
    }
    const language = languageOf(fence);
    if (language === 'output' || language === 'error') {
      const owner = ownerOf(fence, owners);
      if (attach(fence, language, owner, report) && owner !== undefined) owners.set(index, owner);
      continue;
    }
    const { info, problems: mistakes } = parseInfo(fence, file, roles);
    // A comment that says why a block does not run says so of any language.
    const left = info.skip !== undefined && fence.comment !== undefined;
    const session = looksLikeTranscript(fence.code) ? 'pycon' : 'python';
    const kind = left && /other|unclear/.test(language) ? session : kindOf(fence, report);
    if (kind === null) continue;
    problems.push(...mistakes);
    const number = drafts.length + 1;
    const first = info.id === undefined ? undefined : named.get(info.id);
    if (first !== undefined) {
      report(
        fence.metaStart,
        sayOfFence('id-taken', info.id ?? '', first.fence.span.start.line),
        'Give this one a name of its own.',
      );
    }
    const reserved = info.id !== undefined && /^block-\d+$/.test(info.id);
    if (reserved)
      report(fence.metaStart, sayOfFence('id-reserved', info.id), 'Choose a name that says what the block shows.');
    const id = info.id === undefined || first !== undefined || reserved ? `block-${number}` : info.id;
    const draft: Draft = { id, kind, fence, info };
    named.set(id, draft);
    drafts.push(draft);
    owners.set(index, draft);
  }

  const snippets = drafts.map((draft, index): Snippet => {
    const { id, kind, fence, info } = draft;
    const continues = continuedBy(draft, drafts.slice(0, index), drafts, report);
    reportContradictions(draft, report);
    const { id: _, continues: __, setup, match, mark, ...rest } = info;
    return {
      ...rest,
      id,
      kind,
      code: fence.code,
      fence,
      expected: expectedOf(draft, report),
      ...(continues !== undefined && { continues }),
      setup: setup ?? false,
      match: match ?? 'exact',
      mark: mark ?? [],
    };
  });
  problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  return { file, snippets, problems };
}
