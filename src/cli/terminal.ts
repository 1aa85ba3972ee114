import { createInterface } from 'node:readline/promises';
import { fill, type Language, type Message, type Parameters } from '../kernel/index.ts';

/** Where a command speaks: words to standard error, answers to standard output. */
export interface Terminal {
  readonly language: Language;
  readonly isInteractive: boolean;
  /** A line for people. */
  say(message: Message, parameters?: Parameters): void;
  /** A line of the command's answer. */
  print(line: string): void;
  /** Shows progress in place on a terminal, and as a plain line now and then elsewhere. `share` 0..1. */
  progress(label: string, share: number, secondsLeft: number | null): void;
  progressEnd(): void;
  /** Yes or no; only on an interactive terminal. */
  ask(message: Message): Promise<boolean>;
}

const plainEveryMs = 5_000;
const barWidth = 30;

export function createTerminal(language: Language, quiet = false): Terminal {
  const isInteractive = Boolean(process.stdin.isTTY && process.stderr.isTTY);
  let lastPlain = 0;
  let shown = '';
  const write = (text: string): void => void (quiet || process.stderr.write(text));
  const progressEnd = (): void => {
    if (shown && process.stderr.isTTY) write('\n');
    shown = '';
    lastPlain = 0;
  };
  return {
    language,
    isInteractive,
    say: (message, parameters) => {
      progressEnd();
      write(`${fill(message, language, parameters)}\n`);
    },
    print: (line) => void process.stdout.write(`${line}\n`),
    progress: (label, share, secondsLeft) => {
      const left =
        secondsLeft === null ? '' : language === 'vi' ? `, còn ${secondsLeft} giây` : `, ${secondsLeft} s left`;
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (process.stderr.isTTY) {
        const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
        shown = `${label} ${bar} ${percent}${left}`;
        write(`\r\u001b[2K${shown}`);
      } else if (Date.now() - lastPlain >= plainEveryMs) {
        lastPlain = Date.now();
        write(`${label} ${percent}${left}\n`);
      }
    },
    progressEnd,
    ask: async (message) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^(y|yes|c|có|co)$/i.test((await lines.question(fill(message, language))).trim());
      } finally {
        lines.close();
      }
    },
  };
}

/** Vietnamese where the locale says so, else English; `--lang` overrides. */
export function languageOf(environment: NodeJS.ProcessEnv, asked?: string): Language {
  if (asked === 'vi' || asked === 'en') return asked;
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return locale.startsWith('vi') ? 'vi' : 'en';
}
