/** How documents want to be checked: `check.settings.yaml` for a whole project, `check:` in the frontmatter of one document. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Document } from '../course/markdown/fences.ts';
import { suggestion } from '../lesson/read/nearest.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { sayOfSettings } from './settings-messages.ts';

export interface Settings {
  readonly session?: 'block' | 'page';
  readonly unstated?: 'nothing' | 'anything';
  /** What the words behind a fence's backticks mean: one of our languages, or `shown` for what is never run. */
  readonly languages?: Readonly<Record<string, string>>;
  /** Of the documents in a given folder, only those; patterns count from the settings file. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export const SETTINGS_FILE = 'check.settings.yaml';

/** Settings that cannot be meant: a sentence for each. */
interface Read {
  readonly settings: Settings;
  readonly mistakes: readonly { readonly message: string; readonly hint: string }[];
}

const LANGUAGES = ['python', 'pycon', 'output', 'error', 'shown'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  session: ['block', 'page'],
  unstated: ['forbid', 'allow'],
};

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Reads what YAML gave; `keys` are those that may stand there. */
function read(given: unknown, keys: readonly (keyof Settings)[]): Read {
  const mistakes: { message: string; hint: string }[] = [];
  const settings: Record<string, unknown> = {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return {
      settings: {},
      mistakes: given == null ? [] : [{ message: sayOfSettings('no-keys'), hint: 'Write `key: value`, one a line.' }],
    };
  }
  for (const [key, value] of Object.entries(given)) {
    const values = VALUES[key];
    if (!keys.some((known) => known === key)) {
      mistakes.push({ message: sayOfSettings('unknown-key', key), hint: suggestion(key, keys) });
    } else if (values !== undefined) {
      const text = String(value);
      if (values.includes(text)) settings[key] = text === 'forbid' ? 'nothing' : text === 'allow' ? 'anything' : text;
      else mistakes.push({ message: sayOfSettings('wrong-value', text, key), hint: suggestion(text, values) });
    } else if (key === 'languages') {
      const words = Object.entries((value ?? {}) as Record<string, unknown>).map(
        ([word, is]) => [word.toLowerCase(), String(is)] as const,
      );
      for (const [word, is] of words) {
        if (!LANGUAGES.includes(is))
          mistakes.push({
            message: sayOfSettings('wrong-value', is, `languages.${word}`),
            hint: suggestion(is, LANGUAGES),
          });
      }
      settings.languages = Object.fromEntries(words);
    } else if (isTexts(value)) settings[key] = value;
    else mistakes.push({ message: sayOfSettings('no-list', key), hint: `Write for example \`${key}: ["docs/**"]\`.` });
  }
  return { settings, mistakes };
}

/** The settings file of the folder or the nearest one above, with the folder that its patterns count from. */
export function projectSettings(folder: string): Read & { readonly folder: string } {
  const file = path.join(folder, SETTINGS_FILE);
  if (existsSync(file)) {
    try {
      return {
        ...read(parse(readFileSync(file, 'utf8')), ['session', 'unstated', 'languages', 'include', 'exclude']),
        folder,
      };
    } catch (error) {
      const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      return {
        settings: {},
        mistakes: [{ message: sayOfSettings('no-yaml', why), hint: 'Correct the YAML.' }],
        folder,
      };
    }
  }
  const above = path.dirname(folder);
  return above === folder ? { settings: {}, mistakes: [], folder } : projectSettings(above);
}

/** What a document says of itself. YAML that cannot be read is its own tools' business, unless it speaks to the check. */
export function documentSettings({ frontmatter, file }: Document): {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
} {
  const none = { settings: {}, problems: [] };
  if (frontmatter?.kind !== 'yaml' || !/^check:/m.test(frontmatter.raw)) return none;
  let given: unknown;
  try {
    given = (parse(frontmatter.raw) as { check?: unknown }).check;
  } catch {
    return none;
  }
  const { settings, mistakes } = read(given, ['session', 'unstated', 'languages']);
  const line = frontmatter.start.line + frontmatter.raw.split('\n').findIndex((text) => text.startsWith('check:'));
  return {
    settings,
    problems: mistakes.map((mistake) => ({ file: file.path, position: { line, column: 1 }, ...mistake })),
  };
}
