import { spanishAccount } from './spanish-account.js';
import type { Texts } from './texts.js';

/** Tú, and "llave de acceso", as platforms have it. */
export const spanish: Texts = {
  lang: 'es',
  dir: 'ltr',
  common: {
    skipToContent: 'Ir al contenido',
    passkeyNeedsScript:
      'Las llaves de acceso necesitan JavaScript. Actívalo para este sitio y vuelve a cargar la página.',
    working: 'Esperando tu llave de acceso…',
  },
  signIn: {
    title: 'Iniciar sesión',
    heading: (application) => (application === undefined ? 'Inicia sesión' : `Inicia sesión en ${application}`),
    lead: 'Usa tu llave de acceso: la huella digital, la cara o el bloqueo de pantalla de tu dispositivo, o una llave de seguridad.',
    username: 'Nombre de usuario',
    usernameHint: 'Selecciona este campo para elegir una de tus llaves de acceso.',
    elsewhere:
      'Este dispositivo no guarda llaves de acceso: cuando el navegador te pregunte, elige tu teléfono o una llave de seguridad.',
    problems: {
      notCapable:
        'Este dispositivo o llave de seguridad no puede comprobar quién eres. Configura en él un bloqueo de pantalla o un PIN, o elige otro.',
      invalid_credential:
        'No se ha aceptado esta llave de acceso: puede que se haya eliminado aquí o que sea de otra cuenta. Elige otra o pide un enlace nuevo.',
    },
    button: 'Iniciar sesión con una llave de acceso',
    register: '¿Es tu primera vez aquí?',
    registerLink: 'Crear una cuenta',
    signedOut: 'Has cerrado la sesión.',
    again: 'Para continuar, demuestra una vez más que eres tú.',
  },
  register: {
    title: 'Crear una cuenta',
    heading: (application) => `Crea una cuenta para ${application}`,
    lead: 'Sin contraseña: tu dispositivo crea una llave de acceso que solo tú puedes desbloquear.',
    username: 'Nombre de usuario',
    usernameHint: 'Letras, cifras y . _ - @ +',
    name: 'Nombre',
    optional: 'opcional',
    button: 'Crear una llave de acceso',
    haveAccount: '¿Ya tienes una cuenta?',
    signInLink: 'Iniciar sesión',
  },
  enroll: {
    title: 'Crear tu llave de acceso',
    heading: 'Crea tu llave de acceso',
    firstOwnerLead:
      'Nadie ha llegado antes que tú. Elige tu nombre de usuario y crea la llave de acceso con la que este servidor será tuyo.',
    forWhom: (who) => `Este enlace es para ${who}.`,
    lead: 'Tu dispositivo crea una llave de acceso que solo tú puedes desbloquear: con la huella digital, la cara, el bloqueo de pantalla o una llave de seguridad.',
    button: 'Crear una llave de acceso',
    signedInAs: (who) =>
      `Aquí has iniciado sesión como ${who}. Al crear esta llave de acceso iniciarás una sesión nueva.`,
  },
  account: {
    title: 'Tu cuenta',
    heading: (name) => `Hola, ${name}`,
    signedInAs: 'Has iniciado sesión como',
    passkeys: 'Llaves de acceso',
    passkeysLead:
      'Con una llave de acceso inicias sesión con tu huella, tu cara o el PIN de un dispositivo, sin contraseña. Ten al menos dos, en dispositivos distintos, y perder una no será un problema.',
    synced: 'Sincronizada',
    deviceBound: 'En un solo dispositivo',
    created: (day) => `Añadida: ${day}`,
    lastUsed: (day) => `Último uso: ${day}`,
    neverUsed: 'Sin usar todavía',
    thisOne: 'Usada en esta sesión',
    addHeading: 'Añade otra llave de acceso',
    addLead: 'En este dispositivo, en un teléfono cercano o en una llave de seguridad.',
    add: 'Añadir una llave de acceso',
    signOutLead: 'Se cerrará tu sesión en este navegador.',
    signOut: 'Cerrar sesión',
  },
  ownAccount: spanishAccount,
  denied: {
    title: 'Sin acceso',
    heading: (application) => `No tienes acceso a ${application}`,
    lead: (who, application) => `Has iniciado sesión como ${who}. Esta cuenta no puede usar ${application}.`,
    whatToDo: (application) =>
      `Si lo necesitas, pide acceso a quien administre ${application}. Después, vuelve a cargar esta página.`,
    otherAccount: 'Usar otra cuenta',
    back: (application) => `Volver a ${application}`,
  },
  consent: {
    title: 'Permitir el acceso',
    heading: (application) => `${application} pide acceso`,
    lead: (application) => `Si lo permites, ${application} podrá:`,
    scopes: {
      openid: 'Saber que eres tú',
      profile: 'Ver tu nombre y tu perfil',
      email: 'Ver tu correo electrónico',
      address: 'Ver tu dirección postal',
      phone: 'Ver tu número de teléfono',
      offline_access: 'Conservar este acceso mientras no estés',
    },
    claim: (name) => `Ver este dato sobre ti: ${name}`,
    signedInAs: (who) => `Has iniciado sesión como ${who}.`,
    otherAccount: 'Usar otra cuenta',
    allow: 'Permitir',
    deny: 'No permitir',
    website: 'Acerca de la aplicación',
    policy: 'Política de privacidad',
    terms: 'Condiciones del servicio',
  },
  logout: {
    title: 'Cerrar sesión',
    heading: (server) => `¿Cerrar la sesión en ${server}?`,
    lead: (who, application) =>
      application === undefined
        ? `Has iniciado sesión como ${who}. Se cerrará tu sesión en este navegador para todas las aplicaciones.`
        : `${application} pide cerrar tu sesión. Has iniciado sesión como ${who}; se cerrará tu sesión en este navegador para todas las aplicaciones.`,
    button: 'Cerrar sesión',
    stay: 'Mantener la sesión',
  },
  device: {
    title: 'Conectar un dispositivo',
    heading: 'Introduce el código',
    lead: 'El dispositivo en el que quieres iniciar sesión muestra un código de ocho letras.',
    code: 'Código',
    codeHint: 'Por ejemplo, BCDF-GHJK',
    unknown:
      'Ningún dispositivo muestra este código ahora. Puede que haya caducado: el dispositivo puede mostrar otro.',
    button: 'Continuar',
    warning:
      'Introduce solo un código que muestre un dispositivo tuyo. Quien te haya enviado uno iniciaría sesión en tu nombre.',
    allowedTitle: 'El dispositivo está conectado',
    allowedLead: 'Continúa en el dispositivo. Puedes cerrar esta página.',
    deniedTitle: 'El dispositivo no está conectado',
    deniedLead: 'Se le ha comunicado tu negativa. Puedes cerrar esta página.',
  },
  formPost: {
    title: 'Un momento',
    lead: (host) => `Volviendo a ${host}…`,
    button: 'Continuar',
  },
  noOwner: {
    title: 'Este servidor aún no tiene propietario',
    lead: '¿Es tuyo? Donde lo iniciaste, en el terminal o en su registro, hay un enlace. Ábrelo para crear la primera llave de acceso. Empieza así:',
    again: 'El enlace sirve durante una hora. Para obtener otro, reinicia el servidor.',
  },
  message: {
    signedOutTitle: 'Has cerrado la sesión',
    signedOutLead: 'Puedes cerrar esta página.',
    signInAgain: 'Volver a iniciar sesión',
  },
  error: {
    headings: {
      expired: 'Este inicio de sesión ha caducado',
      application: 'Este inicio de sesión no puede continuar',
      logout: 'No se ha podido cerrar la sesión así',
      notFound: 'Aquí no hay nada',
      link: 'Este enlace ya no sirve',
      tooMany: 'Demasiados intentos',
      forbidden: 'Esto no se envió desde nuestra página',
      ours: 'Algo ha fallado por nuestra parte',
      other: 'No es posible continuar',
    },
    whatToDo: {
      expired: 'Vuelve a la aplicación de la que vienes e inicia sesión otra vez.',
      application:
        'La aplicación ha enviado una solicitud a la que no se puede responder; tu cuenta está bien. Vuelve atrás e inténtalo de nuevo. Si se repite, envía los datos de abajo a quien se encargue de la aplicación.',
      logout:
        'La aplicación ha enviado una solicitud a la que no se puede responder, y nada ha cambiado. Puedes cerrar la sesión desde la página de tu cuenta.',
      notFound: 'Comprueba la dirección o empieza desde tu cuenta.',
      link: 'Ya se ha usado o ha caducado. Pide uno nuevo a quien te lo envió.',
      tooMany: 'Espera un minuto y vuelve a intentarlo.',
      forbidden: 'Abre la página de nuevo y repite lo que hiciste.',
      ours: 'Inténtalo de nuevo dentro de un momento. Si se repite, envía la referencia de abajo a quien administre este servidor.',
      other: 'Vuelve atrás e inténtalo de nuevo.',
    },
    detail: 'Detalles',
    code: 'Código de error',
    reference: 'Referencia',
    home: 'Tu cuenta',
  },
  problems: {
    waiting: 'Sigue las indicaciones de tu navegador o dispositivo.',
    done: 'Listo. Un momento…',
    unsupported:
      'Este navegador no puede usar llaves de acceso. Actualízalo, o abre esta página en otro navegador o en tu teléfono.',
    cancelled:
      'No se ha elegido nada. Pulsa el botón para intentarlo de nuevo. Si este dispositivo no tiene ninguna llave de acceso tuya, elige otro dispositivo o una llave de seguridad cuando el navegador te pregunte.',
    timedOut:
      'Ha pasado demasiado tiempo y tu navegador ha dejado de esperar. Pulsa el botón para intentarlo de nuevo.',
    alreadyHere:
      'Este dispositivo ya tiene una llave de acceso para esta cuenta. Inicia sesión con ella, o elige otro dispositivo o una llave de seguridad.',
    notCapable:
      'Este dispositivo o llave de seguridad no puede crear una llave de acceso que compruebe quién eres. Configura en él un bloqueo de pantalla o un PIN, o elige otro.',
    blocked:
      'Tu navegador no permite usar llaves de acceso en esta dirección. Abre la página directamente, en la dirección que te dieron.',
    offline: 'No se puede conectar con el servidor. Comprueba tu conexión y vuelve a intentarlo.',
    failed:
      'Tu dispositivo no ha podido terminar. Inténtalo de nuevo, o elige otro dispositivo o una llave de seguridad.',
    invalid_request:
      'El servidor no ha entendido la respuesta de tu dispositivo. Vuelve a cargar esta página e inténtalo de nuevo.',
    invalid_credential:
      'No se ha podido comprobar la nueva llave de acceso y no se ha guardado. Inténtalo de nuevo, o elige otro dispositivo o una llave de seguridad.',
    interaction_expired:
      'Este inicio de sesión ha caducado. Vuelve a la aplicación de la que vienes y empieza de nuevo.',
    enrolment_invalid: 'Este enlace ya se ha usado o ha caducado. Pide uno nuevo a quien te lo envió.',
    recovery_invalid:
      'Este nombre de usuario y este código de recuperación no se corresponden, o el código ya se usó. Comprueba los dos o prueba con otro código.',
    registration_disabled: 'Aquí no se pueden crear cuentas. Pide un enlace a quien se encargue de la aplicación.',
    username_taken: 'Este nombre de usuario ya existe. Elige otro.',
    username_invalid:
      'Este nombre de usuario no es válido. Empieza por una letra o una cifra y usa solo letras de un mismo alfabeto, cifras y . _ - @ +, 64 caracteres como máximo.',
    authentication_required:
      'Tu sesión se ha cerrado o la iniciaste hace demasiado tiempo. Inicia sesión otra vez y repite la operación.',
    too_many_passkeys:
      'Esta cuenta ya tiene el máximo de llaves de acceso. Elimina una que no uses y luego añade esta.',
    rate_limited: 'Demasiados intentos desde aquí. Espera un minuto y vuelve a intentarlo.',
    forbidden: 'Esto no se envió desde nuestra página. Vuelve a cargarla e inténtalo de nuevo.',
  },
};
