import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { roles, type Role } from './http/caller.ts';
import { syslogProtocols } from './syslog.ts';

/** What a node is told from outside; read once, at start. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Address that links carry, without trailing slash; null: made from host and the port really listened on. */
  readonly baseUrl: string | null;
  /** Requests a second of one caller; null: no limit. */
  readonly rateLimit: number | null;
  /** Bytes that one caller may upload in one file and in a day; null: no limit. */
  readonly uploadLimits: { readonly atOnce: number | null; readonly aDay: number | null };
  /** Seconds that one statement of a request may take on a server. */
  readonly querySeconds: number;
  /** Openness of a network of stations that is made by the first write into it. */
  readonly newNetworkOpenness: 'open' | 'conditional' | 'restricted' | 'closed';
  /** Addresses of proxies that say where a request came from. */
  readonly trustedProxies: readonly string[];
  /** Hosts inside the network that sources may be fetched from. */
  readonly allowedHosts: readonly string[];
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly secretKeyFile: string;
  /** Key that signs the audit log. */
  readonly auditKeyFile: string;
  /** Roles that must have a second factor. */
  readonly secondFactorRoles: readonly Role[];
  readonly oidcIssuer: string | null;
  readonly oidcClientId: string;
  readonly oidcClientSecret: string | null;
  /** What people call the outside provider. */
  readonly oidcName: string;
  readonly oidcScope: string;
  /** JSON text of the rules that turn claims into memberships. */
  readonly oidcRules: string;
  readonly smtpUrl: string | null;
  /** Collector of security events and of the signatures of the audit log. */
  readonly syslogUrl: string | null;
  /** Sender of the node's letters. */
  readonly mailFrom: string;
  /** Port of the node's own MQTT broker; null: none. */
  readonly mqttPort: number | null;
  /** MQTT connections of one network address; null: no limit. */
  readonly mqttConnections: number | null;
  /** What made files of months may take of the disk; null: no limit. */
  readonly monthFileBytes: number | null;
  /** What deliveries of stations that wait for the database may take of the disk; 0: none are kept. */
  readonly spillBytes: number;
  /** A broker of the agency's that the node joins; null: none. */
  readonly mqttUrl: string | null;
  /** Key in whose name messages of that broker are taken in; null: they are not. */
  readonly mqttKey: string | null;
  /** Program that reads what only GDAL can read; null: none shall be asked. */
  readonly ogr2ogr: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Thrown at start; `faults` lists every bad key, not only the first. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable a node reads, with what it means; `docs/configuration.md` is made from this table. */
