import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { until } from '../support/wait.ts';

/** One letter as it arrived, its text decoded. */
export interface Arrived {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A real mail server on this machine that keeps what it is handed. */
export class MailServer {
  readonly letters: Arrived[] = [];
  /** While true it refuses every letter for now (RFC 5321, 4xx). */
  isBusy = false;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (this.isBusy) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
        const to = session.envelope.rcptTo[0]!.address;
        this.letters.push({ to, ...readLetter(Buffer.concat(chunks).toString('utf8')) });
        done();
      });
    },
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** The newest letter to somebody, once it is there. */
  async letterFor(to: string, count = 1): Promise<Arrived> {
    await until(async () => this.letters.filter((letter) => letter.to === to).length >= count, `a letter to ${to}`);
    return this.letters.findLast((letter) => letter.to === to)!;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function readLetter(raw: string): { subject: string; text: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ');
  const body = rest.join('\r\n\r\n');
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(headers)?.[1] ?? '7bit';
  const text =
    encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === '7bit' ? body : unquote(body);
  return { subject: /^subject: (.*)$/im.exec(headers)?.[1] ?? '', text };
}

/** Quoted-printable (RFC 2045, 6.7). */
function unquote(text: string): string {
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => `%${hex}`);
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
}
