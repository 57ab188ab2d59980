/** The shape of Python's tracebacks, line by line: what is a frame, what is the exception. */

/**
 * `frame`: an indented line between the header and the exception. `dots`: a line of three dots there, by which a page
 * leaves frames out. `exception`: the line that names it, which ends the traceback. `text`: everything else.
 */
export type Role = 'header' | 'frame' | 'dots' | 'exception' | 'text';

const HEADER = /^([ |+]*)(?:Exception Group )?Traceback \(most recent call last\):\s*$/;
/** How a `SyntaxError` begins that has no frames. */
const PLACE = /^ {2}File "[^"]*", line \d+$/;

/** What each line is; in groups of exceptions the margin of bars does not count. */
export function rolesOf(lines: readonly string[]): readonly Role[] {
  /** What stands in front of each line of the traceback that goes on; null outside of one. */
  let margin: string | null = null;
  return lines.map((line): Role => {
    const header = HEADER.exec(line);
    if (header !== null) {
      margin = (header[1] ?? '').replace('+', '|');
      return 'header';
    }
    if (margin === null) {
      if (!PLACE.test(line)) return 'text';
      margin = '';
      return 'frame';
    }
    if (/^[\s|]*\.\.\.\s*$/.test(line)) return 'dots';
    const rest: string | null = line.startsWith(margin) ? line.slice(margin.length) : null;
    if (rest?.startsWith(' ')) return 'frame';
    margin = null;
    return rest === null || rest === '' ? 'text' : 'exception';
  });
}

/** The exceptions that a text shows, links of a chain and members of a group included, in order: `ValueError`. */
export function exceptionsIn(text: string): readonly string[] {
  const lines = text.split('\n');
  return rolesOf(lines).flatMap((role, index) => {
    const line = lines[index] ?? '';
    const bare = role === 'exception' ? line : /^ +\| (?=\S)/.test(line) ? line : null;
    const name = bare === null ? undefined : /^[ |]*([A-Za-z_][\w.]*)(?::|$)/.exec(bare)?.[1];
    return name === undefined ? [] : [name];
  });
}

/** The line that names the exception which ended a statement or a script: the last one that is not inside a group. */
export function lastException(text: string): string | null {
  const lines = text.split('\n');
  const roles = rolesOf(lines);
  const outer = lines.filter((line, index) => roles[index] === 'exception' && !/^ {4,}\|/.test(line));
  return outer.at(-1)?.replace(/^[ |]+/, '') ?? null;
}
