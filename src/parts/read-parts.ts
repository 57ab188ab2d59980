/** Reads the learning parts of a lesson: every component, wherever it stands, with every slip reported at its place. */
import { attributeOf, type Block, childrenOf, type ElementBlock, textOf } from '../lesson/read/block.ts';
import type { Fence } from '../lesson/read/fence.ts';
import type { Point, Problem } from '../lesson/read/problem.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { FoundPart, Parts, Reading } from './part.ts';
import { PARTS, partNamed } from './registry.ts';
import { checkElement } from './vocabulary.ts';

const NAMED = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `headings`: ids that headings have from their words, where the page gives them any. */
export function readParts(
  blocks: readonly Block[],
  snippets: readonly Snippet[],
  file: string,
  headings: ReadonlyMap<string, Point> = new Map(),
): Parts {
  const problems: Problem[] = [];
  const report = (at: Point, message: string, hint?: string): void => {
    const position = { line: at.line, column: at.column };
    problems.push(
      hint === undefined
        ? { file, position, message: `${message}.` }
        : { file, position, message: `${message}.`, hint },
    );
  };
  const byStart = new Map(snippets.map((snippet) => [snippet.fence.span.start.offset, snippet]));
  const reading: Reading = { snippets, snippetOf: (fence) => byStart.get(fence.span.start.offset), report };
  const parts: FoundPart[] = [];
  const ids = new Map(snippets.map((snippet) => [snippet.id, snippet.fence.span.start]));

  const visit = (block: Block, parent: string | null): void => {
    if (block.kind === 'fence') checkRole(block.fence, parent, reading);
    if (block.kind !== 'element') {
      for (const child of childrenOf(block)) visit(child, block.kind === 'group' ? parent : null);
      return;
    }
    checkElement(block, parent, report);
    const part = partNamed(block.name);
    if (part?.attributes.id === 'required') checkId(block, ids, headings, report);
    const found = part?.read(block, reading) ?? null;
    if (part !== undefined && found !== null) parts.push({ part, id: textOf(block, 'id'), found });
    for (const child of block.children) visit(child, block.name);
  };
  for (const block of blocks) visit(block, null);
  for (const [id, start] of headings) {
    const code = snippets.find((snippet) => snippet.id === id)?.fence.span.start;
    if (code !== undefined) report(code, `The id \`${id}\` is taken`, takenBy('The heading in line', start));
  }
  return { file, found: parts, problems };
}

function checkRole(fence: Fence, parent: string | null, reading: Reading): void {
  const role = reading.snippetOf(fence)?.role;
  if (role === undefined || Object.keys(partNamed(parent ?? '')?.roles ?? {}).length > 0) return;
  const { message, hint } = strayRole(role);
  reading.report(fence.span.start, message, hint);
}

const takenBy = (what: string, { line }: Point): string =>
  `${what} ${line} has it. An id is unique on its page: choose another.`;

function checkId(
  element: ElementBlock,
  ids: Map<string, Point>,
  headings: ReadonlyMap<string, Point>,
  report: Reading['report'],
): void {
  const attribute = attributeOf(element, 'id');
  if (attribute === undefined || attribute.value === true || attribute.value.startsWith('{')) return;
  const id = attribute.value;
  const first = ids.get(id);
  const heading = headings.get(id);
  if (!NAMED.test(id)) {
    const better = id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '');
    report(
      attribute.start,
      `\`${id}\` is not an id`,
      `Small letters, digits and hyphens: \`id="${better || 'some-name'}"\`.`,
    );
  } else if (first !== undefined) {
    report(attribute.start, `The id \`${id}\` is taken`, takenBy('Line', first));
  } else if (heading !== undefined) {
    report(attribute.start, `The id \`${id}\` is taken`, takenBy('The heading in line', heading));
  } else {
    ids.set(id, attribute.start);
  }
}

/** A role that no component asks for: such a block would never run. Without the full stop. */
export function strayRole(role: string): { readonly message: string; readonly hint: string } {
  const homes = PARTS.filter(({ roles }) => Object.hasOwn(roles, role));
  const where = homes.map(({ name }) => `\`<${name}>\``).join(' or ');
  return {
    message: `\`role=${role}\` stands outside of ${where}`,
    hint: `Move the fence directly into ${where}, or remove the role.`,
  };
}
