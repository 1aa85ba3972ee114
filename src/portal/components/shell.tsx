import type { ComponentChildren } from 'preact';
import type { AssetAddresses } from '../assets.ts';
import { identityMessages } from '../messages/identity.ts';
import { shellMessages as messages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { Content, Crumb } from '../view.ts';
import { ErrorSummary } from './error-summary.tsx';
import { FormToken } from './form.tsx';

interface ShellProps {
  readonly page: Page;
  readonly content: Content;
  readonly assets: AssetAddresses;
}

/** The whole document around a view. */
export function Shell({ page, content, assets }: ShellProps) {
  return (
    <html lang={page.language}>
      <Head page={page} content={content} assets={assets} />
      <body>
        <a class="skip" href="#content">
          {page.say(messages.skip)}
        </a>
        <Header page={page} content={content} />
        <Main page={page} content={content} />
        <Footer page={page} content={content} />
      </body>
    </html>
  );
}

function Head({ page, content, assets }: ShellProps) {
  const title = content.title === page.nodeTitle ? content.title : `${content.title} · ${page.nodeTitle}`;
  const formats = { ...content.formats, json: 'application/json' };
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <meta name="color-scheme" content="light dark" />
      <link rel="icon" type="image/svg+xml" href={assets.icon} />
      <link rel="preload" as="font" type="font/woff2" href={assets.vietnameseFont} crossorigin="anonymous" />
      <link rel="preload" as="font" type="font/woff2" href={assets.latinFont} crossorigin="anonymous" />
      <link rel="stylesheet" href={assets.styles} />
      <script type="module" src={assets.script} />
      {content.refreshSeconds ? (
        <noscript>
          <meta http-equiv="refresh" content={String(content.refreshSeconds)} />
        </noscript>
      ) : null}
      <link rel="alternate" hreflang="vi" href={languageAddress(page, content, 'vi')} />
      <link rel="alternate" hreflang="en" href={languageAddress(page, content, 'en')} />
      {content.address
        ? null
        : Object.entries(formats).map(([f, type]) => <link rel="alternate" type={type} href={page.here({ f })} />)}
    </head>
  );
}

/** The same page in the other language; Vietnamese is the bare address. */
function languageAddress(page: Page, content: Content, language: 'vi' | 'en'): string {
  const url = new URL(content.address ?? page.url.pathname + page.url.search, page.url);
  url.searchParams.delete('lang');
  if (language === 'en') url.searchParams.set('lang', 'en');
  return url.pathname + url.search;
}

function Header({ page, content }: { page: Page; content: Content }) {
  const other = page.language === 'vi' ? 'en' : 'vi';
  return (
    <header class="site-header">
      {/* Whoever is signed in has more doors than fit beside the name. */}
      <div class={page.caller.via === 'session' ? 'bar two-rows' : 'bar'}>
        <a class="wordmark" href={page.to('/')}>
          <Mark />
          {page.nodeTitle}
        </a>
        <nav aria-label={page.say(messages.mainNavigation)}>
          <ul>
            {sectionsFor(page).map((section) => (
              <li>
                <a href={page.to(`/${section}`)} aria-current={content.section === section ? 'page' : undefined}>
                  {page.say(messages[section])}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Who page={page} />
        <a class="language" lang={other} hreflang={other} href={languageAddress(page, content, other)}>
          {page.say(messages.otherLanguage)}
        </a>
      </div>
    </header>
  );
}

/** Who is signed in, and the way out; or the way in. */
function Who({ page }: { page: Page }) {
  const { caller } = page;
  if (caller.via !== 'session') {
    return caller.kind === 'public' ? (
      <a class="language" href={page.to('/sign-in')}>
        {page.say(identityMessages.signIn)}
      </a>
    ) : null;
  }
  return (
    <div class="who">
      {caller.kind === 'user' ? (
        <a class="language" href={page.to('/account')}>
          {caller.name}
        </a>
      ) : (
        <span>{page.say(messages.operator)}</span>
      )}
      <form method="post" action={page.to('/session/end')}>
        <FormToken page={page} />
        <button class="quiet" type="submit">
          {page.say(identityMessages.signOut)}
        </button>
      </form>
    </div>
  );
}

function sectionsFor(page: Page) {
  const open = ['datasets', 'stations', 'collections', 'map', 'api'] as const;
  const studio = page.isSteward ? (['sources', 'runs'] as const) : [];
  const node = page.administersNode ? (['operations'] as const) : [];
  const audit = page.isAuditor ? (['audit'] as const) : [];
  return [...open.slice(0, 4), ...studio, ...node, ...audit, ...open.slice(4)];
}

/** Two banks and the stream between them. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M3 7.5c4-3 7-3 9 0s5 3 9 0M3 16.5c4-3 7-3 9 0s5 3 9 0" />
      <path d="M12 9.5v5" />
    </svg>
  );
}

function Main({ page, content }: { page: Page; content: Content }) {
  const refresh = content.refreshSeconds;
  return (
    <main id="content" tabindex={-1} data-refresh={refresh ? String(refresh) : undefined}>
      {page.viewedAs === null ? null : (
        <p class="notice" role="status">
          {page.say(messages.viewedAs, { who: page.viewedAs })}{' '}
          <a href={page.here({ 'view-as': null })}>{page.say(messages.ownEyes)}</a>
        </p>
      )}
      {content.crumbs ? <Breadcrumbs page={page} crumbs={content.crumbs} /> : null}
      <ErrorSummary page={page} />
      {content.heading === false ? null : <h1>{content.title}</h1>}
      {content.body as ComponentChildren}
    </main>
  );
}

function Breadcrumbs({ page, crumbs }: { page: Page; crumbs: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={page.say(messages.breadcrumbs)}>
      <ol>
        <li>
          <a href={page.to('/')}>{page.say(messages.home)}</a>
        </li>
        {crumbs.map((crumb) => (
          <li>
            <a href={page.to(crumb.href)}>{crumb.text}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Footer({ page, content }: { page: Page; content: Content }) {
  return (
    <footer class="site-footer">
      <div class="bar">
        <p>{page.say(messages.footer)}</p>
        <ul>
          {content.address ? null : (
            <li>
              <a href={page.here({ f: 'json' })}>{page.say(messages.asJson)}</a>
            </li>
          )}
          <li>
            <a href={page.to('/conformance')}>{page.say(messages.conformance)}</a>
          </li>
          <li>
            <a href={page.to('/organisations')}>{page.say(identityMessages.organisations)}</a>
          </li>
        </ul>
        <p class="quiet-text">{page.say(messages.version, { version: page.version })}</p>
      </div>
    </footer>
  );
}
