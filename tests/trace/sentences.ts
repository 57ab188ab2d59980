/** What the stepper says of a program, as a reader would hear it. */
import assert from 'node:assert/strict';
import { sentenceAt } from '../../src/lesson/trace/sentence.ts';
import type { Words } from '../../src/lesson/trace/text.ts';
import type { Trace } from '../../src/lesson/trace/trace.ts';

/** Words as Markdown: code between backticks. */
export function marked(words: Words): string {
  return words.map((part) => (typeof part === 'string' ? part : `\`${part.code}\``)).join('');
}

export function sentencesOf(trace: Trace): readonly string[] {
  return trace.steps.map((_, index) => marked(sentenceAt(trace, index)));
}

/** The sentences hold each of `said` in this order, and `never` nowhere. */
export function says(trace: Trace, said: readonly string[], never: readonly (string | RegExp)[] = []): void {
  const sentences = sentencesOf(trace);
  let from = 0;
  for (const wanted of said) {
    const found = sentences.findIndex((sentence, index) => index >= from && sentence.includes(wanted));
    assert.notEqual(found, -1, `never said after step ${from}: ${wanted}\n${sentences.join('\n')}`);
    from = found;
  }
  for (const unwanted of never) {
    const at = sentences.find((sentence) =>
      typeof unwanted === 'string' ? sentence.includes(unwanted) : unwanted.test(sentence),
    );
    assert.equal(at, undefined, `said, but should not be: ${unwanted}`);
  }
}
