/** The command line of the checker, read strictly: what is not understood stops it before anything runs. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { suggestion } from '../lesson/read/nearest.ts';
import { sayOfCommand } from './command-messages.ts';

export const REPORTERS = ['pretty', 'json', 'junit', 'github'] as const;
export type ReporterName = (typeof REPORTERS)[number];

export interface Options {
  readonly paths: readonly string[];
  readonly update: 'no' | 'write' | 'ask' | 'show';
  readonly watch: boolean;
  readonly filter: string | null;
  readonly jobs: number;
  readonly shard: { readonly index: number; readonly count: number } | null;
  readonly reporter: ReporterName;
  readonly cache: boolean;
  /** Null where the command line says nothing, here and below: documents and settings decide. */
  readonly session: 'block' | 'page' | null;
  readonly unstated: 'nothing' | 'anything' | null;
}

/** A command line that cannot be meant: exit code 2. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run check -- [OPTION…] [PATH…]

Runs every Python block of .md and .mdx files (default: content/) and compares what it prints with what the page says.

  --update            rewrite the outputs that differ
  --dry-run           show as a patch what --update would change, and write nothing
  --interactive       ask block by block what to rewrite
  --watch             check again whatever changes
  --filter TEXT       only blocks whose id, path or code contains TEXT
  --jobs N            interpreters that run at the same time (default: one a processor)
  --shard I/N         only the I-th of N parts of the files
  --reporter NAME     pretty (default), json, junit, github
  --no-cache          run everything, whatever is known from before
  --session page      one session a file, as most documents elsewhere are written
  --unstated allow    scripts without an output fence may print anything

Exit code 0: all holds; 1: something does not; 2: nothing could be checked.
`;

const FLAGS = ['update', 'dry-run', 'interactive', 'watch', 'no-cache', 'help'] as const;
const VALUES = ['filter', 'jobs', 'shard', 'reporter', 'session', 'unstated'] as const;

/** Options, or `null` when only the usage is asked for. */
export function readOptions(args: readonly string[]): Options | null {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ...FLAGS.map((name) => [name, { type: 'boolean' as const }]),
      ...VALUES.map((name) => [name, { type: 'string' as const }]),
    ]),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const paths: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') paths.push(token.value);
    if (token.kind !== 'option') continue;
    if (FLAGS.some((name) => name === token.name)) {
      if (token.value !== undefined) throw new UsageError(sayOfCommand('takes-no-value', token.name));
      flags.add(token.name);
    } else if (VALUES.some((name) => name === token.name)) {
      if (token.value === undefined || token.value === '')
        throw new UsageError(sayOfCommand('needs-value', token.name));
      values.set(token.name, token.value);
    } else {
      const known = [...FLAGS, ...VALUES].map((name) => `--${name}`);
      throw new UsageError(sayOfCommand('no-option', token.rawName, suggestion(token.rawName, known)));
    }
  }
  if (flags.has('help')) return null;
  const writing = ['update', 'interactive', 'dry-run'].filter((name) => flags.has(name));
  if (writing.length > 0 && flags.has('watch'))
    throw new UsageError(sayOfCommand('update-and-watch', writing[0] ?? ''));
  if (flags.has('dry-run') && flags.has('interactive')) throw new UsageError(sayOfCommand('dry-and-asked'));
  return {
    paths,
    update: flags.has('dry-run') ? 'show' : flags.has('interactive') ? 'ask' : flags.has('update') ? 'write' : 'no',
    watch: flags.has('watch'),
    filter: values.get('filter') ?? null,
    jobs: jobsOf(values.get('jobs')),
    shard: shardOf(values.get('shard')),
    reporter: choice('reporter', values.get('reporter') ?? 'pretty', REPORTERS),
    cache: !flags.has('no-cache'),
    session: values.has('session') ? choice('session', values.get('session') ?? '', ['block', 'page'] as const) : null,
    unstated: unstatedOf(values.get('unstated')),
  };
}

function unstatedOf(text: string | undefined): Options['unstated'] {
  if (text === undefined) return null;
  return choice('unstated', text, ['forbid', 'allow'] as const) === 'allow' ? 'anything' : 'nothing';
}

function choice<Value extends string>(name: string, value: string, known: readonly Value[]): Value {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new UsageError(sayOfCommand('no-option-value', value, name, suggestion(value, known)));
  return found;
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return Math.max(1, availableParallelism());
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError(sayOfCommand('jobs', text));
  return Number(text);
}

function shardOf(text: string | undefined): Options['shard'] {
  if (text === undefined) return null;
  const [, index, count] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index > count) {
    throw new UsageError(sayOfCommand('shard', text));
  }
  return { index, count };
}
