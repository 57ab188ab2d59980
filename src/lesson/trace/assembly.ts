/** Puts into Python's part of a trace what only the other side knows: output, outcome, the programs' texts. */
import type { Result } from '../result.ts';
import { readRecording } from './schema.ts';
import type { Step, Trace } from './trace.ts';

const OUTPUT_KEPT = 20_000;
const ADDRESS = / at 0x[0-9a-f]{4,}/g;

/** A recorded run: its output chunks carry the number of the step that they belong to. */
export interface RecordedRun extends Pick<Result, 'output' | 'outcome'> {
  readonly recording?: unknown;
  /** Characters that the engine itself has not kept. */
  readonly dropped?: number;
}

/** The trace of a session whose last program was recorded. */
export function assembleTrace(
  { recording, output, outcome, dropped: beyond = 0 }: RecordedRun,
  programs: readonly { readonly kind: Trace['kind']; readonly code: string }[],
): Trace {
  if (recording === undefined) throw new Error('The program was not recorded: its result holds no recording.');
  const raw = readRecording(recording);
  const steps = raw.steps.map((step) => ({ ...step }) as { -readonly [K in keyof Step]: Step[K] });
  const after: (readonly [0 | 1, string])[] = [];
  let kept = 0;
  let dropped = beyond;
  let full: number | undefined;
  for (const { stream, text, statement = 0 } of output) {
    const index = Math.min(statement, steps.length - 1);
    const step = steps[index];
    const shown = text.slice(0, OUTPUT_KEPT - kept);
    kept += shown.length;
    dropped += text.length - shown.length;
    if (shown.length < text.length) full ??= index;
    if (step === undefined || shown === '') continue;
    const piece = [stream === 'stdout' ? 0 : 1, shown] as const;
    // What comes after the last step of a recording that was cut belongs to none.
    if (raw.end.cut !== undefined && statement >= steps.length) after.push(piece);
    else step.o = [...(step.o ?? []), piece];
  }
  const trace: Trace = {
    ...raw,
    kind: programs.at(-1)?.kind ?? 'python',
    end: {
      ...raw.end,
      outcome: outcome.kind,
      ...(outcome.kind === 'raised' && {
        raised: outcome.message === '' ? outcome.type : `${outcome.type}: ${outcome.message}`,
      }),
      ...(after.length > 0 && { after }),
      ...(dropped > 0 && { dropped, full: full ?? steps.length - 1 }),
    },
    steps,
    sources: sourcesOf(raw, programs),
  };
  // Addresses differ from run to run and mean nothing to a reader.
  return JSON.parse(JSON.stringify(trace).replaceAll(ADDRESS, ' at 0x…'));
}

/** Earlier programs of a session travel along only when the recorded one steps into them. */
function sourcesOf(
  trace: Pick<Trace, 'steps' | 'codes'>,
  programs: readonly { readonly code: string }[],
): readonly string[] {
  const entered = new Set([programs.length - 1]);
  for (const step of trace.steps) {
    for (const { c } of Object.values(step.fr ?? {})) if (c !== undefined) entered.add(trace.codes[c]?.block ?? -1);
  }
  return programs.map(({ code }, block) => (entered.has(block) ? code : ''));
}
