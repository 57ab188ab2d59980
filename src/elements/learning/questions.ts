/** One question in the hands of a reader: takes the answer in the way of its kind, shows the feedback that belongs to it. */
import { asAnswer, nearMiss } from '../../lesson/read/answer.ts';
import { copyOf, make, makeButton, makeStatus, shuffled } from './build.ts';
import { type Choices, choicesIn, type Item, mark, showOnly, shuffle, unmark, wordsOf } from './choice-items.ts';

/** Told once for each attempt: was the first answer right? */
export type OnAnswer = (right: boolean) => void;

interface Asked extends Choices {
  readonly part: HTMLElement;
  say(text: string): void;
  /** Only the first answer counts. What speaks to it comes into sight: it may stand far below what was pressed. */
  settle(right: boolean, text: string, feedback?: Element): void;
  /** Marks the choice that was made, and says how to go on. */
  judge(item: Item, wrong: string): void;
}

/** Sets the question up; gives what a new attempt begins with. */
type Kind = (asked: Asked) => () => void;

const BY_PYTHON = 'Not what Python says';
const BY_US = 'Not this one';

/** A click is an answer; afterwards the other choices open to be read. */
const one: Kind = (asked) => {
  for (const item of asked.items) {
    item.summary.addEventListener('click', () => {
      // Closing again is no answer.
      if (item.details.open) return;
      asked.judge(item, asked.part.querySelector('.snippet-answer') ? BY_PYTHON : BY_US);
    });
  }
  return () => shuffle(asked);
};

/** A button for all answers together. `count` gives how many are wrong, or nothing while some are missing. */
function checkAll({ settle }: Asked, of: number, count: () => number | undefined): HTMLButtonElement {
  const check = makeButton('Check', () => {
    if (check.ariaDisabled === 'true') return;
    const wrong = count();
    if (wrong === undefined) return;
    // Not `disabled`, nor hidden: that would throw the keyboard's focus off the button.
    check.ariaDisabled = 'true';
    settle(wrong === 0, wrong === 0 ? 'All right.' : `${wrong} of ${of} ${wrong === 1 ? 'is' : 'are'} not right.`);
  });
  return check;
}

/** Boxes to tick, then one check for all of them. */
const several: Kind = (asked) => {
  const ticked = asked.items.map((item, at) => {
    const { text, details, summary, row } = item;
    text.id ||= `${asked.part.id}-choice-${at}`;
    const box = make('input', { type: 'checkbox', class: 'choice-box', 'aria-labelledby': text.id });
    row.prepend(box);
    row.classList.add('with-box');
    details.removeAttribute('name');
    summary.addEventListener('click', (event) => {
      if (box.disabled) return;
      event.preventDefault();
      box.checked = !box.checked;
    });
    return { item, box };
  });
  /** Ticked by the box while open; then read by opening the choice. */
  const turn = (open: boolean): void => {
    for (const { item, box } of ticked) {
      box.disabled = !open;
      item.summary.tabIndex = open ? -1 : 0;
    }
  };
  const check = checkAll(asked, ticked.length, () => {
    turn(false);
    const wrong = ticked.filter(({ item, box }) => box.checked !== item.right);
    for (const { item, box } of ticked) if (box.checked && item.right) mark(item, 'right', 'Right');
    for (const { item } of wrong) {
      if (item.right) mark(item, 'missed', 'Missed');
      else mark(item, 'wrong', BY_US);
      item.details.open = true;
    }
    return wrong.length;
  });
  asked.list.after(check);
  return () => {
    check.ariaDisabled = null;
    turn(true);
    for (const { box } of ticked) box.checked = false;
    shuffle(asked);
  };
};

const NEAR = {
  quotes: 'Almost: only the quotes differ. print shows a string without them, a list shows its strings with them.',
  spaces: 'Almost: only spaces or line breaks differ. Look at how print joins and ends.',
  capitals: 'Almost: look at capital and small letters.',
};

/** The reader types the output; an answer that is recognised shows its own feedback. */
const typed: Kind = (asked) => {
  const { list, items } = asked;
  const answers: string[] = JSON.parse(list.dataset.answers ?? '[]');
  const id = `${asked.part.id}-typed`;
  const field = make('textarea', { id, class: 'typed-field', rows: '2', spellcheck: 'false', autocapitalize: 'off' });
  const check = (): void => {
    const text = asAnswer(field.value);
    if (text === '') {
      asked.say('Type what Python prints, then check.');
      field.focus();
      return;
    }
    const right = answers.includes(text);
    const item = items.find((each) => asAnswer(wordsOf(each)) === text);
    const near = right ? null : nearMiss(text, answers[0] ?? '');
    showOnly(asked, item);
    field.dataset.state = right ? 'right' : 'wrong';
    if (item) asked.judge({ ...item, right }, BY_PYTHON);
    // A slip of the keyboard is no answer yet.
    else if (near) asked.say(NEAR[near]);
    else asked.settle(right, right ? 'Right.' : `${BY_PYTHON}. Try again, or look at the answer.`);
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    check();
  });
  const label = make('label', { for: id }, 'What does it print?');
  list.before(make('div', { class: 'typed' }, label, field, makeButton('Check', check)));
  return () => {
    field.value = '';
    delete field.dataset.state;
    showOnly(asked);
  };
};

