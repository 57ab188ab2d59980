/** Measures search by questions: whether the section that answers stands first, and in the first three, asked of the built index. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { outputDirectory, projectDirectory } from '../../src/course/places.ts';
import type { Ask } from '../../src/elements/search/ranking/answers.ts';
import { errorsIn, messagePattern, withoutType } from '../../src/elements/search/ranking/message.ts';
import type { FoundRecord } from '../../src/elements/search/ranking/record.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { openSiteSearch } from './site-index.ts';

export const about =
  'search by how people ask: the right section first and in the first three (--list NAME shows what is missed)';

export interface AskedQuestion {
  readonly ask: string;
  readonly kind: 'question' | 'fragment' | 'typo' | 'error';
  /** `slug#section` of the sections that answer. */
  readonly answers: readonly string[];
  /** Of a pasted error: `slug#block` of the blocks that raise it. */
  readonly errors?: readonly string[];
}

const FOLDER = path.join(projectDirectory, 'tests/questions');

/** `tune`, by which the weights were chosen, and `aside`, which nobody looked at meanwhile. */
export function questionLists(): readonly string[] {
  return readdirSync(FOLDER)
    .map((file) => path.basename(file, '.yaml'))
    .sort();
}

export function questionsOf(name: string): readonly AskedQuestion[] {
  return parse(readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8'));
}

export async function run(args: readonly string[]): Promise<void> {
  if (!isBuilt() && !(await buildSite())) process.exit(1);
  const ask = await openSiteSearch(outputDirectory);
  const listed = args[args.indexOf('--list') + 1];
  for (const name of questionLists()) {
    const questions = questionsOf(name);
    const ranks = await ranksOf(ask, questions);
    process.stdout.write(`\n${name}: ${questions.length} questions\n`);
    for (const kind of ['question', 'fragment', 'typo', 'error', undefined] as const)
      report(
        kind,
        ranks.filter(({ question }) => kind === undefined || question.kind === kind),
      );
    if (args.includes('--list') && listed === name) list(ranks);
  }
}

interface Rank {
  readonly question: AskedQuestion;
  /** From 1; 0 when it is not among those that are shown. */
  readonly rank: number;
  readonly found: readonly FoundRecord[];
}

export async function ranksOf(ask: Ask, questions: readonly AskedQuestion[]): Promise<readonly Rank[]> {
  const ranks: Rank[] = [];
  for (const question of questions) {
    const found = await (await ask(question.ask)).best(8);
    ranks.push({ question, found, rank: found.findIndex((record) => isRight(record, question)) + 1 });
  }
  return ranks;
}

/** A section that answers or a block in it, a block that raises the error, or the entry of exactly this message. */
export function isRight(record: FoundRecord, { ask, kind, answers, errors = [] }: AskedQuestion): boolean {
  const slug = path.basename(record.file, '.html');
  if (answers.includes(`${slug}#${record.section}`) || errors.includes(`${slug}#${record.anchor}`)) return true;
  if (kind !== 'error' || record.kind !== 'error') return false;
  const pasted = messagePattern(errorsIn(ask)[0]?.message ?? ask);
  return [record.title, ...record.asked].some((line) => messagePattern(withoutType(line)) === pasted);
}

function report(kind: string | undefined, ranks: readonly Rank[]): void {
  if (ranks.length === 0) return;
  const share = (limit: number) => {
    const right = ranks.filter(({ rank }) => rank > 0 && rank <= limit).length;
    return `${right} (${Math.round((100 * right) / ranks.length)} %)`;
  };
  const empty = ranks.filter(({ found }) => found.length === 0).length;
  process.stdout.write(
    `  ${(kind ?? 'all').padEnd(10)} ${String(ranks.length).padStart(4)}   first ${share(1).padEnd(11)} in the first three ${share(3).padEnd(11)} nothing found ${empty}\n`,
  );
}

function list(ranks: readonly Rank[]): void {
  for (const { question, rank, found } of ranks) {
    if (rank === 1) continue;
    const shown = found
      .slice(0, 3)
      .map(({ file, anchor, kind }) => `${path.basename(file, '.html')}#${anchor} (${kind})`);
    process.stdout.write(
      `\n${rank} ${question.ask}\n    wanted ${question.answers.join('  ')}\n    found  ${shown.join('  ')}\n`,
    );
  }
}
