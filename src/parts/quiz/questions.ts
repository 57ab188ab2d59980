/** Reads predictions and quiz questions, and reports every slip that would make one unanswerable or its feedback mute. */
import { answersOf, asAnswer } from '../../lesson/read/answer.ts';
import {
  attributeOf,
  type ElementBlock,
  hasText,
  type Item,
  type ListBlock,
  type TableBlock,
  textOf,
} from '../../lesson/read/block.ts';
import type { Point } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Reading, Report } from '../part.ts';
import type { Choice, LineChoice, OutputQuestion, Pair, Question } from './question-types.ts';

/** The Python blocks that stand directly in a component, without those that have a role in an exercise. */
function snippetsIn(element: ElementBlock, reading: Reading): readonly Snippet[] {
  return element.children.flatMap((block) => {
    const snippet = block.kind === 'fence' ? reading.snippetOf(block.fence) : undefined;
    return snippet === undefined || snippet.role !== undefined ? [] : [snippet];
  });
}

function onlyList(element: ElementBlock, reading: Reading): ListBlock | undefined {
  const lists = element.children.filter((block) => block.kind === 'list');
  const [first, second] = lists;
  if (first === undefined) {
    reading.report(
      element.span.start,
      'There are no choices here',
      'Write them as a list, each with its feedback indented below it.',
    );
  } else if (second !== undefined) {
    const hint =
      'Keep one: its items are the choices. Remove what interrupts it, or use the same bullet for all items.';
    reading.report(second.span.start, `A second list in \`<${element.name}>\``, hint);
  }
  return first;
}

/** The first block of an item is what the reader picks: an output, as inline code on its own or as a text fence. */
function outputText(item: Item, report: Report): string | null {
  const first = item.children[0];
  if (first?.kind === 'fence') {
    if (/^(text|output|error)?$/.test(first.fence.language)) return first.fence.code;
    report(
      first.span.start,
      `A \`${first.fence.language}\` fence cannot be an output to choose`,
      'Make it a `text` fence.',
    );
    return null;
  }
  if (first?.kind === 'prose') {
    const code = first.children[0];
    if (first.children.length === 1 && code?.kind === 'code' && first.text.trim() === code.value.trim())
      return code.value;
  }
  const hint =
    'Write ``- `the output` ``, a blank line, then the feedback, indented; several lines go into a `text` fence.';
  report(item.span.start, 'A choice begins with the output it stands for, as code of its own', hint);
  return null;
}

function plainText(item: Item, report: Report): string | null {
  const first = item.children[0];
  if (first?.kind === 'prose' && first.text.trim() !== '') return first.text.trim();
  if (first?.kind === 'fence') return first.fence.code;
  report(
    item.span.start,
    'This choice says nothing',
    'Write `- [ ] the choice`, a blank line, then why it is right or wrong, indented.',
  );
  return null;
}

function requireFeedback(item: Item, text: string, report: Report): void {
  if (hasText(item.children.slice(1))) return;
  const hint =
    'Below the choice: a blank line, then a paragraph indented like its text, that speaks to who picks this.';
  report(item.span.start, `The choice \`${oneLine(text)}\` has no feedback`, hint);
}

function oneLine(text: string): string {
  return text.replaceAll('\n', '⏎');
}

function refuseAlike(choices: readonly Choice[], report: Report): void {
  const seen = new Map<string, Choice>();
  for (const choice of choices) {
    const text = asAnswer(choice.text);
    const twin = seen.get(text);
    if (twin === undefined) seen.set(text, choice);
    else {
      const hint = `The other one is in line ${twin.span.start.line}: change or remove one.`;
      report(choice.span.start, `The choice \`${oneLine(choice.text)}\` is there twice`, hint);
    }
  }
}

