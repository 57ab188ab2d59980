/** `<paste-error>`: the place to paste an error, on a page. What it needs is loaded when somebody turns to it. */

class PasteErrorBox extends HTMLElement {
  async connectedCallback(): Promise<void> {
    if (this.childElementCount > 0) return;
    const { pasteError } = await import('./search/pasted.ts');
    this.replaceChildren(pasteError('page'));
  }
}

customElements.define('paste-error', PasteErrorBox);
