import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';
import { readBrandLogo } from '../../pages/layout/brand-logo.js';
import type { MailLook } from '../../pages/mail/render-mail.js';
import { makeCountryOf } from '../request/country-of.js';
import { deviceOf } from '../request/device.js';
import { makeRemoteImages } from './remote-images.js';

/** Makes the functions with which mails show the logo, devices and places as the pages do. */
export function makeMailLook(config: Config, around: Pick<Deps, 'fetch' | 'clock' | 'log'>): MailLook {
  const images = makeRemoteImages(around);
  return {
    deviceOf,
    countryOf: makeCountryOf(),
    findLogo: async () =>
      config.brandLogo?.startsWith('https:') ? images.find(config.brandLogo) : readBrandLogo(config),
  };
}