/** A prediction, or a question whose right answer is what Python prints. */
export function readOutputQuestion(element: ElementBlock, reading: Reading): OutputQuestion | null {
  const { report } = reading;
  const asked = snippetsIn(element, reading).filter((snippet) => snippet.expected.kind === 'stated');
  const snippet = asked[0];
  const list = onlyList(element, reading);
  if (snippet === undefined) {
    const hint = 'Write a ```python fence and, right after it, the ```output fence with what it prints.';
    report(element.span.start, 'There is no output to predict', hint);
    return null;
  }
  if (asked[1] !== undefined) {
    const hint = 'Let one block print, so that it is clear which output is asked for.';
    report(asked[1].fence.span.start, 'A second block with an output', hint);
  }
  const answers = answersOf(snippet);
  const [answer] = answers;
  if (answer === undefined) {
    const hint = 'A prediction has one exact answer: write the output out, without wildcards and `match=`.';
    report(snippet.fence.span.start, 'The output is not exact, so no choice can equal it', hint);
    return null;
  }
  if (list === undefined) return null;
  const choices: Choice[] = [];
  for (const item of list.items) {
    const text = outputText(item, report);
    if (item.checked !== null) {
      report(item.span.start, 'Python decides which choice is right here, not a box', 'Remove the `[ ]` or `[x]`.');
    }
    if (text === null) continue;
    requireFeedback(item, text, report);
    choices.push({ text, right: answers.includes(asAnswer(text)), span: item.span });
  }
  refuseAlike(choices, report);
  const typed = attributeOf(element, 'typed') !== undefined;
  if (choices.length === list.items.length) {
    if (!typed && !choices.some((choice) => choice.right)) {
      const hint = `Make one of them \`${oneLine(answer)}\`, or correct the program.`;
      report(list.span.start, 'No choice equals what Python prints', hint);
    }
    if (!typed) requireTwo(choices, list.span.start, report);
  }
  return { kind: 'output', id: textOf(element, 'id'), typed, snippet, answers, choices, span: element.span };
}

function requireTwo(choices: readonly Choice[], at: Point, report: Report): void {
  if (choices.length < 2)
    report(at, 'There is only one choice', 'Add the answers that a reader with a wrong idea would give.');
}

export function readQuestion(element: ElementBlock, reading: Reading): Question | null {
  const kinds = ['several', 'typed', 'line', 'match'].filter((name) => attributeOf(element, name) !== undefined);
  if (kinds.length > 1) {
    const hint = 'Keep the one that says how the reader answers.';
    reading.report(element.span.start, `A question cannot be \`${kinds.join('` and `')}\` at once`, hint);
    return null;
  }
  if (!hasText(element.children.filter((block) => block.kind === 'prose'))) {
    reading.report(
      element.span.start,
      'This question asks nothing',
      'Write the question as a paragraph before the choices.',
    );
  }
  if (kinds[0] === 'match') return readMatch(element, reading);
  if (kinds[0] === 'line') return readLine(element, reading);
  const list = element.children.find((block) => block.kind === 'list');
  const boxed = list?.items.some((item) => item.checked !== null) ?? false;
  const printing = snippetsIn(element, reading).some((snippet) => snippet.expected.kind === 'stated');
  if (kinds[0] === 'typed' || (printing && !boxed)) return readOutputQuestion(element, reading);
  return readChoice(element, kinds[0] === 'several', reading);
}

function readChoice(element: ElementBlock, several: boolean, reading: Reading): Question | null {
  const { report } = reading;
  const list = onlyList(element, reading);
  if (list === undefined) return null;
  const choices: Choice[] = [];
  for (const item of list.items) {
    const text = plainText(item, report);
    if (item.checked === null)
      report(item.span.start, 'This choice has no box', 'Write `- [ ]` for a wrong choice, `- [x]` for a right one.');
    if (text === null) continue;
    requireFeedback(item, text, report);
    choices.push({ text, right: item.checked === true, span: item.span });
  }
  refuseAlike(choices, report);
  requireTwo(choices, list.span.start, report);
  requireRight(choices, several, list.span.start, report);
  return { kind: 'choice', id: textOf(element, 'id'), several, choices, span: element.span };
}

