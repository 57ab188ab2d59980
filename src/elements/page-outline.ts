/** Marks the section being read in the page's outline. */
import { fragmentOf } from './fragment.ts';

class PageOutline extends HTMLElement {
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    const links = [...this.querySelectorAll('a')];
    const sections = links.flatMap((link) => {
      const heading = document.getElementById(fragmentOf(link));
      return heading ? [{ link, heading }] : [];
    });
    let pending = false;
    const mark = () => {
      pending = false;
      // The section being read is the last whose heading has passed the upper third.
      const line = innerHeight / 3;
      const atEnd = Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight;
      const current = atEnd
        ? sections.findLast(({ heading }) => heading.getBoundingClientRect().top < innerHeight)
        : sections.findLast(({ heading }) => heading.getBoundingClientRect().top < line);
      for (const { link } of sections) {
        if (link === current?.link) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    };
    const schedule = () => {
      if (pending) return;
      pending = true;
      // After the next frame, so that measuring does not delay the response to the reader's input.
      requestAnimationFrame(() => setTimeout(mark));
    };
    addEventListener('scroll', schedule, { passive: true, signal: this.#stop.signal });
    addEventListener('resize', schedule, { passive: true, signal: this.#stop.signal });
    schedule();
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }
}

customElements.define('page-outline', PageOutline);
