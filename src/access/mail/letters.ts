import { fill, type Message } from '../../kernel/index.ts';

/** Letters carry both languages, Vietnamese first: who gets one may never have chosen a language here. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

const greeting: Message = { vi: 'Kính gửi {name},', en: 'Dear {name},' };
const closing: Message = {
  vi: 'Nếu bạn không chờ thư này, hãy bỏ qua; không có gì thay đổi.',
  en: 'If you did not expect this letter, leave it alone; nothing changes.',
};

const letters = {
  verify: {
    subject: { vi: 'Xác nhận địa chỉ thư điện tử', en: 'Confirm your e-mail address' },
    body: {
      vi: 'Mở đường dẫn này trong vòng ba ngày để xác nhận rằng địa chỉ này là của bạn:',
      en: 'Open this link within three days to confirm that this address is yours:',
    },
  },
  email: {
    subject: { vi: 'Xác nhận địa chỉ thư mới', en: 'Confirm your new e-mail address' },
    body: {
      vi: 'Mở đường dẫn này trong vòng ba ngày để tài khoản của bạn dùng địa chỉ này:',
      en: 'Open this link within three days to use this address for your account:',
    },
  },
  reset: {
    subject: { vi: 'Đặt lại mật khẩu', en: 'Reset your password' },
    body: {
      vi: 'Mở đường dẫn này trong vòng một giờ để đặt mật khẩu mới:',
      en: 'Open this link within an hour to set a new password:',
    },
  },
  invitation: {
    subject: { vi: 'Lời mời tham gia {organisation}', en: 'Invitation to {organisation}' },
    body: {
      vi: 'Bạn được mời tham gia {organisation} trên nút Liên thông. Mở đường dẫn này trong vòng bảy ngày:',
      en: 'You are invited to {organisation} on a Lienthong node. Open this link within seven days:',
    },
  },
} as const;

export type LetterKind = keyof typeof letters;

/** Writes a letter around a link. */
export function writeLetter(
  kind: LetterKind,
  parameters: { name: string; organisation?: string },
  link: string,
): Letter {
  const { subject, body } = letters[kind];
  const filled = { organisation: '', ...parameters };
  const parts = (['vi', 'en'] as const).map((language) =>
    [fill(greeting, language, filled), fill(body, language, filled), link, fill(closing, language)].join('\n\n'),
  );
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ');
  return {
    subject: oneLine(`${fill(subject, 'vi', filled)} / ${fill(subject, 'en', filled)}`),
    text: `${parts.join('\n\n—\n\n')}\n`,
  };
}
