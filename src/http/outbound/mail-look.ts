import type { Deps } from '../../model/deps.js';
import { PICTURE_TYPE } from '../../model/server/picture.js';
import { readBrandLogo } from '../../pages/layout/brand-logo.js';
import type { MailLook } from '../../pages/mail/render-mail.js';
import { makeCountryOf } from '../request/country-of.js';
import { deviceOf } from '../request/device.js';
import { makeRemoteImages, type RemoteImage } from './remote-images.js';

/** Makes the functions with which mails show the logo, devices and places as the pages do. */
export function makeMailLook(deps: Pick<Deps, 'config' | 'store' | 'fetch' | 'clock' | 'log' | 'pictures'>): MailLook {
  const { config } = deps;
  const images = makeRemoteImages(deps);
  const asPng = makePngs(deps);
  return {
    deviceOf,
    countryOf: makeCountryOf(),
    findLogo: async () =>
      /^https?:/.test(config.brandLogo ?? '') ? asPng(await images.find(config.brandLogo)) : readBrandLogo(config),
  };
}

/** Makes a function that converts an uploaded logo for mail programs. It remembers the last result. */
function makePngs({ pictures, log }: Pick<Deps, 'pictures' | 'log'>) {
  let known: { readonly content: string; readonly png: Promise<RemoteImage | undefined> } | undefined;
  return (image: RemoteImage | undefined): Promise<RemoteImage | undefined> | RemoteImage | undefined => {
    if (image?.type !== PICTURE_TYPE) return image;
    const content = image.body.toString('base64');
    if (known?.content === content) return known.png;
    const png = pictures.toPng(image.body).then(
      (body) => ({ type: 'image/png', body: Buffer.from(body) }),
      (err: unknown) => {
        log.warn({ err }, 'the logo cannot be converted for mails');
        known = undefined;
        return undefined;
      },
    );
    known = { content, png };
    return png;
  };
}
