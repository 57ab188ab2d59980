/** Loads the offline saver only on the page that has one, because all pages share one script. */

if (document.querySelector('offline-saver')) import('./offline/offline-saver.ts');
