import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { reason, type Refuse } from './faults.ts';
import { nearest } from './nearest.ts';
import type { YamlFile } from './read-yaml.ts';

const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
const compiled = new WeakMap<object, ValidateFunction>();

/** Checks a YAML file against a JSON Schema; each objection is refused where it stands. True when there is none. */
export function checkSchema(file: YamlFile, schema: object, refuse: Refuse): boolean {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(file.value)) return true;
  for (const error of validate.errors ?? []) refuseError(error, file, refuse);
  return false;
}

function refuseError(error: ErrorObject, file: YamlFile, refuse: Refuse): void {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const place = file.place(path);
  switch (error.keyword) {
    case 'additionalProperties': {
      const word = String(error.params['additionalProperty']);
      const allowed = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      return refuse(file.keyPlace(path, word), suggest('unknown-word', 'word', word, allowed));
    }
    case 'required':
      return refuse(place, reason('missing-word', { word: String(error.params['missingProperty']) }));
    case 'enum':
      return refuse(
        place,
        suggest('value-not-allowed', 'value', show(error.data), (error.schema as unknown[]).map(String)),
      );
    case 'type':
      return refuse(place, expected(String(error.params['type']), error.data));
    case 'pattern':
      return refuse(place, reason('bad-form', { value: show(error.data), pattern: String(error.params['pattern']) }));
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return refuse(place, reason('empty'));
    case 'uniqueItems':
      return refuse(place, reason('repeated'));
    default:
      return refuse(place, reason('bad-value', { value: show(error.data), rule: ruleOf(error) }));
  }
}

function ruleOf(error: ErrorObject): string {
  return typeof error.schema === 'object' ? error.keyword : `${error.keyword} ${String(error.schema)}`;
}

const expectations = {
  string: 'expected-string',
  number: 'expected-number',
  integer: 'expected-integer',
  boolean: 'expected-boolean',
  array: 'expected-array',
  object: 'expected-object',
} as const;

function expected(type: string, data: unknown) {
  const code = expectations[type as keyof typeof expectations];
  return code ? reason(code, { value: show(data) }) : reason('bad-value', { value: show(data), rule: `type ${type}` });
}

type WithNearest = 'unknown-word' | 'value-not-allowed' | 'unknown-codelist' | 'unknown-unit' | 'unknown-property';

/** The reason with the nearest allowed word, or with all of them when none is near. */
export function suggest(
  code: WithNearest,
  parameter: string,
  value: string,
  allowed: readonly string[],
  more: Readonly<Record<string, string>> = {},
) {
  const near = nearest(value, allowed);
  return near === null
    ? reason(code, { [parameter]: value, allowed: allowed.join(', '), ...more })
    : reason(`${code}-nearest`, { [parameter]: value, nearest: near, ...more });
}

function show(data: unknown): string {
  const shown = typeof data === 'string' ? data : JSON.stringify(data);
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
