import { germanAccount } from './german-account.js';
import type { Texts } from './texts.js';

/** Sie, and "Passkey", as platforms have it. */
export const german: Texts = {
  lang: 'de',
  dir: 'ltr',
  common: {
    skipToContent: 'Zum Inhalt springen',
    passkeyNeedsScript:
      'Passkeys brauchen JavaScript. Schalten Sie es für diese Website ein und laden Sie die Seite neu.',
    working: 'Ihr Passkey wird erwartet …',
  },
  signIn: {
    title: 'Anmelden',
    heading: (application) => (application === undefined ? 'Anmelden' : `Bei ${application} anmelden`),
    lead: 'Nutzen Sie Ihren Passkey: mit Fingerabdruck, Gesicht oder Bildschirmsperre Ihres Geräts oder mit einem Sicherheitsschlüssel.',
    username: 'Benutzername',
    usernameHint: 'Wählen Sie dieses Feld aus, um einen Ihrer Passkeys zu nehmen.',
    elsewhere:
      'Dieses Gerät bewahrt selbst keine Passkeys auf: Wählen Sie Ihr Smartphone oder einen Sicherheitsschlüssel, wenn Ihr Browser danach fragt.',
    problems: {
      notCapable:
        'Dieses Gerät oder dieser Sicherheitsschlüssel kann nicht prüfen, ob Sie es sind. Richten Sie darauf eine Bildschirmsperre oder PIN ein, oder nehmen Sie ein anderes Gerät.',
      invalid_credential:
        'Dieser Passkey wurde nicht angenommen: Vielleicht wurde er hier entfernt, oder er gehört zu einem anderen Konto. Wählen Sie einen anderen, oder bitten Sie um einen neuen Link.',
    },
    button: 'Mit Passkey anmelden',
    register: 'Neu hier?',
    registerLink: 'Konto erstellen',
    signedOut: 'Sie sind abgemeldet.',
    again: 'Bitte zeigen Sie noch einmal, dass Sie es sind. Dann geht es weiter.',
  },
  register: {
    title: 'Konto erstellen',
    heading: (application) => `Konto für ${application} erstellen`,
    lead: 'Ohne Passwort: Ihr Gerät erstellt einen Passkey, und nur Sie können ihn entsperren.',
    username: 'Benutzername',
    usernameHint: 'Buchstaben, Ziffern und . _ - @ +',
    name: 'Ihr Name',
    optional: 'freiwillig',
    button: 'Passkey erstellen',
    haveAccount: 'Sie haben schon ein Konto?',
    signInLink: 'Anmelden',
  },
  enroll: {
    title: 'Ihren Passkey erstellen',
    heading: 'Ihren Passkey erstellen',
    firstOwnerLead:
      'Sie sind als Erste oder Erster hier. Wählen Sie einen Benutzernamen und erstellen Sie dann den Passkey, mit dem dieser Server Ihnen gehört.',
    forWhom: (who) => `Dieser Link ist für ${who}.`,
    lead: 'Ihr Gerät erstellt einen Passkey, und nur Sie können ihn entsperren: mit Fingerabdruck, Gesicht, Bildschirmsperre oder einem Sicherheitsschlüssel.',
    button: 'Passkey erstellen',
    signedInAs: (who) => `Sie sind hier als ${who} angemeldet. Mit dem neuen Passkey werden Sie neu angemeldet.`,
  },
  account: {
    title: 'Ihr Konto',
    heading: (name) => `Hallo, ${name}`,
    signedInAs: 'Angemeldet als',
    passkeys: 'Ihre Passkeys',
    passkeysLead:
      'Mit einem Passkey melden Sie sich per Fingerabdruck, Gesicht oder Geräte-PIN an, ganz ohne Passwort. Haben Sie mindestens zwei auf verschiedenen Geräten, dann sperrt der Verlust eines Geräts Sie nicht aus.',
    synced: 'Synchronisiert',
    deviceBound: 'Auf einem Gerät',
    created: (day) => `Hinzugefügt: ${day}`,
    lastUsed: (day) => `Zuletzt benutzt: ${day}`,
    neverUsed: 'Noch nicht benutzt',
    thisOne: 'Hiermit sind Sie angemeldet',
    addHeading: 'Weiteren Passkey hinzufügen',
    addLead: 'Auf diesem Gerät, einem Smartphone in der Nähe oder einem Sicherheitsschlüssel.',
    add: 'Passkey hinzufügen',
    signOutLead: 'Sie werden in diesem Browser abgemeldet.',
    signOut: 'Abmelden',
  },
  ownAccount: germanAccount,
  denied: {
    title: 'Kein Zugang',
    heading: (application) => `Sie haben keinen Zugang zu ${application}`,
    lead: (who, application) => `Sie sind als ${who} angemeldet. Dieses Konto darf ${application} nicht nutzen.`,
    whatToDo: (application) =>
      `Wenn Sie Zugang brauchen, bitten Sie die Person darum, die ${application} verwaltet. Laden Sie dann diese Seite neu.`,
    otherAccount: 'Anderes Konto verwenden',
    back: (application) => `Zurück zu ${application}`,
  },
  consent: {
    title: 'Zugriff erlauben',
    heading: (application) => `${application} bittet um Zugriff`,
    lead: (application) => `Wenn Sie es erlauben, kann ${application}:`,
    scopes: {
      openid: 'Wissen, dass Sie es sind',
      profile: 'Ihren Namen und Ihr Profil sehen',
      email: 'Ihre E-Mail-Adresse sehen',
      address: 'Ihre Postanschrift sehen',
      phone: 'Ihre Telefonnummer sehen',
      offline_access: 'Diesen Zugriff behalten, auch wenn Sie nicht da sind',
    },
    claim: (name) => `Diese Angabe über Sie sehen: ${name}`,
    signedInAs: (who) => `Sie sind als ${who} angemeldet.`,
    otherAccount: 'Anderes Konto verwenden',
    allow: 'Erlauben',
    deny: 'Nicht erlauben',
    website: 'Über die Anwendung',
    policy: 'Datenschutzerklärung',
    terms: 'Nutzungsbedingungen',
  },
  logout: {
    title: 'Abmelden',
    heading: (server) => `Von ${server} abmelden?`,
    lead: (who, application) =>
      application === undefined
        ? `Sie sind als ${who} angemeldet. Das Abmelden beendet Ihre Sitzung in diesem Browser für alle Anwendungen.`
        : `${application} möchte Sie abmelden. Sie sind als ${who} angemeldet; das Abmelden beendet Ihre Sitzung in diesem Browser für alle Anwendungen.`,
    button: 'Abmelden',
    stay: 'Angemeldet bleiben',
  },
  device: {
    title: 'Gerät verbinden',
    heading: 'Code eingeben',
    lead: 'Das Gerät, an dem Sie sich anmelden möchten, zeigt einen Code aus acht Buchstaben.',
    code: 'Angezeigter Code',
    codeHint: 'Zum Beispiel BCDF-GHJK',
    unknown: 'Diesen Code zeigt gerade kein Gerät. Vielleicht ist er abgelaufen: Das Gerät kann einen neuen anzeigen.',
    button: 'Weiter',
    warning:
      'Geben Sie nur einen Code ein, den ein eigenes Gerät anzeigt. Wer Ihnen einen geschickt hat, wäre sonst an Ihrer Stelle angemeldet.',
    allowedTitle: 'Das Gerät ist verbunden',
    allowedLead: 'Machen Sie am Gerät weiter. Sie können diese Seite schließen.',
    deniedTitle: 'Das Gerät ist nicht verbunden',
    deniedLead: 'Es weiß jetzt, dass Sie abgelehnt haben. Sie können diese Seite schließen.',
  },
  formPost: {
    title: 'Einen Moment',
    lead: (host) => `Es geht zurück zu ${host} …`,
    button: 'Weiter',
  },
  noOwner: {
    title: 'Dieser Server gehört noch niemandem',
    lead: 'Ist es Ihrer? Wo Sie ihn gestartet haben, im Terminal oder in seinem Protokoll, steht ein Link. Öffnen Sie ihn, um den ersten Passkey zu erstellen. Er beginnt so:',
    again: 'Der Link gilt eine Stunde. Starten Sie den Server neu, um einen neuen zu bekommen.',
  },
  message: {
    signedOutTitle: 'Sie sind abgemeldet',
    signedOutLead: 'Sie können diese Seite schließen.',
    signInAgain: 'Wieder anmelden',
  },
  error: {
    headings: {
      expired: 'Diese Anmeldung ist abgelaufen',
      application: 'Diese Anmeldung kann nicht weitergehen',
      logout: 'So konnten Sie nicht abgemeldet werden',
      notFound: 'Hier ist nichts',
      link: 'Dieser Link gilt nicht mehr',
      tooMany: 'Zu viele Versuche',
      forbidden: 'Das kam nicht von unserer Seite',
      ours: 'Bei uns ist etwas schiefgegangen',
      other: 'So geht es nicht weiter',
    },
    whatToDo: {
      expired: 'Gehen Sie zurück zur Anwendung, von der Sie kommen, und melden Sie sich noch einmal an.',
      application:
        'Die Anwendung hat eine Anfrage geschickt, die sich nicht beantworten lässt; mit Ihrem Konto ist alles in Ordnung. Gehen Sie zurück und versuchen Sie es noch einmal. Passiert es wieder, geben Sie die Angaben unten an die Person weiter, die sich um die Anwendung kümmert.',
      logout:
        'Die Anwendung hat eine Anfrage geschickt, die sich nicht beantworten lässt; es hat sich nichts geändert. Auf der Seite Ihres Kontos können Sie sich selbst abmelden.',
      notFound: 'Prüfen Sie die Adresse, oder beginnen Sie bei Ihrem Konto.',
      link: 'Er wurde schon benutzt, oder seine Zeit ist um. Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
      tooMany: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
      forbidden: 'Öffnen Sie die Seite neu und wiederholen Sie, was Sie getan haben.',
      ours: 'Versuchen Sie es gleich noch einmal. Passiert es wieder, geben Sie das Aktenzeichen unten an die Person weiter, die diesen Server betreibt.',
      other: 'Gehen Sie zurück und versuchen Sie es noch einmal.',
    },
    detail: 'Einzelheiten',
    code: 'Fehler',
    reference: 'Aktenzeichen',
    home: 'Ihr Konto',
  },
  problems: {
    waiting: 'Folgen Sie den Hinweisen Ihres Browsers oder Geräts.',
    done: 'Fertig. Einen Moment …',
    unsupported:
      'Dieser Browser kann keine Passkeys verwenden. Aktualisieren Sie ihn, oder öffnen Sie diese Seite in einem anderen Browser oder auf Ihrem Smartphone.',
    cancelled:
      'Es wurde nichts ausgewählt. Klicken Sie auf die Schaltfläche, um es noch einmal zu versuchen. Hat dieses Gerät keinen Passkey von Ihnen, wählen Sie ein anderes Gerät oder einen Sicherheitsschlüssel, wenn Ihr Browser danach fragt.',
    timedOut:
      'Das hat zu lange gedauert, und Ihr Browser wartet nicht mehr. Klicken Sie auf die Schaltfläche, um es noch einmal zu versuchen.',
    alreadyHere:
      'Dieses Gerät hat schon einen Passkey für dieses Konto. Melden Sie sich damit an, oder wählen Sie ein anderes Gerät oder einen Sicherheitsschlüssel.',
    notCapable:
      'Dieses Gerät oder dieser Sicherheitsschlüssel kann keinen Passkey erstellen, der prüft, ob Sie es sind. Richten Sie darauf eine Bildschirmsperre oder PIN ein, oder nehmen Sie ein anderes Gerät.',
    blocked:
      'Ihr Browser erlaubt unter dieser Adresse keine Passkeys. Öffnen Sie diese Seite direkt unter der Adresse, die man Ihnen gegeben hat.',
    offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es dann noch einmal.',
    failed:
      'Ihr Gerät ist nicht fertig geworden. Versuchen Sie es noch einmal, oder wählen Sie ein anderes Gerät oder einen Sicherheitsschlüssel.',
    invalid_request:
      'Der Server hat die Antwort Ihres Geräts nicht verstanden. Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
    invalid_credential:
      'Der neue Passkey ließ sich nicht prüfen und wurde nicht gespeichert. Versuchen Sie es noch einmal, oder wählen Sie ein anderes Gerät oder einen Sicherheitsschlüssel.',
    interaction_expired:
      'Diese Anmeldung ist abgelaufen. Gehen Sie zurück zur Anwendung, von der Sie kommen, und fangen Sie noch einmal an.',
    enrolment_invalid:
      'Dieser Link wurde schon benutzt, oder seine Zeit ist um. Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
    recovery_invalid:
      'Dieser Benutzername und dieser Wiederherstellungscode gehören nicht zusammen, oder der Code wurde schon benutzt. Prüfen Sie beide, oder versuchen Sie es mit einem anderen Code.',
    registration_disabled:
      'Hier lassen sich keine neuen Konten erstellen. Bitten Sie die Person, die sich um die Anwendung kümmert, um einen Link.',
    username_taken: 'Diesen Benutzernamen gibt es schon. Wählen Sie einen anderen.',
    username_invalid:
      'Das geht nicht als Benutzername. Beginnen Sie mit einem Buchstaben oder einer Ziffer und verwenden Sie nur Buchstaben eines Alphabets, Ziffern und . _ - @ +, höchstens 64 Zeichen.',
    authentication_required:
      'Sie wurden abgemeldet, oder Ihre Anmeldung ist zu lange her. Melden Sie sich noch einmal an und wiederholen Sie dies.',
    too_many_passkeys:
      'Dieses Konto hat so viele Passkeys, wie es haben kann. Entfernen Sie einen, den Sie nicht benutzen, und fügen Sie dann diesen hinzu.',
    rate_limited: 'Zu viele Versuche von hier. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    forbidden: 'Das kam nicht von unserer Seite. Laden Sie sie neu und versuchen Sie es noch einmal.',
  },
};
