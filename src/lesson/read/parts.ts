/** Reads the learning parts of a lesson: every component, wherever it stands, with every slip reported at its place. */
import { type Block, childrenOf, type ElementBlock, hasText, type ProseBlock } from './block.ts';
import { type Reading, readOutputQuestion, readQuestion } from './choices.ts';
import { ROLES, readExercise, readParsons, strayRole } from './exercises.ts';
import type { Fence } from './fence.ts';
import type { Point, Problem } from './problem.ts';
import type { Exercise, InlineClaim, OutputQuestion, Parsons, Parts, Quiz } from './question.ts';
import type { Snippet } from './snippet.ts';
import { attributeOf, checkElement, textOf } from './vocabulary.ts';

const NAMED = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Components that carry an id of their own: it links to them and keeps the reader's progress. */
const WITH_ID = ['Predict', 'Quiz', 'Question', 'Exercise', 'Parsons', 'Reflect', 'WrongAnswer'];

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
  const reading: Reading = { snippetOf: (fence: Fence) => byStart.get(fence.span.start.offset), report };
  const parts = {
    predictions: [] as OutputQuestion[],
    quizzes: [] as Quiz[],
    exercises: [] as Exercise[],
    parsons: [] as Parsons[],
    reflections: [] as { id: string; span: ElementBlock['span'] }[],
    claims: [] as InlineClaim[],
  };
  const ids = new Map(snippets.map((snippet) => [snippet.id, snippet.fence.span.start]));

  const visit = (block: Block, parent: string | null): void => {
    if (block.kind === 'fence') checkRole(block.fence, parent, reading);
    if (block.kind !== 'element') {
      for (const child of childrenOf(block)) visit(child, block.kind === 'group' ? parent : null);
      return;
    }
    checkElement(block, parent, report);
    if (WITH_ID.includes(block.name)) checkId(block, ids, headings, report);
    switch (block.name) {
      case 'Predict':
        push(parts.predictions, readOutputQuestion(block, reading));
        break;
      case 'Quiz':
        parts.quizzes.push(readQuiz(block, reading));
        break;
      case 'Exercise':
        push(parts.exercises, readExercise(block, reading));
        break;
      case 'Parsons':
        push(parts.parsons, readParsons(block, reading));
        break;
      case 'Claim':
        push(parts.claims, readClaim(block, snippets, report));
        break;
      case 'Reflect':
        if (!hasText(block.children)) report(block.span.start, 'There is no prompt', 'Write it inside `<Reflect>`.');
        parts.reflections.push({ id: textOf(block, 'id'), span: block.span });
        break;
    }
    for (const child of block.children) visit(child, block.name);
  };
  for (const block of blocks) visit(block, null);
  for (const [id, start] of headings) {
    const code = snippets.find((snippet) => snippet.id === id)?.fence.span.start;
    if (code !== undefined) report(code, `The id \`${id}\` is taken`, takenBy('The heading in line', start));
  }
  return { file, ...parts, problems };
}

function push<T>(list: T[], part: T | null): void {
  if (part !== null) list.push(part);
}

function readQuiz(element: ElementBlock, reading: Reading): Quiz {
  const questions = element.children.flatMap((block) =>
    block.kind === 'element' && block.name === 'Question' ? (readQuestion(block, reading) ?? []) : [],
  );
  if (!element.children.some((block) => block.kind === 'element' && block.name === 'Question')) {
    reading.report(element.span.start, 'A quiz without questions', 'Add `<Question id="…">` inside it.');
  }
  return { id: textOf(element, 'id'), questions, span: element.span };
}

function readClaim(element: ElementBlock, snippets: readonly Snippet[], report: Reading['report']): InlineClaim | null {
  const codes = element.children.flatMap((block) =>
    block.kind === 'prose' ? codesIn(block) : block.kind === 'code' ? [block.value] : [],
  );
  const [code, states] = codes;
  if (code === undefined || states === undefined || codes.length !== 2) {
    const hint = 'Write <Claim>`expression` is `value`</Claim>: first what is evaluated, then what it gives.';
    report(element.span.start, `A claim holds two pieces of code; this one holds ${codes.length}`, hint);
    return null;
  }
  const after = attributeOf(element, 'after');
  const snippet = snippets.find(({ id }) => id === after?.value);
  if (after !== undefined && snippet === undefined) {
    report(after.start, `No block has the id \`${after.value}\``, 'Give the block before it an `id=`, and name that.');
    return null;
  }
  return { code, states, after: snippet ?? null, span: element.span };
}

function codesIn(block: ProseBlock): readonly string[] {
  return block.children.flatMap((child) => (child.kind === 'code' ? [child.value] : []));
}

function checkRole(fence: Fence, parent: string | null, reading: Reading): void {
  const role = reading.snippetOf(fence)?.role;
  if (role === undefined || (parent !== null && parent in ROLES)) return;
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
