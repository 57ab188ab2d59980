/** The peak memory of a process and its descendants together. */
import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended, or the system has no /proc.
    return '';
  }
}

/** Kilobytes. Shared memory counts for each process, so the result is an upper bound. */
function held(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + held(Number(child)), own);
}

/** Watches until the returned function is called, which returns megabytes, or null on systems that do not report memory. */
export function watchMemory(pid: number): () => number | null {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, held(pid));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    return most === 0 ? null : most / 1024;
  };
}
