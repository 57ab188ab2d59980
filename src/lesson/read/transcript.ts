/** Reads interactive sessions (`>>>` and `...` with what Python answers) into statements, and writes them back. */

import type { Reporter } from './problem.ts';
import { commentsIn, completenessOf, isDefinition } from './python-source.ts';
import type { Statement } from './snippet.ts';
import { sayOfTranscript } from './transcript-messages.ts';

/** What is wrong with a transcript; `line` counts from 0 within its text, `column` from 0 in the line. */
export interface TranscriptProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: 'advice';
}

export interface Transcript {
  readonly statements: readonly Statement[];
  readonly problems: readonly TranscriptProblem[];
}

const PROMPT = />>>(?: |$)/;
const CONTINUATION = /^\.\.\.(?: |$)/;
const DIRECTIVES = /#\s*doctest:\s*((?:[+-]\w+[\s,]*)+)/;

/** What our own vocabulary has instead of doctest's directives. */
const INSTEAD: Readonly<Record<string, string>> = {
  ELLIPSIS: 'Write `<...>` for some text on a line and `[...]` alone on a line for some lines.',
  SKIP: 'Give the statement a block of its own with `skip="why it is not run"`.',
  NORMALIZE_WHITESPACE: 'Write the output as Python prints it; `npm run check -- --update` does it.',
  IGNORE_EXCEPTION_DETAIL: 'Write `<...>` in place of the part of the message that varies.',
};

/** Does this text start as an interactive session does? Comments may stand before it. */
export function looksLikeTranscript(code: string): boolean {
  return /^\s*>>>(?: |$)/.test(code.split('\n').find((line) => !isSpacing(line)) ?? '');
}

/** Blank lines and comments say nothing that could be wrong. */
function isSpacing(line: string): boolean {
  return line.trim() === '' || line.trimStart().startsWith('#');
}

function directivesOf(source: string): string[] {
  if (!source.includes('doctest')) return [];
  return commentsIn(source).flatMap((comment) => {
    const [, flags = ''] = DIRECTIVES.exec(comment) ?? [];
    return [...flags.matchAll(/\+(\w+)/g)].map(([, flag = '']) => flag);
  });
}

/** Does a directive keep this statement from running? */
export function isSkipped({ directives }: Pick<Statement, 'directives'>): boolean {
  return directives.includes('SKIP');
}

/** Is this `...` line part of the statement read so far, or the first line that it printed? */
function continues(source: readonly string[], rest: string): boolean {
  const text = source.join('\n');
  // At the prompt a comment is not yet a statement.
  if (source.every(isSpacing)) return rest.trim() !== '';
  if (rest.trimStart().startsWith('#')) return true;
  const state = completenessOf(text);
  if (state !== 'block') return state === 'open';
  const terminated = source.length > 1 && source.at(-1)?.trim() === '';
  return !terminated || /^\s+\S/.test(rest) || isDefinition(text);
}

/** A transcript's lines without their common indentation, and where to report what is wrong with them. */
interface Reading {
  readonly lines: readonly string[];
  readonly report: Reporter;
}

/** Line numbers of one statement: `from` its source, `outputFrom` its output, which may be empty, `remarkTo` the end of the remark below it, `next` what follows. */
interface Extent {
  readonly source: string;
  readonly from: number;
  readonly outputFrom: number;
  readonly outputTo: number;
  readonly remarkTo: number;
  readonly next: number;
}

const isPrompt = (line: string): boolean => line.startsWith('>>>') && PROMPT.test(line);

/** The text of a `pycon` block as statements with their expected outputs; every line is accounted for or reported. */
export function readTranscript(code: string): Transcript {
  const problems: TranscriptProblem[] = [];
  const statements: Statement[] = [];
  const written = code.split('\n');
  const indent = /^[ \t]*(?=>>>)/.exec(written.find((line) => /^[ \t]*>>>/.test(line)) ?? '')?.[0] ?? '';
  const lines = written.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
  const report: Reporter = ({ line, column }, message, hint, severity) => {
    problems.push({
      line,
      column: column + indent.length,
      message,
      ...(hint !== undefined && { hint }),
      ...(severity && { severity }),
    });
  };
  const reading: Reading = { lines, report };

  const first = lines.findIndex(isPrompt);
  if (first < 0) {
    report(
      { line: 0, column: 0 },
      sayOfTranscript('no-prompt'),
      'Write `>>> ` before each statement, or make it a `python` block.',
    );
    return { statements, problems };
  }
  reportStray(reading, first);
  for (let at = first; at < lines.length; ) {
    const extent = extentAt(lines, at);
    const { source, from, outputFrom, outputTo, remarkTo } = extent;
    at = extent.next;
    reportSlips(reading, extent);
    if (source.trim() === '') continue;
    const directives = directivesOf(source);
    for (const name of directives) {
      const column = 4 + Math.max(0, source.split('\n', 1)[0]?.indexOf('# doctest') ?? 0);
      const hint = INSTEAD[name] ?? 'Remove the directive.';
      report({ line: from, column }, sayOfTranscript('directive', name), hint, 'advice');
    }
    statements.push({
      source,
      expected: textOf(lines.slice(outputFrom, outputTo)),
      remark: textOf(lines.slice(outputTo, remarkTo)),
      sourceLines: [from, outputFrom],
      outputLines: [outputFrom, outputTo],
      directives,
    });
  }
  return { statements, problems };
}

