/** The scope analysis as one program, so that the page's Python can run it on edited code like any other program. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../course/places.ts';

/** In order: each uses names from the files before it. */
export const SCOPE_FILES = ['scope_places.py', 'scope_copy.py', 'scope_model.py', 'scope_meanings.py', 'scopes.py'];

export function scopeSource(name: string): string {
  return readFileSync(path.join(projectDirectory, 'src/python', name), 'utf8');
}

/** The modules concatenated, without the imports from each other. */
export function scopeProgram(): string {
  return SCOPE_FILES.map((name) => scopeSource(name).replaceAll(/^from \.\w* import (?:\([^)]*\)|.*)\n/gm, '')).join(
    '\n\n',
  );
}

export function scopePart(): readonly [string, string] {
  return ['virtual:scope-program', `export const program = ${JSON.stringify(scopeProgram())};`];
}
