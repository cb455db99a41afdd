/*
 * This folder changes how the pages look on which people sign in: those of the server, or those of one issuer. The form
 * uses the names of the input of the API, so that each error stands beside its field. This folder must not know other
 * screens.
 */

import { useLocation } from 'preact-iso/router';
import { BrandedIssuers, IssuerBranding, ServerBranding } from '../../generated/branding.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { BrandingForm } from './branding-form.js';
import { issuerTarget, serverTarget } from './targets.js';

export function BrandingScreen() {
  const { texts } = useConsole();
  const { query: parameters } = useLocation();
  const issuerId = parameters.issuer;
  return (
    <>
      <ScreenTitle title={texts.say('shell.branding')} subtitle={texts.say('branding.subtitle')} />
      <Whose issuerId={issuerId} />
      {issuerId === undefined ? <OfServer /> : <OfIssuer key={issuerId} id={issuerId} />}
    </>
  );
}

/** The choice between the server and its issuers. It is not shown if there are no issuers. */
function Whose({ issuerId = '' }: { readonly issuerId: string | undefined }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const { data } = useQuery(BrandedIssuers, {});
  const others = data?.issuers.edges.map(({ node }) => node).filter(({ slug }) => slug !== null) ?? [];
  if (others.length === 0) return null;
  const go = (id: string) => route(id === '' ? '/console/branding' : `/console/branding?issuer=${id}`);
  return (
    <label class="field">
      <span>{texts.say('branding.whose')}</span>
      <select value={issuerId} onChange={({ currentTarget }) => go(currentTarget.value)}>
        <option value="">{texts.say('branding.server')}</option>
        {others.map(({ id, slug }) => (
          <option key={id} value={id}>
            {texts.say('branding.issuer', { slug: slug ?? id })}
          </option>
        ))}
      </select>
    </label>
  );
}

function OfServer() {
  const query = useQuery(ServerBranding, {});
  return (
    <Loaded query={query}>
      {({ serverSettings }) => <BrandingForm target={serverTarget(serverSettings)} reload={query.reload} />}
    </Loaded>
  );
}

function OfIssuer({ id }: { readonly id: string }) {
  const { texts } = useConsole();
  const query = useQuery(IssuerBranding, { id });
  return (
    <Loaded query={query}>
      {({ issuer }) =>
        issuer === null ? (
          <p>{texts.say('issuers.notFound')}</p>
        ) : (
          <BrandingForm target={issuerTarget(issuer)} reload={query.reload} />
        )
      }
    </Loaded>
  );
}
