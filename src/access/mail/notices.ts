import { fill, type Message } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { sendLetter } from './send-letters.ts';

/** What is told to the holder of an account when something changes that opens it. */
const notices = {
  password: {
    vi: 'Mật khẩu của tài khoản đã được đổi. Mọi phiên khác đã kết thúc.',
    en: 'The password of your account was changed. All other sessions have ended.',
  },
  email: {
    vi: 'Địa chỉ thư của tài khoản đã được đổi thành {email}. Thư từ nay gửi đến địa chỉ đó.',
    en: 'The address of your account was changed to {email}. Letters now go there.',
  },
  'second-factor-added': {
    vi: 'Tài khoản đã có thêm một cách xác nhận lần hai (mã một lần hoặc khoá đăng nhập).',
    en: 'A second factor (one-time codes or a passkey) was added to your account.',
  },
  'second-factor-ended': {
    vi: 'Một cách xác nhận lần hai (mã một lần hoặc khoá đăng nhập) đã bị bỏ khỏi tài khoản.',
    en: 'A second factor (one-time codes or a passkey) was removed from your account.',
  },
  'recovery-codes': {
    vi: 'Mã khôi phục mới đã được tạo; các mã cũ không còn dùng được.',
    en: 'New recovery codes were made; the former ones no longer work.',
  },
  'recovery-code-used': {
    vi: 'Một mã khôi phục vừa được dùng để đăng nhập. Còn lại {left} mã.',
    en: 'A recovery code was just used to sign in. {left} are left.',
  },
} as const satisfies Record<string, Message>;

const subject: Message = { vi: 'Thay đổi về tài khoản', en: 'A change of your account' };
const greeting: Message = { vi: 'Kính gửi {name},', en: 'Dear {name},' };
const closing: Message = {
  vi: 'Nếu không phải bạn làm việc này, hãy báo ngay cho quản trị của cơ quan bạn. Tài khoản: {address}',
  en: 'If this was not you, tell the administrators of your organisation at once. Your account: {address}',
};

/**
 * Tells somebody by mail, in both languages, what happened to his account. Without a mail server nothing is kept: the
 * operator has no link to pass on.
 */
export async function sendNotice(
  context: AccessContext,
  person: { readonly email: string; readonly name: string },
  kind: keyof typeof notices,
  parameters: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  if (context.mail === null) return;
  const filled = { ...parameters, name: person.name, address: `${context.base()}/account` };
  const parts = (['vi', 'en'] as const).map((language) =>
    [greeting, notices[kind], closing].map((text) => fill(text, language, filled)).join('\n\n'),
  );
  await sendLetter(context, person.email, {
    subject: `${subject.vi} / ${subject.en}`,
    text: `${parts.join('\n\n—\n\n')}\n`,
  });
}
