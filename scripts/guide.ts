// Writes what the descriptors of the components say into the guide, content/CHECKING.md.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../src/course/places.ts';
import { GUIDE_HEADING, guideOfParts } from '../src/parts/guide.ts';

const file = path.join(projectDirectory, 'content/CHECKING.md');
const section = new RegExp(`^${GUIDE_HEADING}\\n[\\s\\S]*?(?=^## )`, 'm');
const text = readFileSync(file, 'utf8');
if (!section.test(text)) throw new Error(`${file} has no section “${GUIDE_HEADING}” before another.`);
writeFileSync(
  file,
  text.replace(section, () => `${guideOfParts()}\n\n`),
);
