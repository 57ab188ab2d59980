/** Says to screen readers what has happened, in one polite place for the whole page. */
let region: HTMLElement | undefined;

export function announce(text: string): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'snippet-announcer';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  const place = region;
  place.textContent = '';
  // The same words twice are news, too; an empty region in between makes them so.
  setTimeout(() => {
    place.textContent = text;
  }, 50);
}
