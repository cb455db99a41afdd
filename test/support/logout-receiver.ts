import { type Receiver, startReceiver } from './receiver.js';

/** What a client got at its `backchannel_logout_uri`. */
export interface ReceivedLogout {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly form: URLSearchParams;
}

export type LogoutReceiver = Receiver<ReceivedLogout>;

/** A client's server. */
export function startLogoutReceiver(): Promise<LogoutReceiver> {
  return startReceiver('/logout?tenant=1', ({ method, headers }, body) => ({
    method,
    type: headers['content-type'],
    form: new URLSearchParams(body),
  }));
}
