import { frenchAccount } from './french-account.js';
import type { Texts } from './texts.js';

/** Vous, and "clé d’accès", as platforms have it. \u00a0 keeps high punctuation beside its word. */
export const french: Texts = {
  lang: 'fr',
  dir: 'ltr',
  common: {
    skipToContent: 'Aller au contenu',
    passkeyNeedsScript: 'Les clés d’accès ont besoin de JavaScript. Activez-le pour ce site, puis rechargez la page.',
    working: 'En attente de votre clé d’accès…',
  },
  signIn: {
    title: 'Connexion',
    heading: (application) => (application === undefined ? 'Se connecter' : `Se connecter à ${application}`),
    lead: 'Utilisez votre clé d’accès\u00a0: l’empreinte digitale, le visage ou le verrouillage de l’écran de votre appareil, ou une clé de sécurité.',
    username: 'Nom d’utilisateur',
    usernameHint: 'Sélectionnez ce champ pour choisir l’une de vos clés d’accès.',
    elsewhere:
      'Cet appareil ne conserve pas lui-même de clés d’accès\u00a0: lorsque votre navigateur le propose, choisissez votre téléphone ou une clé de sécurité.',
    problems: {
      notCapable:
        'Cet appareil ou cette clé de sécurité ne peut pas vérifier votre identité. Configurez-y un verrouillage de l’écran ou un code PIN, ou choisissez autre chose.',
      invalid_credential:
        'Cette clé d’accès n’a pas été acceptée\u00a0: elle a peut-être été supprimée ici, ou appartient à un autre compte. Choisissez-en une autre, ou demandez un nouveau lien.',
    },
    button: 'Se connecter avec une clé d’accès',
    register: 'Première visite\u00a0?',
    registerLink: 'Créer un compte',
    signedOut: 'Vous êtes déconnecté.',
    again: 'Pour continuer, confirmez une nouvelle fois que c’est bien vous.',
  },
  register: {
    title: 'Créer un compte',
    heading: (application) => `Créer un compte pour ${application}`,
    lead: 'Pas de mot de passe\u00a0: votre appareil crée une clé d’accès que vous seul pouvez déverrouiller.',
    username: 'Nom d’utilisateur',
    usernameHint: 'Lettres, chiffres et . _ - @ +',
    name: 'Nom',
    optional: 'facultatif',
    button: 'Créer une clé d’accès',
    haveAccount: 'Vous avez déjà un compte\u00a0?',
    signInLink: 'Se connecter',
  },
  enroll: {
    title: 'Créer votre clé d’accès',
    heading: 'Créez votre clé d’accès',
    firstOwnerLead:
      'Vous êtes la première personne à arriver ici. Choisissez votre nom d’utilisateur, puis créez la clé d’accès qui fera de vous le propriétaire de ce serveur.',
    forWhom: (who) => `Ce lien est destiné à ${who}.`,
    lead: 'Votre appareil crée une clé d’accès que vous seul pouvez déverrouiller\u00a0: avec une empreinte digitale, votre visage, le verrouillage de l’écran ou une clé de sécurité.',
    button: 'Créer une clé d’accès',
    signedInAs: (who) =>
      `Vous êtes connecté ici en tant que ${who}. La création de cette clé d’accès ouvrira une nouvelle session.`,
  },
  account: {
    title: 'Votre compte',
    heading: (name) => `Bonjour ${name}`,
    signedInAs: 'Connecté en tant que',
    passkeys: 'Clés d’accès',
    passkeysLead:
      'Une clé d’accès vous connecte par votre empreinte, votre visage ou le code d’un appareil, sans mot de passe. Ayez-en au moins deux, sur des appareils différents\u00a0: en perdre une ne sera pas grave.',
    synced: 'Synchronisée',
    deviceBound: 'Sur un seul appareil',
    created: (day) => `Ajoutée le ${day}`,
    lastUsed: (day) => `Dernière utilisation le ${day}`,
    neverUsed: 'Pas encore utilisée',
    thisOne: 'Utilisée pour cette session',
    addHeading: 'Ajouter une autre clé d’accès',
    addLead: 'Sur cet appareil, un téléphone à proximité ou une clé de sécurité.',
    add: 'Ajouter une clé d’accès',
    signOutLead: 'Vous serez déconnecté de ce navigateur.',
    signOut: 'Se déconnecter',
  },
  ownAccount: frenchAccount,
  denied: {
    title: 'Accès refusé',
    heading: (application) => `Vous n’avez pas accès à ${application}`,
    lead: (who, application) => `Vous êtes connecté en tant que ${who}. Ce compte ne peut pas utiliser ${application}.`,
    whatToDo: (application) =>
      `Si vous en avez besoin, demandez l’accès à la personne qui gère ${application}. Rechargez ensuite cette page.`,
    otherAccount: 'Utiliser un autre compte',
    back: (application) => `Revenir à ${application}`,
  },
  consent: {
    title: 'Autoriser l’accès',
    heading: (application) => `${application} demande un accès`,
    lead: (application) => `Si vous l’autorisez, ${application} pourra\u00a0:`,
    scopes: {
      openid: 'Savoir que c’est vous',
      profile: 'Voir votre nom et votre profil',
      email: 'Voir votre adresse e-mail',
      address: 'Voir votre adresse postale',
      phone: 'Voir votre numéro de téléphone',
      offline_access: 'Conserver cet accès en votre absence',
    },
    claim: (name) => `Voir cette information sur vous\u00a0: ${name}`,
    signedInAs: (who) => `Vous êtes connecté en tant que ${who}.`,
    otherAccount: 'Utiliser un autre compte',
    allow: 'Autoriser',
    deny: 'Ne pas autoriser',
    website: 'À propos de l’application',
    policy: 'Politique de confidentialité',
    terms: 'Conditions d’utilisation',
  },
  logout: {
    title: 'Déconnexion',
    heading: (server) => `Se déconnecter de ${server}\u00a0?`,
    lead: (who, application) =>
      application === undefined
        ? `Vous êtes connecté en tant que ${who}. La déconnexion met fin à votre session dans ce navigateur, pour toutes les applications.`
        : `${application} demande à vous déconnecter. Vous êtes connecté en tant que ${who}\u00a0; la déconnexion met fin à votre session dans ce navigateur, pour toutes les applications.`,
    button: 'Se déconnecter',
    stay: 'Rester connecté',
  },
  device: {
    title: 'Connecter un appareil',
    heading: 'Saisissez le code',
    lead: 'L’appareil sur lequel vous voulez vous connecter affiche un code de huit lettres.',
    code: 'Code affiché',
    codeHint: 'Par exemple BCDF-GHJK',
    unknown:
      'Aucun appareil n’affiche ce code actuellement. Il a peut-être expiré\u00a0: l’appareil peut en afficher un autre.',
    button: 'Continuer',
    warning:
      'Ne saisissez qu’un code affiché par un appareil à vous. La personne qui vous en aurait envoyé un serait connectée à votre place.',
    allowedTitle: 'L’appareil est connecté',
    allowedLead: 'Continuez sur l’appareil. Vous pouvez fermer cette page.',
    deniedTitle: 'L’appareil n’est pas connecté',
    deniedLead: 'Il a été informé de votre refus. Vous pouvez fermer cette page.',
  },
  formPost: {
    title: 'Un instant',
    lead: (host) => `Retour à ${host}…`,
    button: 'Continuer',
  },
  noOwner: {
    title: 'Ce serveur n’a pas encore de propriétaire',
    lead: 'Est-ce le vôtre\u00a0? Là où vous l’avez démarré, dans le terminal ou dans son journal, se trouve un lien. Ouvrez-le pour créer la première clé d’accès. Il commence ainsi\u00a0:',
    again: 'Le lien est valable une heure. Pour en obtenir un nouveau, redémarrez le serveur.',
  },
  message: {
    signedOutTitle: 'Vous êtes déconnecté',
    signedOutLead: 'Vous pouvez fermer cette page.',
    signInAgain: 'Se reconnecter',
  },
  error: {
    headings: {
      expired: 'Cette connexion a expiré',
      application: 'Cette connexion ne peut pas aboutir',
      logout: 'Impossible de vous déconnecter ainsi',
      notFound: 'Il n’y a rien ici',
      link: 'Ce lien n’est plus valable',
      tooMany: 'Trop de tentatives',
      forbidden: 'Cet envoi ne vient pas de notre page',
      ours: 'Un problème est survenu de notre côté',
      other: 'Impossible de continuer',
    },
    whatToDo: {
      expired: 'Revenez à l’application d’où vous venez et connectez-vous de nouveau.',
      application:
        'L’application a envoyé une demande à laquelle il est impossible de répondre\u00a0; votre compte n’est pas en cause. Revenez en arrière et réessayez. Si cela se reproduit, transmettez les informations ci-dessous à la personne qui gère l’application.',
      logout:
        'L’application a envoyé une demande à laquelle il est impossible de répondre, et rien n’a changé. Vous pouvez vous déconnecter vous-même, sur la page de votre compte.',
      notFound: 'Vérifiez l’adresse, ou repartez de votre compte.',
      link: 'Il a déjà été utilisé, ou son délai est dépassé. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
      tooMany: 'Attendez une minute, puis réessayez.',
      forbidden: 'Rouvrez la page et recommencez.',
      ours: 'Réessayez dans un instant. Si cela se reproduit, transmettez la référence ci-dessous à la personne qui gère ce serveur.',
      other: 'Revenez en arrière et réessayez.',
    },
    detail: 'Détails',
    code: 'Erreur',
    reference: 'Référence',
    home: 'Votre compte',
  },
  problems: {
    waiting: 'Suivez les indications de votre navigateur ou de votre appareil.',
    done: 'C’est fait. Un instant…',
    unsupported:
      'Ce navigateur ne prend pas en charge les clés d’accès. Mettez-le à jour, ou ouvrez cette page dans un autre navigateur ou sur votre téléphone.',
    cancelled:
      'Rien n’a été choisi. Appuyez sur le bouton pour réessayer. Si cet appareil ne contient aucune de vos clés d’accès, choisissez un autre appareil ou une clé de sécurité lorsque votre navigateur le propose.',
    timedOut: 'Cela a pris trop de temps et votre navigateur n’attend plus. Appuyez sur le bouton pour réessayer.',
    alreadyHere:
      'Cet appareil contient déjà une clé d’accès pour ce compte. Utilisez-la pour vous connecter, ou choisissez un autre appareil ou une clé de sécurité.',
    notCapable:
      'Cet appareil ou cette clé de sécurité ne peut pas créer de clé d’accès qui vérifie votre identité. Configurez-y un verrouillage de l’écran ou un code PIN, ou choisissez autre chose.',
    blocked:
      'Votre navigateur n’autorise pas les clés d’accès à cette adresse. Ouvrez cette page directement, à l’adresse qui vous a été donnée.',
    offline: 'Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.',
    failed: 'Votre appareil n’a pas pu terminer. Réessayez, ou choisissez un autre appareil ou une clé de sécurité.',
    invalid_request: 'Le serveur n’a pas compris la réponse de votre appareil. Rechargez cette page et réessayez.',
    invalid_credential:
      'La nouvelle clé d’accès n’a pas pu être vérifiée et n’a pas été conservée. Réessayez, ou choisissez un autre appareil ou une clé de sécurité.',
    interaction_expired: 'Cette connexion a expiré. Revenez à l’application d’où vous venez et recommencez.',
    enrolment_invalid:
      'Ce lien a déjà été utilisé, ou son délai est dépassé. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    recovery_invalid:
      'Ce nom d’utilisateur et ce code de récupération ne vont pas ensemble, ou le code a déjà été utilisé. Vérifiez les deux, ou essayez un autre code.',
    registration_disabled:
      'Il n’est pas possible de créer un compte ici. Demandez un lien à la personne qui gère l’application.',
    username_taken: 'Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.',
    username_invalid:
      'Ce nom d’utilisateur n’est pas possible. Commencez par une lettre ou un chiffre et n’utilisez que des lettres d’un seul alphabet, des chiffres et . _ - @ +, 64 caractères au maximum.',
    authentication_required:
      'Vous avez été déconnecté, ou votre connexion est trop ancienne. Connectez-vous de nouveau, puis recommencez.',
    too_many_passkeys:
      'Ce compte a autant de clés d’accès qu’il peut en avoir. Supprimez-en une que vous n’utilisez pas, puis ajoutez celle-ci.',
    rate_limited: 'Trop de tentatives depuis cet endroit. Attendez une minute, puis réessayez.',
    forbidden: 'Cet envoi ne vient pas de notre page. Rechargez-la et réessayez.',
  },
};
