/**
 * Pagefind as a classic script, which pages from disk can load as well. Its module is kept as it ships; only what it
 * fetches goes through a function of ours: from a server the index's own files, from disk one script that carries them all.
 */
import { hashedName } from '../output.ts';
import type { SearchFiles } from './pagefind-index.ts';

/** Folder of everything that search loads. */
export const SEARCH_FOLDER = 'search/';

/** Names of the current index's files. Its own name stays, so that pages and scripts are the same when only the index changed. */
const ENTRY = 'search-entry.json';

/** Carries the whole index for pages opened from disk; its name stays for the same reason. */
export const SEARCH_FROM_DISK = 'search-from-disk.js';

/** Everything is relative to the site's root. */
export interface ClassicSearch {
  /** The script that makes `globalThis.siteSearch`. */
  readonly script: string;
  readonly entry: string;
  readonly fromDisk: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export function classicSearch(searchFiles: SearchFiles): ClassicSearch {
  const { engine, entry, data, vocabulary } = withHashedWasm(searchFiles);
  const files = new Map<string, string | Uint8Array>();
  for (const [name, content] of data) files.set(SEARCH_FOLDER + name, content);
  // Pagefind reads its own keys and leaves ours alone.
  const whole = JSON.stringify({ ...JSON.parse(entry), vocabulary });
  files.set(ENTRY, whole);
  const carried = [['pagefind-entry.json', Buffer.from(whole)] as const, ...data];
  const packed = Object.fromEntries(carried.map(([name, content]) => [name, Buffer.from(content).toString('base64')]));
  files.set(SEARCH_FROM_DISK, `siteSearch.carry(${JSON.stringify(packed)});\n`);
  const text = wrapper(functionBody(engine));
  const script = hashedName(`${SEARCH_FOLDER}engine.js`, text);
  files.set(script, text);
  return { script, entry: ENTRY, fromDisk: SEARCH_FROM_DISK, files };
}

/** The WebAssembly is the one file whose name says nothing about its content: it gets a hash like the others. */
function withHashedWasm({ engine, entry, data, vocabulary }: SearchFiles): SearchFiles {
  const parsed = JSON.parse(entry) as { languages: Record<string, { wasm: string | null }> };
  const renamed = new Map(data);
  for (const language of Object.values(parsed.languages)) {
    const name = `wasm.${language.wasm ?? 'unknown'}.pagefind`;
    const content = data.get(name);
    if (content === undefined) throw new Error(`Pagefind wrote no ${name} (src/site/search/pagefind-classic.ts).`);
    const hashed = hashedName(`${language.wasm ?? 'unknown'}.x`, content).slice(0, -'.x'.length);
    language.wasm = hashed;
    renamed.delete(name);
    renamed.set(`wasm.${hashed}.pagefind`, content);
  }
  return { engine, entry: JSON.stringify(parsed), data: renamed, vocabulary };
}

/** Pagefind's module as the body of a function that returns its exports. */
function functionBody(engine: string): string {
  const exported = /export\s*\{([^}]*)\};?\s*$/.exec(engine);
  if (!exported || !engine.includes('import.meta.url')) {
    throw new Error(
      'pagefind.js no longer looks as expected: it must end with `export {…}` (src/site/search/pagefind-classic.ts).',
    );
  }
  const names = (exported[1] ?? '').split(',').map((name) => name.trim().split(/\s+as\s+/));
  const result = names.map(([local = '', external = local]) => `${external}:${local}`).join(',');
  const body = engine
    .slice(0, exported.index)
    .replaceAll('import.meta.url', '"https://search.invalid/search/pagefind.js"');
  return `${body}return{${result}};`;
}

/**
 * `fetch` and `Worker` are parameters of the function around Pagefind. `load(name)` is given by the page: it resolves
 * to a `Response` for a file of the index. The entry is loaded once, for Pagefind and for what we say in it.
 */
function wrapper(body: string): string {
  return `self.siteSearch=(()=>{
let load,entry;const carried={};
const entryName="pagefind-entry.json";
const loaded=async(name)=>name in carried?new Response(Uint8Array.from(atob(carried[name]),c=>c.charCodeAt(0))):load(name);
const readEntry=()=>entry??=loaded(entryName).then(async(response)=>{
if(!response.ok)throw new Error(entryName+": "+response.status);
return response.json()}).catch((error)=>{entry=undefined;throw error});
const fetchFile=async(url)=>{
const name=new URL(url,"https://search.invalid/").pathname.replace(/^\\/search\\//,"");
return name===entryName?Response.json(await readEntry()):loaded(name)};
const engine=((fetch,Worker)=>{${body}})(fetchFile,undefined);
return{engine,entry:readEntry,carry(files){Object.assign(carried,files)},loadWith(loader){load=loader}};})();
`;
}