export const configKeys = {
  LIENTHONG_PORT: 'Port it listens on (default 8080; 0 picks a free one)',
  LIENTHONG_HOST: 'Address it listens on (default 127.0.0.1)',
  LIENTHONG_BASE_URL: 'Address that links carry (default from host and port)',
  LIENTHONG_RATE_LIMIT:
    'Requests a second that one caller may send over time, ten times as many at once (default 200; none)',
  LIENTHONG_UPLOAD_MIB:
    'Largest file that a caller may upload, in MiB (default 16384; none). The operator may send more',
  LIENTHONG_UPLOAD_MIB_A_DAY: 'What one caller may upload in a day, in MiB (default 65536; none)',
  LIENTHONG_NEW_NETWORK_OPENNESS:
    'Openness of the network of stations that the first SensorThings write of an organisation makes: open, conditional, restricted or closed (default closed)',
  LIENTHONG_QUERY_SECONDS: 'What one statement of a request may take on a PostgreSQL server, in seconds (default 60)',
  LIENTHONG_TRUSTED_PROXIES:
    'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, with commas (default none)',
  LIENTHONG_ALLOWED_HOSTS:
    'Hosts inside the own network that sources may be fetched from, with commas (default none; *: all)',
  LIENTHONG_DATA: 'Folder of the embedded store, files and keys (default ./data)',
  LIENTHONG_DATABASE_URL: 'PostgreSQL server with PostGIS (unset: the embedded store)',
  LIENTHONG_SECRET_KEY_FILE: 'Key for secrets at rest (default in the data folder)',
  LIENTHONG_AUDIT_KEY_FILE: 'Key that signs the audit log (default audit-key.pem in the data folder)',
  LIENTHONG_SECOND_FACTOR:
    'Roles that must have one-time codes or a passkey, with commas, e.g. administrator,steward (default none)',
  LIENTHONG_OIDC_ISSUER: "An agency's own OpenID Connect provider, trusted beside the node's (unset: none)",
  LIENTHONG_OIDC_CLIENT_ID: 'What the node is called at that provider (default lienthong)',
  LIENTHONG_OIDC_CLIENT_SECRET: 'Its secret there (unset: a public client with PKCE)',
  LIENTHONG_OIDC_NAME: 'What people call that provider (default its host)',
  LIENTHONG_OIDC_SCOPE: 'Scopes to ask for (default openid profile email)',
  LIENTHONG_OIDC_RULES: 'Which claims give which roles: JSON, or a file of it (see identity.md; default none)',
  LIENTHONG_SYSLOG_URL:
    'Collector of security events and of the audit signatures, e.g. syslog+tls://host:6514 (syslog+tcp, syslog+udp; unset: none)',
  LIENTHONG_SMTP_URL: 'Mail server, smtp:// or smtps:// with user and password (unset: the operator passes letters on)',
  LIENTHONG_MAIL_FROM: "Sender of the node's letters (default lienthong@ and the host of the base address)",
  LIENTHONG_MQTT_PORT: "Port of the node's own MQTT broker (unset: none; 0 picks a free one)",
  LIENTHONG_MQTT_CONNECTIONS: 'MQTT connections of one network address at once (default 1000; none)',
  LIENTHONG_MONTH_FILES_MIB: 'What made files of months may take of the disk, in MiB (default 2048; none)',
  LIENTHONG_SPILL_MIB:
    'What deliveries of stations may take of the disk while they wait for the database, in MiB (default 1024; none: they are refused)',
  LIENTHONG_MQTT_URL: "An agency's own MQTT broker to join, mqtt:// or mqtts:// with user and password (unset: none)",
  LIENTHONG_MQTT_KEY: 'API key in whose name observations from that broker are taken in (unset: none are)',
  LIENTHONG_OGR2OGR:
    'GDAL program that reads MapInfo TAB, DXF, DGN and geodatabases (default ogr2ogr on the PATH; none)',
  LIENTHONG_LOG_LEVEL: 'debug, info, warn, error or silent (default info)',
  LIENTHONG_TEST_ALL: 'Set by `npm run test:all`: tests try more rounds; a node ignores it',
  LIENTHONG_TEST_NODES: 'embedded: tests start no node on PostgreSQL, as `npm test` does; a node ignores it',
  LIENTHONG_TEST_DATA: 'Folder of real input for tests; a node ignores it',
  LIENTHONG_TEST_REQUIRE: 'all: tests treat a skip as a failure; a node ignores it',
  LIENTHONG_TEST_DATABASE_URL: 'Server for tests; a node ignores it',
} as const;

