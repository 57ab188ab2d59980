/** Whether an exception is the one that a page names in `raises=`. */

/** The module may be left out (`Overflow` for `decimal.Overflow`), a class around it may not. */
export function isNamed(type: string, raises: string): boolean {
  if (type === raises) return true;
  return type.endsWith(`.${raises}`) && /^(?:[a-z_]\w*\.)+$/.test(type.slice(0, -raises.length));
}
