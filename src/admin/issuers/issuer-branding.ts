import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { type Change, recordAfter, update } from '../../model/change-set.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import {
  BRANDING_DESCRIPTIONS,
  type Branding,
  brandColorProblem,
  contactProblem,
  httpsProblem,
  logoProblem,
  MAX_BRAND_NAME_LENGTH,
} from '../../model/server/branding.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { planPictureChanges, type UploadedPicture } from '../pictures/picture-change.js';
import { differences, eventOf } from '../record-change.js';
import { checkedTextType, lineType, type ValueType } from '../value-type.js';

interface BrandingField {
  readonly type: ValueType;
  readonly description: string;
}

/** The settings of the branding, from which the GraphQL fields and the check of the input are derived. */
export const BRANDING_FIELDS: { readonly [N in keyof Branding]-?: BrandingField } = {
  name: {
    type: lineType(MAX_BRAND_NAME_LENGTH),
    description: 'The name at the top of every page. It does not change the name in the passkey dialog of the browser.',
  },
  logo: { type: checkedTextType(logoProblem), description: BRANDING_DESCRIPTIONS.logo },
  logoDark: { type: checkedTextType(logoProblem), description: BRANDING_DESCRIPTIONS.logoDark },
  color: { type: checkedTextType(brandColorProblem('light')), description: BRANDING_DESCRIPTIONS.color },
  colorDark: { type: checkedTextType(brandColorProblem('dark')), description: BRANDING_DESCRIPTIONS.colorDark },
  termsUrl: { type: checkedTextType(httpsProblem), description: BRANDING_DESCRIPTIONS.termsUrl },
  privacyUrl: { type: checkedTextType(httpsProblem), description: BRANDING_DESCRIPTIONS.privacyUrl },
  supportContact: { type: checkedTextType(contactProblem), description: BRANDING_DESCRIPTIONS.supportContact },
};

export const BRANDING_NAMES = Object.keys(BRANDING_FIELDS) as (keyof Branding)[];

export type BrandingInput = { readonly [N in keyof Branding]?: string | null | undefined };

export const brandingInput = z.object(
  Object.fromEntries(BRANDING_NAMES.map((name) => [name, BRANDING_FIELDS[name].type.schema.nullish()])),
) as unknown as z.ZodType<BrandingInput, BrandingInput>;

/** Returns the branding after a change. What the input omits stays, and `null` removes a value. */
export function mergeBranding(before: Branding = {}, given: BrandingInput): Branding | undefined {
  const entries = BRANDING_NAMES.map((name) => [name, given[name] === undefined ? before[name] : given[name]] as const);
  const present = entries.filter(([, value]) => value != null);
  return present.length === 0 ? undefined : (Object.fromEntries(present) as Branding);
}

/** Returns the changes of the images to which the logos of an issuer lead. */
export async function planLogoChanges(
  deps: Deps,
  before: Branding = {},
  after: Branding = {},
  uploaded?: UploadedPicture,
): Promise<readonly Change[]> {
  const logos = (['logo', 'logoDark'] as const).map((name) => ({
    field: 'branding',
    before: before[name],
    after: after[name],
  }));
  return planPictureChanges(deps, logos, uploaded);
}

const updateIssuerInput = z.object({ id: givenId, branding: brandingInput.nullish() });

/**
 * Changes the branding of an issuer. If `branding` is `null`, the pages of the issuer look like those of the server.
 * `uploaded` is the image to which a new `logo` or `logoDark` leads, if it was uploaded.
 *
 * @throws AdminError `CONFLICT` for the default issuer
 */
export async function updateIssuer(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateIssuerInput>,
  uploaded?: UploadedPicture,
): Promise<Issuer> {
  checkPermission(caller, 'issuers:write');
  const { id, branding: given } = parseInput(updateIssuerInput, input);
  return commitPlan(deps.store, async () => {
    const seen = await deps.store.issuers.find(id);
    if (seen === undefined) throw notFound('issuer', 'id');
    if (id === DEFAULT_ISSUER_ID)
      throw new AdminError(
        'CONFLICT',
        'The pages of the default issuer look like those of the server. Use updateServerSettings.',
        'id',
      );
    const before = seen.branding ?? {};
    const branding = given === null ? undefined : mergeBranding(before, given ?? {});
    const detail = differences(before, branding ?? {}, BRANDING_NAMES);
    if (detail.changed.length === 0) return { changes: [], result: seen };
    const event = eventOf(deps, caller, { type: 'UPDATED', resource: 'issuer', resourceId: id, detail });
    const pictures = await planLogoChanges(deps, before, branding, uploaded);
    const result = recordAfter(seen, { branding });
    return { changes: [update('issuers', seen, { branding }), ...pictures, event], result };
  });
}
