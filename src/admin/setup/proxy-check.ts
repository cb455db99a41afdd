import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { Config } from '../../model/config.js';
import { type Finding, failed, ok, unknown, warning, worstOf } from './finding.js';

/** How a request arrived, before and after the proxies were taken into account. */
export interface RequestFacts {
  /** The address of the connection. */
  readonly peer: string | undefined;
  /** The address of the client, as the server takes it from the headers of trusted proxies. */
  readonly client: string | undefined;
  readonly host: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly forwardedProto: string | undefined;
}

/** The parts of a request from which the facts are taken. */
interface Arrival {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly ip?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export function factsOf({ socket, ip, headers }: Arrival): RequestFacts {
  const one = (name: string) => [headers[name]].flat().join(', ') || undefined;
  return {
    peer: socket.remoteAddress,
    client: ip,
    host: one('host'),
    forwardedFor: one('x-forwarded-for'),
    forwardedProto: one('x-forwarded-proto'),
  };
}

type ProxyConfig = Pick<Config, 'issuer' | 'trustProxy'>;

/** Whether the proxy sends what the server needs, as this request shows. `subnets` are those of the machine, in CIDR form. */
export function checkProxy(config: ProxyConfig, facts: RequestFacts | undefined, subnets = ownSubnets()): Finding {
  if (facts?.peer === undefined) return unknown('Only a request to the running server shows what the proxy sends.');
  const peer = plainAddress(facts.peer);
  const isOwnHost = facts.host === new URL(config.issuer).host;
  if (facts.forwardedFor === undefined) return directFinding(config, peer, isOwnHost);
  if (config.trustProxy === undefined || config.trustProxy === false || config.trustProxy === 0)
    return isPublic(peer)
      ? warning(
          `The header X-Forwarded-For of this request came from ${peer}. If this is your own proxy, set TRUST_PROXY=${peer}. If it is a proxy in front of your browser, change nothing: otherwise all users behind it could choose their address.`,
        )
      : failed(
          `Requests come from the proxy ${peer}, but the server does not trust it, so all users share its address and rate limits. Set TRUST_PROXY=${suggestion(peer, subnets)}.`,
        );
  const problems = [...trustProblems(config, facts, { peer, subnets })];
  if (!isOwnHost)
    problems.push(
      warning(
        `The proxy sends the Host ${facts.host} instead of ${new URL(config.issuer).host}. Let it pass on the Host of the browser: forward auth needs it.`,
      ),
    );
  if (config.issuer.startsWith('https:') && facts.forwardedProto?.split(',')[0]?.trim() === 'http')
    problems.push(
      warning(
        'The proxy says that this request came without TLS (X-Forwarded-Proto: http). Let it redirect http to https.',
      ),
    );
  return worstOf(
    problems,
    `Requests come from the proxy ${peer}, and this one from ${clientText(facts)}.${facts.forwardedProto === undefined ? ' The proxy sends no X-Forwarded-Proto, which this server does not need.' : ''}`,
  );
}

/** The header can contain any text, which must not become part of a message. */
function clientText({ client = '' }: RequestFacts): string {
  return ipaddr.isValid(client) ? client : 'an unknown address';
}

function directFinding({ issuer, trustProxy }: ProxyConfig, peer: string, isOwnHost: boolean): Finding {
  if (!issuer.startsWith('https:')) return ok(`This request came from ${peer} without a proxy.`);
  if (!isOwnHost)
    return unknown(
      `This request came from ${peer} and not through ${issuer}, so it does not show what the proxy sends. Ask again by the public URL.`,
    );
  const trusts = trustProxy === undefined ? '' : ' Otherwise a client could do so, and choose its address.';
  return warning(
    `Requests come from ${peer} without X-Forwarded-For, so all users share its address and rate limits. Let the proxy set this header, and set TRUST_PROXY.${trusts}`,
  );
}

interface Peer {
  readonly peer: string;
  readonly subnets: readonly string[];
}

function trustProblems({ trustProxy }: ProxyConfig, facts: RequestFacts, { peer, subnets }: Peer): Finding[] {
  if (trustProxy === true)
    return [
      warning(
        `TRUST_PROXY=true believes any address that a client writes into X-Forwarded-For. Set TRUST_PROXY=${suggestion(peer, subnets)}, or the number of proxies.`,
      ),
    ];
  const hops = facts.forwardedFor?.split(',').length ?? 0;
  if (typeof trustProxy === 'number') {
    if (hops >= trustProxy) return [];
    return [
      warning(
        `TRUST_PROXY=${trustProxy}, but X-Forwarded-For names only ${hops} ${hops === 1 ? 'address' : 'addresses'}, so a client could choose its address. Set TRUST_PROXY=${hops}.`,
      ),
    ];
  }
  if (facts.client !== undefined && plainAddress(facts.client) !== peer) return [];
  return [
    failed(
      `Requests come from the proxy ${peer}, which TRUST_PROXY=${trustProxy} does not include, so all users share its address. Set TRUST_PROXY=${suggestion(peer, subnets)}.`,
    ),
  ];
}

/** Writes an IPv4 address in an IPv6 address as what it is. */
function plainAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Whether an address is reached through the Internet. The proxy of an operator usually has a private address. */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
}

/** The addresses that Docker gives to its networks. Only containers of the same network reach the server from there. */
const CONTAINERS = ipaddr.IPv4.parseCIDR('172.16.0.0/12');

/** The value to set: the subnet of the containers, because a restart can change the address of a proxy in it. */
function suggestion(peer: string, subnets: readonly string[]): string {
  if (!ipaddr.isValid(peer)) return peer;
  const address = ipaddr.parse(peer);
  if (address.range() === 'loopback') return 'loopback';
  if (!(address instanceof ipaddr.IPv4) || !address.match(CONTAINERS)) return peer;
  return (
    subnets
      .filter((subnet) => ipaddr.IPv4.isValidCIDR(subnet))
      .find((subnet) => address.match(ipaddr.IPv4.parseCIDR(subnet))) ?? peer
  );
}

function ownSubnets(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ cidr, family, internal }) => (cidr === null || internal || family !== 'IPv4' ? [] : [networkOf(cidr)]));
}

/** `172.18.0.3/16` is `172.18.0.0/16`. */
function networkOf(cidr: string): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr)}/${cidr.split('/')[1]}`;
}
