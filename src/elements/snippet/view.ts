/** A block's data, stored in the page as JSON inside its element by src/components/Snippet.astro. */
import type { Judged } from '../../lesson/judge/expectation.ts';

export interface View extends Judged {
  readonly id: string;
  readonly code: string;
  readonly continues?: string;
  readonly role?: string;
  readonly setup: boolean;
  readonly setting: 'text' | 'question' | 'exercise';
  readonly title?: string;
  readonly skip?: string;
}

export function readView(element: Element): View {
  const data = element.querySelector(':scope > script[type="application/json"]');
  const view: Omit<View, 'code'> & { readonly code?: string } = JSON.parse(data?.textContent ?? '{}');
  // A script's code is read from the page; a transcript's prompts are not in its text.
  return { ...view, code: view.code ?? element.querySelector('.snippet-code code')?.textContent ?? '' };
}

/** What messages call a block: its title, its id as words, or its number. */
export function nameOf({ id, title }: View): string {
  return title ?? (/^block-\d+$/.test(id) ? id.replace('-', ' ') : `“${id.replaceAll('-', ' ')}”`);
}
