/** What exercises and Parsons problems have in common: Check, hints one by one, the solution after an attempt, the verdict. */
import type { View } from '../snippet/view.ts';
import { make, makeButton, makeStatus } from './build.ts';
import { grade, type Mark, prepare, type Task } from './check-program.ts';
import { changeLesson, lessonProgress } from './store.ts';

export interface Work {
  /** The program that is there before the reader has done anything. */
  readonly start: string;
  /** What the reader has made, as a program. */
  code(): string | Promise<string>;
  /** The same as it is to be kept. */
  kept(): string | Promise<string>;
  /** Back to the beginning. */
  restart(): void | Promise<void>;
}

interface Role {
  readonly element: HTMLElement;
  readonly view: View & { readonly raises?: string };
}

/** The program of a part that has this role; the page carries it as data. */
export function roleIn(part: Element, role: string): Role | null {
  const element = part.querySelector<HTMLElement>(`:scope py-snippet[data-role="${role}"]`);
  const data = element?.querySelector(':scope > script[type="application/json"]')?.textContent;
  return element && data ? { element, view: JSON.parse(data) } : null;
}

export class TaskPanel {
  readonly #part: HTMLElement;
  readonly #work: Work;
  readonly #task: Task;
  readonly #hints: readonly HTMLDetailsElement[];
  readonly #mistakes: ReadonlyMap<string, HTMLDetailsElement>;
  readonly #solution: HTMLElement | null;
  readonly #said = makeStatus('task-said');
  readonly #check = makeButton('Check', () => this.check(), 'part-button task-check');
  readonly #hint = makeButton('Hint', () => this.#nextHint());
  readonly #show = makeButton('Show a solution', () => this.#showSolution());
  #busy = false;

  constructor(part: HTMLElement, work: Work) {
    this.#part = part;
    this.#work = work;
    this.#hints = [...part.querySelectorAll<HTMLDetailsElement>(':scope > .hint')];
    const wrong = [...part.querySelectorAll<HTMLDetailsElement>(':scope > .wrong-answer')];
    this.#mistakes = new Map(wrong.map((details) => [details.dataset.wrongAnswer ?? '', details]));
    this.#solution = roleIn(part, 'solution')?.element ?? null;
    const tests = roleIn(part, 'tests');
    this.#task = {
      id: part.id,
      tests: tests?.view.code ?? '',
      mistakes: [...this.#mistakes].map(([id, details]) => ({
        id,
        detects: roleIn(details, 'detects')?.view.code ?? null,
        raises: roleIn(details, 'wrong')?.view.raises ?? null,
      })),
    };
    for (const part of [...this.#hints, ...wrong, this.#solution, tests?.element]) if (part) part.hidden = true;
  }

  /** The row of buttons, `first` before the others, the verdict below it, and the hints, which come before the solution. */
  mount(after: Element, ...first: readonly HTMLElement[]): void {
    const restart = makeButton('Start again', () => this.#restart(), 'part-link');
    after.after(
      make('div', { class: 'task-actions' }, ...first, this.#check, this.#hint, this.#show, restart),
      this.#said,
      ...this.#hints,
    );
    for (const sign of ['pointerenter', 'focusin'] as const) {
      this.#part.addEventListener(sign, () => prepare().catch(() => {}), { once: true });
    }
    this.#nameHint();
    const { solved, attempts } = lessonProgress();
    this.#show.disabled = true;
    this.#show.title = 'Comes after your first own attempt';
    if (solved.includes(this.#part.id) || this.#part.id in attempts) this.#offerSolution();
    if (solved.includes(this.#part.id)) this.#part.dataset.state = 'solved';
  }

  async check(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#check.setAttribute('aria-busy', 'true');
    this.#say('Checking …', '');
    for (const details of this.#mistakes.values()) details.hidden = true;
    try {
      const code = await this.#work.code();
      const isAttempt = code.trim() !== this.#work.start.trim();
      if (isAttempt) await this.#keep();
      this.#tell(await grade(code, this.#task));
      if (isAttempt) this.#offerSolution();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#say(`This could not be checked. ${reason} Your work is kept; check again.`, 'wrong');
    } finally {
      this.#busy = false;
      this.#check.removeAttribute('aria-busy');
    }
  }

  async #keep(): Promise<void> {
    const { id } = this.#part;
    const kept = await this.#work.kept();
    changeLesson(({ attempts }) => ({ attempts: { ...attempts, [id]: kept }, place: id }));
  }

  #offerSolution(): void {
    this.#show.disabled = false;
    this.#show.title = '';
  }

  #tell(mark: Mark): void {
    if (mark.kind === 'passed') {
      const { id } = this.#part;
      changeLesson(({ solved }) => ({ solved: solved.includes(id) ? solved : [...solved, id] }));
      this.#part.dataset.state = 'solved';
      this.#say('Solved: all tests pass.', 'right');
      return;
    }
    this.#say(mark.message || 'A test fails.', 'wrong');
    const details = mark.mistake === null ? undefined : this.#mistakes.get(mark.mistake);
    if (details) {
      details.hidden = false;
      details.open = true;
      this.#said.after(details);
    }
  }

  #say(text: string, state: '' | 'right' | 'wrong'): void {
    this.#said.dataset.state = state;
    // `code` between backticks.
    this.#said.replaceChildren(...text.split('`').map((piece, at) => (at % 2 === 0 ? piece : make('code', {}, piece))));
  }

  #nextHint(): void {
    const hint = this.#hints.find(({ hidden }) => hidden);
    if (hint === undefined) return;
    hint.hidden = false;
    hint.open = true;
    this.#nameHint();
    hint.querySelector('summary')?.focus();
  }

  #nameHint(): void {
    const shown = this.#hints.filter(({ hidden }) => !hidden).length;
    this.#hint.hidden = shown === this.#hints.length;
    this.#hint.textContent = shown === 0 ? 'Hint' : `Hint ${shown + 1} of ${this.#hints.length}`;
  }

  #showSolution(): void {
    if (this.#solution === null) return;
    this.#solution.hidden = false;
    this.#show.hidden = true;
    const fold = this.#solution.querySelector('details');
    if (fold) fold.open = true;
    fold?.querySelector('summary')?.focus();
  }

  #restart(): void {
    this.#work.restart();
    const { id } = this.#part;
    changeLesson(({ attempts: { [id]: _, ...attempts } }) => ({ attempts }));
    for (const details of this.#mistakes.values()) details.hidden = true;
    this.#say('', '');
  }
}