/** Reads the environment; throws `ConfigError` with every fault, unknown LIENTHONG_ keys included (they are misspellings). */
export function readConfig(environment: Environment): Config {
  const faults: string[] = [];
  for (const key of Object.keys(environment)) {
    if (key.startsWith('LIENTHONG_') && !(key in configKeys)) faults.push(`${key} is not a known variable`);
  }
  const dataFolder = resolve(environment['LIENTHONG_DATA'] || './data');
  const config: Config = {
    port: readPort(environment, faults),
    host: environment['LIENTHONG_HOST'] || '127.0.0.1',
    baseUrl: readUrl(environment, 'LIENTHONG_BASE_URL', ['http:', 'https:'], faults)?.replace(/\/+$/, '') ?? null,
    rateLimit: readRate(environment, faults),
    uploadLimits: {
      atOnce: readMebibytes(environment, 'LIENTHONG_UPLOAD_MIB', 16_384, faults),
      aDay: readMebibytes(environment, 'LIENTHONG_UPLOAD_MIB_A_DAY', 65_536, faults),
    },
    querySeconds: readSeconds(environment, faults),
    newNetworkOpenness: readOpenness(environment, faults),
    trustedProxies: readProxies(environment, faults),
    allowedHosts: (environment['LIENTHONG_ALLOWED_HOSTS'] ?? '').split(/[\s,]+/).filter(Boolean),
    dataFolder,
    databaseUrl: readUrl(environment, 'LIENTHONG_DATABASE_URL', ['postgres:', 'postgresql:'], faults),
    secretKeyFile: resolve(environment['LIENTHONG_SECRET_KEY_FILE'] || `${dataFolder}/secret.key`),
    auditKeyFile: resolve(environment['LIENTHONG_AUDIT_KEY_FILE'] || `${dataFolder}/audit-key.pem`),
    secondFactorRoles: readRoles(environment, faults),
    oidcIssuer: readUrl(environment, 'LIENTHONG_OIDC_ISSUER', ['http:', 'https:'], faults),
    oidcClientId: environment['LIENTHONG_OIDC_CLIENT_ID'] || 'lienthong',
    oidcClientSecret: environment['LIENTHONG_OIDC_CLIENT_SECRET'] || null,
    oidcName: environment['LIENTHONG_OIDC_NAME'] || hostOf(environment['LIENTHONG_OIDC_ISSUER']),
    oidcScope: environment['LIENTHONG_OIDC_SCOPE'] || 'openid profile email',
    oidcRules: readRules(environment, faults),
    syslogUrl: readUrl(environment, 'LIENTHONG_SYSLOG_URL', syslogProtocols, faults),
    smtpUrl: readUrl(environment, 'LIENTHONG_SMTP_URL', ['smtp:', 'smtps:'], faults),
    mailFrom: environment['LIENTHONG_MAIL_FROM'] || `lienthong@${hostOf(environment['LIENTHONG_BASE_URL'])}`,
    mqttPort: readMqttPort(environment, faults),
    mqttConnections: readCount(environment, 'LIENTHONG_MQTT_CONNECTIONS', 1_000, faults),
    monthFileBytes: readMebibytes(environment, 'LIENTHONG_MONTH_FILES_MIB', 2_048, faults),
    spillBytes: readMebibytes(environment, 'LIENTHONG_SPILL_MIB', 1_024, faults) ?? 0,
    mqttUrl: readUrl(environment, 'LIENTHONG_MQTT_URL', ['mqtt:', 'mqtts:'], faults),
    mqttKey: environment['LIENTHONG_MQTT_KEY'] || null,
    ogr2ogr: readProgram(environment['LIENTHONG_OGR2OGR'] || 'ogr2ogr'),
    logLevel: readLogLevel(environment, faults),
  };
  const keyFile = environment['LIENTHONG_SECRET_KEY_FILE'];
  if (keyFile && !existsSync(keyFile)) faults.push(`LIENTHONG_SECRET_KEY_FILE: there is no file ${keyFile}`);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function readProgram(text: string): string | null {
  return text === 'none' ? null : text;
}

/** Given as it is, or as the path of a file; what the rules say is checked where they are used. */
function readRules(environment: Environment, faults: string[]): string {
  const given = (environment['LIENTHONG_OIDC_RULES'] || '[]').trim();
  try {
    const text = given.startsWith('[') ? given : readFileSync(given, 'utf8');
    JSON.parse(text);
    return text;
  } catch (error) {
    faults.push(`LIENTHONG_OIDC_RULES: neither a JSON list nor a file of one (${(error as Error).message})`);
    return '[]';
  }
}

function hostOf(address: string | undefined): string {
  return address && URL.canParse(address) ? new URL(address).hostname : 'localhost';
}

function readPort(environment: Environment, faults: string[]): number {
  const text = environment['LIENTHONG_PORT'] || '8080';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) faults.push(`LIENTHONG_PORT: "${text}" is not a port (0 to 65535)`);
  return port;
}

