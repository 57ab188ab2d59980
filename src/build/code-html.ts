/** A snippet's code as the HTML of its `<pre>`: highlighted lines, marked lines, and transcripts whose prompts are no text. */
import { escapeHtml, htmlOfLine, tokensOf } from './highlight.ts';
import type { SnippetView } from './snippet-view.ts';

export async function renderCode(view: SnippetView): Promise<string> {
  const lines =
    view.expected.kind === 'transcript'
      ? await transcriptLines(view.expected.statements)
      : await scriptLines(view.code);
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

async function scriptLines(code: string): Promise<readonly Line[]> {
  return (await tokensOf(code, 'python')).map((tokens) => ({ html: htmlOfLine(tokens) }));
}

/** Statements are highlighted one by one: an output that looks like Python is not. */
async function transcriptLines(
  statements: Extract<SnippetView['expected'], { kind: 'transcript' }>['statements'],
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const { source, expected } of statements) {
    const tokens = await tokensOf(source.replace(/\n$/, ''), 'python');
    tokens.forEach((line, index) => {
      lines.push({ html: htmlOfLine(line), prompt: index === 0 ? '>>> ' : '... ' });
    });
    if (expected === '') continue;
    for (const text of expected.replace(/\n$/, '').split('\n'))
      lines.push({ html: `<samp>${escapeHtml(text)}</samp>` });
  }
  return lines;
}

function isMarked(ranges: SnippetView['mark'], line: number): boolean {
  return ranges.some(([from, to]) => from <= line && line <= to);
}