/** The lines of the program are the choices. */
const line: Kind = (asked) => {
  const picks: HTMLButtonElement[] = [];
  const named = new Map(asked.items.map((item) => [wordsOf(item), item]));
  for (const [index, row] of asked.part.querySelectorAll<HTMLElement>('.snippet-code .line').entries()) {
    const code = row.textContent?.trim() ?? '';
    const number = String(index + 1);
    const item = named.get(number) ?? named.get('*');
    if (code === '' || !item) continue;
    const pick = makeButton(
      // The number is drawn, not text: the code stays what is copied and measured.
      '',
      () => {
        for (const other of picks) if (other.dataset.state === 'wrong') delete other.dataset.state;
        pick.dataset.state = item.right ? 'right' : 'wrong';
        item.text.textContent = `Line ${number}`;
        showOnly(asked, item);
        asked.judge(item, BY_US);
      },
      'line-pick',
    );
    pick.dataset.number = number;
    pick.ariaLabel = `Line ${number}: ${code}`;
    picks.push(pick);
    row.prepend(pick);
  }
  return () => {
    for (const pick of picks) delete pick.dataset.state;
    showOnly(asked);
  };
};

/** Each left gets a list of all rights, in an order of its own. */
const match: Kind = (asked) => {
  const pairs = asked.part.querySelector<HTMLElement>('.pairs');
  const rows = [...(pairs?.querySelectorAll('tbody tr') ?? [])].flatMap((row) => {
    const [left, right, why] = row.children;
    if (!left || !right || !why) return [];
    const select = make('select', { 'aria-label': left.textContent?.trim() ?? '' });
    const verdict = make('div', { class: 'match-why' });
    const entry = make('li', {}, make('div', {}, ...copyOf(left)), select, verdict);
    return [{ entry, select, verdict, right: right.textContent?.trim() ?? '', why }];
  });
  const check = checkAll(asked, rows.length, () => {
    const empty = rows.find(({ select }) => select.value === '');
    if (empty) {
      asked.say('Match all of them, then check.');
      empty.select.focus();
      return undefined;
    }
    for (const { entry, select, verdict, right, why } of rows) {
      const isRight = select.value === right;
      select.disabled = true;
      entry.dataset.state = isRight ? 'right' : 'wrong';
      verdict.replaceChildren(make('b', {}, isRight ? 'Right. ' : `No: ${right}. `), ...copyOf(why));
    }
    return rows.filter(({ select, right }) => select.value !== right).length;
  });
  const list = make('ul', { class: 'match', role: 'list' });
  if (pairs) pairs.hidden = true;
  pairs?.after(list, check);
  return () => {
    check.ariaDisabled = null;
    for (const { entry, select, verdict } of rows) {
      select.disabled = false;
      select.replaceChildren(make('option', { value: '' }, 'Choose …'));
      for (const { right } of shuffled(rows)) select.append(make('option', { value: right }, right));
      delete entry.dataset.state;
      verdict.replaceChildren();
    }
    list.replaceChildren(...shuffled(rows).map(({ entry }) => entry));
  };
};

const KINDS: Readonly<Record<string, Kind>> = { several, typed, line, match };

/** Gives what begins a new attempt, as if nothing had been answered; until then choices keep the order of the page. */
export function questionIn(part: HTMLElement, onAnswer: OnAnswer): () => void {
  const kind = KINDS[part.dataset.kind ?? ''] ?? one;
  const said = makeStatus();
  let answered = false;
  const asked: Asked = {
    ...choicesIn(part),
    part,
    say(text) {
      said.textContent = text;
    },
    settle(right, text, feedback = said) {
      asked.say(text);
      if (!answered) onAnswer(right);
      answered = true;
      // A choice opens only after the click on it.
      requestAnimationFrame(() => feedback.scrollIntoView({ block: 'nearest' }));
    },
    judge(item, wrong) {
      mark(item, item.right ? 'right' : 'wrong', item.right ? 'Right' : wrong);
      asked.settle(item.right, item.right ? 'Right.' : `${wrong}. Read why, then try again.`, item.details);
    },
  };
  const begin = kind(asked);
  if (kind !== one) begin();
  part.append(said);
  return () => {
    answered = false;
    asked.say('');
    asked.items.forEach(unmark);
    begin();
  };
}