function readMqttPort(environment: Environment, faults: string[]): number | null {
  const text = environment['LIENTHONG_MQTT_PORT'];
  if (!text) return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    faults.push(`LIENTHONG_MQTT_PORT: "${text}" is not a port (0 to 65535)`);
  }
  return Number(text);
}

function readSeconds(environment: NodeJS.ProcessEnv, faults: string[]): number {
  const text = environment['LIENTHONG_QUERY_SECONDS'] || '60';
  if (!/^[1-9]\d{0,4}$/.test(text)) faults.push(`LIENTHONG_QUERY_SECONDS: "${text}" is not a number of seconds`);
  return Number(text);
}

function readMebibytes(environment: Environment, key: string, fallback: number, faults: string[]): number | null {
  const text = environment[key] || String(fallback);
  if (text === 'none') return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) faults.push(`${key}: "${text}" is neither a number of MiB nor none`);
  return Number(text) * 1024 ** 2;
}

function readCount(environment: Environment, key: string, fallback: number, faults: string[]): number | null {
  const text = environment[key] || String(fallback);
  if (text === 'none') return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) faults.push(`${key}: "${text}" is neither a number nor none`);
  return Number(text);
}

function readRate(environment: Environment, faults: string[]): number | null {
  return readCount(environment, 'LIENTHONG_RATE_LIMIT', 200, faults);
}

function readRoles(environment: Environment, faults: string[]): Role[] {
  const names = (environment['LIENTHONG_SECOND_FACTOR'] ?? '')
    .split(/[\s,]+/)
    .filter((name) => name && name !== 'none');
  const known = names.filter((name): name is Role => roles.some((role) => role === name));
  if (known.length < names.length) faults.push(`LIENTHONG_SECOND_FACTOR: roles are ${roles.join(', ')}`);
  return known;
}

function readProxies(environment: Environment, faults: string[]): string[] {
  const list = (environment['LIENTHONG_TRUSTED_PROXIES'] ?? '').split(',').map((entry) => entry.trim());
  const proxies = list.filter((entry) => entry !== '');
  const wrong = proxies.filter((entry) => {
    const [address = '', bits = '0', ...more] = entry.split('/');
    return isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || more.length > 0;
  });
  for (const entry of wrong) faults.push(`LIENTHONG_TRUSTED_PROXIES: "${entry}" is no address or network`);
  return proxies;
}

function readUrl(environment: Environment, key: string, protocols: readonly string[], faults: string[]): string | null {
  const text = environment[key];
  if (!text) return null;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    faults.push(`${key}: not an address starting with ${protocols.map((name) => `${name}//`).join(' or ')}`);
  }
  return text;
}

function readOpenness(environment: Environment, faults: string[]): Config['newNetworkOpenness'] {
  const levels = ['open', 'conditional', 'restricted', 'closed'] as const;
  const text = environment['LIENTHONG_NEW_NETWORK_OPENNESS'] || 'closed';
  const level = levels.find((name) => name === text);
  if (!level) faults.push(`LIENTHONG_NEW_NETWORK_OPENNESS: "${text}" is none of ${levels.join(', ')}`);
  return level ?? 'closed';
}

function readLogLevel(environment: Environment, faults: string[]): Config['logLevel'] {
  const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
  const text = environment['LIENTHONG_LOG_LEVEL'] || 'info';
  const level = levels.find((name) => name === text);
  if (!level) faults.push(`LIENTHONG_LOG_LEVEL: "${text}" is none of ${levels.join(', ')}`);
  return level ?? 'info';
}

/** The product's version, from package.json. */
export function readVersion(): string {
  let folder = new URL('.', import.meta.url);
  for (;;) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    folder = new URL('..', folder);
  }
}
