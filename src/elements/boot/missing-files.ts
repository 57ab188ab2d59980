/** Says what to do when the site's own files are missing, as when `index.html` is opened inside a zip viewer. */

let said = false;

addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
    if (location.protocol !== 'file:' || said) return;
    // Several files may fail; one message is enough.
    said = true;
    const notice = document.createElement('p');
    notice.id = 'missing-files';
    notice.setAttribute('role', 'alert');
    notice.textContent =
      'Files of this site are missing. If you opened this page inside a zip, extract the whole zip first, then open index.html in the new folder.';
    const show = () => document.body.prepend(notice);
    if (document.body) show();
    else addEventListener('DOMContentLoaded', show);
  },
  // Load errors of scripts and style sheets do not bubble, so listen in the capture phase.
  true,
);
