/** What is searched for, and how an address says it: `search.html?q=cell&in=code&topic=scope`. */

import { isKind, type RecordKind } from './ranking/record.ts';

export interface Query {
  readonly words: string;
  readonly kind?: RecordKind | undefined;
  readonly topic?: string | undefined;
}

export function queryIn(address: URL): Query {
  const { searchParams } = address;
  const kind = searchParams.get('in');
  return {
    words: searchParams.get('q') ?? '',
    kind: isKind(kind) ? kind : undefined,
    topic: searchParams.get('topic') ?? undefined,
  };
}

export function withQuery(address: URL, { words, kind, topic }: Query): URL {
  const url = new URL(address);
  for (const [name, value] of [
    ['q', words],
    ['in', kind ?? ''],
    ['topic', topic ?? ''],
  ] as const) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
}
