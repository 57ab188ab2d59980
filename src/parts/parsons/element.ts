/** `<parsons-problem>`: shuffled lines that become a program, by dragging, by keys, or by the buttons at each line. */

import { definePart, make, makeButton, makeStatus, shuffled } from '../../elements/learning/build.ts';
import { dragLines } from '../../elements/learning/drag-lines.ts';
import { lessonProgress } from '../../elements/learning/store.ts';
import { roleIn, taskPanel } from '../../elements/learning/task-panel.ts';
import {
  type Arrangement,
  arrangementOf,
  DEEPEST,
  keptOf,
  type Line,
  likelyDepth,
  placed,
  programOf,
  restored,
  returned,
} from './arrangement.ts';

const KEYS =
  'Enter uses a line or takes it out. Arrow keys move: up and down with Alt the line itself, left and right its depth.';

definePart('parsons-problem', (part) => {
  const solution = roleIn(part, 'solution');
  if (solution === null) return;
  const lines = `${solution.view.code}\n${roleIn(part, 'distractors')?.view.code ?? ''}`.split('\n');
  const fresh = arrangementOf(shuffled(lines.map((line) => line.trim()).filter((line) => line !== '')));
  let now = restored(fresh, lessonProgress().attempts[part.id] ?? '');

  const listOf = (tag: 'ul' | 'ol', name: string, label: string, empty: string) =>
    make(tag, { class: `parsons-lines parsons-${name}`, role: 'list', 'aria-label': label, 'data-empty': empty });
  const bank = listOf('ul', 'bank', 'Lines to choose from', 'All lines are used.');
  const program = listOf('ol', 'program', 'Your program', 'Your program: choose lines, or drag them here.');
  const keys = make('p', { id: `${part.id}-keys`, class: 'parsons-keys' }, KEYS);
  const said = makeStatus('visually-hidden');
  const board = make('div', { class: 'parsons-board' }, bank, program, keys, said);

  function draw(): void {
    bank.replaceChildren(...now.bank.map((line) => row(line, null)));
    program.replaceChildren(...now.program.map(row));
  }

  function change(next: Arrangement, moved: number): void {
    now = next;
    draw();
    board.querySelector<HTMLElement>(`[data-line="${moved}"] .parsons-line`)?.focus();
    const at = now.program.findIndex(({ id }) => id === moved);
    const line = now.program[at];
    said.textContent = line ? `Line ${at + 1} of ${now.program.length}, depth ${line.depth}.` : 'Taken out.';
  }

  /** `at` is the line's place in the program, null in the bank. */
  function row(line: Line, at: number | null): HTMLElement {
    const { id, text, depth } = line;
    const { length } = now.program;
    const use = () =>
      change(at === null ? placed(now, id, length, likelyDepth(now.program.at(-1))) : returned(now, id), id);
    const main = makeButton('', use, 'parsons-line');
    main.append(make('code', {}, text));
    main.ariaLabel = at === null ? text : `Line ${at + 1}, depth ${depth}: ${text}`;
    main.setAttribute('aria-describedby', keys.id);
    main.addEventListener('keydown', (event) => key(event, line, at));
    const grip = make('span', { class: 'parsons-grip', 'aria-hidden': 'true' });
    const made = make('li', { 'data-line': String(id), 'data-depth': String(depth) }, grip, main);
    if (at !== null) {
      /** For fingers, and for whoever does not know the keys. They are no stops for Tab: the line itself is. */
      const tool = (name: string, sign: string, to: number, deep: number, off: boolean) => {
        const button = makeButton(sign, () => change(placed(now, id, to, deep), id), 'parsons-tool');
        button.tabIndex = -1;
        button.ariaLabel = button.title = name;
        button.disabled = off;
        return button;
      };
      const tools = [
        tool('Less deep', '←', at, depth - 1, depth === 0),
        tool('Deeper', '→', at, depth + 1, depth === DEEPEST),
        tool('Up', '↑', at - 1, depth, at === 0),
        tool('Down', '↓', at + 1, depth, at === length - 1),
      ];
      made.append(make('span', { class: 'parsons-tools' }, ...tools));
    }
    return made;
  }

  function key(event: KeyboardEvent, { id, depth }: Line, at: number | null): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (step === 0 && turn === 0) return;
    event.preventDefault();
    if (at !== null && (turn !== 0 || event.altKey)) change(placed(now, id, at + step, depth + turn), id);
    else if (step !== 0) {
      const all = [...board.querySelectorAll<HTMLElement>('.parsons-line')];
      all[all.indexOf(event.currentTarget as HTMLElement) + step]?.focus();
    }
  }

  solution.element.before(board);
  const work = {
    start: '',
    code: () => programOf(now),
    kept: () => keptOf(now),
    restart() {
      now = fresh;
      draw();
    },
  };
  taskPanel(part, work, board);
  dragLines(board, program, (line, at, depth) => {
    change(at === null ? returned(now, line) : placed(now, line, at, depth), line);
  });
  draw();
});
