import { emailDomainOf } from '../../access/names/mailbox.js';
import { CeremonyError } from '../../model/errors.js';
import type { Invitation } from '../../model/passkeys/invitation.js';
import type { User } from '../../model/people/user.js';
import { parseEmail } from '../ceremony/registration-request.js';

/**
 * Checks the e-mail address that an invited person typed. An invitation with a domain needs an address of this domain,
 * and one that asks for an address needs any. If an administrator has to approve the account, the address is optional,
 * and gets a mail about the approval. Otherwise, no address is stored.
 *
 * @throws CeremonyError `email_invalid`
 */
export function parseInvitedEmail(
  { emailDomain, askEmail, requiresApproval }: Invitation,
  typed: string | undefined,
): { readonly email?: string } {
  const isGiven = requiresApproval === true && typed !== undefined && typed.trim() !== '';
  if (emailDomain === undefined && !askEmail && !isGiven) return {};
  const email = parseEmail(typed);
  if (emailDomain === undefined || emailDomainOf(email) === emailDomain) return { email };
  throw new CeremonyError('email_invalid', `Enter an e-mail address that ends in @${emailDomain}.`);
}

/** Whether the user has proved to have an address of the domain of the invitation, if the invitation has one. */
export function hasInvitedEmail(
  { emailDomain }: Pick<Invitation, 'emailDomain'>,
  { email, email_verified }: Pick<User, 'email' | 'email_verified'>,
): boolean {
  if (emailDomain === undefined) return true;
  return email !== undefined && email_verified && emailDomainOf(email) === emailDomain;
}
