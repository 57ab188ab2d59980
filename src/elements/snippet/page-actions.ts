/** The actions of `<page-tools>`, for all blocks of the page. */
import { announce } from './announce.ts';
import { allBlocks } from './blocks.ts';
import { openConsole as open } from './console.ts';
import { python } from './page-python.ts';
import { saveFile } from './take-away.ts';

let running = false;

/** Runs the lesson's blocks in order, until one is stopped; reports how many printed what the page shows. */
export async function runAll(_tools: Element, status: Element): Promise<void> {
  if (running) {
    running = false;
    python.stop();
    return;
  }
  running = true;
  const all = allBlocks().filter(({ view, runs }) => runs && view.setting === 'text');
  const blocks = all.filter(({ waits }) => !waits);
  const left = all.length - blocks.length;
  let same = 0;
  let claimed = 0;
  announce(`Running ${blocks.length} blocks.`);
  for (const [at, block] of blocks.entries()) {
    status.textContent = `Running block ${at + 1} of ${blocks.length}. Press Run all again to stop.`;
    const ending = await block.run(false);
    if (!running || ending?.kind !== 'ended' || ending.result.outcome.kind === 'stopped') {
      say(status, `Stopped after ${at} of ${blocks.length} blocks.`);
      running = false;
      return;
    }
    if (block.verdict) claimed += 1;
    if (block.verdict?.kind === 'same') same += 1;
  }
  running = false;
  const different = claimed - same;
  const ran =
    different === 0
      ? `${counted(blocks.length)} ran; the output is the same as on the page.`
      : `${counted(blocks.length)} ran; ${different} ${different === 1 ? 'result is' : 'results are'} not what the page says.`;
  say(status, left === 0 ? ran : `${ran} ${counted(left)} did not run: first run the code that came with a link.`);
}

const counted = (blocks: number): string => `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;

export function restart(_tools: Element, status: Element): void {
  running = false;
  if (python.state.status === 'absent') {
    say(status, 'Python has not been started yet.');
    return;
  }
  python.restart();
  say(status, 'Python was restarted. All variables are gone; a block that builds on others runs them again.');
}

export async function notebook(_tools: Element, status: Element): Promise<void> {
  const { notebookOf } = await import('./notebook.ts');
  const name =
    location.pathname
      .split('/')
      .at(-1)
      ?.replace(/\.html$/, '') || 'page';
  saveFile(`${name}.ipynb`, notebookOf(document.querySelector('article') ?? document.body), 'application/x-ipynb+json');
  say(status, `${name}.ipynb was made from this page, with your edits.`);
}

export function openConsole(tools: Element): void {
  open(tools);
}

function say(status: Element, text: string): void {
  status.textContent = text;
  announce(text);
}
