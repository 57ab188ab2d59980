/** What looks like Python in a document and is no fence: it would be shown as text, and checked by nobody. */
import { languageOf } from '../../lesson/read/fence.ts';
import type { Problem, Span } from '../../lesson/read/problem.ts';
import type { Markdown, MdastNode } from './markdown.ts';
import { sayOfText } from './messages.ts';

const isInside = (offset: number, spans: readonly Span[]): boolean =>
  spans.some(({ start, end }) => start.offset <= offset && offset < end.offset);

/** Text in which a fence's characters mean nothing: code, comments, expressions. */
export function isOpaque(node: MdastNode): boolean {
  if (node.type === 'html') return /^\s*<!--/.test(node.value);
  return /^(?:code|inlineCode|yaml|toml|mdxFlowExpression|mdxTextExpression|mdxjsEsm|math|inlineMath)$/.test(node.type);
}

/** Lines that look like the start of a Python fence and are none. */
export function strayFences(markdown: Markdown, opaque: readonly Span[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const match of markdown.source.matchAll(/(?<![`~])(`{3,}|~{3,})[ \t]*([^\s`~]+)([^\n\r]*)/g)) {
    const kind = languageOf({ language: match[2] ?? '', meta: match[3] ?? '' });
    if (kind === 'other' || isInside(match.index, opaque)) continue;
    const backtick = match[1]?.startsWith('`') && match[3]?.includes('`');
    problems.push({
      file: markdown.file.path,
      position: markdown.lines.pointAt(match.index),
      message: sayOfText('stray-fence'),
      hint: backtick
        ? 'The line that opens a fence of backticks may not hold another backtick: leave it out, or write the fence with `~~~`.'
        : 'Put it on a line of its own, with a blank line between it and any HTML or component tag above.',
    });
  }
  return problems;
}

/** Python fences that stand so far to the right that Markdown shows them as they are typed. */
export function indentedFences(markdown: Markdown, blocks: readonly Span[]): readonly Problem[] {
  return blocks.flatMap(({ start, end }): Problem[] => {
    const text = markdown.source.slice(start.offset, end.offset);
    if (/^(?:`{3,}|~{3,})/.test(text)) {
      const kind = languageOf({ language: /^[`~]+[ \t]*(\S*)/.exec(text)?.[1] ?? '', meta: '' });
      if (kind === 'other') return [];
    } else if (!/^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:py|python|pycon)\b/m.test(text)) return [];
    return [
      {
        file: markdown.file.path,
        position: start,
        message: sayOfText('indented-fence'),
        hint: 'Indent it by three spaces at most, counted from the list item or quote that it stands in.',
      },
    ];
  });
}

/** Sessions in HTML's `<pre>`. */
export function sessionsInHtml(markdown: Markdown, html: readonly Span[]): readonly Problem[] {
  return html.flatMap(({ start, end }): Problem[] => {
    const text = markdown.source.slice(start.offset, end.offset);
    const at = /<pre\b/i.test(text) ? text.search(/(?:>>>|&gt;&gt;&gt;) /) : -1;
    if (at < 0) return [];
    return [
      {
        file: markdown.file.path,
        position: markdown.lines.pointAt(start.offset + at),
        message: sayOfText('session-in-html'),
        hint: 'Write it as a `pycon` fence, with `skip="why"` if it must not run.',
      },
    ];
  });
}
