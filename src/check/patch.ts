/** What an update changes, as a patch that `git apply` and people can read. */
import type { Edit } from '../lesson/judge/update.ts';

const CONTEXT = 3;

/** Lines that go, and those that come in their place. */
interface Hunk {
  /** First line of the old text, from 0, and the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly old: readonly string[];
  readonly now: readonly string[];
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Texts of more lines than this are one hunk. */
const MOST_LINES = 500;

/** What differs between old and new lines, in as few lines as can be. */
function hunksBetween(from: number, old: readonly string[], now: readonly string[]): readonly Hunk[] {
  if (old.length > MOST_LINES || now.length > MOST_LINES) return [{ from, to: from + old.length, old, now }];
  const columns = now.length + 1;
  const common = new Uint16Array((old.length + 1) * columns);
  const at = (a: number, b: number): number => common[a * columns + b] ?? 0;
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      common[a * columns + b] = old[a] === now[b] ? 1 + at(a + 1, b + 1) : Math.max(at(a + 1, b), at(a, b + 1));
    }
  }
  const hunks: Hunk[] = [];
  let a = 0;
  let b = 0;
  while (a < old.length || b < now.length) {
    const [startA, startB] = [a, b];
    while ((a < old.length || b < now.length) && !(a < old.length && old[a] === now[b])) {
      if (b === now.length || (a < old.length && at(a + 1, b) >= at(a, b + 1))) a += 1;
      else b += 1;
    }
    if (a > startA || b > startB)
      hunks.push({ from: from + startA, to: from + a, old: old.slice(startA, a), now: now.slice(startB, b) });
    a += 1;
    b += 1;
  }
  return hunks;
}

function hunksOf(source: string, edits: readonly Edit[]): readonly Hunk[] {
  const lines = linesOf(source);
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length;
  }
  const lineAt = (at: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= at),
    );
  const hunks: Hunk[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const from = edit.start >= source.length ? lines.length : lineAt(edit.start);
    const last = edit.end >= source.length ? lines.length : lineAt(edit.end);
    const start = starts[from] ?? source.length;
    const to = edit.end > (starts[last] ?? source.length) ? last + 1 : Math.max(last, from);
    const end = starts[to] ?? source.length;
    const text = source.slice(start, edit.start) + edit.text + source.slice(edit.end, end);
    hunks.push(...hunksBetween(from, lines.slice(from, to), linesOf(text)));
  }
  return hunks;
}

export function patchOf(path: string, source: string, edits: readonly Edit[]): string {
  const lines = linesOf(source);
  const written = (mark: string, line: string): string =>
    line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
  let moved = 0;
  let text = '';
  const groups: Hunk[][] = [];
  for (const hunk of hunksOf(source, edits)) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && hunk.from - last.to <= 2 * CONTEXT) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  for (const group of groups) {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    const from = Math.max(0, first.from - CONTEXT);
    const to = Math.min(lines.length, last.to + CONTEXT);
    let body = '';
    let at = from;
    let growth = 0;
    for (const { from: start, to: end, old, now } of group) {
      for (const line of lines.slice(at, start)) body += written(' ', line);
      for (const line of old) body += written('-', line);
      for (const line of now) body += written('+', line);
      at = end;
      growth += now.length - old.length;
    }
    for (const line of lines.slice(at, to)) body += written(' ', line);
    const size = to - from;
    text += `@@ -${size === 0 ? from : from + 1},${size} +${from + 1 + moved},${size + growth} @@\n${body}`;
    moved += growth;
  }
  const name = path.replace(/^\//, '');
  return text === '' ? '' : `--- a/${name}\n+++ b/${name}\n${text}`;
}
