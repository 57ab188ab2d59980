/** Says that a new version of the site is available. Never reloads by itself, because a program may be running. */
import type { PageNews } from '../../service-worker/precache.ts';

let notice: HTMLElement | undefined;
let asked = false;

export function offerUpdate(waiting: ServiceWorker): void {
  show('A new version of this site is ready.', () => {
    asked = true;
    waiting.postMessage({ type: 'activate' } satisfies PageNews);
  });
}

/** The new version is active. The tab that asked for it reloads at once; in other tabs the reader decides. */
export function updated(): void {
  if (asked) location.reload();
  else show('This site was updated in another tab.', () => location.reload());
}

function show(text: string, reload: () => void): void {
  notice?.remove();
  notice = document.createElement('div');
  notice.className = 'update-notice';
  notice.setAttribute('role', 'status');
  const message = document.createElement('p');
  message.textContent = text;
  const now = document.createElement('button');
  now.textContent = 'Reload';
  now.addEventListener('click', () => {
    now.disabled = true;
    reload();
  });
  const later = document.createElement('button');
  later.textContent = 'Later';
  later.addEventListener('click', () => notice?.remove());
  notice.append(message, now, later);
  document.body.append(notice);
}
