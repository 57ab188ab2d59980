/** Every message that the checker can give: those of the catalogues, and those of the learning parts, which stand in their code. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { COMMAND_MESSAGES } from '../src/check/command-messages.ts';
import { FILE_MESSAGES } from '../src/check/file-messages.ts';
import { FINDING_MESSAGES } from '../src/check/finding-messages.ts';
import { TEXT_MESSAGES } from '../src/course/markdown/messages.ts';
import { RUN_MESSAGES } from '../src/lesson/read/messages.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Functions that take a message, and which argument it is: `report(line, column, message)` in transcripts. */
const REPORTS: Readonly<Record<string, number>> = { report: 1, refuse: 0 };
const PROPERTIES = ['message', 'mistake'];

/** A file and all that it imports. */
function reachable(file: string, found: Map<string, ts.SourceFile>): void {
  if (found.has(file) || !existsSync(file)) return;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  found.set(file, source);
  for (const [, name = ''] of source.text.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)) {
    reachable(path.resolve(path.dirname(file), name), found);
  }
}

/** The texts that an expression can be, with `…` for what is not known before; none for those that only pass one on. */
function texts(node: ts.Expression): readonly string[] {
  if (ts.isParenthesizedExpression(node)) return texts(node.expression);
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return [];
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return [parts.join('…').replace(/…+/g, '…')];
}

/** Without the full stop that some callers add. */
const plain = (text: string): string => text.replace(/\.$/, '');

export function messagesInCode(): ReadonlySet<string> {
  const files = new Map<string, ts.SourceFile>();
  reachable(path.join(root, 'src/check/command.ts'), files);
  const catalogues = [RUN_MESSAGES, FINDING_MESSAGES, FILE_MESSAGES, COMMAND_MESSAGES, TEXT_MESSAGES];
  const messages = new Set<string>(catalogues.flatMap((catalogue) => Object.values(catalogue)));
  const add = (node: ts.Expression | undefined): void => {
    for (const text of node === undefined ? [] : texts(node)) {
      if (/\p{L}{2}/u.test(text)) messages.add(plain(text));
    }
  };
  for (const [file, source] of files) {
    // What programs are told inside of Python is Python's own.
    if (file.includes('runtime/node')) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const name = node.expression.getText(source).split('.').at(-1) ?? '';
        const at = REPORTS[name];
        if (at !== undefined) add(node.arguments[file.endsWith('read/transcript.ts') ? at + 1 : at]);
      }
      if (ts.isNewExpression(node) && node.expression.getText(source) === 'UsageError') add(node.arguments?.[0]);
      const isNamed = (name: ts.Node): boolean => PROPERTIES.includes(name.getText(source));
      if (ts.isPropertyAssignment(node) && isNamed(node.name)) add(node.initializer);
      if (ts.isVariableDeclaration(node) && isNamed(node.name)) add(node.initializer);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return messages;
}

/** Would this message be one of that form? */
export function isOfForm(message: string, form: string): boolean {
  const source = form
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('[\\s\\S]*');
  return new RegExp(`^${source}\\.?$`).test(message);
}
