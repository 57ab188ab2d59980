/** The HTML that a page of the site may use: an allow list, for what no list holds could run, frame or load something. */

/** Elements, with the attributes that each takes besides those of all. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  abbr: [],
  br: [],
  cite: [],
  dd: [],
  del: [],
  details: ['open'],
  dfn: [],
  dl: [],
  dt: [],
  figcaption: [],
  figure: [],
  ins: [],
  kbd: [],
  mark: [],
  q: [],
  s: [],
  samp: [],
  small: [],
  sub: [],
  summary: [],
  sup: [],
  time: ['datetime'],
  var: [],
  wbr: [],
};

export const ALLOWED_ELEMENTS: readonly string[] = Object.keys(ELEMENTS);

const EVERYWHERE = ['dir', 'lang', 'title'];

/** How Markdown writes what authors bring along from HTML. */
const IN_MARKDOWN: Readonly<Record<string, string>> = {
  a: 'Write a link: `[text](address)`.',
  img: 'Write an image: `![what it shows](./picture.png)`.',
  b: 'Write `**…**`.',
  strong: 'Write `**…**`.',
  i: 'Write `*…*`.',
  em: 'Write `*…*`.',
  code: 'Put it in backticks.',
  pre: 'Write a fence: three backticks on a line of their own, before and after.',
  hr: 'Write `---` on a line of its own.',
  p: 'Leave the tag out: a blank line ends a paragraph.',
  blockquote: 'Begin each line with `>`.',
  table: 'Write a table with `|` between its cells.',
  ul: 'Begin each item with `-`.',
  ol: 'Begin each item with `1.`.',
  li: 'Begin each item with `-`.',
};

/** The attributes that an element may have; undefined when the element itself may not be used. */
export function attributesFor(element: string): readonly string[] | undefined {
  return Object.hasOwn(ELEMENTS, element) ? [...EVERYWHERE, ...(ELEMENTS[element] ?? [])] : undefined;
}

/** What to write instead of an element that may not be used. */
export function insteadOf(element: string): string {
  if (/^h[1-6]$/.test(element)) return 'Write a heading: `##` and its text.';
  const markdown = Object.hasOwn(IN_MARKDOWN, element) ? IN_MARKDOWN[element] : undefined;
  return markdown ?? `Remove it, or put it in backticks. Allowed are ${ALLOWED_ELEMENTS.join(', ')}.`;
}

/** Elements that have no content and so no closing tag. */
export const VOID = ['br', 'hr', 'img', 'input', 'wbr', 'meta', 'link', 'base', 'embed', 'source', 'col'];
