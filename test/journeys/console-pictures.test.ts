import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { compareWithAccepted, initCodecs } from '../support/console-pictures/compare.js';
import { isPinnedBrowser } from '../support/console-pictures/picture-browser.js';
import { PICTURES, takePictures } from '../support/console-pictures/pictures.js';

const describeInPinnedBrowser = (await isPinnedBrowser())
  ? describeInBrowser
  : (name: string, pictures: () => void) => describe.skip(`${name} (lacks the Chromium of npm)`, pictures);

/** If a picture is meant to be different, `npm run console-pictures` accepts it. */
describeInPinnedBrowser('the main screens of the console', () => {
  const differences = new Map<string, string | undefined>();
  beforeAll(async () => {
    await initCodecs();
    await takePictures(async (name, png) => {
      differences.set(name, await compareWithAccepted(name, png));
    });
  });

  it.each(PICTURES)('look as they were accepted: %s', (name) => {
    expect(differences.has(name)).toBe(true);
    expect(differences.get(name)).toBeUndefined();
  });
});
