/** The closed vocabulary of a Python fence's attributes: whatever is not in it is a problem with a suggestion, never ignored. */

import { type Token, tokensOf, withoutBraces } from './attribute-tokens.ts';
import type { Fence } from './fence.ts';
import { sayOfFence } from './fence-messages.ts';
import { foreignAttribute } from './foreign-attributes.ts';
import { suggestion } from './nearest.ts';
import type { Problem, Reporter } from './problem.ts';
import type { Match, Steps } from './snippet.ts';

export interface Info {
  readonly id?: string;
  /** `true`: the previous block's session. */
  readonly continues?: string | true;
  readonly setup?: true;
  readonly raises?: string;
  readonly match?: Match;
  readonly stdin?: readonly string[];
  readonly timeout?: number;
  readonly skip?: string;
  readonly mark?: readonly (readonly [from: number, to: number])[];
  readonly title?: string;
  readonly steps?: Steps;
  readonly role?: string;
}

interface Mistake {
  readonly mistake: string;
  readonly hint: string;
}

type Reading<Value> = { readonly is: Value } | Mistake;

export const KEYS = [
  'id',
  'continues',
  'setup',
  'raises',
  'match',
  'stdin',
  'timeout',
  'skip',
  'mark',
  'title',
  'steps',
  'role',
] as const;

// biome-ignore format: a table
const SYNONYMS: Readonly<Record<string, string>> = {
  name: 'id', label: 'id', session: 'continues', continue: 'continues', continued: 'continues', after: 'continues',
  expects: 'raises', expect: 'raises', error: 'raises', exception: 'raises', 'raises-exception': 'raises',
  compare: 'match', unordered: 'match=unordered', float: 'match=float', shape: 'match=shape',
  input: 'stdin', highlight: 'mark', hl_lines: 'mark', hl: 'mark', lines: 'mark', 'emphasize-lines': 'mark',
  file: 'title', filename: 'title', caption: 'title', hide: 'setup', hidden: 'setup', norun: 'skip', noexec: 'skip',
  'no-run': 'skip', ignore: 'skip', notest: 'skip', eval: 'skip', seconds: 'timeout', trace: 'steps', step: 'steps',
};

const MATCHES: readonly Match[] = ['unordered', 'float', 'shape'];

