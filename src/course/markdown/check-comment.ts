/** Comments that speak to the check, for documents whose fences must stay as they are: `<!-- check: skip="why" -->` above a block, and set-up that no reader sees. */
import type { Container, Fence } from '../../lesson/read/fence.ts';
import type { Point, Problem, Span } from '../../lesson/read/problem.ts';
import type { Markdown } from './markdown.ts';
import { sayOfText } from './messages.ts';

export interface CheckComment {
  /** The attributes. */
  readonly meta: string;
  readonly start: Point;
  readonly span: Span;
  /** Set-up below the attributes, or null. */
  readonly code: string | null;
}

/** The comment that an HTML node is, or null when it says nothing to the check. */
export function checkCommentFrom(html: string, span: Span, { lines }: Markdown): CheckComment | null {
  const match = /^(<!--[ \t]*check:[ \t]*)([^\r\n]*?)[ \t]*(?:(?:\r\n|\n|\r)([\s\S]*?))?-->\s*$/.exec(html);
  if (match === null) return null;
  const [, lead = '', meta = '', below] = match;
  const code = below === undefined || below.trim() === '' ? null : below.replace(/\r\n?/g, '\n').trimEnd();
  return { meta, start: lines.pointAt(span.start.offset + lead.length), span, code };
}

/** The set-up of a comment as a block: it runs, and the block below it goes on from there. */
export function hiddenFence(
  { meta, start, span, code }: CheckComment,
  { lines }: Markdown,
  within: readonly Container[],
): Fence {
  const text = code ?? '';
  return {
    language: 'python',
    meta,
    code: text,
    span,
    metaStart: start,
    lines: text.split('\n').map((_, index) => lines.pointAt(lines.startOf(span.start.line + 1 + index))),
    marker: '',
    closed: true,
    within,
    hidden: true,
    after: null,
  };
}

export function strayComment({ file }: Markdown, { span }: CheckComment): Problem {
  return {
    file: file.path,
    position: span.start,
    message: sayOfText('stray-comment'),
    hint: 'Put it directly above the block, with nothing but blank lines between.',
  };
}
