/** When a file was last changed, from Git; unknown in a copy without its history. */
import { spawnSync } from 'node:child_process';
import { projectDirectory } from '../places.ts';

/** `2026-11-22`, or undefined. */
export function lastChange(file: string): string | undefined {
  const { stdout, status } = spawnSync('git', ['log', '-1', '--format=%cs', '--', file], {
    cwd: projectDirectory,
    encoding: 'utf8',
  });
  const date = (stdout ?? '').trim();
  return status === 0 && /^\d{4}-\d\d-\d\d$/.test(date) ? date : undefined;
}
