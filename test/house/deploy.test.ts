import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { configKeys, readConfig } from '../../src/kernel/index.ts';
import { read, repositoryFiles, root } from './source-tree.ts';

const isKnown = (key: string): boolean => key in configKeys;

describe('Dockerfile', () => {
  const instructions = read('Dockerfile').replace(/\\\n/g, ' ').split('\n');
  const copies = instructions
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));

  test('every file it copies is in the repository', () => {
    assert.deepEqual(
      copies.filter((path) => !repositoryFiles().some((file) => file === path || file.startsWith(`${path}/`))),
      [],
    );
  });

  test('every file it copies is let through by .dockerignore', () => {
    const allowed = new Set(read('.dockerignore').split('\n'));
    assert.deepEqual(
      copies.filter((path) => !allowed.has(`!${path}`)),
      [],
    );
  });

  test('what runs is carried over: the compiled code, the packages, packs and examples', () => {
    const targets = instructions.filter((line) => line.startsWith('COPY ')).map((line) => line.split(/\s+/).at(-1));
    for (const needed of ['node_modules', 'dist/src', 'bin', 'packs', 'examples'])
      assert.ok(targets.includes(needed), needed);
    // With src/ beside it the command would try to compile, and the second stage has no compiler.
    assert.ok(!targets.slice(targets.indexOf('node_modules')).includes('src'));
  });

  test('it runs as a user without rights, keeps its data apart, and says how it is', () => {
    const last = (word: string) => instructions.findLastIndex((line) => line.startsWith(word));
    assert.equal(instructions[last('USER')], 'USER node');
    assert.ok(last('USER') < last('ENTRYPOINT'));
    assert.equal(instructions[last('VOLUME')], 'VOLUME /data');
    assert.ok(instructions.some((line) => line.includes('/readyz')));
  });

  test('the settings it makes are a configuration that a node takes', () => {
    const settings = [...instructions.join('\n').matchAll(/\b(LIENTHONG_[A-Z_]+)=(\S+)/g)];
    const config = readConfig(Object.fromEntries(settings.map(([, key, value]) => [key!, value])));
    assert.equal(config.host, '0.0.0.0');
    assert.equal(config.dataFolder, '/data');
  });

  test('its version of Node is one that package.json allows', () => {
    const minimum = /(\d+)/.exec((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node)![1];
    const used = instructions.flatMap((line) => /^FROM node:(\d+)/.exec(line)?.[1] ?? []);
    assert.ok(used.length > 0 && used.every((version) => Number(version) >= Number(minimum)));
  });
});

interface Service {
  readonly env_file?: string;
  readonly image?: string;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: unknown;
}

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  test('the node waits until its database answers', () => {
    const { condition } = compose.services['lienthong']!.depends_on!['postgres']!;
    assert.equal(condition, 'service_healthy');
    assert.ok(compose.services['postgres']!.healthcheck);
  });

  test('every volume is a named one that is declared', () => {
    const used = Object.values(compose.services).flatMap((service) => service.volumes ?? []);
    assert.deepEqual(used.map((volume) => volume.split(':')[0]).sort(), Object.keys(compose.volumes).sort());
  });

  test('secrets come from files that git does not keep, each with an example that it does', () => {
    for (const { env_file: file } of Object.values(compose.services)) {
      assert.ok(existsSync(join(root, `${file}.example`)), `${file}.example`);
      assert.ok(!repositoryFiles().includes(file!), `${file} must not be committed`);
    }
    assert.match(read('.gitignore'), /^deploy\/\*\.env$/m);
  });

  test('the image has the version of the package', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    assert.equal(compose.services['lienthong']!.image, `lienthong:${version}`);
  });
});

describe('settings of a deployment', () => {
  test('the example file is a configuration that a node takes', () => {
    const config = readConfig(settingsOf('deploy/lienthong.env.example'));
    const database = new URL(config.databaseUrl!);
    const postgres = settingsOf('deploy/postgres.env.example');
    assert.equal(database.hostname, 'postgres');
    assert.equal(database.username, postgres['POSTGRES_USER']);
    assert.equal(database.password, postgres['POSTGRES_PASSWORD']);
    assert.equal(database.pathname, `/${postgres['POSTGRES_DB']}`);
  });

  test('the systemd unit starts what the build makes, and names only known variables', () => {
    const unit = read('deploy/lienthong.service');
    assert.match(unit, /^ExecStart=\/usr\/bin\/node \/opt\/lienthong\/dist\/src\/main\.js start$/m);
    assert.ok(existsSync(join(root, 'src/main.ts')));
    const keys = [...unit.matchAll(/\b(LIENTHONG_[A-Z_]+)=/g)].map((match) => match[1]!);
    assert.deepEqual(
      keys.filter((key) => !isKnown(key)),
      [],
    );
  });

  test('the systemd unit lets the node write in its state folder only', () => {
    const unit = read('deploy/lienthong.service');
    const state = /^StateDirectory=(\S+)$/m.exec(unit)![1];
    for (const line of ['ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes', 'NoNewPrivileges=yes']) {
      assert.match(unit, new RegExp(`^${line}$`, 'm'));
    }
    assert.match(unit, new RegExp(`LIENTHONG_DATA=/var/lib/${state}$`, 'm'));
  });
});

/** `KEY=value` lines of an environment file. */
function settingsOf(path: string): Record<string, string> {
  const pairs = [...read(path).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => [key, value]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
