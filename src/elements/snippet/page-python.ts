/** The one Python of this page: here the client meets the real worker, the real files, the device and the page's own address. */
import { parts } from 'virtual:python-parts';
import { createPython } from '../../runtime/browser/client.ts';
import { downloadFrom } from '../../runtime/browser/download.ts';
import { createInterpreterLoader } from '../../runtime/browser/interpreter.ts';
import type { WorkerWorld } from '../../runtime/browser/life.ts';
import { snapshotStore } from '../../runtime/browser/snapshot-store.ts';
import { hashOf } from '../../service-worker/precache.ts';
import { fromDisk, siteUrl } from '../site-root.ts';

// Another version of the browser may offer WebAssembly what the snapshot does not know. All pages from disk are one origin.
const snapshot = snapshotStore(fromDisk ? 'disk' : siteUrl('./').href, `${parts.version} ${navigator.userAgent}`);

const world: WorkerWorld = {
  load: createInterpreterLoader(parts, downloadFrom(siteUrl(parts.folder).href, hashOf)),
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
