/** One reading of a page's fences into snippets: which script claims which output, which block continues which, and all that is wrong. */
import { type Fence, languageOf } from './fence.ts';
import { type Info, parseInfo } from './info.ts';
import { suggestion } from './nearest.ts';
import type { Point, Problem } from './problem.ts';
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

type Report = (at: Pick<Point, 'line' | 'column'>, message: string, hint?: string, severity?: 'advice') => void;

function claimOf(fence: Fence): Claim {
  return { fence, text: fence.lines.length === 0 ? '' : `${fence.code}\n` };
}

/** The kind of Python in a fence, or null when it is not Python that runs. */
function kindOf(fence: Fence, report: Report): 'python' | 'pycon' | null {
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
      report(at, `\`${written}\` looks like Python, but is no language that is checked.`, hint);
      return null;
    }
    case 'other':
      if (!session) return null;
      if (fence.language === '') {
        report(
          at,
          'A transcript in a block without a language: checked as `pycon`.',
          'Open the fence with `pycon`.',
          'advice',
        );
        return 'pycon';
      }
      report(
        at,
        `This is a Python transcript, but \`${fence.language}\` is never checked.`,
        'Write `pycon`, with `skip="why"` if it must not run.',
      );
      return null;
    default:
      return null;
  }
}

/** The script that an `output` or `error` fence belongs to: its previous sibling, or that of the other claim. */
function ownerOf(fence: Fence, owners: ReadonlyMap<number, Draft>): Draft | undefined {
  return fence.after === null ? undefined : owners.get(fence.after);
}

function attach(fence: Fence, kind: 'output' | 'error', owner: Draft | undefined, report: Report): boolean {
  const at = fence.span.start;
  if (fence.meta.trim() !== '') {
    report(
      fence.metaStart,
      `An \`${kind}\` fence has no attributes.`,
      'Attributes belong on the `python` fence above.',
    );
  }
  if (owner === undefined) {
    report(
      at,
      `This \`${kind}\` belongs to no script, so it would not be checked.`,
      'Put it directly below its `python` block, with nothing but blank lines between, in the same list item, quote or component.',
    );
    return false;
  }
  if (owner.kind === 'pycon') {
    report(
      at,
      `A transcript holds its own output; this \`${kind}\` would not be checked.`,
      'Move the text below its `>>>` statement.',
    );
    return false;
  }
  if (owner.info.role !== undefined) {
    report(
      at,
      `A block with \`role=${owner.info.role}\` claims no output.`,
      'Remove the fence, or show the output in the text.',
    );
    return false;
  }
  if (owner[kind] !== undefined) {
    report(at, `The script above already has an \`${kind}\`.`, 'Keep one of the two.');
    return false;
  }
  owner[kind] = claimOf(fence);
  if (isOnlyWildcards(fence.code)) {
    report(
      fence.lines[0] ?? at,
      'Nothing but wildcards: this would accept any output.',
      'Write at least the part that is always the same.',
    );
  }
  return true;
}

function expectedOf(draft: Draft, report: Report): Expected {
  if (draft.kind === 'pycon') {
    const { statements, problems } = readTranscript(draft.fence.code);
    for (const { line, column, message, hint, severity } of problems) {
      const point = draft.fence.lines[line] ?? draft.fence.span.start;
      report({ line: point.line, column: point.column + column }, message, hint, severity);
    }
    for (const { expected, outputLines } of statements) {
      if (!isOnlyWildcards(expected)) continue;
      const point = draft.fence.lines[outputLines[0]] ?? draft.fence.span.start;
      report(
        point,
        'Nothing but wildcards: this would accept any output.',
        'Write at least the part that is always the same.',
      );
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
  report: Report,
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
    if (previous === undefined) report(at, '`continues` leads nowhere: no block stands above.', 'Remove it.');
    return previous?.id;
  }
  const target = earlier.findLast(({ id }) => id === continues);
  if (target !== undefined) return target.id;
  const later = all.find(({ id }) => id === continues);
  if (later === undefined) {
    const ids = earlier.map(({ id }) => id);
    const hint = ids.length === 0 ? 'No block stands above; remove it.' : suggestion(continues, ids);
    report(at, `\`continues=${continues}\` leads nowhere: no block above has this id.`, hint);
  } else if (later.info.role !== undefined) {
    report(
      at,
      `\`continues=${continues}\` leads to a block with \`role=${later.info.role}\`, which runs only in its exercise.`,
      'Continue a block without a role.',
    );
  } else {
    report(
      at,
      `\`continues=${continues}\` leads to a block that does not stand above (line ${later.fence.span.start.line}).`,
      'A block can only continue one that comes before it.',
    );
  }
  return undefined;
}

/** Mistakes that no single attribute shows. */
function reportContradictions({ kind, fence, info, output, error }: Draft, report: Report): void {
  const at = fence.metaStart;
  if (fence.code.trim() === '')
    report(fence.span.start, 'This block is empty.', 'Write the code, or remove the block.');
  if (info.role !== undefined && kind === 'pycon') {
    report(at, `\`role=${info.role}\` needs a script, and this is a transcript.`, 'Write the code without `>>>`.');
  }
  if (
    info.role !== undefined &&
    (info.continues !== undefined || info.match !== undefined || (info.raises !== undefined && info.role !== 'wrong'))
  ) {
    report(
      at,
      'A block with a `role` runs in its exercise: `continues`, `raises` and `match` mean nothing on it.',
      'Remove them; only a wrong answer, `role=wrong`, may say what it `raises`.',
    );
  }
  if (info.match !== undefined && kind === 'python' && output === undefined && error === undefined) {
    report(at, `\`match=${info.match}\` has no output to relax.`, 'Add an `output` fence below, or remove it.');
  }
}

/** Reads a page's fences; every problem is reported, and what could be read is there. */
export function readLesson(fences: readonly Fence[], file: string): Lesson {
  const problems: Problem[] = [];
  const report: Report = ({ line, column }, message, hint, severity) => {
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
      report(
        fence.span.start,
        'This fence is never closed: everything below it is taken for its content.',
        `Close it with a line ${fence.marker}`,
      );
    }
    const language = languageOf(fence);
    if (language === 'output' || language === 'error') {
      const owner = ownerOf(fence, owners);
      if (attach(fence, language, owner, report) && owner !== undefined) owners.set(index, owner);
      continue;
    }
    const { info, problems: mistakes } = parseInfo(fence, file);
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
        `\`id=${info.id}\` is taken by the block in line ${first.fence.span.start.line}.`,
        'Give this one a name of its own.',
      );
    }
    const reserved = info.id !== undefined && /^block-\d+$/.test(info.id);
    if (reserved)
      report(
        fence.metaStart,
        `\`${info.id}\` is how blocks without an id are called.`,
        'Choose a name that says what the block shows.',
      );
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