const unquoted = (raw: string): string => raw.replace(/\\(["\\])/g, '$1');
const lineEscapes = (raw: string): string =>
  raw.replace(/\\(["\\nt])/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));

function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
}

function name(raw: string, key: string): Reading<string> {
  if (/^[a-z\d]+(?:-[a-z\d]+)*$/.test(raw)) return { is: raw };
  const repaired = kebab(raw);
  return {
    mistake: sayOfFence('not-kebab', raw),
    hint: repaired === '' ? `Write for example \`${key}=late-binding\`.` : `Write \`${key}=${repaired}\`.`,
  };
}

function ranges(raw: string, lines: number): Reading<[number, number][]> {
  const found: [number, number][] = [];
  for (const part of raw.split(',')) {
    const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (match === null || from < 1 || to < from) {
      return {
        mistake: sayOfFence('no-range', part.trim()),
        hint: 'Write for example `mark="2,4-6"`.',
      };
    }
    if (to > lines) {
      return {
        mistake: sayOfFence('no-line', to, lines, lines === 1 ? '' : 's'),
        hint: `Lines count from 1 to ${lines}.`,
      };
    }
    found.push([from, to]);
  }
  return { is: found };
}

function oneOf<Value extends string>(raw: string, known: readonly Value[], key: string): Reading<Value> {
  const found = known.find((value) => value === raw);
  if (found !== undefined) return { is: found };
  return { mistake: sayOfFence('no-value', raw, key), hint: suggestion(raw, known) };
}

const UNBRACED = 'They are read; here attributes stand without braces: `key`, `key=value` or `key="value"`.';

type Readers = { readonly [Key in keyof Required<Info>]: (raw: string | null) => Reading<NonNullable<Info[Key]>> };

function readersFor(fence: Fence, roles: readonly string[]): Readers {
  const needs = (key: string, example: string): Mistake => ({
    mistake: sayOfFence('needs-value', key),
    hint: `Write for example \`${example}\`.`,
  });
  const bare = (key: string, raw: string | null): Reading<true> =>
    raw === null ? { is: true } : { mistake: sayOfFence('takes-no-value', key), hint: `Write \`${key}\` alone.` };
  const text = (key: string, raw: string | null, example: string): Reading<string> =>
    raw === null || raw.trim() === '' ? needs(key, example) : { is: unquoted(raw) };
  return {
    id: (raw) => (raw === null || raw === '' ? needs('id', 'id=late-binding') : name(raw, 'id')),
    continues: (raw) => (raw === null ? { is: true } : name(raw, 'continues')),
    setup: (raw) => bare('setup', raw),
    raises: (raw) => {
      if (raw === null || raw === '') return needs('raises', 'raises=ValueError');
      if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(raw)) return { is: raw };
      return {
        mistake: sayOfFence('no-exception', raw),
        hint: 'Write the class alone, for example `raises=ValueError`; its message belongs in an `error` fence.',
      };
    },
    match: (raw) => (raw === null || raw === '' ? needs('match', 'match=unordered') : oneOf(raw, MATCHES, 'match')),
    stdin: (raw) =>
      raw === null
        ? needs('stdin', 'stdin="first line\\nsecond line"')
        : { is: lineEscapes(raw).replace(/\n$/, '').split('\n') },
    timeout: (raw) => {
      const seconds = Number(raw);
      if (raw !== null && /^\d+(?:\.\d+)?$/.test(raw) && seconds > 0 && seconds <= 600) return { is: seconds };
      return {
        mistake: sayOfFence('no-seconds', raw === null ? '' : `, not \`${raw}\``),
        hint: 'Write for example `timeout=5`.',
      };
    },
    skip: (raw) => text('skip', raw, 'skip="needs a network"'),
    mark: (raw) => (raw === null || raw === '' ? needs('mark', 'mark="2,4-6"') : ranges(raw, fence.lines.length)),
    title: (raw) => text('title', raw, 'title="desk.py"'),
    steps: (raw) =>
      raw === null
        ? { is: 'offered' }
        : raw === 'open'
          ? { is: 'open' }
          : /^(?:end|step \d+|print \d+|(?:line|call|return) \S+(?: \d+)?)$/.test(raw)
            ? { is: { at: raw } }
            : {
                mistake: sayOfFence('no-steps', raw),
                hint:
                  'Write `steps`, `steps=open` to open the stepper on the page, or where to open it: `steps="line 7"`, ' +
                  '`steps="call name 2"` (the second call), `steps="return name"`, `steps="print 1"`, `steps=end`.',
              },
    role: (raw) => (raw === null || raw === '' ? needs('role', 'role=solution') : oneOf(raw, roles, 'role')),
  };
}

/** Reads the attributes of a Python fence, and those that a comment above it gives; `roles` are those that a `role` may be. All mistakes are reported, and what is right still counts. */
export function parseInfo(
  fence: Fence,
  file: string,
  roles: readonly string[],
): { readonly info: Info; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const readers = readersFor(fence, roles);
  const info: Record<string, unknown> = {};
  const seen = new Set<string>();
  // `{python echo=FALSE}`: the brace that closes the language's own is not an attribute.
  const own =
    fence.language.startsWith('{') && !fence.language.includes('}') ? fence.meta.replace(/\}\s*$/, '') : fence.meta;
  for (const { meta, start } of [{ meta: own, start: fence.metaStart }, ...(fence.comment ? [fence.comment] : [])]) {
    const report: Reporter<number> = (at, message, hint, severity) => {
      const position = { line: start.line, column: start.column + at };
      problems.push({ file, position, message, ...(hint !== undefined && { hint }), ...(severity && { severity }) });
    };
    const bare = withoutBraces(meta);
    if (bare !== meta) {
      report(meta.indexOf('{'), sayOfFence('attributes-in-braces'), UNBRACED, 'advice');
    }
    for (const token of tokensOf(bare, report)) {
      const key = KEYS.find((known) => known === token.name);
      if (key !== undefined && seen.has(key)) {
        report(token.at, sayOfFence('given-twice', key), 'Keep one of them.');
      } else if (key !== undefined) {
        seen.add(key);
        const reading = readers[key](token.value);
        if ('is' in reading) info[key] = reading.is;
        else report(token.value === null ? token.at : token.valueAt, reading.mistake, reading.hint);
      } else passOver(token, info, report);
    }
  }
  return { info: info as Info, problems };
}

/** An attribute that is none of ours: of another tool, or a slip. */
function passOver({ name, value, at }: Token, info: Record<string, unknown>, report: Reporter<number>): void {
  const foreign = foreignAttribute(name, value);
  const ours = Object.hasOwn(SYNONYMS, name.toLowerCase()) ? SYNONYMS[name.toLowerCase()] : undefined;
  if (foreign === null) {
    report(at, sayOfFence('unknown-attribute', name), suggestion(name, KEYS, SYNONYMS));
  } else if (foreign.kind === 'skips') {
    info.skip ??= foreign.reason;
    report(at, sayOfFence('foreign-skip', name), 'Write `skip="why"`.', 'advice');
  } else {
    const hint = ours === undefined ? 'Here it means nothing.' : `Here it means nothing; ours is \`${ours}\`.`;
    report(at, sayOfFence('foreign-attribute', name), hint, 'advice');
  }
}
