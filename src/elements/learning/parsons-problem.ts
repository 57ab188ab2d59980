/** `<parsons-problem>`: shuffled lines that become a program, by dragging, by keys, or by the buttons at each line. */
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
} from '../../lesson/parsons.ts';
import { make, makeStatus, shuffled } from './build.ts';
import { dragLines } from './drag-lines.ts';
import { lessonProgress } from './store.ts';
import { roleIn, TaskPanel } from './task-panel.ts';

const KEYS =
  'Enter uses a line or takes it out. Arrow keys move: up and down with Alt the line itself, left and right its depth.';

class ParsonsProblem extends HTMLElement {
  #now: Arrangement = arrangementOf([]);
  #fresh: Arrangement = this.#now;
  readonly #bank = make('ul', {
    class: 'parsons-lines parsons-bank',
    role: 'list',
    'aria-label': 'Lines to choose from',
    'data-empty': 'All lines are used.',
  });
  readonly #program = make('ol', {
    class: 'parsons-lines parsons-program',
    role: 'list',
    'aria-label': 'Your program',
    'data-empty': 'Your program: choose lines, or drag them here.',
  });
  readonly #said = makeStatus('visually-hidden');

  connectedCallback(): void {
    const solution = roleIn(this, 'solution');
    if (this.#fresh.bank.length > 0 || solution === null) return;
    const lines = `${solution.view.code}\n${roleIn(this, 'distractors')?.view.code ?? ''}`.split('\n');
    const texts = lines.map((line) => line.trim()).filter((line) => line !== '');
    this.#fresh = arrangementOf(shuffled(texts));
    this.#now = restored(this.#fresh, lessonProgress().attempts[this.id] ?? '');
    const panel = new TaskPanel(this, {
      start: '',
      code: () => programOf(this.#now),
      kept: () => keptOf(this.#now),
      restart: () => this.#change(this.#fresh),
    });
    const id = `${this.id}-keys`;
    const keys = make('p', { id, class: 'parsons-keys' }, KEYS);
    const board = make('div', { class: 'parsons-board' }, this.#bank, this.#program, keys, this.#said);
    solution.element.before(board);
    panel.mount(board);
    dragLines(board, this.#program, (line, at, depth) => {
      this.#change(at === null ? returned(this.#now, line) : placed(this.#now, line, at, depth), line);
    });
    this.#draw();
  }

  #change(next: Arrangement, focus?: number): void {
    this.#now = next;
    this.#draw();
    if (focus === undefined) return;
    this.querySelector<HTMLElement>(`[data-line="${focus}"] .parsons-line`)?.focus();
    const at = next.program.findIndex(({ id }) => id === focus);
    const line = next.program[at];
    this.#said.textContent = line ? `Line ${at + 1} of ${next.program.length}, depth ${line.depth}.` : 'Taken out.';
  }

  #draw(): void {
    this.#bank.replaceChildren(...this.#now.bank.map((line) => this.#row(line, null)));
    this.#program.replaceChildren(...this.#now.program.map((line, at) => this.#row(line, at)));
  }

  /** `at` is the line's place in the program, null in the bank. */
  #row(line: Line, at: number | null): HTMLElement {
    const { id, text, depth } = line;
    const label = at === null ? text : `Line ${at + 1}, depth ${depth}: ${text}`;
    const main = make(
      'button',
      {
        type: 'button',
        class: 'parsons-line',
        'aria-label': label,
        'aria-describedby': `${this.id}-keys`,
        click: () => (at === null ? this.#use(id) : this.#change(returned(this.#now, id), id)),
        keydown: (event) => this.#key(event as KeyboardEvent, line, at),
      },
      make('code', {}, text),
    );
    const row = make(
      'li',
      { 'data-line': String(id), 'data-depth': String(depth) },
      make('span', { class: 'parsons-grip', 'aria-hidden': 'true' }),
      main,
    );
    if (at !== null) row.append(this.#tools(line, at));
    return row;
  }

  #use(id: number): void {
    const { program } = this.#now;
    this.#change(placed(this.#now, id, program.length, likelyDepth(program.at(-1))), id);
  }

  #key(event: KeyboardEvent, { id, depth }: Line, at: number | null): void {
    const { key, altKey } = event;
    const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
    const turn = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
    if (step === 0 && turn === 0) return;
    event.preventDefault();
    if (at !== null && altKey && step !== 0) this.#change(placed(this.#now, id, at + step, depth), id);
    else if (at !== null && turn !== 0) this.#change(placed(this.#now, id, at, depth + turn), id);
    else if (step !== 0) {
      const all = [...this.querySelectorAll<HTMLElement>('.parsons-line')];
      all[all.indexOf(event.currentTarget as HTMLElement) + step]?.focus();
    }
  }

  /** For fingers, and for whoever does not know the keys. They are no stops for Tab: the line itself is. */
  #tools({ id, depth }: Line, at: number): HTMLElement {
    const last = this.#now.program.length - 1;
    const tool = (name: string, sign: string, next: () => Arrangement, off: boolean) =>
      make(
        'button',
        {
          type: 'button',
          tabindex: '-1',
          'aria-label': name,
          title: name,
          disabled: off,
          click: () => this.#change(next(), id),
        },
        sign,
      );
    return make(
      'span',
      { class: 'parsons-tools' },
      tool('Less deep', '←', () => placed(this.#now, id, at, depth - 1), depth === 0),
      tool('Deeper', '→', () => placed(this.#now, id, at, depth + 1), depth === DEEPEST),
      tool('Up', '↑', () => placed(this.#now, id, at - 1, depth), at === 0),
      tool('Down', '↓', () => placed(this.#now, id, at + 1, depth), at === last),
    );
  }
}

customElements.define('parsons-problem', ParsonsProblem);