/** The statement whose prompt stands at `from`, as far as an interactive session would read it, and what it printed. */
function extentAt(lines: readonly string[], from: number): Extent {
  const source = [(lines[from] ?? '').slice(4)];
  let at = from + 1;
  while (at < lines.length && CONTINUATION.test(lines[at] ?? '') && continues(source, (lines[at] ?? '').slice(4))) {
    source.push((lines[at] ?? '').slice(4));
    at += 1;
  }
  const outputFrom = at;
  while (at < lines.length && !isPrompt(lines[at] ?? '')) at += 1;
  const isBlank = (line: number): boolean => (lines[line] ?? '').trim() === '';
  let remarkTo = at;
  while (remarkTo > outputFrom && isBlank(remarkTo - 1)) remarkTo -= 1;
  let outputTo = remarkTo;
  for (let line = remarkTo; line > outputFrom && isSpacing(lines[line - 1] ?? ''); line -= 1) {
    if (isBlank(line - 1)) outputTo = line - 1;
  }
  while (outputTo > outputFrom && isBlank(outputTo - 1)) outputTo -= 1;
  while (source.length > 1 && source.at(-1)?.trim() === '') source.pop();
  return { source: source.join('\n'), from, outputFrom, outputTo, remarkTo, next: at };
}

/** Output as it is printed: `<BLANKLINE>` is doctest's, and the number that Python's own console gives each input says nothing. */
function textOf(lines: readonly string[]): string {
  return lines
    .map((line) => (line === '<BLANKLINE>' ? '\n' : `${line.replace(/(?<=^| File ")<python-input-\d+>/, '<stdin>')}\n`))
    .join('');
}

function reportStray({ lines, report }: Reading, first: number): void {
  const stray = lines.slice(0, first).findIndex((line) => !isSpacing(line));
  if (stray < 0) return;
  if (/^(?:In|Out) ?\[\d*\]:/.test(lines[stray] ?? '')) {
    report({ line: stray, column: 0 }, sayOfTranscript('ipython'), 'Write `>>> ` in front of each statement.');
  } else {
    report(
      { line: stray, column: 0 },
      sayOfTranscript('text-above'),
      'Move it out of the block, or write `>>> # …` to make it a comment.',
    );
  }
}

/** Slips that would turn code into output, or output into nothing. */
function reportSlips({ lines, report }: Reading, { source, from, outputFrom, outputTo }: Extent): void {
  const state = completenessOf(source);
  const output = lines.slice(outputFrom, outputTo);
  for (const [index, line] of output.entries()) {
    if (/^>>>\S/.test(line)) {
      report(
        { line: outputFrom + index, column: 3 },
        sayOfTranscript('prompt-space'),
        `Write \`>>> ${line.slice(3)}\`.`,
      );
    } else if (index === 0 && /^\.\.\.[^\s.]/.test(line) && state !== 'done') {
      report({ line: outputFrom, column: 3 }, sayOfTranscript('dots-space'), `Write \`... ${line.slice(3)}\`.`);
    }
  }
  if (state === 'open') {
    report(
      { line: from, column: 4 },
      sayOfTranscript('not-finished'),
      'Write `... ` in front of each line that continues it.',
    );
  }
  const header = /:\s*(?:#.*)?$/.test(source) && !source.includes('\n') && state === 'block';
  if (header && /^\s+\S/.test(output[0] ?? '')) {
    report(
      { line: outputFrom, column: 0 },
      sayOfTranscript('no-prompts-in-body'),
      'Write `... ` in front of each line of the body, and `...` alone below it.',
    );
  }
  if (source.trim() === '' && output.length > 0) {
    report({ line: outputFrom, column: 0 }, sayOfTranscript('empty-prompt'), 'Write the statement after `>>> `.');
  }
}

/** An output as the lines of a transcript: blank lines at its end, which would be taken for spacing, are spelled out. */
export function outputLines(output: string): string[] {
  if (output === '') return [];
  const lines = (output.endsWith('\n') ? output.slice(0, -1) : output).split('\n');
  for (let index = lines.length - 1; index >= 0 && lines[index]?.trim() === ''; index -= 1) {
    if (lines[index] === '') lines[index] = '<BLANKLINE>';
  }
  return lines;
}
