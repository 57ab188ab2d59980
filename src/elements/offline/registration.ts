/** Registers the service worker once the page has settled, and offers a new version of the site when one is waiting. */
import { siteUrl } from '../site-root.ts';

/** Secure pages only, and not the dev server, which has no service worker. */
export const canStayOffline =
  'serviceWorker' in navigator && window.isSecureContext && document.documentElement.dataset.root !== undefined;

let last: Promise<ServiceWorkerRegistration> | undefined;

/** Registers the service worker, or returns the existing registration. This page's earlier attempt is reused unless `anew`. */
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

/** Listens from the start, because another tab may activate a new version while this page is still loading. */
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
    // Private windows refuse service workers; the site works without one.
    register().catch((error: unknown) => console.info('Not saved for offline reading:', error));
  };
  // Saving the whole site is heavy, so a reader who runs something right away gets Python first.
  const soon = (): void => void setTimeout(start, REST);
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon);
}
