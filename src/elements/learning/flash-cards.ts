/** `<flash-cards>`: the glossary as cards; what was known comes again later each time, what was not comes again soon. */
import { INTERVALS, reviewed } from '../../lesson/progress.ts';
import { copyOf, make, makeButton, makeStatus, shuffled } from './build.ts';
import { change, progress } from './store.ts';

/** New cards in one session: more are not remembered. */
const NEW = 10;

interface Flash {
  readonly id: string;
  readonly term: string;
  readonly back: Element;
}

class FlashCards extends HTMLElement {
  #all: readonly Flash[] = [];
  #queue: Flash[] = [];
  #known = 0;
  readonly #stage = make('div', { class: 'flash', tabindex: '-1', role: 'group', 'aria-label': 'Flash card' });
  readonly #said = makeStatus();

  connectedCallback(): void {
    if (this.#all.length > 0) return;
    this.#all = [...this.querySelectorAll<HTMLElement>('.flash-source > div')].flatMap((entry) => {
      const [front, back] = [entry.querySelector('dt'), entry.querySelector('dd')];
      return front && back ? [{ id: entry.dataset.term ?? '', term: front.textContent?.trim() ?? '', back }] : [];
    });
    this.append(this.#stage, this.#said);
    this.#start(false, false);
    this.addEventListener('keydown', ({ key, target }) => {
      if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) return;
      if (key === ' ' || key === 'Enter') this.querySelector<HTMLButtonElement>('.flash-turn')?.click();
    });
  }

  /** What is due, then some new cards; `early` takes all there are. */
  #start(early: boolean, focus = true): void {
    const { cards } = progress();
    const due = this.#all.filter(({ id }) => cards[id] !== undefined && cards[id].due <= Date.now());
    const fresh = shuffled(this.#all.filter(({ id }) => cards[id] === undefined)).slice(0, NEW);
    this.#queue = early ? shuffled(this.#all) : [...shuffled(due), ...fresh];
    this.#known = 0;
    this.#next(focus);
  }

  /** The focus goes along, except when the page has just come. */
  #next(focus = true): void {
    const card = this.#queue[0];
    if (card === undefined) {
      this.#finish(focus);
      return;
    }
    this.#said.textContent = `${this.#queue.length} to go.`;
    this.#stage.replaceChildren(
      make('p', { class: 'flash-front' }, card.term),
      make('p', { class: 'flash-ask' }, 'What does it mean? Say it in your own words, then turn the card.'),
      makeButton('Turn', () => this.#turn(card), 'part-button flash-turn'),
    );
    if (focus) this.#stage.focus();
  }

  #turn(card: Flash): void {
    const back = make('div', { class: 'flash-back' }, ...copyOf(card.back));
    for (const asked of this.#stage.querySelectorAll('.flash-ask, .flash-turn')) asked.remove();
    const knew = makeButton('I knew it', () => this.#rate(card, true));
    this.#stage.append(
      back,
      make(
        'div',
        { class: 'task-actions' },
        knew,
        makeButton('Not yet', () => this.#rate(card, false)),
      ),
    );
    knew.focus();
  }

  #rate(card: Flash, known: boolean): void {
    change((now) => ({ ...now, cards: { ...now.cards, [card.id]: reviewed(now.cards[card.id], known, Date.now()) } }));
    this.#queue.shift();
    if (known) this.#known += 1;
    else this.#queue.push(card);
    this.#next();
  }

  #finish(focus: boolean): void {
    const { cards } = progress();
    const waiting = this.#all.flatMap(({ id }) => cards[id] ?? []);
    const settled = waiting.filter(({ box }) => box >= INTERVALS.length - 2).length;
    const soonest = Math.min(...waiting.map(({ due }) => due));
    const days = Math.max(1, Math.ceil((soonest - Date.now()) / 86_400_000));
    const unseen = this.#all.length - waiting.length;
    this.#said.textContent = '';
    this.#stage.replaceChildren(
      make('p', { class: 'flash-front' }, this.#known === 0 ? 'Nothing is due.' : `Done: ${this.#known} known.`),
      make(
        'p',
        {},
        `${waiting.length} of ${this.#all.length} cards seen, ${settled} settled. ` +
          (Number.isFinite(soonest) ? `The next come ${days === 1 ? 'tomorrow' : `in ${days} days`}.` : ''),
      ),
      make(
        'div',
        { class: 'task-actions' },
        ...(unseen > 0 ? [makeButton('More new cards', () => this.#start(false))] : []),
        makeButton('All cards again', () => this.#start(true)),
      ),
    );
    if (focus) this.#stage.focus();
  }
}

customElements.define('flash-cards', FlashCards);
