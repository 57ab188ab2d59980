/** Every message that the checker can give: those of the catalogues, and those of the learning parts, which stand in their code. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { COMMAND_MESSAGES } from '../src/check/command-messages.ts';
import { FILE_MESSAGES } from '../src/check/file-messages.ts';
import { FINDING_MESSAGES } from '../src/check/finding-messages.ts';
import { SETTINGS_MESSAGES } from '../src/check/settings-messages.ts';
import { TEXT_MESSAGES } from '../src/course/markdown/messages.ts';
import { FENCE_MESSAGES } from '../src/lesson/read/fence-messages.ts';
import { RUN_MESSAGES } from '../src/lesson/read/messages.ts';
import { TRANSCRIPT_MESSAGES } from '../src/lesson/read/transcript-messages.ts';

const root = path.resolve(import.meta.dirname, '..');

/** In the learning parts: `report(place, message)`, and the property of what is reported. */
const REPORT = 'report';
const PROPERTY = 'message';

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
  const catalogues = [
    RUN_MESSAGES,
    FINDING_MESSAGES,
    FENCE_MESSAGES,
    TRANSCRIPT_MESSAGES,
    TEXT_MESSAGES,
    FILE_MESSAGES,
    SETTINGS_MESSAGES,
    COMMAND_MESSAGES,
  ];
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
        if (name === REPORT) add(node.arguments[1]);
      }
      const isNamed = (name: ts.Node): boolean => name.getText(source) === PROPERTY;
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
