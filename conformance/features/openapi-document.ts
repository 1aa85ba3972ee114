/** What of an OpenAPI 3.0 document is looked at. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info?: { readonly title?: string; readonly version?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly securitySchemes?: object };
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: object;
  readonly content?: object;
  readonly style?: string;
}
type Content = Readonly<Record<string, { readonly schema?: object }>>;

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
const styles: Readonly<Record<string, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};
/** Keywords of JSON Schema that OpenAPI 3.0 does not have (3.0.3, 4.7.24). */
const foreignKeywords = [
  'const',
  '$schema',
  '$id',
  '$defs',
  'if',
  'then',
  'else',
  'patternProperties',
  'prefixItems',
  'examples',
];

/**
 * Breaches of OpenAPI 3.0.3 that a reader of the document would stumble over, as sentences with their place. It looks at
 * meaning (names that must be one of a kind, references that must lead somewhere, path templates that must agree with
 * their parameters) beside form.
 */
export function faultsOf(document: OpenApiDocument): string[] {
  const faults: string[] = [];
  if (!/^3\.0\.\d+$/.test(document.openapi)) faults.push(`openapi is ${document.openapi}`);
  if (!document.info?.title || !document.info.version) faults.push('info has no title or no version');
  const operationIds = new Set<string>();
  const shapes = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/')) faults.push(`${path} does not begin with /`);
    const shape = path.replace(/\{[^}]+\}/g, '{}');
    if (shapes.has(shape)) faults.push(`${path} is the same template as another`);
    shapes.add(shape);
    for (const [method, operation] of Object.entries(item)) {
      const place = `${method} ${path}`;
      if (!methods.has(method)) faults.push(`${place}: no such method`);
      else faults.push(...operationFaults(place, path, operation, operationIds));
    }
  }
  return [...faults, ...securityFaults(document), ...schemaFaults('#', document, document)];
}

function operationFaults(place: string, path: string, operation: Operation, taken: Set<string>): string[] {
  const faults: string[] = [];
  if (operation.operationId && taken.has(operation.operationId))
    faults.push(`${place}: operationId ${operation.operationId} twice`);
  if (operation.operationId) taken.add(operation.operationId);
  const parameters = operation.parameters ?? [];
  const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  if (new Set(keys).size < keys.length) faults.push(`${place}: a parameter stands twice`);
  for (const parameter of parameters) faults.push(...parameterFaults(place, parameter));
  const templated = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
  const declared = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
  if ([...templated].sort().join() !== [...declared].sort().join()) {
    faults.push(`${place}: the template has ${templated.join()}, the parameters ${declared.join()}`);
  }
  if (Object.keys(operation.responses ?? {}).length === 0) faults.push(`${place}: no response`);
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) faults.push(`${place}: status ${status}`);
    if (!response.description) faults.push(`${place} ${status}: no description`);
  }
  if (operation.requestBody && !operation.requestBody.content) faults.push(`${place}: a body without content`);
  return faults;
}

function parameterFaults(place: string, parameter: Parameter): string[] {
  const faults: string[] = [];
  const name = `${place}: parameter ${parameter.name}`;
  if (!(parameter.in in styles)) faults.push(`${name} is in ${parameter.in}`);
  if (parameter.in === 'path' && parameter.required !== true) faults.push(`${name} must be required`);
  if ((parameter.schema === undefined) === (parameter.content === undefined))
    faults.push(`${name} needs schema or content`);
  if (parameter.style && !styles[parameter.in]?.includes(parameter.style))
    faults.push(`${name} has style ${parameter.style}`);
  return faults;
}

function securityFaults(document: OpenApiDocument): string[] {
  const known = new Set(Object.keys(document.components?.securitySchemes ?? {}));
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item)
      .flatMap((operation) => operation.security ?? [])
      .flatMap((requirement) => Object.keys(requirement))
      .filter((name) => !known.has(name))
      .map((name) => `${path}: the security scheme ${name} is not declared`),
  );
}

/** Walks everything: references that lead nowhere, and below `schema` or `schemas` what OpenAPI 3.0 does not have. */
function schemaFaults(place: string, value: unknown, document: OpenApiDocument, inSchema = false): string[] {
  if (Array.isArray(value))
    return value.flatMap((entry, i) => schemaFaults(`${place}/${i}`, entry, document, inSchema));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Record<string, unknown>;
  const faults: string[] = [];
  if (typeof node['$ref'] === 'string' && !leadsSomewhere(node['$ref'], document))
    faults.push(`${place}: ${node['$ref']}`);
  if (inSchema) {
    if (Array.isArray(node['type'])) faults.push(`${place}: a list of types`);
    if (node['type'] === 'array' && !node['items']) faults.push(`${place}: an array without items`);
    for (const keyword of foreignKeywords) if (keyword in node) faults.push(`${place}: ${keyword}`);
  }
  for (const [name, child] of Object.entries(node)) {
    if (name === 'properties' && inSchema) {
      for (const [property, schema] of Object.entries(child as object)) {
        faults.push(...schemaFaults(`${place}/properties/${property}`, schema, document, true));
      }
    } else if (name !== 'enum' && name !== 'default' && name !== 'example') {
      faults.push(
        ...schemaFaults(`${place}/${name}`, child, document, inSchema ? name !== 'schemas' : name === 'schema'),
      );
    }
  }
  return faults;
}

function leadsSomewhere(reference: string, document: OpenApiDocument): boolean {
  if (!reference.startsWith('#/')) return false;
  let value: unknown = document;
  for (const step of reference.slice(2).split('/')) {
    value = (value as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value !== undefined;
}
