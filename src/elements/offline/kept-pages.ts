/** Whether the service worker keeps the pages: how far it is, why it failed, and how to make it try again. */
import type { PageNews, PagesAnswer, WorkerNews } from '../../service-worker/precache.ts';
import { siteUrl } from '../site-root.ts';
import { registerWorker } from './registration.ts';

export type Pages =
  /** `total` is 0 until the worker has told. */
  | { readonly status: 'arriving'; readonly bytes: number; readonly total: number }
  | { readonly status: 'failed'; readonly why: string }
  /** The worker in charge is of another version of the site than this page. */
  | { readonly status: 'outdated' }
  /** With a reason when a newer version of them could not be had. */
  | { readonly status: 'kept'; readonly bytes: number; readonly whyNoUpdate?: string };

/** Tells how it stands, and of every change. A try that has failed is repeated where it stopped when it is to be tried `again`. */
export async function watchPages(onChange: (pages: Pages) => void, signal: AbortSignal, again = false): Promise<void> {
  let status: Pages['status'] = 'arriving';
  const tell = (pages: Pages): void => {
    status = pages.status;
    onChange(pages);
  };
  /** For a worker that was ended before it could say why. */
  const failed = (why: string): void => {
    if (status === 'arriving') tell({ status: 'failed', why });
  };
  const hear = async ({ data, source }: MessageEvent<WorkerNews>): Promise<void> => {
    const active = await activeWorker();
    // News of a worker that is not in charge, while one is, are about an update.
    const update = active !== null && active !== undefined && source !== null && source !== active;
    if (data.type === 'installing' && !update) tell({ status: 'arriving', bytes: data.bytes, total: data.total });
    if (data.type === 'install-failed' && !update) tell({ status: 'failed', why: data.why });
    if (data.type === 'installed' && !update) tell({ status: 'kept', bytes: data.total });
    if (data.type === 'install-failed' && update) {
      const kept = await pagesKept();
      if (kept !== undefined && kept !== 'other version')
        tell({ status: 'kept', bytes: kept.bytes, whyNoUpdate: data.why });
    }
  };
  let heard = Promise.resolve();
  navigator.serviceWorker.addEventListener(
    'message',
    (event) => {
      // One after the other: news of progress that is understood later than the failure after it would hide it.
      heard = heard.then(() => hear(event));
    },
    { signal },
  );
  navigator.serviceWorker.startMessages();
  const kept = await pagesKept();
  if (kept === 'other version') return tell({ status: 'outdated' });
  if (kept?.missing === 0) return tell({ status: 'kept', bytes: kept.bytes });
  tell({ status: 'arriving', bytes: 0, total: 0 });
  const active = await activeWorker();
  if (active) return active.postMessage({ type: 'mend', from: ownScript() } satisfies PageNews);
  try {
    const tried = await registerWorker(again);
    const failedBefore = (tried.installing ?? tried.waiting ?? tried.active) === null;
    const { installing } = failedBefore ? await registerWorker(true) : tried;
    const ended = (): void => {
      if (installing?.state === 'redundant') failed('not everything arrived');
    };
    installing?.addEventListener('statechange', ended, { signal });
    ended();
  } catch (error) {
    // The worker itself did not come, so nothing was told.
    failed(error instanceof TypeError ? 'the server cannot be reached' : String(error));
  }
}

async function activeWorker(): Promise<ServiceWorker | null | undefined> {
  return (await navigator.serviceWorker.getRegistration())?.active;
}

/** The one script of the page: what its version goes by. */
function ownScript(): string {
  const script = document.querySelector<HTMLScriptElement>('script[data-modules]');
  return script?.src.slice(siteUrl('./').href.length) ?? '';
}

/** Undefined when no worker is there yet, or none that answers. */
async function pagesKept(): Promise<PagesAnswer | undefined> {
  const active = await activeWorker();
  if (!active) return undefined;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    active.postMessage({ type: 'pages', from: ownScript() } satisfies PageNews, [port2]);
    setTimeout(() => resolve(undefined), 3000);
  });
}
