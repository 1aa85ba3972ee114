import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { barriersOf as barriersOn, launch, noBrowser } from '../portal/browser.ts';
import { until } from '../support/wait.ts';
import { administrator, goodPassword, onAccessNode } from './access-node.ts';

const screenshots = process.env['LIENTHONG_SCREENSHOTS'];
/** With the address, since one test sees many pages. */
const barriersOf = async (page: Page): Promise<string[]> =>
  (await barriersOn(page)).map((barrier) => `${page.url()}: ${barrier}`);

describe('people in a browser', { skip: noBrowser }, () => {
  onAccessNode('of a new node', (node) => {
    let browser: Browser;
    const local = (address: string) => address.replace('127.0.0.1', 'localhost');

    before(async () => {
      browser = await launch();
      if (screenshots) mkdirSync(screenshots, { recursive: true });
    });
    after(() => browser?.close());

    async function open(width: number, more: Parameters<Browser['newContext']>[0] = {}) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true, ...more });
      return { context, page: await context.newPage() };
    }

    /** Goes on by the tabulator until the field or button with this name has the focus, as somebody without a mouse does. */
    async function tabTo(page: Page, name: string | RegExp): Promise<void> {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        const here = await page.evaluate(() => {
          const one = document.activeElement as HTMLInputElement | null;
          return one?.labels?.[0]?.textContent ?? one?.textContent ?? '';
        });
        if (typeof name === 'string' ? here.trim() === name : name.test(here)) return;
      }
      assert.fail(`nothing called ${String(name)} can be reached on ${page.url()}`);
    }

    async function typeInto(page: Page, label: string, text: string): Promise<void> {
      await tabTo(page, label);
      await page.keyboard.type(text);
    }

    async function picture(page: Page, name: string): Promise<void> {
      if (screenshots) await page.screenshot({ path: join(screenshots, `people-${name}.png`), fullPage: true });
    }

    test('is set up with the keyboard alone', async () => {
      const { context, page } = await open(1_280);
      await page.goto(local((await node.node().setUpLink())!));
      await typeInto(page, 'Mã định danh cơ quan', 'H26');
      await typeInto(page, 'Tên cơ quan', 'Sở Nông nghiệp và Môi trường');
      await typeInto(page, 'Họ và tên', administrator.name);
      await typeInto(page, 'Địa chỉ thư điện tử', administrator.email);
      await typeInto(page, 'Mật khẩu', goodPassword);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/account');
      assert.match(await page.locator('.site-header').innerText(), /Nguyễn Văn An/);
      await picture(page, 'account');
      await context.close();
    });

    test('signs people in without script, at 360 px, in English', async () => {
      const { context, page } = await open(360, { javaScriptEnabled: false });
      await page.goto(`${local(node.url())}/sign-in?next=/organisations/H26&lang=en`);
      await page.getByLabel('E-mail address').fill(administrator.email);
      await page.getByLabel('Password').fill('wrong on purpose');
      await page.getByRole('button', { name: 'Sign in' }).click();
      assert.match(await page.getByRole('alert').innerText(), /not right/);
      assert.equal(await page.getByLabel('E-mail address').inputValue(), administrator.email);
      await page.getByLabel('Password').fill(goodPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      assert.match(page.url(), /\/organisations\/H26\?lang=en$/);
      await picture(page, 'organisation-360-en');
      await page.locator('summary', { hasText: 'Make a key' }).click();
      await page.getByLabel('Name of the program').first().fill('Station');
      await page.getByRole('button', { name: 'Make a key' }).click();
      assert.match(await page.locator('main').innerText(), /ltk_/);
      await context.close();
    });

    for (const width of [360, 1_280]) {
      for (const language of ['vi', 'en']) {
        test(`has no barrier that axe knows at ${width} px in ${language}`, async () => {
          const { context, page } = await open(width);
          const english = language === 'en' ? '?lang=en' : '';
          const faults: string[] = [];
          const look = async (path: string) => {
            await page.goto(`${local(node.url())}${path}${english}`);
            await page.evaluate(() => document.fonts.ready);
            for (const details of await page.locator('details').all()) {
              await details.evaluate((one) => one.setAttribute('open', ''));
            }
            faults.push(...(await barriersOf(page)));
            await picture(page, `${path.replaceAll('/', '_')}-${width}-${language}`);
          };
          for (const path of ['/sign-in', '/reset', '/organisations']) await look(path);
          await page.goto(`${local(node.url())}/sign-in`);
          await page.getByLabel('Địa chỉ thư điện tử').fill(administrator.email);
          await page.getByLabel('Mật khẩu').fill(goodPassword);
          await page.keyboard.press('Enter');
          await page.waitForURL(`${local(node.url())}/`);
          for (const path of ['/account', '/organisations', '/organisations/H26', '/audit']) await look(path);
          await context.close();
          assert.deepEqual(faults, []);
        });
      }
    }

    test('the audit log is searched without script, and finds who was turned away', async () => {
      await node.call('/runs');
      const { context, page } = await open(360, { javaScriptEnabled: false });
      await page.goto(`${local(node.url())}/sign-in?next=/audit&lang=en`);
      await page.getByLabel('E-mail address').fill(administrator.email);
      await page.getByLabel('Password').fill(goodPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      // The search stands behind its summary until somebody has searched.
      await page.getByText('Look by person, action, day').click();
      await until(async () => {
        await page.getByLabel('Result').selectOption('refused');
        await page.getByRole('button', { name: 'Find' }).click();
        return (await page.locator('main').innerText()).includes('/runs');
      }, 'the refusal');
      assert.match(await page.locator('main').innerText(), /public[\s\S]*refused \(sign-in-required\)/);
      await picture(page, 'audit-360-en');
      await context.close();
    });

    test('a passkey is added and then signs in alone', async () => {
      const { context, page } = await open(1_280);
      await signInBy(page, local(node.url()));
      await addAuthenticator(context, page);
      await page.goto(`${local(node.url())}/account`);
      await page.getByLabel('Tên để nhận ra thiết bị').fill('Máy bàn');
      await page.getByRole('button', { name: 'Thêm khoá của thiết bị này' }).click();
      await page.getByRole('rowheader', { name: 'Máy bàn' }).waitFor();
      await page.getByRole('button', { name: 'Đăng xuất' }).click();
      await page.goto(`${local(node.url())}/sign-in?next=/account`);
      await page.getByRole('button', { name: 'Đăng nhập bằng khoá của thiết bị' }).click();
      await page.waitForURL((url) => url.pathname === '/account');
      assert.match(await page.locator('main').innerText(), /Máy bàn/);
      await context.close();
    });

    test('a password alone is then no longer enough', async () => {
      const { context, page } = await open(1_280);
      await signInBy(page, local(node.url()));
      assert.match(page.url(), /\/sign-in\/second/);
      await context.close();
    });
  });
});

async function signInBy(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Địa chỉ thư điện tử').fill(administrator.email);
  await page.getByLabel('Mật khẩu').fill(goodPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** A device that says yes, as the browser's own protocol for tests offers it. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
