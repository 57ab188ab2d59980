/** Says what to do when the site's own files are not there: people open `index.html` inside the viewer of a zip. */

let said = false;

addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
    if (location.protocol !== 'file:' || said) return;
    // Several files are missed before there is a body to say it in.
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
  // Errors of scripts and style sheets do not bubble; they are seen on their way down.
  true,
);
