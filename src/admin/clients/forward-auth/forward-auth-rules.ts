import type { Config } from '../../../model/config.js';
import { type Fault, faultsIn } from '../../input-parser.js';
import type { ClientSettings } from '../client-settings.js';

/** Finds the settings that contradict the integration FORWARD_AUTH. */
export function forwardAuthFaults(settings: ClientSettings, config: Config): (Fault | false | undefined)[] {
  const { forwardAuth, integrations, applicationType, registrationEnabled, securityProfile } = settings;
  if (!integrations.includes('FORWARD_AUTH')) {
    return [forwardAuth !== undefined && ['forwardAuth', 'needs the integration FORWARD_AUTH. Add it to integrations']];
  }
  return [
    forwardAuth === undefined && ['forwardAuth', 'must name the hosts for the integration FORWARD_AUTH'],
    applicationType === 'native' && ['integrations', 'must not contain FORWARD_AUTH for a NATIVE client'],
    securityProfile === 'FAPI2' && ['integrations', 'must not contain FORWARD_AUTH for a FAPI2 client'],
    registrationEnabled && ['registrationEnabled', 'must be false for a client that uses FORWARD_AUTH'],
    ...faultsIn('forwardAuth.hosts', forwardAuth?.hosts ?? [], (host) =>
      isOwnHost(host, config) ? 'must not be a host of this server, whose pages need no proxy' : undefined,
    ),
    ...(forwardAuth?.rules ?? []).flatMap(({ path, action, methods }, index, rules): (Fault | false)[] => [
      rules.findIndex((other) => other.path === path) < index && [
        `forwardAuth.rules.${index}.path`,
        'is the path of an earlier rule. Write one rule for each path',
      ],
      action === 'SIGN_IN' &&
        methods.length > 0 && [
          `forwardAuth.rules.${index}.methods`,
          'must be empty for SIGN_IN, which is for all methods',
        ],
    ]),
  ];
}

function isOwnHost(host: string, { issuer, rpOrigins }: Config): boolean {
  return [issuer, ...rpOrigins].some((origin) => new URL(origin).host === host);
}
