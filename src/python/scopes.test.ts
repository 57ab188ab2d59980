import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

interface Described {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
}
interface Analysis {
  readonly names: readonly {
    readonly line: number;
    readonly column: number;
    readonly length: number;
    readonly kind: string;
    readonly variable: number;
    readonly binds: boolean;
  }[];
  readonly variables: readonly {
    readonly name: string;
    readonly owner: Described | null;
    readonly sharers: readonly Described[];
  }[];
  readonly error?: string;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const fixtures = path.join(here, '../../tests/fixtures/scopes');
let analyse: (source: string, earlier?: readonly string[]) => Analysis;

before(async () => {
  const pyodide = await loadPyodide();
  pyodide.FS.mkdirTree('/tested/scope_package');
  for (const file of [
    '__init__.py',
    'scopes.py',
    'scope_copy.py',
    'scope_meanings.py',
    'scope_model.py',
    'scope_places.py',
  ]) {
    const text = file === '__init__.py' ? '' : readFileSync(path.join(here, file), 'utf8');
    pyodide.FS.writeFile(`/tested/scope_package/${file}`, text);
  }
  pyodide.runPython('import sys; sys.path.insert(0, "/tested")');
  const scopes = pyodide.pyimport('scope_package.scopes');
  analyse = (source, earlier = []) => JSON.parse(scopes.scopes_json(source, earlier));
});

/** `check` for a function or class, `lambda@3` for what has no name, `annotations f` for the rest. */
function called({ kind, name, line }: Described): string {
  if (kind === 'function' || kind === 'class') return name;
  return name === '' ? `${kind}@${line}` : `${kind} ${name}`;
}

function table({ names, variables, error }: Analysis): string {
  if (error !== undefined) return `error ${error}\n`;
  const rows = names.map(({ line, kind, variable, binds }) => {
    const { name, owner } = variables[variable] ?? assert.fail();
    const of = kind === 'local' || kind === 'enclosing' ? ` ${called(owner ?? assert.fail())}` : '';
    return `${line} ${name} ${kind}${binds ? '=' : ''}${of}\n`;
  });
  const held = variables.flatMap(({ name, owner, sharers }) =>
    owner === null || sharers.length === 0
      ? []
      : [`held ${name} of ${called(owner)}: ${sharers.map(called).join(', ')}\n`],
  );
  return [...rows, ...held].join('');
}

/** Each fixture is a program, a line of hyphens, and its names in order: line, name, kind (`=` where it is bound), owner. */
for (const file of globSync('*.txt', { cwd: fixtures }).sort()) {
  test(`scopes: ${path.basename(file, '.txt')}`, () => {
    const [source = '', expected] = readFileSync(path.join(fixtures, file), 'utf8').split(/^---\n/m);
    const earlier = [...source.matchAll(/^# earlier: (.*)$/gm)].map((match) => match[1] ?? '');
    assert.equal(table(analyse(source.replaceAll(/^# earlier: .*\n/gm, ''), earlier)), expected);
  });
}

test('every place holds the very name it is about, in UTF-16 columns', () => {
  for (const file of globSync('*.txt', { cwd: fixtures })) {
    const [source = ''] = readFileSync(path.join(fixtures, file), 'utf8').split(/^---\n/m);
    const { names, variables } = analyse(source);
    const lines = source.split('\n');
    for (const { line, column, length, variable } of names) {
      const written = (lines[line - 1] ?? '').slice(column, column + length);
      const name = variables[variable]?.name ?? '';
      assert.ok(
        name === written || (name.endsWith(written) && written.startsWith('__')),
        `${file}:${line}: ${written} is not ${name}`,
      );
    }
  }
});

test('a program that is no Python has an error and no names', () => {
  assert.equal(analyse('def f(:').names.length, 0);
  assert.match(analyse('def f(:').error ?? '', /./);
  assert.equal(analyse('x = "\0"').names.length, 0);
});
