/** Registers the service worker once the page has settled, and offers a new version of the site when one is waiting. */
import { siteUrl } from '../site-root.ts';

/** Secure pages only, and not the dev server, which has no service worker. */
export const canStayOffline =
  'serviceWorker' in navigator && window.isSecureContext && document.documentElement.dataset.root !== undefined;

let last: Promise<ServiceWorkerRegistration> | undefined;

/** Installs the worker that is not there yet; for one that is, gives what there is. An earlier try of this page stands, unless it is to be made `anew`. */
export function registerWorker(anew = false): Promise<ServiceWorkerRegistration> {
  if (last !== undefined && !anew) return last;
  last = navigator.serviceWorker.register(siteUrl('sw.js'), { updateViaCache: 'none' });
  return last;
}

/** Milliseconds after the page has loaded. */
const REST = 3000;

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await registerWorker();
  const offer = async (): Promise<void> => {
    // Without a controller the waiting version is the first one, and takes over by itself.
    if (!registration.waiting || !serviceWorker.controller) return;
    const { offerUpdate } = await import('./update-notice.ts');
    offerUpdate(registration.waiting);
  };
  await offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => void offer());
  });
}

/** From the first moment on: another tab may let a new version in while this page still loads. */
function noticeTakeover({ serviceWorker }: Navigator): void {
  let controlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', async () => {
    if (controlled) (await import('./update-notice.ts')).updated();
    controlled = true;
  });
}

if (canStayOffline) {
  noticeTakeover(navigator);
  const start = (): void => {
    // Private windows refuse; the site works without.
    register().catch((error: unknown) => console.info('Not kept for offline reading:', error));
  };
  // Keeping the whole site is much work: whoever came to run something right away has Python first.
  const soon = (): void => void setTimeout(start, REST);
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon);
}
