/** The page as a Jupyter notebook: its text as Markdown, its blocks as cells with the output shown on the page. */
import { parts } from 'virtual:parts';
import type { Statement } from '../../lesson/read/snippet.ts';
import { blockOf } from './blocks.ts';

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly object[];
}

/** Elements that work only on the page, or that give answers away. */
const NOT_FOR_NOTEBOOKS = `script, style, .visually-hidden, button, input, page-tools, details, ${parts.notForNotebooks}`;

export function notebookOf(article: Element): string {
  const cells: Cell[] = [];
  let text: string[] = [];
  const id = (): string => `cell-${cells.length + 1}`;
  const flush = (): void => {
    if (text.length > 0)
      cells.push({ cell_type: 'markdown', id: id(), metadata: {}, source: linesOf(text.join('\n\n')) });
    text = [];
  };
  const title = document.querySelector('h1')?.textContent?.trim();
  if (title) text.push(`# ${title}`, `From <${location.href.replace(/#.*/, '')}>`);

  const visit = (parent: Element): void => {
    for (const element of parent.children) {
      if (element.matches(NOT_FOR_NOTEBOOKS)) continue;
      if (element.matches('py-snippet')) {
        for (const cell of codeCells(element)) {
          flush();
          cells.push({ ...cell, id: id() });
        }
      } else if (isText(element)) {
        const markdown = markdownOf(element);
        if (markdown) text.push(markdown);
      } else visit(element);
    }
  };
  visit(article);
  flush();
  return JSON.stringify(
    {
      cells,
      metadata: {
        kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
        language_info: { name: 'python', version: '3.14' },
      },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  );
}

const isText = (element: Element): boolean =>
  /^(?:P|H[1-6]|UL|OL|BLOCKQUOTE|TABLE|PRE|DL)$/.test(element.tagName) || element.children.length === 0;

/** Solutions and tests are left out, since they give the answers away. */
function codeCells(element: Element): readonly Omit<Cell, 'id'>[] {
  const { view, text, edited } = blockOf(element);
  if (view.role !== undefined && !parts.shownRoles.includes(view.role)) return [];
  if (view.skip !== undefined) {
    return [{ cell_type: 'markdown', metadata: {}, source: linesOf(`\`\`\`python\n${text}\n\`\`\``) }];
  }
  const { expected } = view;
  // The page's output does not belong to the reader's code.
  if (edited || view.setting === 'question' || expected.kind === 'nothing') return [codeCell(text, [])];
  if (expected.kind === 'transcript') return transcriptCells(expected.statements);
  return [codeCell(text, [stream('stdout', expected.output?.text), stream('stderr', expected.error?.text)])];
}

/** A cell shows only its last value, so each statement with output ends a cell. */
function transcriptCells(statements: readonly Statement[]): readonly Omit<Cell, 'id'>[] {
  const cells: Omit<Cell, 'id'>[] = [];
  let sources: string[] = [];
  for (const [at, { source, expected }] of statements.entries()) {
    sources.push(source.replace(/\n$/, ''));
    if (expected === '' && at < statements.length - 1) continue;
    const failed = expected.startsWith('Traceback (most recent call last):');
    cells.push(codeCell(sources.join('\n'), [stream(failed ? 'stderr' : 'stdout', expected)]));
    sources = [];
  }
  return cells;
}

interface StreamOutput {
  readonly output_type: 'stream';
  readonly name: 'stdout' | 'stderr';
  readonly text: readonly string[];
}

function stream(name: StreamOutput['name'], text = ''): StreamOutput | undefined {
  return text === '' ? undefined : { output_type: 'stream', name, text: linesOf(text) };
}

function codeCell(text: string, outputs: readonly (StreamOutput | undefined)[]): Omit<Cell, 'id'> {
  const given = outputs.filter((output) => output !== undefined);
  // A cell that fails on purpose must not end "Run all cells".
  const failing = given.some(({ name }) => name === 'stderr');
  return {
    cell_type: 'code',
    metadata: failing ? { tags: ['raises-exception'] } : {},
    execution_count: null,
    outputs: given,
    source: linesOf(text),
  };
}

/** The notebook format stores text as lines that keep their newlines. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function markdownOf(element: Element): string {
  const { tagName } = element;
  const heading = /^H([1-6])$/.exec(tagName);
  if (heading) return `${'#'.repeat(Number(heading[1]))} ${inline(element)}`;
  switch (tagName) {
    case 'UL':
    case 'OL':
      return [...element.children]
        .map((item, at) => `${tagName === 'UL' ? '-' : `${at + 1}.`} ${itemOf(item)}`)
        .join('\n');
    case 'BLOCKQUOTE':
      return [...element.children].map((child) => `> ${markdownOf(child).replaceAll('\n', '\n> ')}`).join('\n>\n');
    case 'PRE':
      return `\`\`\`\n${element.textContent ?? ''}\n\`\`\``;
    case 'TABLE':
      return tableOf(element);
    default:
      return inline(element);
  }
}

function itemOf(item: Element): string {
  const nested = [...item.children].filter((child) => /^(?:UL|OL|PRE)$/.test(child.tagName));
  const own = item.cloneNode(true) as Element;
  for (const child of own.querySelectorAll(':scope > ul, :scope > ol, :scope > pre')) child.remove();
  return [inline(own), ...nested.map((child) => markdownOf(child).replace(/^/gm, '    '))].join('\n');
}

function tableOf(table: Element): string {
  const rows = [...table.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => inline(cell).replaceAll('|', '\\|')),
  );
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const BLOCKS = /^(?:P|LI|H[1-6]|TD|TH|DT|DD)$/;

function inline(node: Node): string {
  const pieces = [...node.childNodes].map((child) => {
    if (!(child instanceof Element))
      return (child.textContent ?? '').replace(/\s+/g, ' ').replace(/[*_`[\]\\<]/g, '\\$&');
    if (child.matches('script, style, button, [aria-hidden=true], .visually-hidden')) return '';
    switch (child.tagName) {
      case 'CODE':
      case 'KBD':
        return `\`${child.textContent ?? ''}\``;
      case 'EM':
      case 'I':
        return `*${inline(child)}*`;
      case 'STRONG':
      case 'B':
        return `**${inline(child)}**`;
      case 'A':
        return `[${inline(child)}](${(child as HTMLAnchorElement).href})`;
      case 'BR':
        return '  \n';
      default:
        return inline(child);
    }
  });
  const text = pieces.join('');
  return node instanceof Element && BLOCKS.test(node.tagName) ? text.trim() : text;
}
