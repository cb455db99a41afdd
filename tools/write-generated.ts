import { writeFile } from 'node:fs/promises';
import { generated } from './generate-from-schema.js';

/** `npm run schema` runs this script, which writes all generated files. */
for (const [path, make] of Object.entries(generated)) await writeFile(path, await make());
