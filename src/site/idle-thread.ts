/** A thread that keeps the process alive only while someone waits for its answer, so that a failed build can exit. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectDirectory } from '../course/places.ts';

export interface IdleThread {
  readonly worker: Worker;
  /** Keeps the process alive until the returned function is called. */
  hold(): () => void;
}

/** `program` is the thread's file, relative to the project's folder. */
export function startIdleThread(program: string): IdleThread {
  const worker = new Worker(path.join(projectDirectory, program));
  let holding = 0;
  const letGo = (): void => {
    if (holding === 0) worker.unref();
  };
  letGo();
  // `unref` has no effect before the thread is online.
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
