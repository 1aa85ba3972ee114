import pino from 'pino';

/** Structured log: one JSON line per entry on standard error, so that standard output stays the command's answer. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

export function createLog(level: string, write?: (line: string) => void): Log {
  const target = write ? { write } : pino.destination({ dest: 2, sync: true });
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' }, target);
}
