/** What exercises and Parsons problems have in common: Check, hints one by one, the solution after an attempt, the verdict. */

import type { Task } from '../../runtime/grade.ts';
import type { View } from '../snippet/view.ts';
import { make, makeButton, makeStatus } from './build.ts';
import { grade, prepare } from './check-program.ts';
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

function open(details: HTMLDetailsElement): void {
  details.hidden = false;
  details.open = true;
}

/** Puts a row of buttons, `first` before the others, after an element; the verdict below it; and the hints, which come before the solution. */
export function taskPanel(part: HTMLElement, work: Work, after: Element, ...first: readonly HTMLElement[]): void {
  const { id } = part;
  const foldsOf = (kind: string) => [...part.querySelectorAll<HTMLDetailsElement>(`:scope > .${kind}`)];
  const hints = foldsOf('hint');
  const mistakes = new Map(foldsOf('wrong-answer').map((details) => [details.dataset.wrongAnswer ?? '', details]));
  const solution = roleIn(part, 'solution')?.element;
  const tests = roleIn(part, 'tests');
  const task: Task = {
    id,
    tests: tests?.view.code ?? '',
    mistakes: [...mistakes].map(([name, details]) => ({
      id: name,
      detects: roleIn(details, 'detects')?.view.code ?? null,
      raises: roleIn(details, 'wrong')?.view.raises ?? null,
    })),
  };
  const said = makeStatus('task-said');
  const checkButton = makeButton('Check', check, 'part-button task-check');
  const hintButton = makeButton('Hint', () => {
    const hint = hints.find(({ hidden }) => hidden);
    if (!hint) return;
    open(hint);
    nameHint();
    hint.querySelector('summary')?.focus();
  });
  const show = makeButton('Show a solution', () => {
    const fold = solution?.querySelector('details');
    if (!solution || !fold) return;
    solution.hidden = false;
    show.hidden = true;
    open(fold);
    fold.querySelector('summary')?.focus();
  });
  const restart = makeButton(
    'Start again',
    () => {
      work.restart();
      changeLesson(({ attempts: { [id]: _, ...attempts } }) => ({ attempts }));
      say('', '');
    },
    'part-link',
  );
  let busy = false;

  async function check(): Promise<void> {
    if (busy) return;
    busy = true;
    checkButton.ariaBusy = 'true';
    say('Checking …', '');
    try {
      const code = await work.code();
      const isAttempt = code.trim() !== work.start.trim();
      if (isAttempt) {
        const kept = await work.kept();
        changeLesson(({ attempts }) => ({ attempts: { ...attempts, [id]: kept }, place: id }));
      }
      const mark = await grade(code, task);
      if (mark.kind === 'passed') {
        changeLesson(({ solved }) => ({ solved: [...new Set([...solved, id])] }));
        part.dataset.state = 'solved';
        say('Solved: all tests pass.', 'right');
      } else {
        say(mark.message || 'A test fails.', 'wrong');
        const mistake = mistakes.get(mark.mistake ?? '');
        if (mistake) {
          open(mistake);
          said.after(mistake);
        }
      }
      if (isAttempt) offerSolution(true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`This could not be checked. ${reason} Your work is kept; check again.`, 'wrong');
    } finally {
      busy = false;
      checkButton.ariaBusy = null;
    }
  }

  /** A new verdict takes the place of the last one and of what belonged to it. `code` stands between backticks. */
  function say(text: string, state: '' | 'right' | 'wrong'): void {
    for (const details of mistakes.values()) details.hidden = true;
    said.dataset.state = state;
    said.replaceChildren(...text.split('`').map((piece, at) => (at % 2 === 0 ? piece : make('code', {}, piece))));
  }

  function offerSolution(offered: boolean): void {
    show.disabled = !offered;
    show.title = offered ? '' : 'Comes after your first own attempt';
  }

  function nameHint(): void {
    const shown = hints.filter(({ hidden }) => !hidden).length;
    hintButton.hidden = shown === hints.length;
    hintButton.textContent = shown === 0 ? 'Hint' : `Hint ${shown + 1} of ${hints.length}`;
  }

  for (const spoiler of [...hints, ...mistakes.values(), solution, tests?.element]) if (spoiler) spoiler.hidden = true;
  const buttons = make('div', { class: 'task-actions' }, ...first, checkButton, hintButton, show, restart);
  after.after(buttons, said, ...hints);
  for (const sign of ['pointerenter', 'focusin']) {
    part.addEventListener(sign, () => prepare().catch(() => {}), { once: true });
  }
  nameHint();
  const { solved, attempts } = lessonProgress();
  const isSolved = solved.includes(id);
  if (isSolved) part.dataset.state = 'solved';
  offerSolution(isSolved || id in attempts);
}
