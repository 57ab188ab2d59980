/** content/site.yaml: what the site is called and where it and its source live. Strict, like a lesson's frontmatter. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'astro/zod';
import { parse } from 'yaml';
import { contentDirectory } from './places.ts';

const schema = z.strictObject({
  name: z.string().min(1),
  /** One sentence for search engines and cards. */
  description: z.string().min(1),
  /** Where the published site lives; without it, whatever needs a full address is left out. */
  address: z.url({ protocol: /^https?$/ }).optional(),
  /** The source repository's page. */
  repository: z.url({ protocol: /^https?$/ }).optional(),
  /** Address at which a file of the repository is edited; `{path}` stands for its path. */
  edit: z.string().includes('{path}').optional(),
});

export interface Site extends z.infer<typeof schema> {}

let last: { readonly source: string; readonly site: Site } | undefined;

/** Every page asks; the text is parsed again only when it has changed. */
export function readSite(): Site {
  const source = readFileSync(path.join(contentDirectory, 'site.yaml'), 'utf8');
  if (last?.source !== source) last = { source, site: siteFrom(source) };
  return last.site;
}

function siteFrom(source: string): Site {
  const result = schema.safeParse(parse(source));
  if (result.success) return evenSlashes(result.data);
  const problems = result.error.issues.map(
    ({ path: keys, message }) => `  ${keys.join('.') || 'the file'}: ${message}`,
  );
  throw new Error(
    `content/site.yaml is wrong:\n${problems.join('\n')}\nIts keys are ${Object.keys(schema.shape).join(', ')}.`,
  );
}

/** Relative addresses are resolved against the site's, whose last folder would be lost without its slash; the repository's are appended. */
function evenSlashes({ address, repository, ...site }: Site): Site {
  return {
    ...site,
    ...(address !== undefined && { address: address.replace(/\/*$/, '/') }),
    ...(repository !== undefined && { repository: repository.replace(/\/+$/, '') }),
  };
}
