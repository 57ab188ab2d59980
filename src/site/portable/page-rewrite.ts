/** Rewrites a built page for publishing: relative links, one classic script, the site's root on `<html>`, the policy in the head. */
import { contentSecurityPolicy } from './csp.ts';
import { relativeRoot, relativeUrl, resolveLink, type Targets } from './links.ts';
import { type PageScan, type Range, withEdits } from './page-scan.ts';
import type { PageScripts } from './page-scripts.ts';

export interface PageProblem {
  readonly page: string;
  /** The text on the page, used to find its place in the source. */
  readonly text: string;
  readonly message: string;
  readonly hint: string;
}

export interface PageAdditions extends PageScripts {
  /** Inline scripts for the start of the page's head. */
  inline(page: string): readonly string[];
  /** Tags for the end of the head. */
  metadata(page: PageScan): string;
}

/** Pages that hosts show at addresses of any depth; they find the site's root at run time. */
export const ROOTLESS = new Set(['404.html']);

export function rewritePage(
  page: PageScan,
  targets: Targets,
  additions: PageAdditions,
): { readonly html: string; readonly problems: readonly PageProblem[] } {
  const problems: PageProblem[] = [];
  const edits: (Range & { text: string })[] = page.dropped.map((range) => ({ ...range, text: '' }));

  const rewritten = (link: string): string => {
    const resolved = resolveLink(page.file, link, targets);
    if (resolved.kind === 'external') return link;
    if (resolved.kind === 'found') return resolved.url;
    problems.push({ page: page.file, text: link, message: resolved.message, hint: resolved.hint });
    return link;
  };
  for (const { start, end, attribute, value, list } of page.references) {
    const parts = list ? value.split(',').map((part) => part.trim().split(/\s+/)) : [[value.trim()]];
    const text = parts.map(([url = '', ...rest]) => [rewritten(url), ...rest].join(' ')).join(', ');
    if (text !== value) edits.push({ start, end, text: `${attribute}="${escaped(text)}"` });
  }

  const styles = page.styles.map(({ start, end, text }) => {
    const style = relativeStyleUrls(text, rewritten);
    if (style !== text) edits.push({ start, end, text: style });
    return style;
  });
  for (const { what } of page.blocked) {
    problems.push({
      page: page.file,
      text: what,
      message: `\`${what.slice(0, 80)}\` would not work: the page's security policy allows no inline styles or handlers.`,
      hint: 'Use a class and a style sheet, or a listener added by an element.',
    });
  }

  for (const id of page.sharedIds) {
    problems.push({
      page: page.file,
      text: `id="${id}"`,
      message: `More than one element of the page has the id \`${id}\`: links and labels would find only the first.`,
      hint: "A heading's id is made from its words. Choose another id, or reword the heading.",
    });
  }

  const inline = [...additions.inline(page.file)];
  const modules: string[] = [];
  const hashed = [...inline];
  for (const script of page.scripts) {
    if (script.kind === 'inline') {
      hashed.push(script.text);
      continue;
    }
    const id = additions.moduleOf(script);
    if (id !== undefined) modules.push(id);
    edits.push({ start: script.start, end: script.end, text: '' });
  }

  const rootless = ROOTLESS.has(page.file);
  const policy = contentSecurityPolicy({ scripts: hashed, styles, setsBase: rootless });
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    ...inline.map((text) => `<script>${text}</script>`),
  ].join('');
  edits.push({ start: page.places.policy, end: page.places.policy, text: head });
  edits.push({ start: page.places.html, end: page.places.html, text: ` data-root="${relativeRoot(page.file)}"` });
  let end = additions.metadata(page);
  if (modules.length > 0) {
    const src = relativeUrl(page.file, additions.main);
    end += `<script defer src="${src}" data-modules="${[...new Set(modules)].join(' ')}"></script>`;
  }
  edits.push({ start: page.places.headEnd, end: page.places.headEnd, text: end });
  return { html: withEdits(page.source, edits), problems };
}

/** Replaces each `url(…)` in CSS with the result of `rewritten`. */
export function relativeStyleUrls(css: string, rewritten: (url: string) => string): string {
  return css.replace(/url\(\s*(['"]?)([^'")]+)\1\s*\)/g, (whole, quote: string, url: string) =>
    url.startsWith('#') || /^data:/i.test(url) ? whole : `url(${quote}${rewritten(url)}${quote})`,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
