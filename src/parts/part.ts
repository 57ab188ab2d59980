/** What a component of a lesson is. Its descriptor says all of it, and everybody who deals with components asks there. */
import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import type { ElementBlock } from '../lesson/read/block.ts';
import type { Fence } from '../lesson/read/fence.ts';
import type { Point, Problem, Span } from '../lesson/read/problem.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { RunChain } from '../runtime/grade.ts';
import type { Program } from '../runtime/protocol.ts';
import type { Question } from './quiz/question-types.ts';

/** How an attribute is written: with any value, alone, or with one of these values. */
export type AttributeRule = 'required' | 'optional' | 'flag' | readonly string[];

/** Takes a message without its full stop, and the next action. */
export type Report = (at: Point, message: string, hint?: string) => void;

export interface Reading {
  readonly snippets: readonly Snippet[];
  readonly snippetOf: (fence: Fence) => Snippet | undefined;
  readonly report: Report;
}

export interface Means {
  readonly run: RunChain;
  /** The programs that lead up to a snippet, itself included: the chain of its session. */
  readonly sessionOf: (snippet: Snippet) => readonly Program[];
  readonly report: (span: Span, message: string, hint: string, severity?: 'advice') => void;
  /** src/check/assertions.py. */
  readonly survey: string;
}

/** `Found` is what is read from it. Nothing is optional: what a component has none of, its descriptor says. */
export interface Part<Found> {
  /** As lessons write it. A required `id` is its own, unique on the page. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** The components that it must stand in directly; null when it may stand anywhere. */
  readonly parents: readonly string[] | null;
  /** What its own fences are for, and whether search and notebooks may show them. */
  readonly roles: Readonly<Record<string, 'shown' | 'hidden'>>;
  /** Whether it says something about Python, so that documents elsewhere are checked for it, too. */
  readonly isChecked: boolean;
  /** Null when it is wrong, which has been reported, or nothing by itself. */
  read(element: ElementBlock, reading: Reading): Found | null;
  /** Reports what only running finds. */
  verify(found: Found, means: Means): Promise<void>;
  /** Whose answers the page takes. */
  questions(found: Found): readonly Question[];
  /** As what it counts when the reader has done it. */
  readonly progress: 'predictions' | 'quizzes' | 'exercises' | null;
  /** In a question a list holds the choices, and outputs stay hidden until it is answered; blocks of an exercise are there to be changed. */
  readonly setting: 'question' | 'exercise' | null;
  /** What search shows of it: the class that makes an element a record of its own, and the classes of what gives answers away. */
  readonly search: { readonly record: string | null; readonly leavesOut: readonly string[] };
  /** Selectors of what a notebook leaves out: answers, and what needs the page. */
  readonly notebook: { readonly leavesOut: readonly string[] };
  component(): Promise<{ readonly default: AstroComponentFactory }>;
  /** The custom element that brings it to life, defined by `element.ts` in the folder of this name. */
  readonly element: { readonly tag: string; readonly folder: string } | null;
  /** A paragraph of the guide: what it is for, and how it is written. */
  readonly guide: string;
}

export const verifiesNothing = async (): Promise<void> => {};
export const asksNothing = (): readonly Question[] => [];

/** A component that is read with the one around it, or says nothing that could be wrong. */
export const INERT = {
  roles: {},
  isChecked: false,
  read: () => null,
  verify: verifiesNothing,
  questions: asksNothing,
  progress: null,
  setting: null,
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: [] },
  element: null,
} as const;

/** One part of a page, and what was read from it. */
export interface FoundPart {
  readonly part: Part<unknown>;
  readonly id: string;
  readonly found: unknown;
}

/** Everything to be learned by doing, in the order of the page. */
export interface Parts {
  readonly file: string;
  readonly found: readonly FoundPart[];
  readonly problems: readonly Problem[];
}
