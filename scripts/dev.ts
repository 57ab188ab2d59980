// `npm run dev`: the site for authors; pages follow the files as they are saved.
import { dev } from 'astro';
import { projectDirectory } from '../src/build/places.ts';

process.env.ASTRO_TELEMETRY_DISABLED = '1';
await dev({ root: projectDirectory });
