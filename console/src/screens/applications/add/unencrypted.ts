/** Only programs of this machine can read what is sent to these addresses. */
const LOOPBACK = /^http:\/\/(localhost|[^/:]+\.localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i;

/** Whether others in the network can read what is sent to this address. */
export function isUnencrypted(url: string | undefined): boolean {
  return url !== undefined && /^http:\/\/./i.test(url) && !LOOPBACK.test(url);
}
