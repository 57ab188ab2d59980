/** Reports for machines: JUnit's XML for test dashboards, GitHub's annotations for reviews. */
import type { BlockReport, Report } from '../report.ts';
import { colours } from './colours.ts';
import { diffText } from './pretty.ts';

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

function details({ problems }: BlockReport, path: string): string {
  return problems
    .map(
      ({ line, column, message, hint, diff }) =>
        `${path}:${line}:${column}: ${message}\n${hint === undefined ? '' : `${hint}\n`}${diff === undefined ? '' : diffText(diff, PLAIN)}`,
    )
    .join('\n');
}

function testCase(path: string, block: BlockReport): string {
  const { id, status, reason, milliseconds, line } = block;
  const head = `    <testcase classname="${xml(path)}" name="${xml(id)}" file="${xml(path)}" line="${line}" time="${(milliseconds / 1000).toFixed(3)}"`;
  if (status === 'passed') return `${head}/>\n`;
  if (status === 'skipped') return `${head}><skipped message="${xml(reason ?? '')}"/></testcase>\n`;
  const tag = status === 'failed' ? 'failure' : 'error';
  return `${head}><${tag} message="${xml(reason ?? '')}">${xml(details(block, path))}</${tag}></testcase>\n`;
}

export function junitText({ files, totals, milliseconds }: Report): string {
  const suites = files.map(({ path, blocks }) => {
    const count = (status: string): number => blocks.filter((block) => block.status === status).length;
    const time = blocks.reduce((sum, block) => sum + block.milliseconds, 0) / 1000;
    return `  <testsuite name="${xml(path)}" tests="${blocks.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}" time="${time.toFixed(3)}">\n${blocks.map((block) => testCase(path, block)).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${totals.blocks}" failures="${totals.failed}" errors="${totals.errors}" skipped="${totals.skipped}" time="${(milliseconds / 1000).toFixed(3)}">\n${suites.join('')}</testsuites>\n`;
}

const escapeData = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function githubText({ files }: Report): string {
  return files
    .flatMap(({ path, blocks }) =>
      blocks.flatMap((block) => {
        const notes = block.problems.map(({ line, column, message, hint, diff, severity }) => {
          const text = `${message}${hint === undefined ? '' : `\n${hint}`}${diff === undefined ? '' : `\n${diffText(diff, PLAIN)}`}`;
          const kind = severity === 'advice' ? 'notice' : 'error';
          return `::${kind} file=${escapeProperty(path)},line=${line},col=${column},title=${escapeProperty(block.id)}::${escapeData(text.trimEnd())}\n`;
        });
        if (block.status !== 'skipped') return notes;
        return [
          ...notes,
          `::notice file=${escapeProperty(path)},line=${block.line},title=${escapeProperty(block.id)}::${escapeData(`Skipped: ${block.reason}`)}\n`,
        ];
      }),
    )
    .join('');
}
