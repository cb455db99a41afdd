import type { Texts } from './texts.js';
import { turkishAccount } from './turkish-account.js';

/** "Geçiş anahtarı", as platforms have it. Names carry no endings: a noun beside them does. */
export const turkish: Texts = {
  lang: 'tr',
  dir: 'ltr',
  common: {
    skipToContent: 'İçeriğe geç',
    passkeyNeedsScript:
      'Geçiş anahtarları için JavaScript gerekir. Bu sitede JavaScript’i açın, ardından sayfayı yeniden yükleyin.',
    working: 'Geçiş anahtarınız bekleniyor…',
  },
  signIn: {
    title: 'Oturum aç',
    heading: (application) => (application === undefined ? 'Oturum açın' : `${application} uygulamasında oturum açın`),
    lead: 'Geçiş anahtarınızı kullanın: cihazınızın parmak izi, yüz tanıma veya ekran kilidi ya da bir güvenlik anahtarı.',
    username: 'Kullanıcı adı',
    usernameHint: 'Geçiş anahtarlarınızdan birini seçmek için bu alanı seçin.',
    elsewhere:
      'Bu cihaz kendisi geçiş anahtarı saklamıyor: tarayıcınız sorduğunda telefonunuzu veya bir güvenlik anahtarını seçin.',
    problems: {
      notCapable:
        'Bu cihaz veya güvenlik anahtarı kim olduğunuzu doğrulayamıyor. Üzerinde bir ekran kilidi veya PIN ayarlayın ya da başka birini seçin.',
      invalid_credential:
        'Bu geçiş anahtarı kabul edilmedi: buradan kaldırılmış veya başka bir hesaba ait olabilir. Başka birini seçin veya yeni bir bağlantı isteyin.',
    },
    button: 'Geçiş anahtarıyla oturum aç',
    register: 'İlk kez mi geliyorsunuz?',
    registerLink: 'Hesap oluşturun',
    signedOut: 'Oturumunuz kapatıldı.',
    again: 'Devam etmek için bir kez daha siz olduğunuzu doğrulayın.',
  },
  register: {
    title: 'Hesap oluştur',
    heading: (application) => `${application} için hesap oluşturun`,
    lead: 'Şifre yok: cihazınız bir geçiş anahtarı oluşturur ve kilidini yalnızca siz açabilirsiniz.',
    username: 'Kullanıcı adı',
    usernameHint: 'Harf, rakam ve . _ - @ +',
    name: 'Ad',
    optional: 'isteğe bağlı',
    button: 'Geçiş anahtarı oluştur',
    haveAccount: 'Zaten hesabınız var mı?',
    signInLink: 'Oturum açın',
  },
  enroll: {
    title: 'Geçiş anahtarınızı oluşturun',
    heading: 'Geçiş anahtarınızı oluşturun',
    firstOwnerLead:
      'Buraya ilk gelen sizsiniz. Kullanıcı adınızı seçin, ardından bu sunucunun sahibi olmanızı sağlayacak geçiş anahtarını oluşturun.',
    forWhom: (who) => `Bu bağlantı ${who} içindir.`,
    lead: 'Cihazınız bir geçiş anahtarı oluşturur ve kilidini yalnızca siz açabilirsiniz: parmak izi, yüz tanıma, ekran kilidi veya bir güvenlik anahtarıyla.',
    button: 'Geçiş anahtarı oluştur',
    signedInAs: (who) =>
      `Burada ${who} olarak oturum açtınız. Bu geçiş anahtarını oluşturduğunuzda yeni bir oturum açılır.`,
  },
  account: {
    title: 'Hesabınız',
    heading: (name) => `Merhaba, ${name}`,
    signedInAs: 'Oturumu açık olan hesap:',
    passkeys: 'Geçiş anahtarları',
    passkeysLead:
      'Geçiş anahtarıyla parmak iziniz, yüzünüz veya cihazınızın PIN koduyla, şifresiz oturum açarsınız. Farklı cihazlarda en az iki tane bulundurun; böylece birini kaybetmek sorun olmaz.',
    synced: 'Eşitlenmiş',
    deviceBound: 'Tek bir cihazda',
    created: (day) => `Eklenme: ${day}`,
    lastUsed: (day) => `Son kullanım: ${day}`,
    neverUsed: 'Henüz kullanılmadı',
    thisOne: 'Bu oturumda kullanıldı',
    addHeading: 'Başka bir geçiş anahtarı ekleyin',
    addLead: 'Bu cihazda, yakındaki bir telefonda veya bir güvenlik anahtarında.',
    add: 'Geçiş anahtarı ekle',
    signOutLead: 'Bu tarayıcıdaki oturumunuz kapatılır.',
    signOut: 'Oturumu kapat',
  },
  ownAccount: turkishAccount,
  denied: {
    title: 'Erişim yok',
    heading: (application) => `${application} uygulamasına erişiminiz yok`,
    lead: (who, application) => `${who} olarak oturum açtınız. Bu hesap ${application} uygulamasını kullanamaz.`,
    whatToDo: (application) =>
      `Kullanmanız gerekiyorsa ${application} uygulamasını yöneten kişiden erişim isteyin. Ardından bu sayfayı yeniden yükleyin.`,
    otherAccount: 'Başka bir hesap kullan',
    back: (application) => `${application} uygulamasına dön`,
  },
  consent: {
    title: 'Erişime izin ver',
    heading: (application) => `${application} erişim istiyor`,
    lead: (application) => `İzin verirseniz ${application} şunları yapabilir:`,
    scopes: {
      openid: 'Siz olduğunuzu bilmek',
      profile: 'Adınızı ve profilinizi görmek',
      email: 'E-posta adresinizi görmek',
      address: 'Posta adresinizi görmek',
      phone: 'Telefon numaranızı görmek',
      offline_access: 'Siz yokken de bu erişimi sürdürmek',
    },
    claim: (name) => `Hakkınızdaki şu bilgiyi görmek: ${name}`,
    signedInAs: (who) => `${who} olarak oturum açtınız.`,
    otherAccount: 'Başka bir hesap kullan',
    allow: 'İzin ver',
    deny: 'İzin verme',
    website: 'Uygulama hakkında',
    policy: 'Gizlilik politikası',
    terms: 'Hizmet şartları',
  },
  logout: {
    title: 'Oturumu kapat',
    heading: (server) => `${server} oturumu kapatılsın mı?`,
    lead: (who, application) =>
      application === undefined
        ? `${who} olarak oturum açtınız. Oturumu kapattığınızda bu tarayıcıdaki oturumunuz tüm uygulamalar için sona erer.`
        : `${application} oturumunuzu kapatmak istiyor. ${who} olarak oturum açtınız; oturumu kapattığınızda bu tarayıcıdaki oturumunuz tüm uygulamalar için sona erer.`,
    button: 'Oturumu kapat',
    stay: 'Oturum açık kalsın',
  },
  device: {
    title: 'Cihaz bağla',
    heading: 'Kodu girin',
    lead: 'Oturum açmak istediğiniz cihaz sekiz harfli bir kod gösterir.',
    code: 'Kod',
    codeHint: 'Örneğin BCDF-GHJK',
    unknown: 'Şu anda hiçbir cihaz bu kodu göstermiyor. Süresi dolmuş olabilir: cihaz başka bir kod gösterebilir.',
    button: 'Devam et',
    warning:
      'Yalnızca kendi cihazınızın gösterdiği kodu girin. Size kod gönderen kişi sizin adınıza oturum açmış olur.',
    allowedTitle: 'Cihaz bağlandı',
    allowedLead: 'Cihazda devam edin. Bu sayfayı kapatabilirsiniz.',
    deniedTitle: 'Cihaz bağlanmadı',
    deniedLead: 'Cihaza reddettiğiniz bildirildi. Bu sayfayı kapatabilirsiniz.',
  },
  formPost: {
    title: 'Bir dakika',
    lead: (host) => `${host} adresine dönülüyor…`,
    button: 'Devam',
  },
  noOwner: {
    title: 'Bu sunucunun henüz sahibi yok',
    lead: 'Sizin mi? Başlattığınız yerde, terminalde veya günlüğünde bir bağlantı var. İlk geçiş anahtarını oluşturmak için onu açın. Şöyle başlar:',
    again: 'Bağlantı bir saat geçerlidir. Yenisini almak için sunucuyu yeniden başlatın.',
  },
  message: {
    signedOutTitle: 'Oturumunuz kapatıldı',
    signedOutLead: 'Bu sayfayı kapatabilirsiniz.',
    signInAgain: 'Yeniden oturum açın',
  },
  error: {
    headings: {
      expired: 'Bu oturum açma işleminin süresi doldu',
      application: 'Bu oturum açma işlemi sürdürülemiyor',
      logout: 'Oturumunuz bu şekilde kapatılamadı',
      notFound: 'Burada bir şey yok',
      link: 'Bu bağlantı artık geçerli değil',
      tooMany: 'Çok fazla deneme yapıldı',
      forbidden: 'Bu, bizim sayfamızdan gönderilmedi',
      ours: 'Bizden kaynaklanan bir sorun oluştu',
      other: 'Devam edilemiyor',
    },
    whatToDo: {
      expired: 'Geldiğiniz uygulamaya dönün ve yeniden oturum açın.',
      application:
        'Uygulama, yanıtlanamayan bir istek gönderdi; hesabınızda bir sorun yok. Geri dönün ve yeniden deneyin. Tekrarlanırsa aşağıdaki bilgileri uygulamadan sorumlu kişiye iletin.',
      logout:
        'Uygulama, yanıtlanamayan bir istek gönderdi; hiçbir şey değişmedi. Oturumunuzu hesap sayfanızdan kendiniz kapatabilirsiniz.',
      notFound: 'Adresi kontrol edin veya hesabınızdan başlayın.',
      link: 'Daha önce kullanılmış veya süresi dolmuş. Size gönderen kişiden yenisini isteyin.',
      tooMany: 'Bir dakika bekleyin, ardından yeniden deneyin.',
      forbidden: 'Sayfayı yeniden açın ve yaptığınızı tekrarlayın.',
      ours: 'Biraz sonra yeniden deneyin. Tekrarlanırsa aşağıdaki başvuru numarasını bu sunucuyu işleten kişiye iletin.',
      other: 'Geri dönün ve yeniden deneyin.',
    },
    detail: 'Ayrıntılar',
    code: 'Hata',
    reference: 'Başvuru numarası',
    home: 'Hesabınız',
  },
  problems: {
    waiting: 'Tarayıcınızın veya cihazınızın istediklerini yapın.',
    done: 'Tamam. Bir dakika…',
    unsupported:
      'Bu tarayıcı geçiş anahtarlarını kullanamıyor. Tarayıcıyı güncelleyin ya da bu sayfayı başka bir tarayıcıda veya telefonunuzda açın.',
    cancelled:
      'Hiçbir şey seçilmedi. Yeniden denemek için düğmeye basın. Bu cihazda geçiş anahtarınız yoksa tarayıcınız sorduğunda başka bir cihaz veya bir güvenlik anahtarı seçin.',
    timedOut: 'Çok uzun sürdüğü için tarayıcınız beklemeyi bıraktı. Yeniden denemek için düğmeye basın.',
    alreadyHere:
      'Bu cihazda bu hesap için zaten bir geçiş anahtarı var. Onunla oturum açın ya da başka bir cihaz veya bir güvenlik anahtarı seçin.',
    notCapable:
      'Bu cihaz veya güvenlik anahtarı, kim olduğunuzu doğrulayan bir geçiş anahtarı oluşturamıyor. Üzerinde bir ekran kilidi veya PIN ayarlayın ya da başka birini seçin.',
    blocked:
      'Tarayıcınız bu adreste geçiş anahtarlarına izin vermiyor. Bu sayfayı size verilen adresten doğrudan açın.',
    offline: 'Sunucuya ulaşılamıyor. Bağlantınızı kontrol edin, ardından yeniden deneyin.',
    failed: 'Cihazınız işlemi tamamlayamadı. Yeniden deneyin ya da başka bir cihaz veya bir güvenlik anahtarı seçin.',
    invalid_request: 'Sunucu, cihazınızın yanıtını anlayamadı. Bu sayfayı yeniden yükleyin ve tekrar deneyin.',
    invalid_credential:
      'Yeni geçiş anahtarı doğrulanamadı ve kaydedilmedi. Yeniden deneyin ya da başka bir cihaz veya bir güvenlik anahtarı seçin.',
    interaction_expired: 'Bu oturum açma işleminin süresi doldu. Geldiğiniz uygulamaya dönün ve yeniden başlayın.',
    enrolment_invalid: 'Bu bağlantı daha önce kullanılmış veya süresi dolmuş. Size gönderen kişiden yenisini isteyin.',
    recovery_invalid:
      'Bu kullanıcı adı ile kurtarma kodu eşleşmiyor ya da kod daha önce kullanılmış. İkisini de kontrol edin veya başka bir kod deneyin.',
    registration_disabled: 'Burada yeni hesap oluşturulamıyor. Uygulamadan sorumlu kişiden bir bağlantı isteyin.',
    username_taken: 'Bu kullanıcı adı alınmış. Başka bir ad seçin.',
    username_invalid:
      'Bu, kullanıcı adı olamaz. Bir harf veya rakamla başlayın; yalnızca tek bir alfabenin harflerini, rakam ve . _ - @ + kullanın, en fazla 64 karakter.',
    authentication_required:
      'Oturumunuz kapatılmış ya da çok uzun zaman önce açılmış. Yeniden oturum açın, ardından bunu tekrarlayın.',
    too_many_passkeys:
      'Bu hesapta olabilecek en fazla sayıda geçiş anahtarı var. Kullanmadığınız birini kaldırın, sonra bunu ekleyin.',
    rate_limited: 'Buradan çok fazla deneme yapıldı. Bir dakika bekleyin, ardından yeniden deneyin.',
    forbidden: 'Bu, bizim sayfamızdan gönderilmedi. Sayfayı yeniden yükleyin ve tekrar deneyin.',
  },
};
