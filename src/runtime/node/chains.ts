/** Runs many short chains of programs cheaply: those asked for at the same time share one interpreter, each in a session of its own. */
import type { RunChain } from '../grade.ts';
import type { Result } from '../protocol.ts';
import type { PageProgram, Pool } from './pool.ts';

export interface ChainOptions {
  readonly hashSeed: number;
  /** Time limit of each program. */
  readonly seconds: number;
}

interface Asked {
  readonly programs: Parameters<RunChain>[0];
  readonly answer: (results: readonly Result[]) => void;
  readonly fail: (reason: unknown) => void;
}

export function chainsOn(pool: Pick<Pool, 'runPage'>, { hashSeed, seconds }: ChainOptions): RunChain {
  let asked: Asked[] = [];

  async function runAll(): Promise<void> {
    const batch = asked;
    asked = [];
    const page = batch.flatMap(({ programs }, chain) =>
      programs.map(
        (program, index): PageProgram => ({
          program,
          session: `chain-${chain}`,
          fresh: index === 0,
          stdin: [],
          seconds,
        }),
      ),
    );
    try {
      const results = await pool.runPage(page, { hashSeed });
      let from = 0;
      for (const { programs, answer } of batch) {
        answer(results.slice(from, from + programs.length));
        from += programs.length;
      }
    } catch (reason) {
      for (const { fail } of batch) fail(reason);
    }
  }

  return (programs) =>
    new Promise((answer, fail) => {
      asked.push({ programs, answer, fail });
      // After everything that is asked for in this turn.
      if (asked.length === 1) setImmediate(runAll);
    });
}
