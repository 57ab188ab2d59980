/** The one Python of this page: here the client meets the real worker, the real files and the page's own address. */
import { parts } from 'virtual:python-parts';
import { createPython } from '../../runtime/browser/client.ts';
import { downloadFrom } from '../../runtime/browser/download.ts';
import { createInterpreterLoader } from '../../runtime/browser/interpreter.ts';
import { siteUrl } from '../site-root.ts';

export const python = createPython({
  load: createInterpreterLoader(parts, downloadFrom(siteUrl(parts.folder).href)),
  start: (program) => new Worker(program),
  canSuspend: 'Suspending' in WebAssembly,
});
