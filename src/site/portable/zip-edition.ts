/** The site as a zip for reading from disk: without what only servers, browsers on the web and other machines ask for. */
import type { Output } from '../output.ts';
import { zip } from './zip.ts';

export const ZIP_EDITION = 'enclosing-scope.zip';

/** Everything lies in one folder, so that extracting never litters a downloads folder. */
const FOLDER = 'enclosing-scope/';

/** What pages opened from disk cannot use: they may fetch nothing, and have no service worker. */
const NOT_FROM_DISK =
  /^(sw\.js|_headers|404\.html|site-root\.txt|robots\.txt|sitemap\.xml|feed\.xml|site\.webmanifest|search-entry\.json|cards\/.*|.*\.zip|py\/.*\.bin|search\/(index|packs|filter)\/.*|search\/[^/]*\.(pf_meta|pagefind))$/;

/** Elements that make sense on a server only: `<section data-hosted-only …>`. Nothing of the same name may stand inside. */
const HOSTED_ONLY = /<(section|p|li|a) data-hosted-only[\s>][\s\S]*?<\/\1>/g;
/** Browsers fetch a manifest, which no page from disk may do. */
const MANIFEST_LINK = /<link rel="manifest"[^>]*>/;
const SIZE = '<!--zip-size-->';

export function zipEdition(output: Output): Promise<Buffer> {
  const files = output.files().filter((file) => !NOT_FROM_DISK.test(file));
  return zip(
    files.map((file) => {
      const content = output.bytes(file);
      if (!file.endsWith('.html')) return [FOLDER + file, content] as const;
      const page = content.toString('utf8').replace(HOSTED_ONLY, '').replace(MANIFEST_LINK, '');
      return [FOLDER + file, Buffer.from(page)] as const;
    }),
  );
}

/** Pages that link to the zip say how large it is; the zip's own pages do not link to it. */
export async function writeZipEdition(output: Output): Promise<void> {
  const content = await zipEdition(output);
  output.write(ZIP_EDITION, content);
  for (const file of output.files().filter((name) => name.endsWith('.html'))) {
    const html = output.text(file);
    if (html.includes(SIZE)) output.write(file, html.replaceAll(SIZE, ` (${(content.length / 1e6).toFixed(1)} MB)`));
  }
}
