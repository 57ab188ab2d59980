/** Reports for machines: JUnit's XML for test dashboards, GitHub's annotations for reviews. */
import type { BlockProblem, BlockReport, Report } from '../report.ts';
import { colours } from './colours.ts';
import { evidence } from './pretty.ts';

const PLAIN = colours(false);

function xml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (char) =>
      '\n\t'.includes(char) ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}

function details(problem: BlockProblem, path: string): string {
  const { line, column, message, hint } = problem;
  return `${path}:${line}:${column}: ${message}\n${hint === undefined ? '' : `${hint}\n`}${evidence(problem, PLAIN)}`;
}

/** What is wrong, each under its own element: Python gave something else, or the block could not be read. */
function verdicts({ problems }: BlockReport, path: string): string {
  return (['running', 'reading'] as const)
    .map((kind) => {
      const [first, ...others] = problems.filter((each) => each.kind === kind && each.severity === undefined);
      if (first === undefined) return '';
      const tag = kind === 'running' ? 'failure' : 'error';
      const text = [first, ...others].map((problem) => details(problem, path)).join('\n');
      return `<${tag} message="${xml(first.message)}">${xml(text)}</${tag}>`;
    })
    .join('');
}

interface TestCases {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** A block, and each of its statements that did not run. */
function testCases(path: string, block: BlockReport): TestCases {
  const { id, status, reason, milliseconds, line, unchecked = [] } = block;
  const open = (name: string, at: number, time: number): string =>
    `    <testcase classname="${xml(path)}" name="${xml(name)}" file="${xml(path)}" line="${at}" time="${(time / 1000).toFixed(3)}"`;
  const skip = (why = ''): string => `<skipped message="${xml(why)}"/>`;
  const inside = status === 'skipped' ? skip(reason) : verdicts(block, path);
  const own = `${open(id, line, milliseconds)}${inside === '' ? '/>' : `>${inside}</testcase>`}\n`;
  const others = status === 'skipped' ? [] : unchecked;
  return {
    text:
      own +
      others
        .map((each) => `${open(`${id}, line ${each.line}`, each.line, 0)}>${skip(each.reason)}</testcase>\n`)
        .join(''),
    tests: 1 + others.length,
    failures: inside.includes('<failure ') ? 1 : 0,
    errors: inside.includes('<error ') ? 1 : 0,
    skipped: (status === 'skipped' ? 1 : 0) + others.length,
  };
}

function counts(cases: readonly TestCases[], milliseconds: number): string {
  const sum = (of: (each: TestCases) => number): number => cases.reduce((total, each) => total + of(each), 0);
  return `tests="${sum(({ tests }) => tests)}" failures="${sum(({ failures }) => failures)}" errors="${sum(({ errors }) => errors)}" skipped="${sum(({ skipped }) => skipped)}" time="${(milliseconds / 1000).toFixed(3)}"`;
}

export function junitText({ files, milliseconds }: Report): string {
  const suites = files.map(({ path, blocks }) => {
    const cases = blocks.map((block) => testCases(path, block));
    const time = blocks.reduce((sum, block) => sum + block.milliseconds, 0);
    const text = cases.map((each) => each.text).join('');
    return { cases, text: `  <testsuite name="${xml(path)}" ${counts(cases, time)}>\n${text}  </testsuite>\n` };
  });
  const all = suites.flatMap(({ cases }) => cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts(all, milliseconds)}>\n${suites.map(({ text }) => text).join('')}</testsuites>\n`;
}

const escapeData = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

interface Note {
  readonly kind: 'error' | 'notice';
  readonly line: number;
  readonly column?: number;
  readonly text: string;
}

function notesOf({ status, reason, line, problems, unchecked = [] }: BlockReport): readonly Note[] {
  const notes = problems.map((problem): Note => {
    const hint = problem.hint === undefined ? '' : `\n${problem.hint}`;
    const text = `${problem.message}${hint}\n${evidence(problem, PLAIN)}`;
    const kind = problem.severity === 'advice' ? 'notice' : 'error';
    return { kind, line: problem.line, column: problem.column, text };
  });
  const skipped: readonly Note[] =
    status === 'skipped'
      ? [{ kind: 'notice', line, text: `Skipped: ${reason}` }]
      : unchecked.map((each) => ({
          kind: 'notice',
          ...each,
          text: `Not checked: \`${each.source}\` (${each.reason})`,
        }));
  return [...notes, ...skipped];
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function githubText({ files }: Report): string {
  return files
    .flatMap(({ path, blocks }) =>
      blocks.flatMap((block) =>
        notesOf(block).map(({ kind, line, column, text }) => {
          const place = `file=${escapeProperty(path)},line=${line}${column === undefined ? '' : `,col=${column}`}`;
          return `::${kind} ${place},title=${escapeProperty(block.id)}::${escapeData(text.trimEnd())}\n`;
        }),
      ),
    )
    .join('');
}
