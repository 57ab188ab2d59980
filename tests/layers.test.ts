import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What reads content: Markdown into fences, and the course out of its files. */
const READING = ['src/build/markdown', 'src/build/course'];
const BUILD = [
  'src/build',
  ...['markdown', 'course', 'analysis', 'mdx', 'python', 'search', 'portable'].map((room) => `src/build/${room}`),
];

/** Which rooms a room may import from, besides itself. A room that is not listed may not exist. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/lesson': [],
  'src/python': [],
  'src/runtime': ['src/lesson'],
  'src/runtime/browser': ['src/lesson', 'src/runtime'],
  'src/runtime/node': ['src/lesson', 'src/runtime'],
  'src/service-worker': [],
  'src/elements': ['src/lesson', 'src/runtime', 'src/runtime/browser', 'src/service-worker'],
  // The build's own: where the project and its output are. Its rooms stand on it, and on those named here.
  'src/build': [],
  'src/build/markdown': ['src/lesson'],
  'src/build/course': ['src/lesson', 'src/build', 'src/build/markdown'],
  'src/build/analysis': ['src/lesson', 'src/runtime', 'src/runtime/node', 'src/build', ...READING],
  'src/build/mdx': ['src/lesson', 'src/build', ...READING, 'src/build/analysis'],
  'src/build/python': ['src/runtime', 'src/build'],
  'src/build/search': ['src/build'],
  'src/build/portable': [
    'src/lesson',
    'src/service-worker',
    'src/build',
    'src/build/course',
    'src/build/analysis',
    'src/build/python',
    'src/build/search',
  ],
  'src/check': ['src/lesson', 'src/runtime', 'src/runtime/node', 'src/build', ...READING],
  'src/styles': [],
  'src/components': ['src/lesson', ...BUILD, 'src/elements', 'src/styles'],
  'src/layouts': ['src/lesson', ...BUILD, 'src/components', 'src/elements', 'src/styles'],
  'src/pages': ['src/lesson', ...BUILD, 'src/components', 'src/layouts', 'src/elements', 'src/styles'],
  src: ['src/lesson', ...BUILD, 'src/components'],
  scripts: ['src/lesson', 'src/runtime', 'src/runtime/node', ...BUILD, 'src/check'],
};

/** Rooms that the browser loads: Node's modules and packages that need them have no place there. */
const BROWSER = ['src/lesson', 'src/runtime', 'src/runtime/browser', 'src/elements', 'src/service-worker'];

function roomOf(file: string): string {
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
