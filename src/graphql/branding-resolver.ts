import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { notFound, parseInput } from '../admin/input-parser.js';
import { brandingInput, mergeBranding } from '../admin/issuers/issuer-branding.js';
import { DEFAULT_ISSUER_ID } from '../model/clients/issuer.js';
import { BrandingPreviewObject, PreviewBrandingInputObject } from './branding-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

const previewInput = z.object({ branding: brandingInput.nullish() });

@Resolver()
export class BrandingResolver {
  @Permission('issuers:read')
  @Query(() => BrandingPreviewObject, {
    description: 'Returns a page as it would look with a branding. Nothing is saved.',
  })
  async previewBranding(
    @Arg('input', () => PreviewBrandingInputObject, { description: 'Which page to show, and with which branding.' })
    { page, issuerId, branding, language, colorScheme }: PreviewBrandingInputObject,
    @Ctx() { deps, previewBranding }: GraphqlContext,
  ): Promise<BrandingPreviewObject> {
    const id = issuerId ?? DEFAULT_ISSUER_ID;
    const issuer = await deps.store.issuers.find(id);
    if (issuer === undefined) throw notFound('issuer', 'issuerId');
    const { branding: given } = parseInput(previewInput, { branding });
    const unsaved = given ?? {};
    const newLogos = { logo: unsaved.logo ?? undefined, logoDark: unsaved.logoDark ?? undefined };
    const look = { newLogos, language: language ?? undefined, scheme: colorScheme ?? undefined };
    const asked = { page, issuerId: id, ...look };
    return { html: previewBranding({ ...asked, branding: mergeBranding(issuer.branding, unsaved) ?? {} }) };
  }
}
