import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import type { Log } from './log.ts';

/** Severities of RFC 5424 that are used here. */
export type SyslogSeverity = 'alert' | 'error' | 'warning' | 'notice' | 'info';
const severities: Readonly<Record<SyslogSeverity, number>> = { alert: 1, error: 3, warning: 4, notice: 5, info: 6 };
/** `log audit`, RFC 5424, table 1. */
const facility = 13;
const application = 'lienthong';

export interface SyslogMessage {
  readonly at: string;
  readonly severity: SyslogSeverity;
  /** Kind of message, at most 32 letters. */
  readonly id: string;
  readonly data: unknown;
}

/** A collector of syslog. Sending never waits and never throws: what cannot be sent waits in memory, oldest lost first. */
export interface Syslog {
  send(message: SyslogMessage): void;
  /** Waits at most this long for what is on its way. */
  close(waitMs?: number): Promise<void>;
}

const mostWaiting = 10_000;
/** Of a connection that broke nobody knows what arrived: the last ones are sent again. */
const sentAgain = 20;
const retryMs = { first: 500, last: 30_000 };
const ports = { 'syslog+udp:': 514, 'syslog+tcp:': 601, 'syslog+tls:': 6514 } as const;

/** Protocols of an address of a collector, e.g. `syslog+tls://host:6514`. */
export const syslogProtocols = Object.keys(ports);

/** Opens a way to a collector: UDP (RFC 5426), TCP with octet counting (RFC 6587) or TLS (RFC 5425). */
export function openSyslog(address: string, log: Log): Syslog {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || ports[url.protocol as keyof typeof ports];
  if (url.protocol === 'syslog+udp:') return overUdp(host, port, log);
  return new StreamSyslog(
    () =>
      url.protocol === 'syslog+tls:'
        ? connectTls({ host, port, servername: host })
        : connect({ host, port, keepAlive: true }),
    url.protocol === 'syslog+tls:' ? 'secureConnect' : 'connect',
    log,
  );
}

/** One message, RFC 5424, 6. The text is JSON in ASCII, so no byte order mark is due. */
export function syslogText({ at, severity, id, data }: SyslogMessage): string {
  const text = JSON.stringify(data).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<${facility * 8 + severities[severity]}>1 ${at} ${hostname()} ${application} ${process.pid} ${id} - ${text}`;
}

function overUdp(host: string, port: number, log: Log): Syslog {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.unref();
  socket.on('error', (error) => log.warn({ error: String(error) }, 'the collector of syslog cannot be reached'));
  let open = 0;
  return {
    send: (message) => {
      open++;
      socket.send(syslogText(message), port, host, () => open--);
    },
    close: async (waitMs = 1_000) => {
      const until = Date.now() + waitMs;
      while (open > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
      socket.close();
    },
  };
}

class StreamSyslog implements Syslog {
  readonly #dial: () => Socket;
  readonly #ready: string;
  readonly #log: Log;
  readonly #waiting: string[] = [];
  readonly #sent: string[] = [];
  #socket: Socket | null = null;
  #isReady = false;
  #isClosed = false;
  #wasTold = false;
  #pauseMs = retryMs.first;
  #timer: NodeJS.Timeout | undefined;

  constructor(dial: () => Socket, ready: string, log: Log) {
    this.#dial = dial;
    this.#ready = ready;
    this.#log = log;
  }

  send(message: SyslogMessage): void {
    const text = syslogText(message);
    this.#waiting.push(`${Buffer.byteLength(text)} ${text}`);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    this.#flush();
  }

  async close(waitMs = 1_000): Promise<void> {
    const until = Date.now() + waitMs;
    while ((this.#waiting.length > 0 || this.#socket?.writableLength) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.end();
    this.#socket?.unref();
  }

  #flush(): void {
    if (!this.#socket && !this.#isClosed && !this.#timer) this.#open();
    if (!this.#isReady) return;
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      this.#socket!.write(frame);
      this.#sent.push(frame);
      if (this.#sent.length > sentAgain) this.#sent.shift();
    }
  }

  #open(): void {
    const socket = this.#dial();
    this.#socket = socket;
    socket.once(this.#ready, () => {
      this.#isReady = true;
      this.#wasTold = false;
      this.#pauseMs = retryMs.first;
      this.#waiting.unshift(...this.#sent.splice(0));
      this.#flush();
    });
    socket.on('error', (error) => this.#tell(error));
    // A collector says nothing; reading notices when it goes.
    socket.resume();
    socket.once('close', () => this.#lost());
  }

  #tell(error: Error): void {
    if (!this.#wasTold) this.#log.warn({ error: String(error) }, 'the collector of syslog cannot be reached');
    this.#wasTold = true;
  }

  #lost(): void {
    this.#socket = null;
    this.#isReady = false;
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, this.#pauseMs);
    this.#timer.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, retryMs.last);
  }
}
