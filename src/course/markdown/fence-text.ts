/** Reads one fence from the file's own text: the parser's tree drops backslashes, expands tabs and says nothing of where a line starts. */
import type { Container, Fence } from '../../lesson/read/fence.ts';
import type { Point } from '../../lesson/read/problem.ts';
import type { Markdown, MdastNode } from './markdown.ts';

type Code = Extract<MdastNode, { type: 'code' }>;

/** Where `value` begins in the line that holds it after list indentation and quote marks. */
function startIn(line: string, value: string): number {
  if (line.endsWith(value)) return line.length - value.length;
  // A tab that the container took only a part of comes back as spaces.
  const text = value.trimStart();
  const start = line.endsWith(text) ? line.length - text.length : line.search(/\S|$/);
  return line[start - 1] === '\t' ? start - 1 : start;
}

/** The fence of a `code` node; an indented code block has an empty marker. */
export function fenceFrom(node: Code, markdown: Markdown, within: readonly Container[], after: number | null): Fence {
  const { lines, source } = markdown;
  const span = markdown.spanOf(node);
  const { start, end } = span;
  const opening = source.slice(start.offset, lines.startOf(start.line) + lines.textOf(start.line).length);
  const match = /^(`{3,}|~{3,})([ \t]*)(\S*)([ \t]*)(.*)$/.exec(opening.replace(/(?<![ \t])[ \t]+$/, ''));
  const value = node.value === '' ? [] : node.value.split(/\r\n|\n|\r/);
  const marker = match?.[1] ?? '';

  // The parser ends an unclosed fence at the end of its container: sometimes one line below the last.
  const last =
    lines
      .textOf(end.line)
      .slice(0, Math.max(0, end.column - 1))
      .trim() === ''
      ? end.line - 1
      : end.line;
  const below = last - start.line;
  const closing = new RegExp(`(?:^|[ \\t>])\\${marker[0] ?? '`'}{${marker.length},}[ \\t]*$`);
  const closed = marker !== '' && below > 0 && value.length < below && closing.test(lines.textOf(last));
  const first = marker === '' ? start.line : start.line + 1;
  const count = marker === '' ? value.length : closed ? below - 1 : value.length;

  const points: Point[] = [];
  const code: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = first + index;
    const text = value[index] ?? '';
    const written = lines.textOf(line);
    code.push(text);
    points.push(lines.pointAt(lines.startOf(line) + startIn(written, text)));
  }
  const language = match?.[3] ?? '';
  const metaAt = start.offset + marker.length + (match?.[2] ?? '').length + language.length + (match?.[4] ?? '').length;
  return {
    language,
    meta: match?.[5] ?? '',
    code: code.join('\n'),
    span,
    metaStart: lines.pointAt(metaAt),
    lines: points,
    marker,
    closed: closed || marker === '',
    within,
    after,
  };
}
