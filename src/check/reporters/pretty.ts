/** The report for people: problems with clickable places and explained differences, then one line that sums up. */
import type { DiffLine } from '../../lesson/judge/diff.ts';
import { visible } from '../../lesson/read/visible.ts';
import type { BlockProblem, BlockReport, FileReport, Report } from '../report.ts';
import type { Colours } from './colours.ts';

/** Lines of context around a difference. */
const CONTEXT = 2;
const MOST_LINES = 60;
const MOST_PRINTED = 20;
/** Of one line. */
const MOST_CHARACTERS = 240;

/** The part of a long line in which something differs. */
function window({ text, marks, ...rest }: DiffLine): DiffLine {
  if (text.length <= MOST_CHARACTERS) return { text, ...(marks && { marks }), ...rest };
  const from = Math.max(0, Math.min(text.length - MOST_CHARACTERS, (marks?.[0]?.[0] ?? 0) - MOST_CHARACTERS / 4));
  const to = from + MOST_CHARACTERS;
  const lead = from > 0 ? '… ' : '';
  const shown = (at: number): number => Math.min(Math.max(at, from), to) - from + lead.length;
  return {
    ...rest,
    text: `${lead}${text.slice(from, to)}${to < text.length ? ` … ${text.length - to} more characters` : ''}`,
    ...(marks && { marks: marks.map(([start, end]) => [shown(start), shown(end)] as const) }),
  };
}

function marked(line: DiffLine, colour: (text: string) => string, { inverse }: Colours): string {
  const text = visible(line.text);
  let result = '';
  let at = 0;
  for (const [from, to] of line.marks ?? []) {
    result += colour(text.slice(at, from)) + colour(inverse(text.slice(from, to)));
    at = to;
  }
  return result + colour(text.slice(at));
}

/** The difference: `-` stands on the page, `+` is what Python printed. */
export function diffText(diff: readonly DiffLine[], c: Colours): string {
  const near = diff.map((_, index) =>
    diff.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const lines: string[] = [];
  for (const [index, whole] of diff.entries()) {
    const line = window(whole);
    if (lines.length >= MOST_LINES) {
      lines.push(c.dim(`  … ${diff.length - index} more lines`));
      break;
    }
    if (!near[index]) {
      if (index === 0 || near[index - 1]) lines.push(c.dim('  …'));
    } else if (line.kind === 'same') lines.push(c.dim(`  ${line.text}`));
    else if (line.kind === 'expected') lines.push(c.red('- ') + marked(line, c.red, c));
    else lines.push(c.green('+ ') + marked(line, c.green, c));
  }
  return lines.map((line) => `    ${line}\n`).join('');
}

function problemText(path: string, block: BlockReport, problem: BlockProblem, c: Colours): string {
  const place = c.bold(`${path}:${problem.line}:${problem.column}`);
  const label = problem.severity === 'advice' ? c.yellow('advice: ') : '';
  const name = block.id === 'page' ? '' : c.dim(`${block.id}: `);
  const hint =
    problem.hint === undefined
      ? ''
      : `${problem.hint
          .split('\n')
          .map((line) => `  ${line}\n`)
          .join('')}`;
  return `${place}: ${name}${label}${problem.message}\n${hint}${evidence(problem, c)}`;
}

/** What differs, or what was printed before a run was cut short. */
export function evidence({ diff, printed }: BlockProblem, c: Colours): string {
  if (printed === undefined) return diff === undefined ? '' : diffText(diff, c);
  if (printed === '') return '  It had printed nothing.\n';
  const lines = printed.replace(/\n$/, '').split('\n');
  const least =
    lines.length <= MOST_PRINTED
      ? lines
      : [...lines.slice(0, MOST_PRINTED / 2), '…', ...lines.slice(-MOST_PRINTED / 2)];
  return `  It had printed:\n${least.map((line) => `    ${c.dim(`| ${visible(line.slice(0, MOST_CHARACTERS))}`)}\n`).join('')}`;
}

export function fileText({ path, blocks }: FileReport, c: Colours): string {
  return blocks
    .flatMap((block) => block.problems.map((problem) => `${problemText(path, block, problem, c)}\n`))
    .join('');
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What stands in the files, or beside them, and was not checked. */
export function passedOverText({ files, passedOver = [] }: Report, c: Colours): string {
  const inside = files.flatMap(({ path, passedOver: texts = [] }) =>
    texts.map(({ line, reason }) => c.dim(`passed over ${path}:${line}: ${reason}\n`)),
  );
  return [...passedOver.map(({ path, reason }) => c.dim(`passed over ${path}: ${reason}\n`)), ...inside].join('');
}

/** The last lines: what did not run, with the reasons, and the sum. */
export function summaryText(report: Report, c: Colours): string {
  const { files, totals, milliseconds, python } = report;
  const skips = files.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ status }) => status === 'skipped')
      .map(({ id, line, reason }) => c.dim(`skipped ${path}:${line} ${id}: ${reason}\n`)),
  );
  const unchecked = files.flatMap(({ path, blocks }) =>
    blocks.flatMap((block) =>
      (block.unchecked ?? []).map(({ line, source, reason }) =>
        c.dim(`unchecked ${path}:${line} ${block.id}: \`${source}\` (${reason})\n`),
      ),
    ),
  );
  const cached = files.flatMap((file) => file.blocks).filter((block) => block.cached).length;
  const bad = totals.failed + totals.errors;
  const counts = [
    totals.failed > 0 ? c.red(`${totals.failed} failed`) : '',
    totals.errors > 0 ? c.red(`${totals.errors} not readable`) : '',
    c.green(`${totals.passed} passed`),
    totals.skipped > 0 ? c.yellow(`${totals.skipped} skipped`) : '',
    totals.unchecked > 0 ? c.yellow(`${plural(totals.unchecked, 'statement')} unchecked`) : '',
  ].filter(Boolean);
  const seconds = (milliseconds / 1000).toFixed(milliseconds < 950 ? 2 : 1);
  const from = cached === 0 ? '' : `, ${cached === totals.blocks ? 'all' : cached} unchanged`;
  return `${passedOverText(report, c)}${[...skips, ...unchecked].join('')}${bad > 0 ? c.red('✖') : c.green('✔')} ${plural(totals.blocks, 'block')} in ${plural(files.length, 'file')}: ${counts.join(', ')} ${c.dim(`(${seconds} s${from}, Python ${python})`)}\n`;
}
