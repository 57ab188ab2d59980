/** What content/search.yaml tells about the words of the subject. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'astro/zod';
import { parse } from 'yaml';
import { contentDirectory } from '../../course/places.ts';

const word = z.string().regex(/^[\p{Ll}\p{N}_]+$/u, 'one word in small letters');
const schema = z.strictObject({
  synonyms: z.array(z.array(word).min(2)).default([]),
  recaps: z.array(z.string().min(1)).default([]),
});

export interface SearchWords {
  /** Groups of words of one meaning. */
  readonly synonyms: readonly (readonly string[])[];
  /** Beginnings of headings whose sections only repeat what others explain. */
  readonly recaps: readonly string[];
}

let read: SearchWords | undefined;

/** Without the file no word has synonyms, and no section is a recap. */
export function searchWords(): SearchWords {
  const file = path.join(contentDirectory, 'search.yaml');
  read ??= readSearchWords(existsSync(file) ? readFileSync(file, 'utf8') : '');
  return read;
}

export function readSearchWords(source: string): SearchWords {
  const result = schema.safeParse(parse(source) ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path: keys, message }) => `  ${keys.join('.') || 'the file'}: ${message}`,
  );
  throw new Error(
    `content/search.yaml is wrong:\n${problems.join('\n')}\nIts keys are ${Object.keys(schema.shape).join(', ')}.`,
  );
}
