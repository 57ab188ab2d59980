/** A thread that keeps the process alive only while somebody waits for it: a run that fails ends without it. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectDirectory } from '../course/places.ts';

export interface IdleThread {
  readonly worker: Worker;
  /** Keeps the process from ending until what it gives is called. */
  hold(): () => void;
}

/** `program` is the thread's file, from the project's folder. */
export function startIdleThread(program: string): IdleThread {
  const worker = new Worker(path.join(projectDirectory, program));
  let holding = 0;
  const letGo = (): void => {
    if (holding === 0) worker.unref();
  };
  letGo();
  // A thread that was let go before it ran holds the process all the same.
  worker.on('online', letGo);
  return {
    worker,
    hold() {
      holding += 1;
      worker.ref();
      return () => {
        holding -= 1;
        letGo();
      };
    },
  };
}
