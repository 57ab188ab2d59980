/** The one Python of this page: connects the client to the worker, the files, the device's storage and the page's address. */
import { parts } from 'virtual:python-parts';
import { createPython } from '../../runtime/browser/client.ts';
import { downloadFrom } from '../../runtime/browser/download.ts';
import { createInterpreterLoader } from '../../runtime/browser/interpreter.ts';
import type { WorkerWorld } from '../../runtime/browser/life.ts';
import { snapshotStore } from '../../runtime/browser/snapshot-store.ts';
import { fromDisk, siteUrl } from '../site-root.ts';

// A snapshot is valid only for the browser version that made it. All pages from disk share one origin.
const snapshot = snapshotStore(fromDisk ? 'disk' : siteUrl('./').href, `${parts.version} ${navigator.userAgent}`);

const world: WorkerWorld = {
  load: createInterpreterLoader(parts, downloadFrom(siteUrl(parts.folder).href)),
  start: (program) => new Worker(program),
  snapshot,
};

export const python = createPython({ ...world, canSuspend: 'Suspending' in WebAssembly });

const unsubscribe = python.subscribe(({ status }) => {
  if (status !== 'ready') return;
  unsubscribe();
  import('./keep-snapshot.ts').then(({ keepSnapshot }) => keepSnapshot(python, world, snapshot)).catch(() => {});
  if (!fromDisk) import('./keep-parts.ts').then(({ keepParts }) => keepParts()).catch(() => {});
});
