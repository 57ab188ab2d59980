/** The choices of a question as the page has them: a `<details>` each, whose summary is the choice and whose body the feedback. */
import { make, shuffled } from './build.ts';

export interface Item {
  readonly row: HTMLElement;
  readonly details: HTMLDetailsElement;
  readonly summary: HTMLElement;
  readonly text: HTMLElement;
  readonly right: boolean;
}

export interface Choices {
  readonly list: HTMLElement;
  readonly items: readonly Item[];
}

export function choicesIn(part: Element): Choices | null {
  const list = part.querySelector<HTMLElement>('.choices');
  if (list === null) return null;
  const items = [...list.children].flatMap((row) => {
    const details = row.querySelector<HTMLDetailsElement>('.choice');
    const summary = details?.querySelector('summary');
    const text = summary?.querySelector<HTMLElement>('.choice-text');
    if (!(row instanceof HTMLElement) || !details || !summary || !text) return [];
    return [{ row, details, summary, text, right: details.dataset.right === 'true' }];
  });
  return { list, items };
}

/** Never by colour alone: each mark is a word, too. */
export function mark({ details, summary }: Item, state: 'right' | 'wrong' | 'missed', word: string): void {
  details.dataset.state = state;
  summary.querySelector('.choice-verdict')?.remove();
  summary.append(make('span', { class: 'choice-verdict' }, word));
}

export function unmark({ details, summary }: Item): void {
  delete details.dataset.state;
  details.open = false;
  summary.querySelector('.choice-verdict')?.remove();
}

/** All others, and the list when there is none, are out of sight. */
export function showOnly({ list, items }: Choices, shown?: Item): void {
  list.hidden = shown === undefined;
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
