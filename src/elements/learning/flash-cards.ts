/** `<flash-cards>`: the glossary as cards; what was known comes again later each time, what was not comes again soon. */
import { INTERVALS, reviewed } from '../../lesson/progress/progress.ts';
import { copyOf, definePart, make, makeButton, makeStatus, shuffled } from './build.ts';
import { change, progress } from './store.ts';

/** New cards in one session: more are not remembered. */
const NEW = 10;

interface Flash {
  readonly id: string;
  readonly term: string;
  readonly back: Element;
}

definePart('flash-cards', (part) => {
  const cards = [...part.querySelectorAll<HTMLElement>('.flash-source > div')].flatMap((entry): Flash[] => {
    const [front, back] = [entry.querySelector('dt'), entry.querySelector('dd')];
    return front && back ? [{ id: entry.dataset.term ?? '', term: front.textContent?.trim() ?? '', back }] : [];
  });
  const stage = make('div', { class: 'flash', tabindex: '-1', role: 'group', 'aria-label': 'Flash card' });
  const said = makeStatus();
  const actions = (...buttons: readonly HTMLButtonElement[]) => make('div', { class: 'task-actions' }, ...buttons);
  let queue: Flash[] = [];
  let known = 0;

  /** What is due, then some new cards; `early` takes all there are. */
  function start(early: boolean): void {
    const { cards: seen } = progress();
    const due = cards.filter(({ id }) => (seen[id]?.due ?? Number.POSITIVE_INFINITY) <= Date.now());
    const fresh = shuffled(cards.filter(({ id }) => !seen[id])).slice(0, NEW);
    queue = early ? shuffled(cards) : [...shuffled(due), ...fresh];
    known = 0;
    next();
  }

  function next(): void {
    const [card] = queue;
    if (card) {
      said.textContent = `${queue.length} to go.`;
      stage.replaceChildren(
        make('p', { class: 'flash-front' }, card.term),
        make('p', { class: 'flash-ask' }, 'What does it mean? Say it in your own words, then turn the card.'),
        makeButton('Turn', () => turn(card), 'part-button flash-turn'),
      );
    } else finish();
    stage.focus();
  }

  function turn(card: Flash): void {
    const rate = (knew: boolean): void => {
      change((now) => ({ ...now, cards: { ...now.cards, [card.id]: reviewed(now.cards[card.id], knew, Date.now()) } }));
      queue.shift();
      if (knew) known += 1;
      else queue.push(card);
      next();
    };
    const yes = makeButton('I knew it', () => rate(true));
    const no = makeButton('Not yet', () => rate(false));
    stage.replaceChildren(
      make('p', { class: 'flash-front' }, card.term),
      make('div', { class: 'flash-back' }, ...copyOf(card.back)),
      actions(yes, no),
    );
    yes.focus();
  }

  function finish(): void {
    const seen = progress().cards;
    const waiting = cards.flatMap(({ id }) => seen[id] ?? []);
    const settled = waiting.filter(({ box }) => box >= INTERVALS.length - 2).length;
    const soonest = Math.min(...waiting.map(({ due }) => due));
    const days = Math.max(1, Math.ceil((soonest - Date.now()) / 86_400_000));
    const more = waiting.length < cards.length ? [makeButton('More new cards', () => start(false))] : [];
    said.textContent = '';
    stage.replaceChildren(
      make('p', { class: 'flash-front' }, known === 0 ? 'Nothing is due.' : `Done: ${known} known.`),
      make(
        'p',
        {},
        `${waiting.length} of ${cards.length} cards seen, ${settled} settled. ` +
          (waiting.length > 0 ? `The next come ${days === 1 ? 'tomorrow' : `in ${days} days`}.` : ''),
      ),
      actions(
        ...more,
        makeButton('All cards again', () => start(true)),
      ),
    );
  }

  // The focus goes along with the cards, but the first one does not take it: the page has just come.
  start(false);
  part.append(stage, said);
  part.addEventListener('keydown', ({ key, target }) => {
    if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) return;
    if (key === ' ' || key === 'Enter') part.querySelector<HTMLButtonElement>('.flash-turn')?.click();
  });
});
