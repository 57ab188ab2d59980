// `npm run build`: builds the whole site into `dist`. Prints all problems of lessons and pages; if there are any, the exit code is 1.
import { rmSync } from 'node:fs';
import { outputDirectory } from '../src/course/places.ts';
import { buildSite } from './site-build.ts';

rmSync(outputDirectory, { recursive: true, force: true });
process.exitCode = (await buildSite()) ? 0 : 1;
