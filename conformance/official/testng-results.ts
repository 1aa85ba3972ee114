import { SaxesParser } from 'saxes';

/** One call of a test method: the same method is called for each collection and CRS. */
export interface MethodResult {
  /** `Class.method`, without the package. */
  readonly name: string;
  /** What the method was called with, shortened to what tells calls apart. */
  readonly parameters: readonly string[];
  readonly result: 'passed' | 'failed' | 'skipped';
  /** `Exception: what it says`; empty when it passed. */
  readonly message: string;
}

const results: Readonly<Record<string, MethodResult['result']>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' };

/** Reads TestNG's `testng-results.xml`; configuration methods are left out. */
export function readResults(xml: string): MethodResult[] {
  const found: MethodResult[] = [];
  const parser = new SaxesParser();
  let className = '';
  let exception = '';
  let method: { name: string; result: MethodResult['result']; parameters: string[]; message: string } | null = null;
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    text = '';
    if (name === 'class') className = String(attributes['name']).split('.').at(-1)!;
    if (name === 'exception') exception = String(attributes['class']).split('.').at(-1)!;
    if (name !== 'test-method' || attributes['is-config'] === 'true') return;
    const result = results[String(attributes['status'])] ?? 'failed';
    method = { name: `${className}.${String(attributes['name'])}`, result, parameters: [], message: '' };
  });
  parser.on('text', (part) => (text += part));
  parser.on('cdata', (part) => (text += part));
  parser.on('closetag', ({ name }) => {
    if (method && name === 'value' && isTelling(text.trim())) method.parameters.push(text.trim());
    if (method && name === 'message')
      method.message = `${exception}: ${text.trim()}`.replace(/\s+/g, ' ').slice(0, 400);
    if (name !== 'test-method' || !method) return;
    found.push(method);
    method = null;
  });
  parser.write(xml).close();
  return found;
}

/** Whole documents, Java objects and the node's own address are parameters too; they tell a reader nothing. */
const isTelling = (value: string): boolean =>
  value.length > 0 && value.length <= 120 && !/^[{[]|@[0-9a-f]+$|^io\.restassured|^Server URL:/.test(value);
