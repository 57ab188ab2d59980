/** Where the output of a transcript's statements is shown: between the lines of the page's code, or in the editor. */
import { readTranscript } from '../../lesson/read/transcript.ts';
import { answerLines } from './answer-lines.ts';
import type { Editor } from './editor.ts';
import { typedStatements } from './prompted.ts';

/** A line of the program as shown on the page. */
export interface ShownLine {
  readonly element: Element;
  /** Columns of the program that stand before the element's text. */
  readonly hidden: number;
}

export interface AnswerPlace {
  readonly statements: number;
  /** A run begins: dims the earlier output. */
  wait(): void;
  /** Shows the output of each statement; null leaves what is shown there. */
  show(answers: readonly (readonly Element[] | null)[]): void;
  done(): void;
  /** Restores what was shown before the run. */
  restore(): void;
}

export interface ShownStatement {
  readonly source: string;
  /** The output that the page shows. */
  readonly expected: string;
}

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** Output between the lines of `code`, which are elements separated by newlines. */
export function placeBetweenLines(
  code: Element,
  statements: readonly ShownStatement[],
): AnswerPlace & { sourceOf(statement: number): readonly Element[] } {
  const original = [...code.childNodes];
  const lines = [...code.children];
  const groups = statements.map(({ source, expected }) => ({
    source: lines.splice(0, lineCount(source)),
    stated: expected === '' ? [] : lines.splice(0, lineCount(expected)),
  }));
  const waiting = (is: boolean): void => {
    for (const { stated } of groups) for (const line of stated) line.classList.toggle('waiting', is);
  };
  return {
    statements: groups.length,
    sourceOf: (statement) => groups[statement]?.source ?? [],
    wait: () => waiting(true),
    show(answers) {
      const shown = groups.flatMap(({ source, stated }, at) => [...source, ...(answers[at] ?? stated)]);
      code.replaceChildren(...shown.flatMap((each, at) => (at === 0 ? [each] : ['\n', each])));
    },
    done: () => waiting(false),
    restore() {
      waiting(false);
      code.replaceChildren(...original);
    },
  };
}

/** Output below the statements in an editor with prompts. `stated` holds the page's output, for the page's own code. */
export function placeInEditor(editor: Editor, stated: readonly ShownStatement[]): AnswerPlace {
  const { code } = editor;
  const places = typedStatements(code).map(({ lines: [, to] }) => to - 1);
  const before = places.map((_, at) => statedLines(stated[at]));
  let shown = before;
  const draw = (old: boolean): void =>
    editor.answer({ code, answers: places.map((line, at) => ({ line, lines: shown[at] ?? [] })), old });
  return {
    statements: places.length,
    wait: () => draw(true),
    show(answers) {
      shown = shown.map((lines, at) => answers[at] ?? lines);
      draw(false);
    },
    done: () => draw(false),
    restore() {
      shown = before;
      draw(false);
    },
  };
}

function statedLines(statement: ShownStatement | undefined): readonly Element[] {
  const text = statement?.expected ?? '';
  return text === '' ? [] : answerLines([{ stream: 'stdout', text }]);
}

/** Draws code as a transcript without output. */
export function drawStatements(code: Element, text: string): readonly ShownStatement[] {
  const statements = typedStatements(text).map(({ source }) => ({ source, expected: '' }));
  const lines = statements.flatMap(({ source }) =>
    source.split('\n').map((content, at) => {
      const line = document.createElement('span');
      line.className = 'line';
      line.dataset.prompt = at === 0 ? '>>> ' : '... ';
      line.textContent = content;
      return line;
    }),
  );
  code.replaceChildren(...lines.flatMap((line, at) => (at === 0 ? [line] : ['\n', line])));
  return statements;
}

/** The statement that contains a line of the program (from 1), and the line within that statement. */
export function statementAt(program: string, line: number): { statement: number; line: number } | undefined {
  const { statements } = readTranscript(program);
  const statement = statements.findIndex(({ sourceLines: [from, to] }) => from < line && line <= to);
  const found = statements[statement];
  return found && { statement, line: line - 1 - found.sourceLines[0] };
}
