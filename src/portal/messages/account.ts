import type { Messages } from '../../kernel/index.ts';

/** The page of one's own account: what can be changed, and what to do when the second factor is lost. */
export const accountMessages = {
  changeName: { vi: 'Đổi tên', en: 'Change the name' },
  changeEmail: { vi: 'Đổi địa chỉ thư', en: 'Change the e-mail address' },
  newEmail: { vi: 'Địa chỉ thư mới', en: 'New e-mail address' },
  changeEmailHint: {
    vi: 'Một thư gửi đến địa chỉ mới; địa chỉ chỉ đổi khi đường dẫn trong thư được mở. Địa chỉ cũ được báo.',
    en: 'A letter goes to the new address; it counts once the link in it was opened. The old address is told.',
  },
  secondNeeded: {
    vi: 'Vai trò của bạn bắt buộc có xác nhận lần hai. Đặt mã một lần hoặc thêm khoá đăng nhập dưới đây; trước đó chưa dùng được quyền nào.',
    en: 'Your role must have a second factor. Set up one-time codes or add a passkey below; until then no right of yours works.',
  },
  recoveryCodes: { vi: 'Mã khôi phục', en: 'Recovery codes' },
  recoveryLead: {
    vi: 'Mười mã dùng một lần, thay cho điện thoại hoặc thiết bị đã mất. Cất ở nơi khác, như một chìa khoá dự phòng. Còn lại: {left}.',
    en: 'Ten codes that work once each, for the day when phone or device are lost. Keep them elsewhere, like a spare key. Left: {left}.',
  },
  recoveryMake: { vi: 'Tạo mã khôi phục mới', en: 'Make new recovery codes' },
  recoveryShown: {
    vi: 'Các mã chỉ hiện lần này. In hoặc ghi lại; mã cũ không còn dùng được.',
    en: 'The codes are shown this once. Print them or write them down; the former ones no longer work.',
  },
  backToAccount: { vi: 'Về tài khoản', en: 'Back to the account' },
  codeOrRecovery: {
    vi: 'Sáu chữ số của ứng dụng, hoặc một mã khôi phục đã cất.',
    en: 'Six digits of the app, or one of the recovery codes that were put away.',
  },
  withdraw: { vi: 'Rút lại', en: 'Withdraw' },
  withdrawNamed: { vi: 'Rút lại lời mời gửi {email}', en: 'Withdraw the invitation to {email}' },
} as const satisfies Messages;
