import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endReportedSession, reportCode } from '../../src/access/sessions/reported-session.js';
import { canConfirmNews, confirmNews, ownNews } from '../../src/account/own-news.js';
import { removeOwnPasskey } from '../../src/account/own-passkeys.js';
import type { InteractionKind } from '../../src/model/access/interaction.js';
import type { Session } from '../../src/model/access/session.js';
import type { Deps } from '../../src/model/deps.js';
import { createRecoveryCodes } from '../../src/webauthn/enrolment/recovery-codes.js';
import { authenticate, type Browser, browser, register } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { activeOf, addPasskey, type Enrolled, enrolUser } from '../support/own-account.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { makeInteraction } from './enrolments.js';

const MONTH = 2_592_000;

describe('After a sign-in', () => {
  let clock: FrozenClock;
  let deps: Deps;
  let ada: Enrolled;

  beforeEach(async () => {
    clock = frozenClock();
    deps = testDeps(await openMemoryStore(), { clock });
    ada = await enrolUser(deps, { username: 'ada' });
  });
  afterEach(() => deps.store.close());

  /** The page after a sign-in at an application, in the browser in which Ada enrolled, without her session. */
  const next = async (
    authenticator: SoftwareAuthenticator = ada.authenticator,
    kind: InteractionKind = 'oidc',
    place: Browser = browser(),
  ) => {
    const { interaction } = await makeInteraction(deps, {}, kind);
    clock.advance(1);
    const ceremony = { in: place, interactionId: interaction };
    const { next: path, ...signedIn } = await authenticate(deps, authenticator, ceremony);
    return { path: path.replace(interaction, '*'), signedIn };
  };
  const CHECK = '/sign-in-check?interaction=*';
  const CONTINUE = '/continue/*';

  describe('news of the account', () => {
    let phone: SoftwareAuthenticator;
    beforeEach(async () => {
      phone = softwareAuthenticator();
      await addPasskey(deps, ada, phone, browser('elsewhere', ada.cookie));
    });
    const newest = () => deps.clock.now().getTime();

    it('are shown until they are confirmed, but never to devices and forward auth', async () => {
      for (const kind of ['device', 'forward-auth'] as const) {
        expect((await next(ada.authenticator, kind)).path).toBe(CONTINUE);
      }
      const { path, signedIn } = await next();
      expect(path).toBe(CHECK);
      const active = await activeOf(deps, signedIn);
      const [shown, ...others] = await ownNews(deps, active, 'browser');
      expect([shown?.news, others]).toMatchObject([{ kind: 'PASSKEY_ADDED', browserHash: 'elsewhere' }, []]);
      for (const older of [(shown?.news.at ?? 0) - 1, Number.NaN]) {
        await confirmNews(deps, active, { browserHash: 'browser', newest: older });
        expect((await next()).path).toBe(CHECK);
      }
      await confirmNews(deps, active, { browserHash: 'browser', newest: shown?.news.at ?? 0 });
      expect((await next()).path).toBe(CONTINUE);
    });

    it('are not shown to the new passkey, nor before a later sign-in in the browser and session in which it was added', async () => {
      const { path, signedIn } = await next(phone);
      expect(path).toBe(CONTINUE);
      await confirmNews(deps, await activeOf(deps, signedIn), { browserHash: 'browser', newest: newest() });
      // The second browser has deleted the cookie that identifies it.
      for (const browserHash of ['elsewhere', undefined]) {
        const shown = await ownNews(deps, await ada.active(), browserHash);
        expect(shown.map(({ news }) => news.kind)).not.toContain('PASSKEY_ADDED');
        await confirmNews(deps, await ada.active(), { browserHash, newest: newest() });
      }
      expect((await next()).path).toBe(CHECK);
      const later = await authenticate(deps, ada.authenticator, { in: browser('elsewhere') });
      const shown = await ownNews(deps, await activeOf(deps, later), 'elsewhere');
      expect(shown.map(({ news }) => news.kind)).toContain('PASSKEY_ADDED');
    });

    it('are shown once after a later sign-in in the same browser, because a thief can have copied all of its cookies', async () => {
      const mine = browser('browser', ada.cookie);
      await addPasskey(deps, ada, softwareAuthenticator(), mine);
      expect(await ownNews(deps, await ada.active(), 'browser')).toHaveLength(1);
      const { path, signedIn } = await next(ada.authenticator, 'oidc', mine);
      const active = await activeOf(deps, signedIn);
      expect([path, (await ownNews(deps, active, 'browser')).length]).toEqual([CHECK, 2]);
      await confirmNews(deps, active, { browserHash: 'browser', newest: newest() });
      expect((await next()).path).toBe(CONTINUE);
    });

    it('of a passkey stay if many other passkeys are added and removed', async () => {
      const others = [];
      for (let count = 0; count < 10; count += 1) others.push((await addPasskey(deps, ada)).passkey.id);
      for (const id of others) await removeOwnPasskey(deps, await ada.active(), id, {});
      const [, added] = (await ada.user()).passkeyIds;
      expect((await ada.user()).news).toMatchObject([{ kind: 'PASSKEY_ADDED', passkeyId: added }]);
      expect((await next()).path).toBe(CHECK);
    });

    it('of a browser stay if its session has changed to another passkey, which is removed', async () => {
      const thief = await authenticate(deps, ada.authenticator, { in: browser('thief') });
      clock.advance(1);
      await authenticate(deps, phone, { in: browser('thief', thief.sessionCookie) });
      expect((await ada.user()).news).toHaveLength(3);
      const [, added = ''] = (await ada.user()).passkeyIds;
      await removeOwnPasskey(deps, await ada.active(), added, {});
      expect((await ada.user()).news).toMatchObject([
        { kind: 'NEW_BROWSER', at: thief.session.authenticatedAt.getTime(), sessionId: thief.session.id },
      ]);
    });

    it('cannot be confirmed with a passkey that is news itself', async () => {
      const tablet = softwareAuthenticator();
      await addPasskey(deps, ada, tablet, browser('elsewhere', ada.cookie));
      for (const added of [phone, tablet]) {
        const { path, signedIn } = await next(added);
        expect(path).toBe(CONTINUE);
        const active = await activeOf(deps, signedIn);
        expect([(await ownNews(deps, active, 'browser')).length, canConfirmNews(deps, active)]).toEqual([1, false]);
        await confirmNews(deps, active, { browserHash: 'browser', newest: newest() });
      }
      const { path, signedIn } = await next();
      expect(path).toBe(CHECK);
      const active = await activeOf(deps, signedIn);
      expect((await ownNews(deps, active, 'browser')).map(({ news }) => news.kind).slice(-2)).toEqual([
        'PASSKEY_ADDED',
        'PASSKEY_ADDED',
      ]);
      clock.advance(MONTH);
      expect(canConfirmNews(deps, await activeOf(deps, (await next(phone)).signedIn))).toBe(true);
    });

    it('are shown in another browser of the session, and need a later sign-in to be confirmed', async () => {
      clock.advance(1);
      const [shown] = await ownNews(deps, await ada.active(), 'browser');
      expect(shown?.news.kind).toBe('PASSKEY_ADDED');
      const confirmation = { browserHash: 'browser', newest: newest() };
      expect(await confirmNews(deps, await ada.active(), confirmation)).toEqual({ needsSignIn: true });
      const { path, signedIn } = await next();
      expect(path).toBe(CHECK);
      expect(await confirmNews(deps, await activeOf(deps, signedIn), confirmation)).toEqual({ needsSignIn: false });
      expect((await next()).path).toBe(CONTINUE);
    });

    it('name a browser in which another passkey signs in to the session, whose cookie can have been copied', async () => {
      const isNew = async () => ((await ada.user()).news ?? []).some(({ kind }) => kind === 'NEW_BROWSER');
      const again = await authenticate(deps, ada.authenticator, { in: browser('another', ada.cookie) });
      expect(await isNew()).toBe(false);
      await authenticate(deps, phone, { in: browser('thief', again.sessionCookie) });
      expect(await isNew()).toBe(true);
    });

    it('name a new browser, with the code that ends its session, after an hour in browsers that are known', async () => {
      let { cookie } = ada;
      const mine = () => next(ada.authenticator, 'oidc', browser('browser', cookie));
      const first = await mine();
      cookie = first.signedIn.sessionCookie;
      await confirmNews(deps, await activeOf(deps, first.signedIn), { browserHash: 'browser', newest: newest() });
      const stranger = await authenticate(deps, ada.authenticator, { in: browser('stranger') });
      const soon = await mine();
      cookie = soon.signedIn.sessionCookie;
      clock.advance(3600);
      const { path, signedIn } = await mine();
      expect([soon.path, path]).toEqual([CONTINUE, CHECK]);
      const [found, ...others] = await ownNews(deps, await activeOf(deps, signedIn), 'browser');
      expect(found).toMatchObject({
        news: { kind: 'NEW_BROWSER' },
        session: { id: stranger.session.id },
        reportCode: expect.any(String),
      });
      expect(others).toEqual([]);
    });

    it('end with the session that is reported, the passkey that is removed, and a recovery', async () => {
      const kinds = async () => ((await ada.user()).news ?? []).map(({ kind }) => kind);
      clock.advance(1);
      const signInElsewhere = async (place: string, by = phone) => authenticate(deps, by, { in: browser(place) });
      const report = async ({ session }: { session: Session }) =>
        endReportedSession(deps, reportCode(deps, session), {}, async () => []);
      await report(await signInElsewhere('thief'));
      // The thief could have reported it, and still has the passkey.
      expect(await kinds()).toEqual(['PASSKEY_ADDED']);
      await signInElsewhere('thief');
      await signInElsewhere('stranger', ada.authenticator);
      expect(await kinds()).toEqual(['NEW_BROWSER', 'NEW_BROWSER', 'PASSKEY_ADDED']);
      const [, added = ''] = (await ada.user()).passkeyIds;
      await removeOwnPasskey(deps, await ada.active(), added, {});
      expect(await kinds()).toEqual(['NEW_BROWSER']);
      await addPasskey(deps, ada, softwareAuthenticator(), browser('elsewhere', ada.cookie));
      const [recoveryCode] = await createRecoveryCodes(deps, await ada.active(), {});
      const request = { username: 'ada', recoveryCode };
      await register(deps, softwareAuthenticator(), { in: browser('recovered'), request });
      expect(await kinds()).toEqual(['PASSKEY_ADDED', 'PASSKEY_ADDED']);
    });

    it('are of at most ten new browsers, and end after a month', async () => {
      for (let count = 0; count < 12; count += 1) {
        await authenticate(deps, ada.authenticator, { in: browser(`stranger-${count}`) });
      }
      const { news = [] } = await ada.user();
      expect([news.length, news.at(-1)?.kind]).toEqual([11, 'PASSKEY_ADDED']);
      clock.advance(MONTH);
      await createRecoveryCodes(deps, await activeOf(deps, (await next()).signedIn), browser().caller);
      expect((await next()).path).toBe(CONTINUE);
    });
  });

  describe('the question for a second device', () => {
    /** Ada's only passkey, which is bound to one device. */
    let key: SoftwareAuthenticator;
    beforeEach(async () => {
      key = softwareAuthenticator({ backupEligible: false, backedUp: false });
      const { passkey } = await addPasskey(deps, ada, key);
      const { generation = '' } = passkey;
      const only = { passkeyIds: [passkey.id], passkeyGenerations: [{ id: passkey.id, generation }] };
      await deps.store.users.update(await ada.user(), only);
    });

    it('is asked once a month, if the user has one device-bound passkey and no codes', async () => {
      expect((await next(key)).path).toBe(CONTINUE);
      for (let month = 0; month < 2; month += 1) {
        clock.advance(MONTH);
        for (const kind of ['device', 'forward-auth'] as const) {
          expect((await next(key, kind)).path).toBe(CONTINUE);
        }
        expect((await next(key)).path).toBe(CHECK);
        expect((await next(key)).path).toBe(CONTINUE);
      }
    });

    it('is not asked if the user has recovery codes', async () => {
      await createRecoveryCodes(deps, await activeOf(deps, (await next(key)).signedIn), browser().caller);
      clock.advance(MONTH);
      expect((await next(key)).path).toBe(CONTINUE);
    });
  });
});
