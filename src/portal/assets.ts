import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { httpProblem, route, type Route } from '../kernel/index.ts';
import { clientScript, type IslandAddresses } from './client-script.ts';
import { icon } from './icon.ts';
import { homeMessages } from './messages/home.ts';
import { identityMessages } from './messages/identity.ts';
import { shellMessages } from './messages/shell.ts';
import { styles } from './styles/index.ts';

const brotlied = promisify(brotliCompress);

/** Where pages find their files; each name carries the hash of its content, so browsers keep it for good. */
export interface AssetAddresses {
  readonly styles: string;
  readonly script: string;
  readonly icon: string;
  readonly latinFont: string;
  readonly vietnameseFont: string;
}

export interface Asset {
  readonly mediaType: string;
  readonly body: Buffer;
  /** With Brotli, once somebody has asked for it. */
  packed?: Promise<Buffer>;
}

export interface Assets {
  readonly addresses: AssetAddresses;
  readonly files: ReadonlyMap<string, Asset>;
}

const subsets = {
  vietnamese:
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
} as const;
const weights = [400, 600] as const;

/** Reads the fonts (Be Vietnam Pro, OFL-1.1) and puts the style sheet and script together, once at start. */
export function loadAssets(islands: IslandAddresses): Assets {
  const files = new Map<string, Asset>();
  const add = (name: string, extension: string, mediaType: string, content: Buffer | string): string => {
    const body = Buffer.from(content);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const file = `${name}.${hash}.${extension}`;
    files.set(file, { mediaType, body });
    return `/assets/${file}`;
  };
  const fonts = loadFonts((name, body) => add(name, 'woff2', 'font/woff2', body));
  const { copy, copied, find } = shellMessages;
  return {
    files,
    addresses: {
      styles: add('portal', 'css', 'text/css; charset=utf-8', fonts.css + styles),
      script: add(
        'portal',
        'js',
        'text/javascript; charset=utf-8',
        clientScript(
          { copy, copied, find, passkeyFailed: identityMessages.passkeyFailed, noPlace: homeMessages.noPlace },
          islands,
        ),
      ),
      icon: add('icon', 'svg', 'image/svg+xml', icon),
      latinFont: fonts.addresses['latin-400']!,
      vietnameseFont: fonts.addresses['vietnamese-400']!,
    },
  };
}

function loadFonts(add: (name: string, body: Buffer) => string) {
  const require = createRequire(import.meta.url);
  const addresses: Record<string, string> = {};
  let css = '';
  for (const [subset, range] of Object.entries(subsets)) {
    for (const weight of weights) {
      const path = require.resolve(`@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-${weight}-normal.woff2`);
      const address = add(`be-vietnam-pro-${subset}-${weight}`, readFileSync(path));
      addresses[`${subset}-${weight}`] = address;
      css += `@font-face{font-family:'Be Vietnam Pro';font-weight:${weight};font-display:swap;src:url(${address}) format('woff2');unicode-range:${range}}`;
    }
  }
  return { css, addresses };
}

const yearSeconds = 31_536_000;

export function assetRoute(assets: Assets): Route {
  return route({
    method: 'GET',
    path: '/assets/{file}',
    operationId: 'getAsset',
    tag: 'node',
    summary: { vi: 'Tệp của trang', en: 'A file of the pages' },
    resource: 'asset',
    formats: ['text'],
    access: 'public',
    internal: true,
    handle: async (request) => {
      const asset = assets.files.get(request.params['file'] ?? '');
      if (!asset) throw httpProblem('not-found', { path: request.url.pathname });
      const { mediaType, body } = asset;
      const headers = { 'cache-control': `public, max-age=${yearSeconds}, immutable`, etag: `"${request.params['file']}"` }; // prettier-ignore
      // Fonts are packed already.
      if (mediaType.startsWith('font/') || !/\bbr\b/.test(request.header('accept-encoding') ?? '')) {
        return { mediaType, body, headers };
      }
      asset.packed ??= brotlied(body);
      return { mediaType, body: await asset.packed, headers: { ...headers, 'content-encoding': 'br' } };
    },
  });
}
