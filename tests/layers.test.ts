import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const LESSON = ['src/lesson', 'src/lesson/read', 'src/lesson/judge', 'src/lesson/trace', 'src/lesson/progress'];
/** The rooms that read content. */
const COURSE = ['src/course', 'src/course/markdown'];
/** Pure: the page ranks with it, the build prepares the index for it, the measurement of questions runs it in Node. */
const RANKING = 'src/elements/search/ranking';
const RUNTIME = ['src/runtime', 'src/runtime/browser'];
const SITE = ['src/site', ...['analysis', 'mdx', 'pyodide', 'search', 'portable'].map((room) => `src/site/${room}`)];

const SHOWN_PARTS = 'src/parts, shown';

/** The rooms that each room may import from, besides itself. Every room must be listed. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/lesson': [],
  'src/lesson/read': ['src/lesson'],
  'src/lesson/judge': ['src/lesson', 'src/lesson/read'],
  'src/lesson/trace': ['src/lesson', 'src/lesson/read'],
  'src/lesson/progress': [],
  'src/python': [],
  'src/runtime': LESSON,
  'src/runtime/browser': [...LESSON, 'src/runtime'],
  'src/runtime/pyodide': [],
  'src/runtime/node': [...LESSON, 'src/runtime', 'src/runtime/pyodide'],
  /** What components are: read and verified here, shown by the rooms above. */
  'src/parts': [...LESSON, 'src/runtime', SHOWN_PARTS],
  /** Their components, which only pages load, and their elements, which only browsers do. */
  [SHOWN_PARTS]: [...LESSON, 'src/runtime', 'src/parts', 'src/components', 'src/elements'],
  'src/service-worker': ['src/runtime'],
  'src/elements': [...LESSON, ...RUNTIME, 'src/parts', 'src/service-worker', RANKING],
  [RANKING]: LESSON,
  'src/course/markdown': [...LESSON, 'src/parts'],
  'src/course': [...LESSON, 'src/parts', 'src/course/markdown'],
  // Shared by the rooms below it.
  'src/site': COURSE,
  'src/site/analysis': [...LESSON, 'src/runtime', 'src/runtime/node', 'src/site', ...COURSE],
  'src/site/mdx': [...LESSON, 'src/parts', 'src/site', ...COURSE, 'src/site/analysis'],
  'src/site/pyodide': ['src/runtime', 'src/runtime/pyodide', 'src/site', ...COURSE],
  'src/site/search': ['src/parts', 'src/site', ...COURSE, RANKING],
  'src/site/portable': [
    ...LESSON,
    'src/parts',
    'src/service-worker',
    ...COURSE,
    'src/site',
    'src/site/analysis',
    'src/site/pyodide',
    'src/site/search',
  ],
  'src/check': [...LESSON, 'src/parts', 'src/runtime', 'src/runtime/node', ...COURSE],
  'src/styles': [],
  'src/components': [...LESSON, 'src/parts', ...COURSE, ...SITE, 'src/elements', 'src/styles'],
  'src/layouts': [...LESSON, ...COURSE, ...SITE, 'src/components', 'src/elements', 'src/styles'],
  'src/pages': [
    ...LESSON,
    ...COURSE,
    ...SITE,
    'src/components',
    'src/layouts',
    'src/elements',
    'src/styles',
    SHOWN_PARTS,
  ],
  src: [...LESSON, ...COURSE, ...SITE, 'src/components'],
  scripts: [...LESSON, RANKING, 'src/parts', 'src/runtime', 'src/runtime/node', ...COURSE, ...SITE, 'src/check'],
};

/** Rooms that the browser loads, which may not use Node's modules or packages that need them. */
const BROWSER = [...LESSON, ...RUNTIME, 'src/parts', SHOWN_PARTS, 'src/elements', RANKING, 'src/service-worker'];

function roomOf(file: string): string {
  if (/^src\/parts\/.*(?:\.astro|\/element\.ts)$/.test(file)) return SHOWN_PARTS;
  const rooms = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
  return rooms.find((room) => file.startsWith(`${room}/`)) ?? path.posix.dirname(file);
}

function importsOf(file: string): readonly string[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  return [...source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g)].map((match) => match[1] ?? '');
}

const files = globSync('{src,scripts}/**/*.{ts,astro,mjs}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
  .sort();

test('every file stands in a room of the house', () => {
  const homeless = files.filter((file) => !(roomOf(file) in MAY_IMPORT));
  assert.deepEqual(homeless, [], 'add the folder to MAY_IMPORT in tests/layers.test.ts, with what it may import');
});

test('imports only point where the layers allow', () => {
  const broken: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith('.')) {
        if (specifier.startsWith('node:') && BROWSER.includes(room)) {
          broken.push(`${file} imports ${specifier}: ${room} is loaded by the browser, which has no Node modules`);
        }
        continue;
      }
      const target = roomOf(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
      if (target !== room && !(MAY_IMPORT[room] ?? []).includes(target)) {
        broken.push(`${file} imports ${specifier}: ${room} may not import from ${target}`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

test('no two files import each other, however long the way round', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => path.posix.join(path.posix.dirname(file), specifier)),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  assert.deepEqual(cycles, []);
});
