/** Single-key shortcuts. They do nothing while the reader is typing, and can be turned off, which users of speech input need. */

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
    // Without storage, shortcuts stay on.
  }
}

/** Whether the key was pressed alone, outside any text field, with single-key shortcuts turned on. */
export function isSingleKey(event: KeyboardEvent, key: string): boolean {
  if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  // The editor is in a shadow root; from outside, the event's target is its host.
  return !isTyping(event.composedPath()[0]) && singleKeysOn();
}

function isTyping(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A field in a dialog that has just closed keeps the focus until the next frame.
  if (target.closest('dialog:not([open])')) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
