/**
 * Schemes that a redirect URI must not have, because a program other than the client could receive the response. They
 * are the schemes that IANA has registered, and those that browsers, operating systems and widespread programs use.
 *
 * @see https://www.iana.org/assignments/uri-schemes/uri-schemes.xhtml
 */
const RESERVED_SCHEMES: ReadonlySet<string> = new Set(
  [
    registeredSchemes(),
    // Browsers
    'about android-app app blob brave chrome cm data devtools edge filesystem firefox googlechrome googlechromes',
    'googlechrome-x-callback intent intents isolated-app javascript jar livescript mhtml microsoft-edge mocha',
    'opera resource safari vbscript view-source vivaldi wyciwyg x-javascript',
    'chromium ddgquicklink duckduckgo ecmascript firefox-focus ftps jscript microsoft-edge-holographic opera-gx pdfjs',
    'samsungbrowser tor touch-http touch-https ucbrowser vbs view-cache view-data x-moz-errormsg yandexbrowser',
    // Operating systems and widespread programs
    'admin afp app-prefs app-settings applescript applewebdata at calshow contacts dict discord electron facetime-audio',
    'facetime-prompt fb figma file gcal github github-mac help hcp itunes jdbc knownfolder ldap ldapi local maps mailto',
    'man mk mobilenotes msteams music musics nxm obsidian odbc onedrive outlook photos-redirect podcast podcasts prefs',
    'psns rdar rdp root s3 search search-ms settings shell shortcuts sgnl signal slack sms-prompt sourcetree spotlight',
    'stratum tbird teams telprompt tg trueconf videos vhd viber vscodium webcals webdav webdavs whatsapp workflow',
    'x-man-page x-radar x-terminal x-web-search zoommtg zoomphonecall zoomus',
    'addressbook anydesk applenews applestore appstream apturl battlenet bingmaps bitwarden burn com-apple-tv computer',
    'cursor devicesflow diagnostics diags docker-desktop emacs fb-messenger feedback-hub fmip1 ftps gamecenter ghelp',
    'git-client github-windows gmail googlegmail ibooks ical idea insiderhub instagram itms-books itunesradio java jetbrains',
    'jnlp jnlps kakaotalk kdeconnect line lync macappstore macappstores message-id mswindowsmusic mswindowsvideo mvim',
    'network notion onepassword org-protocol origin otpauth-migration outlookcal outlookmail phpstorm postman printers',
    'programs pycharm read receiver recent rlogin roblox roblox-player scp shareddocuments shoebox svn+ssh git+ssh',
    'teamviewer10 teamviewerapi telegram thunderbird trash ts3server txmt uplay vmrc vmware-view voicememos wallet weixin',
    'wc webstorm wechat windowsdefender windowsupdate xbox xcode zed zune',
  ].flatMap((names) => names.split(' ')),
);

/** Families of schemes that browsers and operating systems keep for themselves. */
const RESERVED_PREFIXES = [
  'android-',
  'apple-',
  'brave-',
  'chrome-',
  'edge-',
  'ext+',
  'firefox-',
  'iris.',
  'itms-',
  'microsoft.',
  'moz-',
  'ms-',
  'msxbox',
  'safari-',
  'soap.',
  'vnd.',
  'web+',
  'windows.',
  'x-apple',
  'x-safari-',
  'xbox-',
  'z39.50',
];

/** Whether IANA, a browser, an operating system or a widespread program uses the scheme. */
export function isReservedScheme(scheme: string): boolean {
  const name = scheme.toLowerCase();
  return RESERVED_SCHEMES.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/**
 * The schemes without a dot in the IANA registry, except the schemes of Microsoft, which `RESERVED_PREFIXES` covers.
 */
function registeredSchemes(): string {
  return [
    'aaa aaas about acap acct acd acr adiumxtra adt afp afs aim amss android appdata apt ar ark at attachment aw',
    'barion bb beshare bitcoin bitcoincash blob bolo brid browserext cabal calculator callto cap cast casts chrome cid',
    'coap coap+tcp coap+ws coaps coaps+tcp coaps+ws com-eventbrite-attendee content content-type crid cstr cvs',
    'dab dat data dav dhttp diaspora dict did dis dlna-playcontainer dlna-playsingle dns dntp doi dpp drm drop dtmi dtn',
    'dvb dvx dweb ed2k eid elsi embedded ens ethereum example facetime fax feed feedready fido file filesystem finger',
    'first-run-pen-experience fish fm ftp fuchsia-pkg geo gg git gitoid gizmoproject go gopher graph grd gtalk',
    'h323 ham hcap hcp http https hxxp hxxps hydrazone hyper iax icap icon ilstring im imap info iotdisco ipfs ipn ipns',
    'ipp ipps irc irc6 ircs iris isostore itms jabber jar jms keyparc lastfm lbry ldap ldaps leaptofrogans lid',
    'lorawan lpa lvlt machineprovisioningprogressreporter magnet mailserver mailto maps market matrix message mid mms',
    'modem mongodb moz msnim msrp msrps mss mt mtqp mumble mupdate mvn mvrp mvrps news nfs ni nih nntp notes num',
    'ocf oid onenote onenote-cmd opaquelocktoken openid openpgp4fpr otpauth p1 pack palm paparazzi payment payto',
    'pkcs11 platform pop pres prospero proxy psyc pttp pwid qb query quic-transport redis rediss reload res resource',
    'rmi rsync rtmfp rtmp rtsp rtsps rtspu sarif secondlife secret-token service session sftp sgn shc shttp sieve',
    'simpleledger simplex sip sips skype smb smp sms smtp snews snmp soldat spiffe spotify ssb ssh starknet steam stun',
    'stuns submit svn swh swid swidpath tag taler teamspeak tel teliaeid telnet tftp things thismessage tip tn3270 tool',
    'turn turns tv udp unreal upt urn ut2004 uuid-in-package v-event vemmi ventrilo ves videotex view-source vnc',
    'vscode vscode-insiders vsls w3 wais wcr web3 webcal wifi wpid ws wss wtai wyciwyg xcon xcon-userid xfire xftp xmpp',
    'xrcp xri ymsgr',
  ].join(' ');
}
