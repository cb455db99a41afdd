import type { Texts } from './texts.js';
import { vietnameseAccount } from './vietnamese-account.js';

/** "Khoá truy cập", as browsers and phones have it, with "passkey" beside it where people meet it first. */
export const vietnamese: Texts = {
  lang: 'vi',
  dir: 'ltr',
  common: {
    skipToContent: 'Chuyển đến nội dung',
    passkeyNeedsScript: 'Khoá truy cập cần có JavaScript. Hãy bật JavaScript cho trang web này rồi tải lại trang.',
    working: 'Đang chờ khoá truy cập của bạn…',
  },
  signIn: {
    title: 'Đăng nhập',
    heading: (application) => (application === undefined ? 'Đăng nhập' : `Đăng nhập vào ${application}`),
    lead: 'Hãy dùng khoá truy cập (passkey) của bạn: vân tay, khuôn mặt hoặc phương thức khoá màn hình của thiết bị, hoặc một khoá bảo mật.',
    username: 'Tên người dùng',
    usernameHint: 'Hãy chọn ô này để dùng một khoá truy cập của bạn.',
    elsewhere: 'Thiết bị này không tự lưu khoá truy cập: khi trình duyệt hỏi, hãy chọn điện thoại hoặc khoá bảo mật.',
    problems: {
      notCapable:
        'Thiết bị hoặc khoá bảo mật này không xác minh được danh tính của bạn. Hãy thiết lập phương thức khoá màn hình hoặc mã PIN trên đó, hoặc chọn thiết bị khác.',
      invalid_credential:
        'Khoá truy cập này không được chấp nhận: có thể khoá đã bị xoá ở đây hoặc thuộc về tài khoản khác. Hãy chọn khoá khác hoặc xin đường liên kết mới.',
    },
    button: 'Đăng nhập bằng khoá truy cập',
    register: 'Bạn mới đến đây lần đầu?',
    registerLink: 'Tạo tài khoản',
    signedOut: 'Bạn đã đăng xuất.',
    again: 'Để tiếp tục, hãy xác nhận lại rằng đây chính là bạn.',
  },
  register: {
    title: 'Tạo tài khoản',
    heading: (application) => `Tạo tài khoản cho ${application}`,
    lead: 'Không cần mật khẩu: thiết bị của bạn tạo một khoá truy cập (passkey) và chỉ bạn mới mở được.',
    username: 'Tên người dùng',
    usernameHint: 'Chữ cái, chữ số và . _ - @ +',
    name: 'Tên của bạn',
    optional: 'không bắt buộc',
    button: 'Tạo khoá truy cập',
    haveAccount: 'Bạn đã có tài khoản?',
    signInLink: 'Đăng nhập',
  },
  enroll: {
    title: 'Tạo khoá truy cập của bạn',
    heading: 'Tạo khoá truy cập của bạn',
    firstOwnerLead:
      'Bạn là người đầu tiên đến đây. Hãy chọn tên người dùng, rồi tạo khoá truy cập để trở thành chủ sở hữu máy chủ này.',
    forWhom: (who) => `Đường liên kết này dành cho ${who}.`,
    lead: 'Thiết bị của bạn tạo một khoá truy cập (passkey) và chỉ bạn mới mở được: bằng vân tay, khuôn mặt, phương thức khoá màn hình hoặc một khoá bảo mật.',
    button: 'Tạo khoá truy cập',
    signedInAs: (who) =>
      `Bạn đang đăng nhập ở đây với tên ${who}. Khi tạo khoá truy cập này, bạn sẽ đăng nhập lại từ đầu.`,
  },
  account: {
    title: 'Tài khoản của bạn',
    heading: (name) => `Xin chào ${name}`,
    signedInAs: 'Đang đăng nhập với tên',
    passkeys: 'Khoá truy cập',
    passkeysLead:
      'Khoá truy cập giúp bạn đăng nhập bằng vân tay, khuôn mặt hoặc mã PIN của thiết bị, không cần mật khẩu. Hãy có ít nhất hai khoá trên các thiết bị khác nhau để không lo khi mất một khoá.',
    synced: 'Đã đồng bộ hoá',
    deviceBound: 'Trên một thiết bị',
    created: (day) => `Thêm ngày ${day}`,
    lastUsed: (day) => `Dùng lần cuối ngày ${day}`,
    neverUsed: 'Chưa dùng',
    thisOne: 'Đang dùng cho phiên này',
    addHeading: 'Thêm khoá truy cập khác',
    addLead: 'Trên thiết bị này, điện thoại ở gần hoặc khoá bảo mật.',
    add: 'Thêm khoá truy cập',
    signOutLead: 'Bạn sẽ đăng xuất khỏi trình duyệt này.',
    signOut: 'Đăng xuất',
  },
  ownAccount: vietnameseAccount,
  denied: {
    title: 'Không có quyền truy cập',
    heading: (application) => `Bạn không có quyền truy cập vào ${application}`,
    lead: (who, application) => `Bạn đang đăng nhập với tên ${who}. Tài khoản này không được dùng ${application}.`,
    whatToDo: (application) =>
      `Nếu cần dùng, hãy xin quyền từ người quản lý ${application}. Sau đó, hãy tải lại trang này.`,
    otherAccount: 'Dùng tài khoản khác',
    back: (application) => `Quay lại ${application}`,
  },
  consent: {
    title: 'Cho phép truy cập',
    heading: (application) => `${application} xin quyền truy cập`,
    lead: (application) => `Nếu bạn cho phép, ${application} có thể:`,
    scopes: {
      openid: 'Biết rằng đây là bạn',
      profile: 'Xem tên và hồ sơ của bạn',
      email: 'Xem địa chỉ email của bạn',
      address: 'Xem địa chỉ bưu chính của bạn',
      phone: 'Xem số điện thoại của bạn',
      offline_access: 'Giữ quyền truy cập này khi bạn vắng mặt',
    },
    claim: (name) => `Xem thông tin này về bạn: ${name}`,
    signedInAs: (who) => `Bạn đang đăng nhập với tên ${who}.`,
    otherAccount: 'Dùng tài khoản khác',
    allow: 'Cho phép',
    deny: 'Không cho phép',
    website: 'Giới thiệu về ứng dụng',
    policy: 'Chính sách quyền riêng tư',
    terms: 'Điều khoản dịch vụ',
  },
  logout: {
    title: 'Đăng xuất',
    heading: (server) => `Đăng xuất khỏi ${server}?`,
    lead: (who, application) =>
      application === undefined
        ? `Bạn đang đăng nhập với tên ${who}. Khi đăng xuất, phiên của bạn trong trình duyệt này sẽ kết thúc đối với mọi ứng dụng.`
        : `${application} yêu cầu bạn đăng xuất. Bạn đang đăng nhập với tên ${who}; khi đăng xuất, phiên của bạn trong trình duyệt này sẽ kết thúc đối với mọi ứng dụng.`,
    button: 'Đăng xuất',
    stay: 'Tiếp tục đăng nhập',
  },
  device: {
    title: 'Kết nối thiết bị',
    heading: 'Nhập mã',
    lead: 'Thiết bị mà bạn muốn đăng nhập hiển thị một mã gồm tám chữ cái.',
    code: 'Mã',
    codeHint: 'Ví dụ BCDF-GHJK',
    unknown: 'Hiện không có thiết bị nào hiển thị mã này. Có thể mã đã hết hạn: thiết bị có thể hiển thị mã khác.',
    button: 'Tiếp tục',
    warning:
      'Chỉ nhập mã mà thiết bị của chính bạn hiển thị. Nếu không, người gửi mã cho bạn sẽ được đăng nhập với danh nghĩa của bạn.',
    allowedTitle: 'Thiết bị đã được kết nối',
    allowedLead: 'Hãy tiếp tục trên thiết bị. Bạn có thể đóng trang này.',
    deniedTitle: 'Thiết bị chưa được kết nối',
    deniedLead: 'Thiết bị đã được báo rằng bạn từ chối. Bạn có thể đóng trang này.',
  },
  formPost: {
    title: 'Vui lòng đợi',
    lead: (host) => `Đang đưa bạn về ${host}…`,
    button: 'Tiếp tục',
  },
  noOwner: {
    title: 'Máy chủ này chưa có chủ',
    lead: 'Đây là máy chủ của bạn? Ở nơi bạn khởi động máy chủ, trong cửa sổ dòng lệnh hoặc nhật ký, có một đường liên kết. Hãy mở đường liên kết đó để tạo khoá truy cập đầu tiên. Nó bắt đầu như sau:',
    again: 'Đường liên kết dùng được trong một giờ. Để có đường liên kết mới, hãy khởi động lại máy chủ.',
  },
  message: {
    signedOutTitle: 'Bạn đã đăng xuất',
    signedOutLead: 'Bạn có thể đóng trang này.',
    signInAgain: 'Đăng nhập lại',
  },
  error: {
    headings: {
      expired: 'Lần đăng nhập này đã hết hạn',
      application: 'Không thể tiếp tục lần đăng nhập này',
      logout: 'Không thể đăng xuất theo cách này',
      notFound: 'Không có gì ở đây',
      link: 'Đường liên kết này không còn dùng được',
      tooMany: 'Quá nhiều lần thử',
      forbidden: 'Nội dung này không được gửi từ trang của chúng tôi',
      ours: 'Đã xảy ra lỗi từ phía chúng tôi',
      other: 'Không thể tiếp tục',
    },
    whatToDo: {
      expired: 'Hãy quay lại ứng dụng bạn vừa rời khỏi và đăng nhập lại.',
      application:
        'Ứng dụng đã gửi một yêu cầu không thể trả lời; tài khoản của bạn không có vấn đề gì. Hãy quay lại và thử lần nữa. Nếu lỗi lặp lại, hãy gửi thông tin bên dưới cho người phụ trách ứng dụng.',
      logout:
        'Ứng dụng đã gửi một yêu cầu không thể trả lời nên chưa có gì thay đổi. Bạn có thể tự đăng xuất trên trang tài khoản của mình.',
      notFound: 'Hãy kiểm tra địa chỉ hoặc bắt đầu từ tài khoản của bạn.',
      link: 'Đường liên kết đã được dùng hoặc đã hết hạn. Hãy xin đường liên kết mới từ người đã gửi cho bạn.',
      tooMany: 'Hãy đợi một phút rồi thử lại.',
      forbidden: 'Hãy mở lại trang và lặp lại thao tác.',
      ours: 'Hãy thử lại sau giây lát. Nếu lỗi lặp lại, hãy gửi mã tham chiếu bên dưới cho người quản lý máy chủ này.',
      other: 'Hãy quay lại và thử lần nữa.',
    },
    detail: 'Chi tiết',
    code: 'Lỗi',
    reference: 'Mã tham chiếu',
    home: 'Tài khoản của bạn',
  },
  problems: {
    waiting: 'Hãy làm theo hướng dẫn của trình duyệt hoặc thiết bị.',
    done: 'Xong. Vui lòng đợi…',
    unsupported:
      'Trình duyệt này không dùng được khoá truy cập. Hãy cập nhật trình duyệt, hoặc mở trang này bằng trình duyệt khác hay trên điện thoại.',
    cancelled:
      'Bạn chưa chọn gì. Hãy nhấn nút để thử lại. Nếu thiết bị này không có khoá truy cập của bạn, hãy chọn thiết bị khác hoặc khoá bảo mật khi trình duyệt hỏi.',
    timedOut: 'Đã quá lâu nên trình duyệt không chờ nữa. Hãy nhấn nút để thử lại.',
    alreadyHere:
      'Thiết bị này đã có khoá truy cập cho tài khoản này. Hãy đăng nhập bằng khoá đó, hoặc chọn thiết bị khác hay khoá bảo mật.',
    notCapable:
      'Thiết bị hoặc khoá bảo mật này không tạo được khoá truy cập có xác minh danh tính. Hãy thiết lập phương thức khoá màn hình hoặc mã PIN trên đó, hoặc chọn thiết bị khác.',
    blocked:
      'Trình duyệt không cho phép dùng khoá truy cập tại địa chỉ này. Hãy mở trực tiếp trang này theo địa chỉ bạn đã nhận được.',
    offline: 'Không kết nối được với máy chủ. Hãy kiểm tra kết nối rồi thử lại.',
    failed: 'Thiết bị của bạn không hoàn tất được. Hãy thử lại, hoặc chọn thiết bị khác hay khoá bảo mật.',
    invalid_request: 'Máy chủ không hiểu phản hồi từ thiết bị của bạn. Hãy tải lại trang này và thử lần nữa.',
    invalid_credential:
      'Không xác minh được khoá truy cập mới nên khoá chưa được lưu. Hãy thử lại, hoặc chọn thiết bị khác hay khoá bảo mật.',
    interaction_expired: 'Lần đăng nhập này đã hết hạn. Hãy quay lại ứng dụng bạn vừa rời khỏi và bắt đầu lại.',
    enrolment_invalid:
      'Đường liên kết này đã được dùng hoặc đã hết hạn. Hãy xin đường liên kết mới từ người đã gửi cho bạn.',
    recovery_invalid:
      'Tên người dùng và mã khôi phục này không khớp, hoặc mã đã được dùng. Hãy kiểm tra cả hai, hoặc thử mã khác.',
    registration_disabled: 'Không thể tạo tài khoản mới ở đây. Hãy xin đường liên kết từ người phụ trách ứng dụng.',
    username_taken: 'Tên người dùng này đã có người dùng. Hãy chọn tên khác.',
    username_invalid:
      'Không thể dùng tên này. Hãy bắt đầu bằng chữ cái hoặc chữ số và chỉ dùng chữ cái của một bảng chữ, chữ số và . _ - @ +, tối đa 64 ký tự.',
    authentication_required:
      'Bạn đã bị đăng xuất hoặc đã đăng nhập quá lâu. Hãy đăng nhập lại rồi lặp lại thao tác này.',
    too_many_passkeys:
      'Tài khoản này đã có số khoá truy cập tối đa. Hãy xoá một khoá bạn không dùng rồi thêm khoá này.',
    rate_limited: 'Quá nhiều lần thử từ đây. Hãy đợi một phút rồi thử lại.',
    forbidden: 'Nội dung này không được gửi từ trang của chúng tôi. Hãy tải lại trang và thử lần nữa.',
  },
};
