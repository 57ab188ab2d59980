/** Loads what keeps the site for offline use where its page is: scripts of all pages are one file, and the others need none of it. */

if (document.querySelector('offline-saver')) import('./offline/offline-saver.ts');
