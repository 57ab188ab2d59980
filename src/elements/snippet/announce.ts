/** Announces messages to screen readers through one polite live region for the whole page. */
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
  // Clear the region first, so that the same text is announced again.
  setTimeout(() => {
    place.textContent = text;
  }, 50);
}
