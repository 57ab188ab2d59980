/** Which scripts the pages load when something is asked for, as their loader's own table says. */
import type { Output } from '../../src/site/output.ts';

/** `site` is the one script of all pages. Gives the scripts of a lazy module by its name, those that it shares included. */
export function lazyScripts(output: Output, site: string): (module: string) => readonly string[] {
  const lists = [...output.text(site).matchAll(/\["assets\/[^\]]*\]/g)].map(([list]): readonly string[] =>
    JSON.parse(list),
  );
  return (module) => {
    // Of the lists that name its file, the shortest is its own.
    const [own] = lists
      .filter((list) => list.some((file) => file.startsWith(`assets/${module}.`)))
      .sort((a, b) => a.length - b.length);
    if (own === undefined) throw new Error(`No page loads a script called ${module}.`);
    return own;
  };
}
