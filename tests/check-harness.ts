/** Runs the checker on texts in a folder of their own, with one Python for all tests of a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { NO_CACHE, type ResultCache } from '../src/check/cache.ts';
import { type Checking, checkFiles } from '../src/check/check.ts';
import { check } from '../src/check/command.ts';
import { type Options, readOptions } from '../src/check/options.ts';
import { lazyPython, type Python } from '../src/check/python.ts';
import type { BlockReport, Report } from '../src/check/report.ts';
import { type Ask, rewrite } from '../src/check/rewrite.ts';

export const python: Python = lazyPython(2, undefined);
const folder = mkdtempSync(path.join(tmpdir(), 'check-'));
after(async () => {
  await python.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** A new file with this text. */
export function fileWith(text: string, extension = 'md'): string {
  files += 1;
  const file = path.join(folder, `page-${files}.${extension}`);
  writeFileSync(file, text);
  return file;
}

export function optionsFrom(args: readonly string[]): Options {
  const options = readOptions(args);
  if (options === null) throw new Error('The options of a test may not ask for help.');
  return options;
}

export interface Seen {
  readonly report: Report;
  readonly blocks: readonly BlockReport[];
  /** The file as the check left it. */
  readonly text: string;
  readonly patch: string;
}

/** Checks a file, and rewrites it if the options say so. */
export async function checkFile(
  file: string,
  checking: Partial<Checking> & { readonly ask?: Ask } = {},
): Promise<{ readonly report: Report; readonly patch: string }> {
  const { options = optionsFrom([]), ask = async () => null, ...rest } = checking;
  const checked = await checkFiles([file], { options, python, cache: NO_CACHE, ...rest });
  return rewrite(checked, options.update, ask);
}

/** Checks one text with the options of a command line. */
export async function checkText(
  text: string,
  {
    args = [],
    extension = 'md',
    cache = NO_CACHE,
    ask,
  }: { args?: readonly string[]; extension?: string; cache?: ResultCache; ask?: Ask } = {},
): Promise<Seen> {
  const file = fileWith(text, extension);
  const { report, patch } = await checkFile(file, { options: optionsFrom(args), cache, ...(ask && { ask }) });
  return { report, patch, blocks: report.files[0]?.blocks ?? [], text: readFileSync(file, 'utf8') };
}

/** `id status` of each block. */
export const statuses = ({ blocks }: Seen): string[] => blocks.map(({ id, status }) => `${id} ${status}`);

/** `line:column message` of each problem. */
export const problems = ({ blocks }: Seen): string[] =>
  blocks.flatMap((block) => block.problems.map(({ line, column, message }) => `${line}:${column} ${message}`));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the whole command, as `npm run check -- ARGS` does. */
export async function command(
  args: readonly string[],
  signal?: AbortSignal,
  onText: (text: string) => void = () => {},
  ask?: Ask,
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await check(
    args,
    {
      out: (text) => {
        out += text;
        onText(text);
      },
      err: (text) => {
        err += text;
        onText(text);
      },
      isTerminal: false,
      isOutTerminal: false,
      columns: 80,
      env: {},
      ...(ask && { ask }),
    },
    signal,
  );
  return { code, out, err };
}

/** A script with its output, as Markdown. */
export const scriptPage = (code: string, output?: string, info = 'python'): string =>
  `\`\`\`${info}\n${code}\n\`\`\`\n${output === undefined ? '' : `\n\`\`\`output\n${output}\`\`\`\n`}\n`;
