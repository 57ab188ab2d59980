/** Shortcuts of a single key. They stay out of the way of typing, and the reader can turn them off, as people who speak to their computer need to. */

const SETTING = 'single-keys';

export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(SETTING) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, 'off');
  } catch {
    // Without storage they stay on.
  }
}

/** The key alone, pressed outside of any field, while such shortcuts are on. */
export function isSingleKey(event: KeyboardEvent, key: string): boolean {
  if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  // The editor stands in a shadow root: seen from outside, the key went to its host.
  return !isTyping(event.composedPath()[0]) && singleKeysOn();
}

function isTyping(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // The field of a dialog that was closed a moment ago keeps the focus until the next picture.
  if (target.closest('dialog:not([open])')) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
