import type { Keys } from '../../../model/server/keys.js';

const PURPOSE = 'server-proof';
const CHALLENGE = /^[\w-]{43}$/;

/** A port on this machine, at which a server has to prove that it is the one with this `SECRET_KEY`. */
export interface ProvenPort {
  /** 43 random characters that were never sent before. */
  readonly challenge: string;
  /** The port at which the request arrives. A program at another port cannot use the proof as its own. */
  readonly port: number;
}

/**
 * Returns the proof that this server has the `SECRET_KEY`, or `undefined` if the challenge is malformed. Without it,
 * `npm run doctor` would send an API key to any program that listens at the port while the server is stopped.
 */
export function proveServer({ linkCode }: Pick<Keys, 'linkCode'>, { challenge, port }: ProvenPort): string | undefined {
  return CHALLENGE.test(challenge) ? linkCode(PURPOSE, `${challenge} ${port}`) : undefined;
}

export function isServerProof(
  { isLinkCode }: Pick<Keys, 'isLinkCode'>,
  { challenge, port }: ProvenPort,
  proof: unknown,
): boolean {
  return typeof proof === 'string' && isLinkCode(PURPOSE, `${challenge} ${port}`, proof);
}
