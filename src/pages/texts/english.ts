import { englishAccount } from './english-account.js';
import type { Texts } from './texts.js';

export const english: Texts = {
  lang: 'en',
  dir: 'ltr',
  common: {
    skipToContent: 'Skip to content',
    passkeyNeedsScript: 'Passkeys need JavaScript. Turn it on for this site, then load the page again.',
    working: 'Waiting for your passkey…',
  },
  signIn: {
    title: 'Sign in',
    heading: (application) => (application === undefined ? 'Sign in' : `Sign in to ${application}`),
    lead: 'Use your passkey: the fingerprint, face or screen lock of your device, or a security key.',
    username: 'Username',
    usernameHint: 'Select this field to choose one of your passkeys.',
    elsewhere:
      'This device does not keep passkeys itself: when your browser asks, choose your phone or a security key.',
    problems: {
      notCapable:
        'This device or security key cannot check that it is you. Set up a screen lock or PIN on it, or choose another one.',
      invalid_credential:
        'This passkey was not accepted: it may have been removed here, or belong to another account. Choose another one, or ask for a new link.',
    },
    button: 'Sign in with a passkey',
    register: 'New here?',
    registerLink: 'Create an account',
    signedOut: 'You are signed out.',
    again: 'To go on, show once more that it is you.',
  },
  register: {
    title: 'Create an account',
    heading: (application) => `Create an account for ${application}`,
    lead: 'No password: your device makes a passkey, and only you can unlock it.',
    username: 'Username',
    usernameHint: 'Letters, digits and . _ - @ +',
    name: 'Name',
    optional: 'optional',
    button: 'Create a passkey',
    haveAccount: 'Already have an account?',
    signInLink: 'Sign in',
  },
  enroll: {
    title: 'Create your passkey',
    heading: 'Create your passkey',
    firstOwnerLead:
      'You are the first to arrive. Choose your username, then create the passkey with which you will own this server.',
    forWhom: (who) => `This link is for ${who}.`,
    lead: 'Your device makes a passkey, and only you can unlock it: with a fingerprint, your face, the screen lock or a security key.',
    button: 'Create a passkey',
    signedInAs: (who) => `You are signed in here as ${who}. Creating this passkey signs you in anew.`,
  },
  account: {
    title: 'Your account',
    heading: (name) => `Hello, ${name}`,
    signedInAs: 'Signed in as',
    passkeys: 'Passkeys',
    passkeysLead:
      'A passkey signs you in with your fingerprint, your face or the PIN of a device: there is no password to remember. Have at least two, on different devices, and losing one is no loss.',
    synced: 'Synced',
    deviceBound: 'On one device',
    created: (day) => `Added ${day}`,
    lastUsed: (day) => `Last used ${day}`,
    neverUsed: 'Not used yet',
    thisOne: 'Used for this session',
    addHeading: 'Add another passkey',
    addLead: 'On this device, a phone nearby or a security key.',
    add: 'Add a passkey',
    signOutLead: 'Signing out here signs you out of this browser.',
    signOut: 'Sign out',
  },
  ownAccount: englishAccount,
  denied: {
    title: 'No access',
    heading: (application) => `You have no access to ${application}`,
    lead: (who, application) => `You are signed in as ${who}. This account may not use ${application}.`,
    whatToDo: (application) =>
      `If you need it, ask the person who manages ${application} to let you in. Then load this page again.`,
    otherAccount: 'Use another account',
    back: (application) => `Back to ${application}`,
  },
  consent: {
    title: 'Allow access',
    heading: (application) => `${application} asks for access`,
    lead: (application) => `If you allow it, ${application} can:`,
    scopes: {
      openid: 'Know that it is you',
      profile: 'See your name and profile',
      email: 'See your e-mail address',
      address: 'See your postal address',
      phone: 'See your phone number',
      offline_access: 'Keep this access while you are away',
    },
    claim: (name) => `See this about you: ${name}`,
    signedInAs: (who) => `You are signed in as ${who}.`,
    otherAccount: 'Use another account',
    allow: 'Allow',
    deny: 'Do not allow',
    website: 'About the application',
    policy: 'Privacy policy',
    terms: 'Terms of service',
  },
  logout: {
    title: 'Sign out',
    heading: (server) => `Sign out of ${server}?`,
    lead: (who, application) =>
      application === undefined
        ? `You are signed in as ${who}. Signing out ends your session in this browser, for all applications.`
        : `${application} asks to sign you out. You are signed in as ${who}; signing out ends your session in this browser, for all applications.`,
    button: 'Sign out',
    stay: 'Stay signed in',
  },
  device: {
    title: 'Connect a device',
    heading: 'Enter the code',
    lead: 'A device that you want to sign in to shows a code of eight letters.',
    code: 'Code',
    codeHint: 'For example BCDF-GHJK',
    unknown: 'No device shows this code now. It may have expired: the device can show another one.',
    button: 'Continue',
    warning: 'Enter only a code that a device of yours shows. Whoever sent you one would be signed in as you.',
    allowedTitle: 'The device is connected',
    allowedLead: 'Go on at the device. You may close this page.',
    deniedTitle: 'The device is not connected',
    deniedLead: 'It was told that you declined. You may close this page.',
  },
  formPost: {
    title: 'One moment',
    lead: (host) => `Taking you back to ${host}…`,
    button: 'Continue',
  },
  noOwner: {
    title: 'Nobody owns this server yet',
    lead: 'Is it yours? Where you started it, in the terminal or in its log, stands a link. Open it to create the first passkey. It begins like this:',
    again: 'The link is good for one hour. To get a new one, start the server again.',
  },
  message: {
    signedOutTitle: 'You are signed out',
    signedOutLead: 'You can close this page.',
    signInAgain: 'Sign in again',
  },
  error: {
    headings: {
      expired: 'This sign-in has expired',
      application: 'This sign-in cannot go on',
      logout: 'You could not be signed out this way',
      notFound: 'There is nothing here',
      link: 'This link is no longer good',
      tooMany: 'Too many attempts',
      forbidden: 'This was not sent from our page',
      ours: 'Something went wrong on our side',
      other: 'This cannot go on',
    },
    whatToDo: {
      expired: 'Go back to the application you came from and sign in again.',
      application:
        'The application sent a request that cannot be answered; nothing is wrong with your account. Go back and try again. If it happens again, tell whoever looks after the application what is written below.',
      logout:
        'The application sent a request that cannot be answered, so nothing has changed. You can sign out yourself, on the page of your account.',
      notFound: 'Check the address, or start from your account.',
      link: 'It was used already, or its time is over. Ask whoever sent it to you for a new one.',
      tooMany: 'Wait a minute, then try again.',
      forbidden: 'Open the page again and repeat what you did.',
      ours: 'Try again in a moment. If it happens again, tell whoever runs this server the reference below.',
      other: 'Go back and try again.',
    },
    detail: 'Details',
    code: 'Error',
    reference: 'Reference',
    home: 'Your account',
  },
  problems: {
    waiting: 'Follow what your browser or device asks.',
    done: 'Done. One moment…',
    unsupported: 'This browser cannot use passkeys. Update it, or open this page in another browser or on your phone.',
    cancelled:
      'Nothing was chosen. Press the button to try again. If this device has no passkey of yours, choose another device or a security key when your browser asks.',
    timedOut: 'That took too long, so your browser stopped waiting. Press the button to try again.',
    alreadyHere:
      'This device already has a passkey for this account. Sign in with it, or choose another device or a security key.',
    notCapable:
      'This device or security key cannot make a passkey that checks who you are. Set up a screen lock or PIN on it, or choose another one.',
    blocked:
      'Your browser does not allow passkeys at this address. Open this page directly, under the address you were given.',
    offline: 'The server cannot be reached. Check your connection, then try again.',
    failed: 'Your device could not finish. Try again, or choose another device or a security key.',
    invalid_request: 'The server did not understand the answer of your device. Load this page again and retry.',
    invalid_credential:
      'The new passkey could not be verified, so it was not kept. Try again, or choose another device or a security key.',
    interaction_expired: 'This sign-in has expired. Go back to the application you came from and start again.',
    enrolment_invalid: 'This link was used already, or its time is over. Ask whoever sent it to you for a new one.',
    registration_disabled: 'New accounts cannot be made here. Ask whoever looks after the application for a link.',
    username_taken: 'This username is taken. Choose another one.',
    username_invalid:
      'This cannot be a username. Begin with a letter or digit, use letters of one alphabet, digits and . _ - @ + only, and 64 characters at most.',
    authentication_required: 'You were signed out, or signed in too long ago. Sign in again, then repeat this.',
    recovery_invalid:
      'This username and recovery code do not go together, or the code was used already. Check both, or try another code.',
    too_many_passkeys:
      'This account has as many passkeys as it can have. Remove one that you do not use, then add this one.',
    rate_limited: 'Too many attempts from here. Wait a minute, then try again.',
    forbidden: 'This was not sent from our page. Load it again and retry.',
  },
};
