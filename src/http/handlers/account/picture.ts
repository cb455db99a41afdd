import { findActiveSession } from '../../../access/sessions/session.js';
import { checkOwnPicture, uploadOwnPicture } from '../../../account/own-picture.js';
import { redirect } from '../../answer/send.js';
import { callerOf } from '../../request/browser.js';
import { sessionCookie } from '../../request/cookies.js';
import { receiveFile } from '../../request/uploads.js';
import type { Handler } from '../../route.js';
import type { AccountAction } from './actions/account-action.js';
import { runAction } from './change-account.js';

/** Handles the form with which users upload their own picture. The file is received only if the user is signed in. */
export const changePicture: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const action: AccountAction = {
    section: 'profile',
    run: async (deps, { caller }) => {
      checkOwnPicture(deps);
      await edge.uploads.run(deps, active.user.id, async () =>
        uploadOwnPicture(deps, active, await receiveFile(request, 'picture'), caller),
      );
      return 'pictureSaved';
    },
    // A file is not kept while the user signs in again.
    isDownload: true,
    problems: { pictureFile: 'pictureFile', RATE_LIMITED: 'pictureBusy', picture: 'tooManyPictures' },
  };
  const sent = { active, form: new URLSearchParams(), caller: callerOf(request) };
  await runAction(edge, request, response, { action, sent });
};
