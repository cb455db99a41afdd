import { icelandicAccount } from './icelandic-account.js';
import type { Texts } from './texts.js';

/** "Aðgangslykill". Names stand where they need no ending. */
export const icelandic: Texts = {
  lang: 'is',
  dir: 'ltr',
  common: {
    skipToContent: 'Fara beint í efnið',
    passkeyNeedsScript: 'Aðgangslyklar þurfa JavaScript. Kveiktu á því fyrir þetta vefsvæði og hladdu síðunni aftur.',
    working: 'Beðið eftir aðgangslyklinum þínum…',
  },
  signIn: {
    title: 'Innskráning',
    heading: (application) => (application === undefined ? 'Skráðu þig inn' : `Skráðu þig inn í ${application}`),
    lead: 'Notaðu aðgangslykilinn þinn: fingrafar, andlit eða skjálás tækisins þíns, eða öryggislykil.',
    username: 'Notandanafn',
    usernameHint: 'Veldu þennan reit til að nota einn af aðgangslyklunum þínum.',
    elsewhere: 'Þetta tæki geymir ekki aðgangslykla sjálft: veldu símann þinn eða öryggislykil þegar vafrinn spyr.',
    problems: {
      notCapable:
        'Þetta tæki eða þessi öryggislykill getur ekki staðfest hver þú ert. Settu upp skjálás eða PIN-númer á því eða veldu annað.',
      invalid_credential:
        'Þessum aðgangslykli var hafnað: hann kann að hafa verið fjarlægður hér eða tilheyra öðrum reikningi. Veldu annan eða biddu um nýjan tengil.',
    },
    button: 'Skrá inn með aðgangslykli',
    register: 'Ertu hér í fyrsta sinn?',
    registerLink: 'Stofna reikning',
    signedOut: 'Þú hefur skráð þig út.',
    again: 'Staðfestu aftur að þetta sért þú til að halda áfram.',
  },
  register: {
    title: 'Stofna reikning',
    heading: (application) => `Stofna reikning fyrir ${application}`,
    lead: 'Ekkert lykilorð: tækið þitt býr til aðgangslykil sem enginn getur opnað nema þú.',
    username: 'Notandanafn',
    usernameHint: 'Bókstafir, tölustafir og . _ - @ +',
    name: 'Nafn',
    optional: 'valfrjálst',
    button: 'Búa til aðgangslykil',
    haveAccount: 'Ertu nú þegar með reikning?',
    signInLink: 'Skrá inn',
  },
  enroll: {
    title: 'Búðu til aðgangslykil',
    heading: 'Búðu til aðgangslykilinn þinn',
    firstOwnerLead:
      'Enginn hefur komið hingað á undan þér. Veldu þér notandanafn og búðu svo til aðgangslykilinn sem gerir þig að eiganda þessa netþjóns.',
    forWhom: (who) => `Þessi tengill er ætlaður: ${who}.`,
    lead: 'Tækið þitt býr til aðgangslykil sem enginn getur opnað nema þú: með fingrafari, andliti, skjálás eða öryggislykli.',
    button: 'Búa til aðgangslykil',
    signedInAs: (who) =>
      `Hér er nú skráð inn sem ${who}. Þegar þú býrð til þennan aðgangslykil skráist þú inn að nýju.`,
  },
  account: {
    title: 'Reikningurinn þinn',
    heading: (name) => `Halló, ${name}`,
    signedInAs: 'Skráð inn sem',
    passkeys: 'Aðgangslyklar',
    passkeysLead:
      'Með aðgangslykli skráirðu þig inn með fingrafari, andliti eða PIN-númeri tækis, án lykilorðs. Hafðu að minnsta kosti tvo, hvorn á sínu tæki, þá gerir ekkert til þótt annar týnist.',
    synced: 'Samstilltur',
    deviceBound: 'Á einu tæki',
    created: (day) => `Bætt við ${day}`,
    lastUsed: (day) => `Síðast notaður ${day}`,
    neverUsed: 'Ekki enn notaður',
    thisOne: 'Notaður í þessari lotu',
    addHeading: 'Bættu við öðrum aðgangslykli',
    addLead: 'Á þessu tæki, síma í grenndinni eða öryggislykli.',
    add: 'Bæta við aðgangslykli',
    signOutLead: 'Þú skráist út í þessum vafra.',
    signOut: 'Skrá út',
  },
  ownAccount: icelandicAccount,
  denied: {
    title: 'Enginn aðgangur',
    heading: (application) => `Þú hefur ekki aðgang að ${application}`,
    lead: (who, application) => `Þú ert með innskráðan reikning, ${who}. Ekki má nota ${application} með honum.`,
    whatToDo: (application) =>
      `Ef þú þarft aðgang skaltu biðja þann sem hefur umsjón með ${application} um hann. Hladdu svo þessari síðu aftur.`,
    otherAccount: 'Nota annan reikning',
    back: (application) => `Aftur í ${application}`,
  },
  consent: {
    title: 'Leyfa aðgang',
    heading: (application) => `${application} biður um aðgang`,
    lead: (application) => `Ef þú leyfir það getur ${application}:`,
    scopes: {
      openid: 'Vitað að þetta ert þú',
      profile: 'Séð nafnið þitt og upplýsingar um þig',
      email: 'Séð netfangið þitt',
      address: 'Séð heimilisfangið þitt',
      phone: 'Séð símanúmerið þitt',
      offline_access: 'Haldið þessum aðgangi þegar þú ert ekki við',
    },
    claim: (name) => `Séð þetta um þig: ${name}`,
    signedInAs: (who) => `Innskráður reikningur er ${who}.`,
    otherAccount: 'Nota annan reikning',
    allow: 'Leyfa',
    deny: 'Leyfa ekki',
    website: 'Um forritið',
    policy: 'Persónuverndarstefna',
    terms: 'Þjónustuskilmálar',
  },
  logout: {
    title: 'Útskráning',
    heading: (server) => `Skrá þig út úr ${server}?`,
    lead: (who, application) =>
      application === undefined
        ? `Innskráður reikningur er ${who}. Við útskráningu lýkur lotunni þinni í þessum vafra, í öllum forritum.`
        : `${application} biður um að skrá þig út. Innskráður reikningur er ${who}; við útskráningu lýkur lotunni þinni í þessum vafra, í öllum forritum.`,
    button: 'Skrá út',
    stay: 'Vera áfram inni',
  },
  device: {
    title: 'Tengja tæki',
    heading: 'Sláðu inn kóðann',
    lead: 'Tækið sem þú vilt skrá þig inn í sýnir kóða með átta bókstöfum.',
    code: 'Kóði',
    codeHint: 'Til dæmis BCDF-GHJK',
    unknown: 'Ekkert tæki sýnir þennan kóða núna. Hann gæti verið útrunninn: tækið getur sýnt annan.',
    button: 'Halda áfram',
    warning:
      'Sláðu aðeins inn kóða sem þitt eigið tæki sýnir. Sá sem sendi þér kóða yrði annars innskráður í þínu nafni.',
    allowedTitle: 'Tækið er tengt',
    allowedLead: 'Haltu áfram í tækinu. Þú mátt loka þessari síðu.',
    deniedTitle: 'Tækið er ekki tengt',
    deniedLead: 'Því var sagt að þú hefðir hafnað. Þú mátt loka þessari síðu.',
  },
  formPost: {
    title: 'Augnablik',
    lead: (host) => `Við förum með þig aftur á ${host}…`,
    button: 'Halda áfram',
  },
  noOwner: {
    title: 'Enginn á þennan netþjón enn',
    lead: 'Átt þú hann? Þar sem þú ræstir hann, í skipanalínunni eða annálnum, er tengill. Opnaðu hann til að búa til fyrsta aðgangslykilinn. Hann byrjar svona:',
    again: 'Tengillinn gildir í eina klukkustund. Ræstu netþjóninn aftur til að fá nýjan.',
  },
  message: {
    signedOutTitle: 'Þú hefur skráð þig út',
    signedOutLead: 'Þú getur lokað þessari síðu.',
    signInAgain: 'Skrá aftur inn',
  },
  error: {
    headings: {
      expired: 'Þessi innskráning er útrunnin',
      application: 'Ekki er hægt að halda þessari innskráningu áfram',
      logout: 'Ekki tókst að skrá þig út með þessum hætti',
      notFound: 'Hér er ekkert',
      link: 'Þessi tengill gildir ekki lengur',
      tooMany: 'Of margar tilraunir',
      forbidden: 'Þetta var ekki sent frá síðunni okkar',
      ours: 'Eitthvað fór úrskeiðis hjá okkur',
      other: 'Ekki er hægt að halda áfram',
    },
    whatToDo: {
      expired: 'Farðu aftur í forritið sem þú komst úr og skráðu þig inn að nýju.',
      application:
        'Forritið sendi beiðni sem ekki er hægt að svara; ekkert er að reikningnum þínum. Farðu til baka og reyndu aftur. Ef þetta gerist aftur skaltu segja þeim sem hefur umsjón með forritinu frá því sem stendur hér fyrir neðan.',
      logout:
        'Forritið sendi beiðni sem ekki er hægt að svara og ekkert hefur breyst. Þú getur skráð þig út á reikningssíðunni þinni.',
      notFound: 'Athugaðu slóðina eða byrjaðu á reikningnum þínum.',
      link: 'Hann hefur þegar verið notaður eða er útrunninn. Biddu þann sem sendi þér hann um nýjan.',
      tooMany: 'Bíddu í eina mínútu og reyndu svo aftur.',
      forbidden: 'Opnaðu síðuna aftur og endurtaktu það sem þú gerðir.',
      ours: 'Reyndu aftur eftir smástund. Ef þetta gerist aftur skaltu gefa þeim sem rekur þennan netþjón tilvísunina hér fyrir neðan.',
      other: 'Farðu til baka og reyndu aftur.',
    },
    detail: 'Nánar',
    code: 'Villa',
    reference: 'Tilvísun',
    home: 'Reikningurinn þinn',
  },
  problems: {
    waiting: 'Fylgdu leiðbeiningum vafrans eða tækisins.',
    done: 'Tókst. Augnablik…',
    unsupported:
      'Þessi vafri getur ekki notað aðgangslykla. Uppfærðu hann, eða opnaðu þessa síðu í öðrum vafra eða í símanum þínum.',
    cancelled:
      'Ekkert var valið. Ýttu á hnappinn til að reyna aftur. Ef enginn aðgangslykill frá þér er á þessu tæki skaltu velja annað tæki eða öryggislykil þegar vafrinn spyr.',
    timedOut: 'Þetta tók of langan tíma og vafrinn hætti að bíða. Ýttu á hnappinn til að reyna aftur.',
    alreadyHere:
      'Á þessu tæki er þegar aðgangslykill fyrir þennan reikning. Skráðu þig inn með honum, eða veldu annað tæki eða öryggislykil.',
    notCapable:
      'Þetta tæki eða þessi öryggislykill getur ekki búið til aðgangslykil sem staðfestir hver þú ert. Settu upp skjálás eða PIN-númer á því eða veldu annað.',
    blocked: 'Vafrinn leyfir ekki aðgangslykla á þessari slóð. Opnaðu síðuna beint á slóðinni sem þú fékkst.',
    offline: 'Ekki næst samband við netþjóninn. Athugaðu nettenginguna og reyndu svo aftur.',
    failed: 'Tækið þitt gat ekki lokið þessu. Reyndu aftur, eða veldu annað tæki eða öryggislykil.',
    invalid_request: 'Netþjónninn skildi ekki svarið frá tækinu þínu. Hladdu síðunni aftur og reyndu á ný.',
    invalid_credential:
      'Ekki tókst að staðfesta nýja aðgangslykilinn og hann var ekki geymdur. Reyndu aftur, eða veldu annað tæki eða öryggislykil.',
    interaction_expired: 'Þessi innskráning er útrunnin. Farðu aftur í forritið sem þú komst úr og byrjaðu að nýju.',
    enrolment_invalid:
      'Þessi tengill hefur þegar verið notaður eða er útrunninn. Biddu þann sem sendi þér hann um nýjan.',
    recovery_invalid:
      'Þetta notandanafn og þessi endurheimtarkóði eiga ekki saman, eða kóðinn hefur þegar verið notaður. Athugaðu hvort tveggja eða reyndu annan kóða.',
    registration_disabled:
      'Hér er ekki hægt að stofna nýja reikninga. Biddu þann sem hefur umsjón með forritinu um tengil.',
    username_taken: 'Þetta notandanafn er frátekið. Veldu annað.',
    username_invalid:
      'Þetta getur ekki verið notandanafn. Byrjaðu á bókstaf eða tölustaf og notaðu aðeins bókstafi úr einu stafrófi, tölustafi og . _ - @ +, í mesta lagi 64 stafi.',
    authentication_required:
      'Þú skráðist út, eða of langt er síðan þú skráðir þig inn. Skráðu þig aftur inn og endurtaktu þetta svo.',
    too_many_passkeys:
      'Þessi reikningur er með eins marga aðgangslykla og hann getur haft. Fjarlægðu einn sem þú notar ekki og bættu svo þessum við.',
    rate_limited: 'Of margar tilraunir héðan. Bíddu í eina mínútu og reyndu svo aftur.',
    forbidden: 'Þetta var ekki sent frá síðunni okkar. Hladdu henni aftur og reyndu á ný.',
  },
};
