import { buildSite } from './build-site.js';

const FOLDER = 'dist/docs';

try {
  await buildSite(FOLDER);
  console.log(`The documentation is in ${FOLDER}: open ${FOLDER}/index.html.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
