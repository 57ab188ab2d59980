/** The choices of a question as the page has them: a `<details>` each, whose summary is the choice and whose body the feedback. */
import { make, shuffled } from './build.ts';

export interface Item {
  readonly row: HTMLElement;
  readonly details: HTMLDetailsElement;
  readonly summary: HTMLElement;
  readonly text: HTMLElement;
  readonly verdict: HTMLElement;
  readonly right: boolean;
}

export interface Choices {
  readonly list: HTMLElement;
  readonly items: readonly Item[];
}

export function choicesIn(part: Element): Choices {
  const list = part.querySelector<HTMLElement>('.choices') ?? make('ul');
  const items = [...list.querySelectorAll<HTMLDetailsElement>('.choice')].flatMap((details) => {
    const row = details.parentElement;
    const summary = details.querySelector('summary');
    const text = details.querySelector<HTMLElement>('.choice-text');
    if (!row || !summary || !text) return [];
    const verdict = make('span', { class: 'choice-verdict' });
    summary.append(verdict);
    return [{ row, details, summary, text, verdict, right: details.dataset.right === 'true' }];
  });
  return { list, items };
}

/** Never by colour alone: each mark is a word, too. */
export function mark({ details, verdict }: Item, state: 'right' | 'wrong' | 'missed', word: string): void {
  details.dataset.state = state;
  verdict.textContent = word;
}

export function unmark({ details, verdict }: Item): void {
  delete details.dataset.state;
  details.open = false;
  verdict.textContent = '';
}

/** All others, and the list when there is none, are out of sight. */
export function showOnly({ list, items }: Choices, shown?: Item): void {
  list.hidden = !shown;
  for (const item of items) {
    item.row.hidden = item !== shown;
    item.details.open = item === shown;
  }
}

/** Links lead to questions, never to choices, so these may change places. */
export function shuffle({ list, items }: Choices): void {
  list.append(...shuffled(items).map(({ row }) => row));
}

/** The words of a choice, its lines kept. */
export function wordsOf({ text }: Item): string {
  return (text.querySelector('pre') ?? text).textContent?.trim() ?? '';
}
