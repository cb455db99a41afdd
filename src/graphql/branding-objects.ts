import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BRANDING_FIELDS, BRANDING_NAMES, type BrandingInput } from '../admin/issuers/issuer-branding.js';
import type { ColorScheme } from '../model/server/brand-colors.js';
import type { PreviewPage } from '../model/server/branding.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

@Permission('issuers:read')
@ObjectType('Branding', {
  description: 'How the pages of an issuer look. A field is null if the issuer has the setting of the server.',
})
export class BrandingObject {}

@InputType('BrandingInput', {
  description:
    'How pages look. Fields that you omit keep their values. If you send null, the setting of the server applies.',
})
export class BrandingInputObject implements BrandingInput {}

for (const [target, direction] of [
  [BrandingObject, 'output'],
  [BrandingInputObject, 'input'],
] as const)
  declareFields(
    target,
    direction,
    BRANDING_NAMES.map((name) => [name, { ...BRANDING_FIELDS[name], nullable: true }]),
  );

const PreviewPageEnum = defineEnum<PreviewPage>('PreviewPage', 'A page of which you can have a preview.', {
  SIGN_IN: ['SIGN_IN', 'The page on which users sign in to an application.'],
  CONSENT: ['CONSENT', 'The page that asks users whether an application may have access.'],
  DENIED: ['DENIED', 'The page for users who may not use an application.'],
  ERROR: ['ERROR', 'A page that says what went wrong.'],
});

const ColorSchemeEnum = defineEnum<ColorScheme>('ColorScheme', 'A colour scheme of pages.', {
  light: ['LIGHT', 'Dark text on a light page.'],
  dark: ['DARK', 'Light text on a dark page.'],
});

@InputType('PreviewBrandingInput', { description: 'Which page to show, and with which branding.' })
export class PreviewBrandingInputObject {
  @Field(() => PreviewPageEnum, { description: 'The page to show. The users and applications on it are examples.' })
  page!: PreviewPage;

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the issuer whose branding is shown. Default: "default", which is the branding of the server.',
  })
  issuerId?: string | null;

  @Field(() => BrandingInputObject, {
    nullable: true,
    description: 'Values that are not saved yet. They replace the saved values in the preview only.',
  })
  branding?: BrandingInputObject | null;

  @Field(() => String, { nullable: true, description: 'The language of the page, such as `de`. Default: English.' })
  language?: string | null;

  @Field(() => ColorSchemeEnum, {
    nullable: true,
    description: 'The colour scheme of the page. Default: the browser that shows the page chooses.',
  })
  colorScheme?: ColorScheme | null;
}

@Permission('issuers:read')
@ObjectType('BrandingPreview', { description: 'A page as it would look.' })
export class BrandingPreviewObject {
  @Field(() => String, {
    description:
      'The HTML document. It contains no scripts. It loads its style sheets from this server, and the logo from its own URL. Show it in an iframe with the attribute `sandbox`.',
  })
  html!: string;
}
