/** The search page: the same box as in the dialog, with the query in the page's address. */

class SearchPage extends HTMLElement {
  connectedCallback(): void {
    if (this.childElementCount > 0 && this.querySelector('.search-box')) return;
    void this.#fill();
  }

  async #fill(): Promise<void> {
    const { createSearchBox } = await import('./search/box.ts');
    const address = new URL(location.href);
    const box = createSearchBox({
      idPrefix: 'search-page',
      onSearch: (query) => {
        if (query === '') address.searchParams.delete('q');
        else address.searchParams.set('q', query);
        history.replaceState(null, '', address);
      },
    });
    this.append(box.root);
    const query = address.searchParams.get('q');
    if (query) box.search(query);
    box.focus();
  }
}

customElements.define('search-page', SearchPage);
