/** One question in the hands of a reader: takes the answer in the way of its kind, shows the feedback that belongs to it. */
import { asAnswer, nearMiss } from '../../lesson/answer.ts';
import { make, makeButton, makeStatus, shuffled } from './build.ts';
import { type Choices, choicesIn, type Item, mark, shuffle, unmark, wordsOf } from './choice-items.ts';

/** Told once for each attempt: was the first answer right? */
export type OnAnswer = (right: boolean) => void;

export interface Question {
  /** A new attempt, as if nothing had been answered. */
  reset(): void;
}

export function questionIn(part: HTMLElement, onAnswer: OnAnswer): Question | null {
  const kind = part.dataset.kind ?? (part.dataset.typed === undefined ? 'one' : 'typed');
  if (kind === 'match') return matching(part, onAnswer);
  const choices = choicesIn(part);
  if (choices === null) return null;
  const said = makeStatus();
  part.append(said);
  const kinds: Readonly<Record<string, Kind>> = { one: single, several, typed, line };
  return kinds[kind]?.(part, choices, said, onAnswer) ?? null;
}

type Kind = (part: HTMLElement, choices: Choices, said: HTMLElement, onAnswer: OnAnswer) => Question;

/** A click is an answer; afterwards the other choices open to be read. */
const single: Kind = (part, choices, said, onAnswer) => {
  let answered = false;
  const output = part.querySelector('.snippet-answer') !== null;
  for (const item of choices.items) {
    item.summary.addEventListener('click', () => {
      // Closing again is no answer.
      if (item.details.open) return;
      const word = item.right ? 'Right' : output ? 'Not what Python says' : 'Not this one';
      mark(item, item.right ? 'right' : 'wrong', word);
      said.textContent = item.right ? 'Right.' : `${word}. Read why, then choose again.`;
      if (!answered) onAnswer(item.right);
      answered = true;
    });
  }
  return {
    reset() {
      answered = false;
      said.textContent = '';
      choices.items.forEach(unmark);
      shuffle(choices);
    },
  };
};

/** Boxes to tick, then one check for all of them. */
const several: Kind = (_part, choices, said, onAnswer) => {
  const boxes = new Map<Item, HTMLInputElement>();
  let open = true;
  for (const item of choices.items) {
    item.text.id ||= `choice-${Math.random().toString(36).slice(2)}`;
    const box = make('input', { type: 'checkbox', class: 'choice-box', 'aria-labelledby': item.text.id });
    boxes.set(item, box);
    item.row.prepend(box);
    item.row.classList.add('with-box');
    item.details.removeAttribute('name');
    item.summary.addEventListener('click', (event) => {
      if (!open) return;
      event.preventDefault();
      box.checked = !box.checked;
    });
  }
  const check = makeButton('Check', () => {
    open = false;
    let wrong = 0;
    for (const [item, box] of boxes) {
      box.disabled = true;
      item.summary.tabIndex = 0;
      if (box.checked === item.right) {
        if (item.right) mark(item, 'right', 'Right');
        continue;
      }
      wrong += 1;
      mark(item, item.right ? 'missed' : 'wrong', item.right ? 'Missed' : 'Not this one');
      item.details.open = true;
    }
    check.hidden = true;
    said.textContent =
      wrong === 0 ? 'All right.' : `${wrong} of ${boxes.size} ${wrong === 1 ? 'is' : 'are'} not right.`;
    onAnswer(wrong === 0);
  });
  choices.list.after(check);
  const reset = (): void => {
    open = true;
    check.hidden = false;
    said.textContent = '';
    for (const [item, box] of boxes) {
      unmark(item);
      box.checked = box.disabled = false;
      item.summary.tabIndex = -1;
    }
    shuffle(choices);
  };
  reset();
  return { reset };
};

const NEAR = {
  quotes: 'Almost: only the quotes differ. `print` shows a string without them, a list shows its strings with them.',
  spaces: 'Almost: only spaces or line breaks differ. Look at how `print` joins and ends.',
  capitals: 'Almost: look at capital and small letters.',
};

/** The reader types the output; an answer that is recognised shows its own feedback. */
const typed: Kind = (part, choices, said, onAnswer) => {
  const { list, items } = choices;
  const answers: string[] = JSON.parse(list.dataset.answers ?? '[]');
  const id = `${part.id}-typed`;
  const field = make('textarea', { id, class: 'typed-field', rows: '2', spellcheck: 'false', autocapitalize: 'off' });
  let answered = false;
  const show = (shown: Item | undefined): void => {
    list.hidden = shown === undefined;
    for (const item of items) {
      item.row.hidden = item !== shown;
      item.details.open = item === shown;
    }
  };
  const settle = (right: boolean): void => {
    if (!answered) onAnswer(right);
    answered = true;
  };
  const check = (): void => {
    const text = asAnswer(field.value);
    if (text === '') {
      said.textContent = 'Type what Python prints, then check.';
      field.focus();
      return;
    }
    const right = answers.includes(text);
    const item = items.find((each) => asAnswer(wordsOf(each)) === text);
    const near = right ? null : nearMiss(text, answers[0] ?? '');
    show(item);
    if (item) mark(item, right ? 'right' : 'wrong', right ? 'Right' : 'Not what Python says');
    field.dataset.state = right ? 'right' : 'wrong';
    if (right) said.textContent = 'Right.';
    else if (near !== null && !item) said.textContent = NEAR[near].replaceAll('`', '');
    else
      said.textContent = item
        ? 'Not what Python says. Read why, then try again.'
        : 'Not what Python says. Try again, or look at the answer.';
    // A slip of the keyboard is no answer yet.
    if (right || near === null || item) settle(right);
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    check();
  });
  list.before(
    make(
      'div',
      { class: 'typed' },
      make('label', { for: id }, 'What does it print?'),
      field,
      makeButton('Check', check),
    ),
  );
  const reset = (): void => {
    answered = false;
    field.value = '';
    delete field.dataset.state;
    said.textContent = '';
    items.forEach(unmark);
    show(undefined);
  };
  reset();
  return { reset };
};

