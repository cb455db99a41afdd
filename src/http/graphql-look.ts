import type { Config } from '../model/config.js';
import { makeBrandingPreview } from '../pages/preview/preview-page.js';
import { makeCountryOf } from './request/country-of.js';
import { deviceOf } from './request/device.js';

/** Makes the functions with which the API shows branding, places and devices as the pages do. */
export function makeGraphqlLook(config: Config) {
  return { previewBranding: makeBrandingPreview(config), countryOf: makeCountryOf(), deviceOf };
}
