import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { fill, type Language, type Messages } from '../i18n.ts';
import { httpProblem } from './problems.ts';

/** What a schema may object to, by its keyword. */
const objections = {
  required: { vi: 'chưa có giá trị', en: 'is missing' },
  additionalProperties: { vi: 'không có mục này ở đây', en: 'is not known here' },
  type: { vi: 'phải là {type}', en: 'must be {type}' },
  enum: { vi: 'chỉ nhận: {allowedValues}', en: 'must be one of: {allowedValues}' },
  const: { vi: 'chỉ nhận {allowedValue}', en: 'must be {allowedValue}' },
  minLength: { vi: 'ngắn quá, ít nhất {limit} ký tự', en: 'is too short, at least {limit} characters' },
  maxLength: { vi: 'dài quá, nhiều nhất {limit} ký tự', en: 'is too long, at most {limit} characters' },
  minItems: { vi: 'ít quá, ít nhất {limit} mục', en: 'has too few entries, at least {limit}' },
  maxItems: { vi: 'nhiều quá, nhiều nhất {limit} mục', en: 'has too many entries, at most {limit}' },
  minimum: { vi: 'phải từ {limit} trở lên', en: 'must be at least {limit}' },
  maximum: { vi: 'không được quá {limit}', en: 'must be at most {limit}' },
  pattern: { vi: 'không đúng dạng {pattern}', en: 'must look like {pattern}' },
  uniqueItems: { vi: 'có mục bị lặp', en: 'has an entry twice' },
} as const satisfies Messages;

/** Names of JSON's types in Vietnamese; English has them as they are. */
const types: Readonly<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  integer: 'số nguyên',
  boolean: 'true hoặc false',
  array: 'danh sách',
  object: 'một nhóm mục',
  null: 'trống',
};

/** Throws Problem `invalid-body` with each objection, at the field it is about, in the reader's language. */
export function checkBody(validate: ValidateFunction, body: unknown, fromForm: boolean, language: Language): void {
  if (fromForm && body && typeof body === 'object') dropEmptyFields(body as Record<string, unknown>);
  if (validate(body ?? {})) return;
  const errors = (validate.errors ?? []).map((error) => ({
    pointer: pointerOf(error),
    detail: objectionOf(error, language),
  }));
  const [first = { pointer: '/', detail: '' }] = errors;
  throw httpProblem('invalid-body', { pointer: first.pointer, reason: first.detail }, { members: { errors } });
}

/** What is missing, or too much, is meant itself, not what it is missing from. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty } = params as { missingProperty?: string; additionalProperty?: string };
  const own = missingProperty ?? additionalProperty;
  return own === undefined ? instancePath || '/' : `${instancePath}/${own}`;
}

function objectionOf({ keyword, params, message }: ErrorObject, language: Language): string {
  const words = Object.hasOwn(objections, keyword) ? objections[keyword as keyof typeof objections] : null;
  if (!words) return message ?? keyword;
  const said = Object.entries(params as Record<string, unknown>).map(([name, value]): [string, string | number] => [
    name,
    typeof value === 'number'
      ? value
      : [value]
          .flat()
          .map((each) => wordOf(name, String(each), language))
          .join(', '),
  ]);
  return fill(words, language, Object.fromEntries(said));
}

function wordOf(name: string, value: string, language: Language): string {
  return name === 'type' && language === 'vi' ? (types[value] ?? value) : value;
}

/** An empty text field of an HTML form means "not said". */
function dropEmptyFields(fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) if (value === '') delete fields[name];
}
