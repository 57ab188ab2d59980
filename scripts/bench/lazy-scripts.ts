/** The scripts that pages load lazily, read from the loader's table. */
import type { Output } from '../../src/site/output.ts';

/** `site` is the script of all pages. Returns the scripts of a lazy module by name, including shared ones. */
export function lazyScripts(output: Output, site: string): (module: string) => readonly string[] {
  const lists = [...output.text(site).matchAll(/\["assets\/[^\]]*\]/g)].map(([list]): readonly string[] =>
    JSON.parse(list),
  );
  return (module) => {
    // The module's own list is the shortest of those that name its file.
    const [own] = lists
      .filter((list) => list.some((file) => file.startsWith(`assets/${module}.`)))
      .sort((a, b) => a.length - b.length);
    if (own === undefined) throw new Error(`No page loads a script called ${module}.`);
    return own;
  };
}
