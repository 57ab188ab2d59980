/** Changes to text that was written by others: a text of another shape is an error that says where to look. */

const ADVICE =
  'Compare the new file with src/runtime/pyodide/changes.ts, adapt what is there, and run the browser tests.';

/** Changes each match, of which there must be so many; without a number, one at least. */
export function replacedIn(
  file: string,
  text: string,
  shape: RegExp,
  by: (whole: string, ...groups: readonly string[]) => string,
  times?: number,
): string {
  const found = text.match(shape)?.length ?? 0;
  if (times === undefined ? found === 0 : found !== times) {
    const wanted = times === undefined ? 'nothing' : `${found} times instead of ${times}`;
    throw new Error(`${file} of the pyodide package changed shape: ${shape} matches ${wanted}. ${ADVICE}`);
  }
  return text.replace(shape, by);
}
