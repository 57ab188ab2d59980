/** The two lists that narrow a search: to one kind of text, and to one topic. */
import { element } from '../element.ts';
import type { Query } from './query.ts';
import { isKind } from './ranking/record.ts';
import { KIND_NAMES } from './results.ts';

export interface Narrowing {
  readonly root: HTMLElement;
  readonly value: Pick<Query, 'kind' | 'topic'>;
  set(value: Pick<Query, 'kind' | 'topic'>): void;
  /** The topics that there are, once they are known. */
  offer(topics: readonly string[]): void;
}

export function narrowing(onChange: () => void): Narrowing {
  const kinds = element('select', { 'aria-label': 'Search in' }, new Option('Everything', ''));
  for (const [kind, name] of Object.entries(KIND_NAMES)) kinds.add(new Option(name, kind));
  const topics = element('select', { 'aria-label': 'Topic' }, new Option('All topics', ''));
  kinds.addEventListener('change', onChange);
  topics.addEventListener('change', onChange);
  return {
    root: element('div', { class: 'search-narrow' }, kinds, topics),
    get value() {
      return {
        kind: isKind(kinds.value) ? kinds.value : undefined,
        topic: topics.value === '' ? undefined : topics.value,
      };
    },
    set({ kind = '', topic = '' }) {
      kinds.value = kind;
      // An address may name a topic before the list of them is here.
      if (topic !== '' && ![...topics.options].some(({ value }) => value === topic))
        topics.add(new Option(topic, topic));
      topics.value = topic;
    },
    offer(names) {
      const { value } = topics;
      for (const option of [...topics.options].slice(1)) option.remove();
      for (const name of names) topics.add(new Option(name, name));
      if (value !== '' && !names.includes(value)) topics.add(new Option(value, value));
      topics.value = value;
    },
  };
}
