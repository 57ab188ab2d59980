/** Whether the service worker has saved the pages: its progress, why it failed, and a way to try again. */
import type { PageNews, PagesAnswer, WorkerNews } from '../../service-worker/precache.ts';
import { siteUrl } from '../site-root.ts';
import { registerWorker } from './registration.ts';

export type Pages =
  /** `total` is 0 until the worker has reported it. */
  | { readonly status: 'arriving'; readonly bytes: number; readonly total: number }
  | { readonly status: 'failed'; readonly why: string }
  /** The active worker belongs to another version of the site than this page. */
  | { readonly status: 'outdated' }
  /** `whyNoUpdate` is set when a newer version could not be fetched. */
  | { readonly status: 'kept'; readonly bytes: number; readonly whyNoUpdate?: string };

/** Reports the current state and every change. With `again`, a failed attempt resumes where it stopped. */
export async function watchPages(onChange: (pages: Pages) => void, signal: AbortSignal, again = false): Promise<void> {
  let status: Pages['status'] = 'arriving';
  const tell = (pages: Pages): void => {
    status = pages.status;
    onChange(pages);
  };
  /** Covers a worker that was terminated before it could report why. */
  const failed = (why: string): void => {
    if (status === 'arriving') tell({ status: 'failed', why });
  };
  const hear = async ({ data, source }: MessageEvent<WorkerNews>): Promise<void> => {
    const active = await activeWorker();
    // A message from another worker than the active one is about an update.
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
      // In order: a progress message handled after a later failure would hide it.
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
    // The worker's script did not load, so it reported nothing.
    failed(error instanceof TypeError ? 'the server cannot be reached' : String(error));
  }
}

async function activeWorker(): Promise<ServiceWorker | null | undefined> {
  return (await navigator.serviceWorker.getRegistration())?.active;
}

/** The page's one script; its address identifies the version of the site. */
function ownScript(): string {
  const script = document.querySelector<HTMLScriptElement>('script[data-modules]');
  return script?.src.slice(siteUrl('./').href.length) ?? '';
}

/** Undefined when there is no active worker yet, or it does not answer. */
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
