/** What a program could notice of the machine and the moment it runs on: different under each seed, so that output which depends on it shows itself. */

interface Circumstances {
  /** Besides HOME and the hash seed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds by which the clock is wrong. */
  readonly clock: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Another second, hour, weekday, month and year. */
const CIRCUMSTANCES: Readonly<Record<number, Circumstances>> = {
  2: { environment: { COLUMNS: '101', LINES: '31', USER: 'reader' }, clock: 403 * DAY + 7 * HOUR + 13_021 },
  10: { environment: { COLUMNS: '67', LINES: '23', USER: 'learner' }, clock: -(770 * DAY + 5 * HOUR + 29_017) },
};

const ORDINARY: Circumstances = { environment: {}, clock: 0 };

export function circumstancesOf(seed: number): Circumstances {
  return CIRCUMSTANCES[seed] ?? ORDINARY;
}

/** Makes this thread's clock wrong for good. How long something takes is measured by another one, which stays right. */
export function shiftClock(milliseconds: number): void {
  if (milliseconds === 0) return;
  const now = Date.now;
  Date.now = () => now() + milliseconds;
}
