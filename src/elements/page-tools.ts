/** `<page-tools>`: Run all, Restart Python, Download notebook and the console. The code behind each button is loaded on first use. */
import { button } from './snippet/button.ts';

const load = () => import('./snippet/page-actions.ts');

class PageTools extends HTMLElement {
  #made = false;

  connectedCallback(): void {
    if (this.#made || !document.querySelector('py-snippet[data-runs=true]')) return;
    this.#made = true;
    const status = document.createElement('p');
    status.className = 'page-tools-status';
    const buttons = document.createElement('p');
    const act = (name: 'runAll' | 'restart' | 'notebook' | 'openConsole') => async () => {
      try {
        const actions = await load();
        await actions[name](this, status);
      } catch (error) {
        console.error(error);
        status.textContent = 'The scripts that run Python could not be loaded. Try again.';
      }
    };
    buttons.append(
      button('Run all', { className: 'pill', title: 'Run all blocks of this page, in order', action: act('runAll') }),
      button('Open a console', {
        className: 'pill',
        title: 'Try things out with the variables of the block that ran last',
        action: act('openConsole'),
      }),
      button('Restart Python', { className: 'pill', title: 'Forget all variables', action: act('restart') }),
      button('Download notebook', {
        className: 'pill',
        title: 'This page as a Jupyter notebook',
        action: act('notebook'),
      }),
    );
    this.append(buttons, status);
  }
}

customElements.define('page-tools', PageTools);
