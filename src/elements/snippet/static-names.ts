/** Reads the scopes of names from the page's markup, so that the editor can colour them without waiting for Python. */
import type { PaintedName } from './editor.ts';

/** `pre` contains the page's own code; output lines are not counted. */
export function namesIn(pre: Element): readonly PaintedName[] {
  const lines = [...pre.querySelectorAll('.line:not(:has(> samp))')];
  return lines.flatMap((line, at) =>
    [...line.querySelectorAll<HTMLElement>('[data-name]')].map((name) => {
      const before = document.createRange();
      before.setStart(line, 0);
      before.setEndBefore(name);
      return {
        line: at + 1,
        column: before.toString().length,
        length: name.textContent?.length ?? 0,
        class: [...name.classList].find((each) => /^name-(?:local|enclosing|global|builtin)$/.test(each)) ?? '',
        variable: Number(name.dataset.name),
        binds: name.dataset.binds !== undefined,
      };
    }),
  );
}
