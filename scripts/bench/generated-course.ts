/** A course of any size for measuring: pages of ten sections, each with prose, a block and its output, no two alike. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function writeGeneratedCourse(folder: string, pages: number): void {
  emptyFolder(path.join(folder, 'lessons'));
  writeFileSync(path.join(folder, 'site.yaml'), 'name: Generated\ndescription: Pages to measure with\n');
  writeFileSync(path.join(folder, 'glossary.yaml'), '- term: closure\n  text: A function with its variables.\n');
  for (let page = 1; page <= pages; page += 1) {
    writeFileSync(generatedPage(folder, page), lesson(page, pages));
  }
}

/** The same pages as a Starlight site with the minimal configuration. */
export function writeStarlightSite(folder: string, pages: number): void {
  const docs = path.join(folder, 'src/content/docs');
  emptyFolder(docs);
  writeFileSync(
    path.join(folder, 'astro.config.mjs'),
    `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://example.org', integrations: [starlight({ title: 'Generated' })] });
`,
  );
  writeFileSync(
    path.join(folder, 'src/content.config.ts'),
    `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
  );
  for (let page = 1; page <= pages; page += 1) {
    const text = body(page, pages)
      .replaceAll(/^(```python) .*$/gm, '$1')
      .replaceAll(/^```output$/gm, '```text')
      .replaceAll(/\(\.\/\d+-(page-\d+)\.mdx/g, '(/$1/');
    const name = page === 1 ? 'index' : `page-${page}`;
    writeFileSync(
      path.join(docs, `${name}.mdx`),
      `---\ntitle: Page ${page}\ndescription: Generated page ${page}.\n---\n\n${text}`,
    );
  }
}

function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

export function generatedPage(folder: string, page: number): string {
  return path.join(folder, 'lessons', fileOf(page));
}

function fileOf(page: number): string {
  return `${String(page).padStart(4, '0')}-page-${page}.mdx`;
}

function lesson(page: number, pages: number): string {
  return `---
title: Page ${page}
description: Generated page ${page}.
minutes: 5
goals: ["read page ${page}"]
requires: []
topics: [measures]
next: []
---

${body(page, pages)}`;
}

function body(page: number, pages: number): string {
  return Array.from({ length: 10 }, (_, index) => section(page, index + 1, (page % pages) + 1)).join('\n');
}

function section(page: number, number: number, next: number): string {
  return `## Section ${number} of page ${page}

A paragraph about \`counter_${page}\`, and about what block ${number} does with it. It is long enough to look like prose,
with *emphasis*, a [link](#section-1-of-page-${page}) and [one to the next page](./${fileOf(next)}#section-${number}-of-page-${next}).

\`\`\`python id=counter-${number}
def make_counter_${page}(start):
    count = start

    def step(by=${number}):
        nonlocal count
        count += by
        return count

    return step


counter = make_counter_${page}(${number})
print(counter(), counter(2))
\`\`\`

\`\`\`output
${number * 2} ${number * 2 + 2}
\`\`\`
`;
}
