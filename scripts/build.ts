// `npm run build`: the whole site into `dist`. Whatever is wrong in the lessons or on the pages is printed, all of it, and the exit code is 1.
import { rmSync } from 'node:fs';
import { outputDirectory } from '../src/course/places.ts';
import { buildSite } from './site-build.ts';

rmSync(outputDirectory, { recursive: true, force: true });
process.exitCode = (await buildSite()) ? 0 : 1;
