/**
 * Pagefind writes one small file for each record. A thousand pages have twenty thousand of them, which a service worker has to
 * list, and each reader's browser to fetch. Here they are put together by the first digits of their names: one changed page then
 * changes a handful of packs, and the list stays short.
 */
import { hashedName } from '../output.ts';

export interface Packs {
  /** What the page needs to find a record: how many digits of a name decide, and the pack for each. */
  readonly index: { readonly digits: number; readonly files: Readonly<Record<string, string>> };
  /** By name inside the search folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const FRAGMENT = /^fragment\/\w+_([0-9a-f]+)\.pf_fragment$/;

export function isFragment(name: string): boolean {
  return name.startsWith('fragment/');
}

export function packsOf(data: ReadonlyMap<string, Uint8Array>): Packs {
  const names = [...data.keys()].filter(isFragment).sort();
  const digits = digitsFor(names.length);
  const groups = Map.groupBy(names, (name) => {
    const id = FRAGMENT.exec(name)?.[1];
    if (id === undefined)
      throw new Error(`Pagefind names its records ${name} now (src/site/search/fragment-packs.ts).`);
    return id.slice(0, digits);
  });
  const files = new Map<string, Uint8Array>();
  const index: Record<string, string> = {};
  for (const [prefix, members] of groups) {
    const content = packed(members.map((name) => [name, data.get(name) ?? new Uint8Array()]));
    const file = hashedName(`packs/${prefix}.bin`, content);
    index[prefix] = file;
    files.set(file, content);
  }
  return { index: { digits, files: index }, files };
}

/** So many packs that those of a changed page and the list of all are together small. */
function digitsFor(records: number): number {
  if (records <= 64) return 1;
  return records <= 32_768 ? 2 : 3;
}

/** One line that says where each record begins and ends, then the records as Pagefind wrote them. */
function packed(records: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  let at = 0;
  const places = records.map(([name, { length }]) => {
    const start = at;
    at += length;
    return [name, [start, at]] as const;
  });
  const head = Buffer.from(`${JSON.stringify(Object.fromEntries(places))}\n`);
  return Buffer.concat([head, ...records.map(([, content]) => content)]);
}

/** Text of a function `(load, index) => (name) => Promise<Response | undefined>` that finds a record in its pack; it runs in the page. */
export const PACK_READER = `(load,index)=>{
const opened={};
const open=(file)=>opened[file]??=load(file).then(async(response)=>{
if(!response.ok)throw new Error(file+": "+response.status);
const bytes=new Uint8Array(await response.arrayBuffer()),end=bytes.indexOf(10);
return{places:JSON.parse(new TextDecoder().decode(bytes.subarray(0,end))),records:bytes.subarray(end+1)};
}).catch((error)=>{delete opened[file];throw error});
return async(name)=>{
const file=index.files[(/^fragment\\/\\w+_([0-9a-f]+)\\./.exec(name)??[])[1]?.slice(0,index.digits)];
if(!file)return undefined;
const{places,records}=await open(file);
return places[name]&&new Response(records.slice(...places[name]))}}`;
