/** A program as it would be typed at Python's prompt: each statement with its prompts. */
import { completenessOf } from '../../lesson/read/python-source.ts';

/** Unindented lines that continue the compound statement above them. */
const CLAUSE = /^(?:else|elif|except|finally)\b/;
const DECORATOR = /^@/;

export interface TypedStatement {
  /** Without trailing empty lines. */
  readonly source: string;
  /** Its first line, from 0, and the one after its last. */
  readonly lines: readonly [from: number, to: number];
}

export function typedStatements(code: string): readonly TypedStatement[] {
  const statements: TypedStatement[] = [];
  let lines: string[] = [];
  let from = 0;
  const finish = (): void => {
    while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
    if (lines.length > 0) statements.push({ source: lines.join('\n').trimEnd(), lines: [from, from + lines.length] });
    lines = [];
  };
  for (const [at, line] of code.split('\n').entries()) {
    const begun = lines.length > 0;
    const state = begun ? completenessOf(lines.join('\n')) : 'done';
    const blank = line.trim() === '' || line.trimStart().startsWith('#');
    if (
      begun &&
      state === 'block' &&
      !blank &&
      /^\S/.test(line) &&
      !CLAUSE.test(line) &&
      !DECORATOR.test(lines.at(-1) ?? '')
    )
      finish();
    if (lines.length === 0 && blank) continue;
    if (lines.length === 0) from = at;
    lines.push(line);
    if (!DECORATOR.test(line) && completenessOf(lines.join('\n')) === 'done') finish();
  }
  finish();
  return statements;
}

export function statementsOf(code: string): readonly string[] {
  return typedStatements(code).map(({ source }) => source);
}

export function transcriptOf(code: string): string {
  return statementsOf(code).map(promptedStatement).join('\n');
}

/** One statement with its prompts; a compound statement includes the empty line that ends it at the prompt. */
export function promptedStatement(statement: string): string {
  const lines = statement.split('\n').map((line, at) => `${at === 0 ? '>>>' : '...'} ${line}`.trimEnd());
  if (completenessOf(statement) === 'block') lines.push('...');
  return lines.join('\n');
}