/** The lines of the program are the choices. */
const line: Kind = (part, choices, said, onAnswer) => {
  const { list, items } = choices;
  const picks: HTMLButtonElement[] = [];
  const named = new Map(items.map((item) => [wordsOf(item), item]));
  let answered = false;
  const show = (shown: Item | undefined): void => {
    list.hidden = shown === undefined;
    for (const item of items) {
      item.row.hidden = item !== shown;
      item.details.open = item === shown;
    }
  };
  part.querySelectorAll<HTMLElement>('.snippet-code .line').forEach((row, index) => {
    const code = row.textContent?.trim() ?? '';
    if (code === '') return;
    const number = String(index + 1);
    const item = named.get(number) ?? named.get('*');
    // The number is drawn, not text: the code stays what is copied and measured.
    const pick = make('button', {
      type: 'button',
      class: 'line-pick',
      'data-number': number,
      'aria-label': `Line ${number}: ${code}`,
    });
    pick.addEventListener('click', () => {
      const right = item?.right ?? false;
      for (const other of picks) if (other !== pick && other.dataset.state === 'wrong') delete other.dataset.state;
      pick.dataset.state = right ? 'right' : 'wrong';
      if (item) {
        item.text.textContent = `Line ${number}`;
        mark(item, right ? 'right' : 'wrong', right ? 'Right' : 'Not this one');
      }
      show(item);
      said.textContent = right ? `Line ${number}: right.` : `Not line ${number}. Read why, then choose again.`;
      if (!answered) onAnswer(right);
      answered = true;
    });
    picks.push(pick);
    row.prepend(pick);
  });
  const reset = (): void => {
    answered = false;
    said.textContent = '';
    items.forEach(unmark);
    for (const pick of picks) delete pick.dataset.state;
    show(undefined);
  };
  reset();
  return { reset };
};

/** Each left gets a list of all rights, in an order of its own. */
function matching(part: HTMLElement, onAnswer: OnAnswer): Question | null {
  const pairs = part.querySelector<HTMLElement>('.pairs');
  if (pairs === null) return null;
  const said = makeStatus();
  const rows = [...pairs.querySelectorAll('tbody tr')].flatMap((row) => {
    const [left, right, why] = row.children;
    if (!left || !right || !why) return [];
    const select = make('select', { 'aria-label': left.textContent?.trim() ?? '' });
    const verdict = make('div', { class: 'match-why' });
    const entry = make('li', {}, make('div', { class: 'match-left' }), select, verdict);
    entry.firstElementChild?.append(...[...left.childNodes].map((node) => node.cloneNode(true)));
    return [{ entry, select, verdict, right: right.textContent?.trim() ?? '', why }];
  });
  const check = makeButton('Check', () => {
    const empty = rows.find(({ select }) => select.value === '');
    if (empty) {
      said.textContent = 'Match all of them, then check.';
      empty.select.focus();
      return;
    }
    let wrong = 0;
    for (const { entry, select, verdict, right, why } of rows) {
      const isRight = select.value === right;
      if (!isRight) wrong += 1;
      select.disabled = true;
      entry.dataset.state = isRight ? 'right' : 'wrong';
      verdict.replaceChildren(
        make('b', {}, isRight ? 'Right. ' : `No: ${right}. `),
        ...[...why.childNodes].map((node) => node.cloneNode(true)),
      );
    }
    check.hidden = true;
    said.textContent =
      wrong === 0 ? 'All right.' : `${wrong} of ${rows.length} ${wrong === 1 ? 'is' : 'are'} not right.`;
    onAnswer(wrong === 0);
  });
  pairs.hidden = true;
  const list = make('ul', { class: 'match', role: 'list' });
  pairs.after(list, check, said);
  const reset = (): void => {
    check.hidden = false;
    said.textContent = '';
    for (const { entry, select, verdict } of rows) {
      select.disabled = false;
      select.replaceChildren(make('option', { value: '' }, 'Choose …'));
      for (const { right } of shuffled(rows)) select.append(make('option', { value: right }, right));
      delete entry.dataset.state;
      verdict.replaceChildren();
    }
    list.replaceChildren(...shuffled(rows).map(({ entry }) => entry));
  };
  reset();
  return { reset };
}
