/** What exercises and Parsons problems have in common: fences with roles, a task, hints. */
import { type ElementBlock, hasText } from '../../lesson/read/block.ts';
import type { Span } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Reading } from '../part.ts';

/** A mistake that readers are expected to make, recognised by what the program does. */
export interface WrongAnswer {
  readonly id: string;
  readonly wrong: Snippet;
  /** Runs in the program's namespace after it; passes when this is the mistake. */
  readonly detects: Snippet | null;
  /** The exception that the program must end with, when the mistake is one that Python itself refuses. */
  readonly raises: string | null;
  readonly span: Span;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly starter: Snippet;
  readonly solution: Snippet;
  readonly tests: Snippet;
  readonly hints: number;
  readonly wrongAnswers: readonly WrongAnswer[];
  readonly span: Span;
}

type Roles<Role extends string> = Partial<Record<Role, Snippet>>;

/** The fences that stand directly in a component, by their roles. */
export function rolesIn<Role extends string>(
  element: ElementBlock,
  allowed: Readonly<Record<Role, unknown>>,
  reading: Reading,
): Roles<Role> {
  const { report } = reading;
  const isAllowed = (role: string): role is Role => Object.hasOwn(allowed, role);
  const roles: Roles<Role> = {};
  for (const block of element.children) {
    const snippet = block.kind === 'fence' ? reading.snippetOf(block.fence) : undefined;
    const role = snippet?.role;
    if (snippet === undefined || role === undefined) continue;
    const at = snippet.fence.span.start;
    if (!isAllowed(role)) {
      const hint = `Here it can be ${Object.keys(allowed)
        .map((role) => `\`role=${role}\``)
        .join(', ')}.`;
      report(at, `\`role=${role}\` has no place directly in \`<${element.name}>\``, hint);
    } else if (roles[role] !== undefined) {
      report(at, `A second \`role=${role}\` in one \`<${element.name}>\``, 'Keep one of them.');
    } else {
      roles[role] = snippet;
    }
    if (snippet.continues !== undefined) {
      report(
        at,
        'A part of an exercise cannot continue another block',
        'Remove `continues`: readers get it alone, so it must stand alone.',
      );
    }
    if (snippet.code.trim() === '') report(at, `The ${role} is empty`, 'Write its code.');
  }
  return roles;
}

export function need<Role extends string, Needed extends Role>(
  roles: Roles<Role>,
  names: readonly Needed[],
  element: ElementBlock,
  reading: Reading,
): roles is Roles<Role> & Record<Needed, Snippet> {
  const missing = names.filter((role) => roles[role] === undefined);
  for (const role of missing) {
    const hint = `Add a fence that begins with \`\`\`python role=${role}.`;
    // "No solution", "no tests", but no "no wrong".
    const thing = role === 'wrong' ? 'wrong program' : role;
    reading.report(element.span.start, `\`<${element.name}>\` has no ${thing}`, hint);
  }
  return missing.length === 0;
}

export function childrenNamed(element: ElementBlock, name: string): readonly ElementBlock[] {
  return element.children.filter((block): block is ElementBlock => block.kind === 'element' && block.name === name);
}

export function countHints(element: ElementBlock, reading: Reading): number {
  const hints = childrenNamed(element, 'Hint');
  for (const hint of hints) {
    if (!hasText(hint.children))
      reading.report(hint.span.start, 'This hint is empty', 'Write it between `<Hint>` and `</Hint>`.');
  }
  return hints.length;
}

export function requireTask(element: ElementBlock, reading: Reading): void {
  if (hasText(element.children.filter((block) => block.kind === 'prose' || block.kind === 'list'))) return;
  reading.report(element.span.start, 'There is no task', 'Say in a paragraph before the code what is to be done.');
}
