/** The site as a zip for reading from disk, without files that only hosted sites need. */
import type { Output } from '../output.ts';
import { zip } from './zip.ts';

export const ZIP_EDITION = 'enclosing-scope.zip';

/** Everything is in one folder, so that extracting does not fill the downloads folder with files. */
const FOLDER = 'enclosing-scope/';

/** Files that pages opened from disk cannot use, because `fetch` and service workers are unavailable. */
const NOT_FROM_DISK =
  /^(sw\.js|_headers|404\.html|site-root\.txt|robots\.txt|sitemap\.xml|feed\.xml|site\.webmanifest|search-entry\.json|cards\/.*|.*\.zip|py\/.*\.bin|search\/(index|fragment|filter)\/.*|search\/[^/]*\.(pf_meta|pagefind))$/;

/** Elements that make sense only on a hosted site: `<section data-hosted-only …>`. They may not contain an element of the same name. */
const HOSTED_ONLY = /<(section|p|li|a) data-hosted-only[\s>][\s\S]*?<\/\1>/g;
/** Browsers fetch the manifest, which fails from disk. */
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

/** Writes the zip, and its size into the pages that link to it. The pages in the zip do not link to it. */
export async function writeZipEdition(output: Output): Promise<void> {
  const content = await zipEdition(output);
  output.write(ZIP_EDITION, content);
  for (const file of output.files().filter((name) => name.endsWith('.html'))) {
    const html = output.text(file);
    if (html.includes(SIZE)) output.write(file, html.replaceAll(SIZE, ` (${(content.length / 1e6).toFixed(1)} MB)`));
  }
}
