/** Reads exercises and Parsons problems: which fence is the starter, which the tests, and what is missing. */
import { type ElementBlock, hasText } from './block.ts';
import type { Reading } from './choices.ts';
import type { Exercise, Parsons, WrongAnswer } from './question.ts';
import type { Role, Snippet } from './snippet.ts';
import { textOf } from './vocabulary.ts';

/** Which roles a component's own fences may have. */
export const ROLES: Readonly<Record<string, readonly Role[]>> = {
  Exercise: ['starter', 'solution', 'tests'],
  Parsons: ['solution', 'distractors', 'tests'],
  WrongAnswer: ['wrong', 'detects'],
};

/** A role that no component asks for: such a block would never run. Without the full stop. */
export function strayRole(role: Role): { readonly message: string; readonly hint: string } {
  const homes = Object.keys(ROLES).filter((name) => ROLES[name]?.includes(role));
  const where = homes.map((name) => `\`<${name}>\``).join(' or ');
  return {
    message: `\`role=${role}\` stands outside of ${where}`,
    hint: `Move the fence directly into ${where}, or remove the role.`,
  };
}

type Roles = Partial<Record<Role, Snippet>>;

function rolesIn(element: ElementBlock, reading: Reading): Roles {
  const { report } = reading;
  const allowed = ROLES[element.name] ?? [];
  const roles: Roles = {};
  for (const block of element.children) {
    const snippet = block.kind === 'fence' ? reading.snippetOf(block.fence) : undefined;
    if (snippet?.role === undefined) continue;
    const at = snippet.fence.span.start;
    if (!allowed.includes(snippet.role)) {
      const hint = `Here it can be ${allowed.map((role) => `\`role=${role}\``).join(', ')}.`;
      report(at, `\`role=${snippet.role}\` has no place directly in \`<${element.name}>\``, hint);
    } else if (roles[snippet.role] !== undefined) {
      report(at, `A second \`role=${snippet.role}\` in one \`<${element.name}>\``, 'Keep one of them.');
    } else {
      roles[snippet.role] = snippet;
    }
    if (snippet.continues !== undefined) {
      report(
        at,
        'A part of an exercise cannot continue another block',
        'Remove `continues`: readers get it alone, so it must stand alone.',
      );
    }
    if (snippet.code.trim() === '') report(at, `The ${snippet.role} is empty`, 'Write its code.');
  }
  return roles;
}

function need<R extends Role>(
  roles: Roles,
  names: readonly R[],
  element: ElementBlock,
  reading: Reading,
): roles is Roles & Record<R, Snippet> {
  const missing = names.filter((role) => roles[role] === undefined);
  for (const role of missing) {
    const hint = `Add a fence that begins with \`\`\`python role=${role}.`;
    // "No solution", "no tests", but no "no wrong".
    const thing = role === 'wrong' ? 'wrong program' : role;
    reading.report(element.span.start, `\`<${element.name}>\` has no ${thing}`, hint);
  }
  return missing.length === 0;
}

function childrenNamed(element: ElementBlock, name: string): readonly ElementBlock[] {
  return element.children.filter((block): block is ElementBlock => block.kind === 'element' && block.name === name);
}

function countHints(element: ElementBlock, reading: Reading): number {
  const hints = childrenNamed(element, 'Hint');
  for (const hint of hints) {
    if (!hasText(hint.children))
      reading.report(hint.span.start, 'This hint is empty', 'Write it between `<Hint>` and `</Hint>`.');
  }
  return hints.length;
}

function requireTask(element: ElementBlock, reading: Reading): void {
  if (hasText(element.children.filter((block) => block.kind === 'prose' || block.kind === 'list'))) return;
  reading.report(element.span.start, 'There is no task', 'Say in a paragraph before the code what is to be done.');
}

function readWrongAnswer(element: ElementBlock, reading: Reading): WrongAnswer | null {
  const roles = rolesIn(element, reading);
  const prose = element.children.filter((block) => block.kind !== 'fence');
  if (!hasText(prose)) {
    reading.report(
      element.span.start,
      'A wrong answer without feedback',
      'Below its fences, speak to exactly this mistake.',
    );
  }
  if (!need(roles, ['wrong'], element, reading)) return null;
  const raises = roles.wrong.raises ?? null;
  if (roles.detects === undefined && raises === null) {
    const hint =
      'Add a fence ```python role=detects that passes only for it. ' +
      'If Python itself refuses the program, write ```python role=wrong raises=SyntaxError instead.';
    reading.report(element.span.start, 'Nothing recognises this wrong answer', hint);
    return null;
  }
  return { id: textOf(element, 'id'), wrong: roles.wrong, detects: roles.detects ?? null, raises, span: element.span };
}

export function readExercise(element: ElementBlock, reading: Reading): Exercise | null {
  const roles = rolesIn(element, reading);
  requireTask(element, reading);
  const hints = countHints(element, reading);
  const wrongAnswers = childrenNamed(element, 'WrongAnswer').flatMap((child) => readWrongAnswer(child, reading) ?? []);
  if (!need(roles, ['starter', 'solution', 'tests'], element, reading)) return null;
  const { starter, solution, tests } = roles;
  const [id, title] = [textOf(element, 'id'), textOf(element, 'title')];
  return { id, title, starter, solution, tests, hints, wrongAnswers, span: element.span };
}

export function readParsons(element: ElementBlock, reading: Reading): Parsons | null {
  const { report } = reading;
  const roles = rolesIn(element, reading);
  requireTask(element, reading);
  const hints = countHints(element, reading);
  if (!need(roles, ['solution', 'tests'], element, reading)) return null;
  const { solution, tests } = roles;
  const lines = linesOf(solution);
  if (lines.length < 3) report(solution.fence.span.start, 'Too few lines to shuffle', 'Use three lines or more.');
  const distractors = roles.distractors === undefined ? [] : linesOf(roles.distractors);
  for (const distractor of distractors) {
    if (lines.some((line) => line === distractor)) {
      const at = roles.distractors?.fence.span.start ?? element.span.start;
      report(at, `The distractor \`${distractor}\` is a line of the solution`, 'Change it, so that it is wrong.');
    }
  }
  const [id, title] = [textOf(element, 'id'), textOf(element, 'title')];
  return { id, title, solution, distractors, tests, hints, span: element.span };
}

function linesOf(snippet: Snippet): readonly string[] {
  return snippet.code.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}
