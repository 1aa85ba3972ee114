/** Members whose values are secrets, whatever they are called in a form. */
const secret = /pass|secret|token|code|otp|key|csrf|assertion|credential|signature|nonce|challenge|verifier|cookie/i;

/**
 * The same object with secrets and files covered, so that neither an address nor a digest that could be guessed at gives
 * them away. Goes into objects and lists.
 */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secret.test(name) && typeof value === 'string' ? '***' : redactValue(value),
    ]),
  );
}

function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  if (value === null || typeof value !== 'object') return value;
  return redact(value as Record<string, unknown>);
}