function requireRight(choices: readonly Choice[], several: boolean, at: Point, report: Report): void {
  const right = choices.filter((choice) => choice.right);
  if (right.length === 0) report(at, 'No choice is right', 'Mark the right one with `- [x]`.');
  else if (several && right.length === 1) {
    report(at, '`several` is asked for, but only one choice is right', 'Remove `several`, or mark more with `- [x]`.');
  } else if (!several && right[1] !== undefined) {
    const hint = `The other one is in line ${right[0]?.span.start.line}. Unmark one, or write \`<Question … several>\`.`;
    report(right[1].span.start, 'Two choices are marked as right', hint);
  }
}

function readLine(element: ElementBlock, reading: Reading): Question | null {
  const { report } = reading;
  const [snippet] = snippetsIn(element, reading);
  const list = onlyList(element, reading);
  if (snippet === undefined) {
    report(
      element.span.start,
      'There is no program whose line could be chosen',
      'Add a ```python fence above the choices.',
    );
    return null;
  }
  if (list === undefined) return null;
  const source = snippet.code.split('\n');
  const choices: LineChoice[] = [];
  for (const item of list.items) {
    const text = plainText(item, report);
    if (text === null) continue;
    const line = text === '*' ? null : Number(text);
    const code = line === null ? '' : (source[line - 1] ?? '').trim();
    if (line !== null && !(Number.isInteger(line) && line >= 1 && line <= source.length)) {
      report(
        item.span.start,
        `\`${oneLine(text)}\` is not a line of the program`,
        `Write a number from 1 to ${source.length}, or \`*\` for all others.`,
      );
    } else if (line !== null && code === '') {
      report(item.span.start, `Line ${line} of the program is empty, so nobody can choose it`, 'Name another line.');
    }
    if (item.checked === null)
      report(item.span.start, 'This choice has no box', 'Write `- [x] 3` for the right line, `- [ ] 1` for others.');
    if (line === null && item.checked === true)
      report(item.span.start, '`*` cannot be the right line', 'Name the line: `- [x] 3`.');
    requireFeedback(item, text, report);
    choices.push({ text, line, right: item.checked === true, span: item.span });
  }
  refuseAlike(choices, report);
  requireRight(choices, false, list.span.start, report);
  const open = source.flatMap((text, index) =>
    text.trim() === '' || choices.some((choice) => choice.line === index + 1) ? [] : [index + 1],
  );
  if (open.length > 0 && !choices.some((choice) => choice.line === null)) {
    const hint = 'Add an item for each, or one `- [ ] *` with feedback for all of them.';
    report(list.span.start, `Nothing answers who chooses line ${open.join(', ')}`, hint);
  }
  return { kind: 'line', id: textOf(element, 'id'), snippet, choices, span: element.span };
}

function readMatch(element: ElementBlock, reading: Reading): Question | null {
  const { report } = reading;
  const table = element.children.find((block): block is TableBlock => block.kind === 'table');
  if (table === undefined) {
    report(
      element.span.start,
      'There is no table to match',
      'Write a table `| left | right | why |` with three rows or more.',
    );
    return null;
  }
  const rows = table.rows.slice(1);
  if (table.rows.some((row) => row.length !== 3)) {
    report(table.span.start, 'A table to match has three columns', 'Write `| left | right | why |`.');
    return null;
  }
  if (rows.length < 3)
    report(table.span.start, `Only ${rows.length} to match`, 'Add rows: three or more make it a question.');
  const pairs: Pair[] = [];
  for (const [left, right, why] of rows) {
    if (left === undefined || right === undefined || why === undefined) continue;
    for (const cell of [left, right, why]) {
      if (cell.text.trim() === '')
        report(cell.span.start, 'An empty cell', 'Each row has a left, its right, and why they belong together.');
    }
    for (const side of ['left', 'right'] as const) {
      const cell = side === 'left' ? left : right;
      if (pairs.some((pair) => pair[side] === cell.text)) {
        report(cell.span.start, `\`${cell.text}\` is there twice, so the match is not clear`, 'Change one of them.');
      }
    }
    pairs.push({ left: left.text, right: right.text, why: why.text });
  }
  return { kind: 'match', id: textOf(element, 'id'), pairs, span: element.span };
}
