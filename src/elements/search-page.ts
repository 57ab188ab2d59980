/** The search page: the same box as in the dialog, with what is searched for in the page's address. */
import { queryIn, withQuery } from './search/query.ts';

class SearchPage extends HTMLElement {
  connectedCallback(): void {
    if (this.childElementCount > 0 && this.querySelector('.search-box')) return;
    void this.#fill();
  }

  async #fill(): Promise<void> {
    const { createSearchBox } = await import('./search/box.ts');
    const box = createSearchBox({
      idPrefix: 'search-page',
      onPage: true,
      onSearch: (query) => history.replaceState(null, '', withQuery(new URL(location.href), query)),
    });
    this.append(box.root);
    const query = queryIn(new URL(location.href));
    if (query.words !== '') box.search(query);
    box.focus();
  }
}

customElements.define('search-page', SearchPage);
