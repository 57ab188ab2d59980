/** A snippet's code as the HTML of its `<pre>`: highlighted lines, marked lines, and transcripts whose prompts are no text. */
import type { ScopeName } from '../../lesson/scopes.ts';
import { escapeHtml, tokensOf } from './highlight.ts';
import { htmlWithNames } from './name-html.ts';
import type { SnippetView } from './snippet-view.ts';

/** One HTML text a line; prompts of a transcript are text here. */
export async function renderLines(view: SnippetView): Promise<readonly string[]> {
  const lines = await linesOf(view);
  return lines.map(({ html, prompt = '' }) =>
    prompt === '' ? html : `<span class="tk-quiet">${escapeHtml(prompt)}</span>${html}`,
  );
}

function linesOf(view: SnippetView): Promise<readonly Line[]> {
  const namesOf = namesByLine(view);
  return view.expected.kind === 'transcript'
    ? transcriptLines(view.expected.statements, namesOf)
    : scriptLines(view.code, namesOf);
}

/** Has the tokens of a block kept for the page that shows it. */
export async function highlightAhead(view: Pick<SnippetView, 'code' | 'expected'>): Promise<void> {
  for (const source of highlightedSources(view)) await tokensOf(source, 'python');
}

/** Statements of a transcript are highlighted one by one: an output that looks like Python is not. */
function highlightedSources({ code, expected }: Pick<SnippetView, 'code' | 'expected'>): readonly string[] {
  return expected.kind === 'transcript' ? expected.statements.map(({ source }) => source.replace(/\n$/, '')) : [code];
}

export async function renderCode(view: SnippetView): Promise<string> {
  const lines = await linesOf(view);
  const html = lines.map(({ html, prompt }, index) => {
    const classes = isMarked(view.mark, index + 1) ? 'line marked' : 'line';
    return `<span class="${classes}"${prompt === undefined ? '' : ` data-prompt="${escapeHtml(prompt)}"`}>${html}</span>`;
  });
  return `<code>${html.join('\n')}</code>`;
}

interface Line {
  readonly html: string;
  readonly prompt?: string;
}

/** The names of a line of Python, counted from 0. */
type NamesOf = (line: number) => readonly ScopeName[];

function namesByLine({ scopes }: SnippetView): NamesOf {
  const lines = Map.groupBy(scopes?.names ?? [], ({ line }) => line - 1);
  return (line) => lines.get(line) ?? [];
}

async function scriptLines(code: string, namesOf: NamesOf): Promise<readonly Line[]> {
  return (await tokensOf(code, 'python')).map((tokens, index) => ({ html: htmlWithNames(tokens, namesOf(index)) }));
}

/** Statements are highlighted one by one: an output that looks like Python is not. */
async function transcriptLines(
  statements: Extract<SnippetView['expected'], { kind: 'transcript' }>['statements'],
  namesOf: NamesOf,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let before = 0;
  for (const { source, expected } of statements) {
    const tokens = await tokensOf(source.replace(/\n$/, ''), 'python');
    tokens.forEach((line, index) => {
      lines.push({ html: htmlWithNames(line, namesOf(before + index)), prompt: index === 0 ? '>>> ' : '... ' });
    });
    before += tokens.length;
    if (expected === '') continue;
    for (const text of expected.replace(/\n$/, '').split('\n'))
      lines.push({ html: `<samp>${escapeHtml(text)}</samp>` });
  }
  return lines;
}

function isMarked(ranges: SnippetView['mark'], line: number): boolean {
  return ranges.some(([from, to]) => from <= line && line <= to);
}
