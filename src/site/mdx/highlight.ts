/** Code as HTML: one element a line, and a closed set of classes for its tokens. The content security policy refuses style attributes, which is how Shiki colours by itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createHighlighter, type Highlighter, type ThemeRegistration } from 'shiki';
import { type KeptResults, openKeptResults } from '../../course/kept-results.ts';
import { cacheDirectory, projectDirectory } from '../../course/places.ts';

/** A colour that stands for a class: the theme gives each kind of token its own, and `highlight` reads it back. */
const KINDS = {
  keyword: '#000001',
  string: '#000002',
  number: '#000003',
  comment: '#000004',
  definition: '#000005',
  builtin: '#000006',
  quiet: '#000007',
} as const;

const CLASS_OF = new Map<string, string>(Object.entries(KINDS).map(([kind, color]) => [color, `tk-${kind}`]));

const theme: ThemeRegistration = {
  name: 'kinds',
  type: 'light',
  fg: '#000000',
  bg: '#ffffff',
  settings: [
    { settings: { foreground: '#000000', background: '#ffffff' } },
    {
      scope: ['keyword', 'storage.type', 'storage.modifier', 'entity.name.tag', 'meta.embedded punctuation.definition'],
      settings: { foreground: KINDS.keyword },
    },
    {
      scope: ['keyword.operator', 'punctuation', 'meta.brace', 'punctuation.definition.string'],
      settings: { foreground: '#000000' },
    },
    {
      scope: ['keyword.operator.logical', 'keyword.operator.new', 'keyword.operator.expression'],
      settings: { foreground: KINDS.keyword },
    },
    {
      scope: ['string', 'string punctuation.definition.string', 'storage.type.string', 'constant.character.escape'],
      settings: { foreground: KINDS.string },
    },
    {
      scope: ['meta.fstring storage.type.format', 'meta.fstring constant.character.format.placeholder'],
      settings: { foreground: KINDS.string },
    },
    { scope: ['constant.numeric', 'constant.language'], settings: { foreground: KINDS.number } },
    { scope: ['comment', 'comment punctuation'], settings: { foreground: KINDS.comment } },
    {
      scope: ['entity.name.function', 'entity.name.type.class', 'entity.name.class'],
      settings: { foreground: KINDS.definition },
    },
    {
      scope: ['entity.name.function.decorator', 'punctuation.definition.decorator', 'punctuation.separator.period'],
      settings: { foreground: '#000000' },
    },
    {
      scope: ['support.function.builtin', 'support.type', 'support.variable.magic', 'support.function.magic'],
      settings: { foreground: KINDS.builtin },
    },
    { scope: ['punctuation.definition.prompt', 'meta.prompt'], settings: { foreground: KINDS.quiet } },
  ],
};

/** Languages that lessons may show; another one is shown plain. */
const LANGUAGES = [
  'python',
  'javascript',
  'typescript',
  'shellscript',
  'json',
  'toml',
  'yaml',
  'html',
  'css',
  'c',
  'diff',
  'mdx',
];
const ALIASES: Readonly<Record<string, string>> = {
  py: 'python',
  js: 'javascript',
  ts: 'typescript',
  sh: 'shellscript',
  bash: 'shellscript',
  console: 'shellscript',
};

let highlighter: Promise<Highlighter> | undefined;
let kept: KeptResults<readonly (readonly Token[])[]> | undefined;

export interface Token {
  readonly text: string;
  /** `tk-keyword`, …; none for names and punctuation. */
  readonly class?: string;
}

/** The tokens of each line. Neighbours of one kind are one token. Results are kept between builds: grammars are slow, to load and to use. */
export async function tokensOf(code: string, language: string): Promise<readonly (readonly Token[])[]> {
  const lang = ALIASES[language.toLowerCase()] ?? language.toLowerCase();
  if (!LANGUAGES.includes(lang)) return code.split('\n').map((text) => [{ text }]);
  kept ??= openKept();
  const key = createHash('sha256').update(`${lang}\n${code}`).digest('base64url');
  const known = kept.get(key);
  if (known !== undefined) return known;
  const tokens = await highlighted(code, lang);
  kept.set(key, tokens);
  return tokens;
}

/** Kept results belong to one version of the grammars, and to this file: its theme, its way of joining tokens. Astro's bundle of it keeps them in the same place. */
function openKept(): KeptResults<readonly (readonly Token[])[]> {
  const { version } = createRequire(path.join(projectDirectory, 'package.json'))('shiki/package.json');
  const source = readFileSync(path.join(projectDirectory, 'src/site/mdx/highlight.ts'), 'utf8');
  return openKeptResults(cacheDirectory, 'highlighting', [version, source]);
}

async function highlighted(code: string, lang: string): Promise<readonly (readonly Token[])[]> {
  highlighter ??= createHighlighter({ langs: LANGUAGES, themes: [theme] });
  const lines = (await highlighter).codeToTokensBase(code, { lang: lang as 'python', theme });
  return lines.map((line) => {
    const tokens: Token[] = [];
    for (const { content, color } of line) {
      const last = tokens.at(-1);
      const kind = CLASS_OF.get(color?.toLowerCase() ?? '');
      if (last !== undefined && (last.class === kind || content.trim() === '')) {
        tokens[tokens.length - 1] = { ...last, text: last.text + content };
      } else {
        tokens.push(kind === undefined ? { text: content } : { text: content, class: kind });
      }
    }
    return tokens;
  });
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The tokens of one line as HTML. */
export function htmlOfLine(tokens: readonly Token[]): string {
  return tokens
    .map(({ text, class: kind }) =>
      kind === undefined ? escapeHtml(text) : `<span class="${kind}">${escapeHtml(text)}</span>`,
    )
    .join('');
}
