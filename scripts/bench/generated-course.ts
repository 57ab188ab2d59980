/** A course of any size to measure with: pages of ten sections, each with prose, a block and its output, no two alike. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function writeGeneratedCourse(folder: string, pages: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'lessons'), { recursive: true });
  writeFileSync(path.join(folder, 'site.yaml'), 'name: Generated\ndescription: Pages to measure with\n');
  writeFileSync(path.join(folder, 'glossary.yaml'), '- term: closure\n  text: A function with its variables.\n');
  for (let page = 1; page <= pages; page += 1) {
    writeFileSync(generatedPage(folder, page), lesson(page));
  }
}

export function generatedPage(folder: string, page: number): string {
  return path.join(folder, 'lessons', `${String(page).padStart(4, '0')}-page-${page}.mdx`);
}

function lesson(page: number): string {
  const sections = Array.from({ length: 10 }, (_, index) => section(page, index + 1));
  return `---
title: Page ${page}
description: Generated page ${page}.
minutes: 5
goals: ["read page ${page}"]
requires: []
topics: [measures]
next: []
---

${sections.join('\n')}`;
}

function section(page: number, number: number): string {
  return `## Section ${number} of page ${page}

A paragraph about \`counter_${page}\`, and about what block ${number} does with it. It is long enough to look like prose,
with *emphasis* and a [link](#section-1-of-page-${page}).

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
