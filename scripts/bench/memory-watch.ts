/** The most memory that a process and all that it starts hold at one time: a pool of processes is judged by its sum. */
import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended meanwhile, or this system has no /proc.
    return '';
  }
}

/** Kilobytes; pages that processes share count for each of them, so that it is never too little. */
function held(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + held(Number(child)), own);
}

/** Watches until the result is called; it gives megabytes, or null where the system does not tell. */
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
