/** The glossary, content/glossary.yaml: read once, strict, and asked by the words that lessons use. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'astro/zod';
import { markdownToHtml } from 'satteri';
import { isNode, LineCounter, parse, parseDocument } from 'yaml';
import { nearest } from '../lesson/read/nearest.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { textFaults } from './markdown/allowed-text.ts';
import { contentDirectory } from './places.ts';

export const glossaryFile = path.join(contentDirectory, 'glossary.yaml');

const schema = z.array(
  z.strictObject({
    term: z.string().min(1),
    also: z.array(z.string().min(1)).default([]),
    asked: z.array(z.string().min(1)).default([]),
    text: z.string().min(1),
    lesson: z.string().optional(),
    see: z.array(z.string().min(1)).default([]),
  }),
);

export interface GlossaryTerm {
  /** Its place in the file, from 0. */
  readonly at: number;
  /** Its anchor on the glossary page: the term with hyphens. */
  readonly id: string;
  readonly term: string;
  /** Other words for it. */
  readonly also: readonly string[];
  /** Questions that it answers, for search alone. */
  readonly asked: readonly string[];
  /** Markdown. */
  readonly text: string;
  /** Slug of the lesson that explains it. */
  readonly lesson?: string | undefined;
  /** Names of related terms. */
  readonly see: readonly string[];
}

let read: readonly GlossaryTerm[] | undefined;

/** All terms in alphabetical order; none when the site has no glossary. */
export function glossary(): readonly GlossaryTerm[] {
  read ??= existsSync(glossaryFile) ? readGlossary(readFileSync(glossaryFile, 'utf8')) : [];
  return read;
}

/** What the terms' texts hold and pages would not show. */
export function glossaryProblems(printed: string): readonly Problem[] {
  return existsSync(glossaryFile) ? termProblems(readFileSync(glossaryFile, 'utf8'), printed) : [];
}

export function termProblems(source: string, file: string): readonly Problem[] {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
  return readGlossary(source).flatMap(({ text, at }) => {
    const node = document.getIn([at, 'text'], true);
    const { line, col } = counter.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    return textFaults(text, '').map((fault) => ({ file, position: { line, column: col }, ...fault }));
  });
}

export function readGlossary(source: string): readonly GlossaryTerm[] {
  const result = schema.safeParse(parse(source) ?? []);
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path: keys, message }) => `  ${keys.join('.') || 'the file'}: ${message}`,
    );
    throw new Error(`content/glossary.yaml is wrong:\n${problems.join('\n')}\nIts keys are ${KEYS.join(', ')}.`);
  }
  const terms = result.data
    .map((entry, at) => ({ ...entry, id: termId(entry.term), at }))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
  const ids = new Set<string>();
  const problems: string[] = [];
  for (const { id, term } of terms) {
    if (ids.has(id)) problems.push(`  \`${term}\` is defined twice.`);
    ids.add(id);
  }
  for (const { term, see } of terms) {
    for (const other of see) {
      if (!ids.has(termId(other))) problems.push(`  \`${term}\` refers to \`${other}\`, which is not defined.`);
    }
  }
  if (problems.length > 0) throw new Error(`content/glossary.yaml is wrong:\n${problems.join('\n')}`);
  return terms;
}

const KEYS = Object.keys(schema.element.shape);

/** `captured variable` → `captured-variable` */
export function termId(term: string): string {
  return term
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A term by its name or id, in any case, or by another word for it; else the nearest name that there is. */
export function termNamed(
  name: string,
  terms: readonly GlossaryTerm[] = glossary(),
): { readonly found?: GlossaryTerm; readonly near?: string } {
  const id = termId(name);
  const found =
    terms.find((term) => term.id === id) ?? terms.find(({ also }) => also.some((word) => termId(word) === id));
  if (found !== undefined) return { found };
  const near = nearest(
    name,
    terms.map(({ term }) => term),
  );
  return near === undefined ? {} : { near };
}

/** A term's text as HTML. */
export function termHtml({ text }: GlossaryTerm): string {
  return markdownToHtml(text, { features: { smartPunctuation: true } }).html;
}

/** A term's text without marks of Markdown, for previews. */
export function termPlain({ text }: GlossaryTerm): string {
  return text
    .replaceAll(/`([^`]+)`/g, '$1')
    .replaceAll(/(\*\*|\*|_)(\S.*?\S|\S)\1/g, '$2')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
