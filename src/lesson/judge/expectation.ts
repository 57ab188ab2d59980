/** Judges what a run gave against what the page says: the checker and the page ask the same question here and get the same answer. */
import type { Result } from '../result.ts';
import { judgeScript } from './script-verdict.ts';
import { judgeTranscript } from './transcript-verdict.ts';
import type { Judged, Judging, Verdict } from './verdict.ts';

export type { DiffLine } from './diff.ts';
export type { Finding, Judged, Judging, Verdict, Where } from './verdict.ts';

/** What the page says against what the run gave. */
export function judge(snippet: Judged, result: Result, judging: Judging = {}): Verdict {
  const findings =
    snippet.expected.kind === 'transcript'
      ? judgeTranscript(snippet, snippet.expected.statements, result)
      : judgeScript(snippet, result, judging);
  return findings.length === 0 ? { kind: 'same' } : { kind: 'different', findings };
}
