/** All components that lessons may use. A new one is a folder beside this file, and a line here. */
import { aside } from './aside/part.ts';
import { asked } from './asked/part.ts';
import { claim } from './claim/part.ts';
import { exercise, hint, wrongAnswer } from './exercise/part.ts';
import { parsons } from './parsons/part.ts';
import type { Part } from './part.ts';
import { predict } from './predict/part.ts';
import { question, quiz } from './quiz/part.ts';
import { reflect } from './reflect/part.ts';
import { term } from './term/part.ts';

export const PARTS: readonly Part<unknown>[] = [
  predict,
  quiz,
  question,
  exercise,
  parsons,
  hint,
  wrongAnswer,
  reflect,
  term,
  claim,
  asked,
  aside,
];

export function partNamed(name: string): Part<unknown> | undefined {
  return PARTS.find((part) => part.name === name);
}

/** All that `role=` may say, in the order of the parts. */
export const ROLES: readonly string[] = [...new Set(PARTS.flatMap(({ roles }) => Object.keys(roles)))];
