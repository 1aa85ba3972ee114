import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPortal } from '../../src/portal/index.ts';
import { checkWellFormed } from './well-formed.ts';
import { attack, base, refusedOf, samples, type Sample } from './samples.ts';

const portal = createPortal({
  version: '0.1.0',
  clock: { now: () => new Date('2026-11-22T02:00:00Z') },
  words: {
    codeLabel: (codelist, code) => (codelist === 'vn-core/provinces' && code === '01' ? 'Thành phố Hà Nội' : null),
    unitSymbol: () => null,
  },
});

function render(sample: Sample, language: 'vi' | 'en'): string {
  const url = new URL(sample.path, base);
  if (language === 'en') url.searchParams.set('lang', 'en');
  const { caller, problem = null } = sample;
  return portal.pages.render(sample.resource, sample.data, {
    language,
    url,
    base,
    caller,
    problem,
    refused: refusedOf(sample),
  });
}

const sampleNamed = (name: string): Sample => samples.find((sample) => sample.name === name)!;
const textOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const addressesOf = (html: string): string[] =>
  [...html.matchAll(/<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]*)"/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&'),
  );

for (const sample of samples) {
  for (const language of ['vi', 'en'] as const) {
    describe(`the page ${sample.name} in ${language}`, () => {
      const html = render(sample, language);

      test('is a document in that language, whose elements close in order', () => {
        assert.match(html, new RegExp(`^<!doctype html><html lang="${language}">`));
        checkWellFormed(html);
      });

      test('has one main heading, one main part and ids that stand once', () => {
        assert.equal([...html.matchAll(/<h1\b/g)].length, 1);
        assert.equal([...html.matchAll(/<main\b/g)].length, 1);
        const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
        assert.deepEqual(
          ids.filter((id, index) => ids.indexOf(id) !== index),
          [],
        );
      });

      test('never lets markup of the data through', () => {
        assert.ok(!html.includes(attack));
        assert.ok(!/<script>/.test(html));
      });

      test('needs no inline style or script: the policy of the node refuses both', () => {
        assert.ok(!/\sstyle="/.test(html));
        assert.ok(!/\son[a-z]+="/.test(html));
      });

      test('says everything in words: no places unfilled, no undefined, no key of a message', () => {
        const text = textOf(html);
        assert.doesNotMatch(
          text.replaceAll(/\/[\w/]*\{\w+\}[\w/{}]*/g, ''),
          /\{\w+\}|undefined|\[object|NaN|Invalid Date|\[\p{L}+\|\p{L}+\]/u,
        );
        assert.doesNotMatch(text, /a-reason-nobody-wrote-down|\bstate-|phase-|action-/);
      });

      test(language === 'en' ? 'keeps English in every link' : 'leaves the language out of its links', () => {
        for (const address of addressesOf(html)) {
          if (address.startsWith('#')) continue;
          const url = new URL(address, base);
          const isSwitch = html.includes(
            `hreflang="${language === 'en' ? 'vi' : 'en'}" href="${address.replaceAll('&', '&amp;')}"`,
          );
          const isGetForm = html.includes(`method="get" action="${address}"`);
          if (isSwitch || isGetForm) continue;
          assert.equal(url.searchParams.get('lang'), language === 'en' ? 'en' : null, address);
        }
      });

      test('gives every form that posts the token of the session, where there is one', () => {
        if (sample.caller.csrfToken === '') return;
        for (const form of html.match(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g) ?? []) {
          assert.match(form, /name="csrf" value="form-token"/);
        }
      });
    });
  }
}

describe('numbers, times and units', () => {
  test('follow the language', () => {
    assert.match(textOf(render(sampleNamed('items'), 'vi')), /1\.240,5/);
    assert.match(textOf(render(sampleNamed('items'), 'en')), /1,240\.5/);
  });
  test('a moment is written in Vietnamese time, and the header says so', () => {
    const text = textOf(render(sampleNamed('items'), 'vi'));
    assert.match(text, /22\/11\/2026 09:00/);
    assert.match(text, /Thời điểm \( ?UTC\+7/);
    assert.match(textOf(render(sampleNamed('items'), 'en')), /22 Nov 2026 09:00/);
  });
  test('the unit stands in the header, a code beside its label, a year without grouping', () => {
    const text = textOf(render(sampleNamed('items'), 'vi'));
    assert.match(text, /\( ?µg\/m³/);
    assert.match(text, /Thành phố Hà Nội \(01\)/);
    assert.match(text, /\b2015\b/);
  });
  test('a whole number without unit may be a code, and is not grouped', () => {
    assert.match(textOf(render(sampleNamed('items-wide'), 'vi')), /\b31120\b/);
  });
  test('a time without zone stands in the file as local time', () => {
    assert.match(textOf(render(sampleNamed('delivery'), 'vi')), /01\/01\/2026 00:00 – 22\/11\/2026 10:00/);
  });
  test('one is singular in English', () => {
    const data = sampleNamed('datasets').data as { datasets: unknown[] };
    const one = { ...sampleNamed('datasets'), data: { datasets: data.datasets.slice(0, 1) } };
    assert.match(textOf(render(one, 'en')), /1 dataset can be read/);
  });
});

describe('the table of items', () => {
  const html = render(sampleNamed('items'), 'vi');
  test('a sortable column carries a link that turns the order', () => {
    assert.match(html, /aria-sort="descending"/);
    assert.match(html, /href="\/collections\/khong-khi\/items\?sortby=gia_tri"/);
  });
  test('the next page is a link', () => {
    assert.match(html, /rel="next" href="\/collections\/khong-khi\/items\?token=abc&amp;sortby=-gia_tri"/);
  });
  test('each row leads to its object', () => {
    assert.match(html, /href="\/collections\/khong-khi\/items\/T01"/);
  });
  test('examples of filters come from the collection itself', () => {
    assert.match(textOf(html), /ma_tram = 'T01'|ma_tram = &#39;T01&#39;/);
  });
});

describe('what the operator alone is offered', () => {
  test('the public sees no form that posts and no link to runs', () => {
    for (const name of ['dataset', 'item', 'items', 'home']) {
      const html = render(sampleNamed(name), 'vi');
      assert.doesNotMatch(html, /method="post"|href="\/runs|href="\/sources/);
    }
  });
  test('a waiting run can be accepted or discarded, a published one rolled back', () => {
    const waiting = addressesOf(render(sampleNamed('run-waiting'), 'vi'));
    assert.ok(waiting.includes('/runs/7/accept') && waiting.includes('/runs/7/discard'));
    assert.ok(!waiting.includes('/runs/7/rollback'));
    assert.ok(addressesOf(render(sampleNamed('run'), 'vi')).includes('/runs/7/rollback'));
  });
  test('the file is the last field of an upload: the kernel streams it', () => {
    const form = /<form\b[^>]*multipart[\s\S]*?<\/form>/.exec(render(sampleNamed('sources'), 'vi'))![0];
    const names = [...form.matchAll(/<(?:input|select)\b[^>]*\bname="(\w+)"/g)].map((match) => match[1]);
    assert.equal(names.at(-1), 'file');
  });
});

describe('a page in progress', () => {
  test('refreshes itself without script, and by script where there is one', () => {
    for (const name of ['run-running', 'delivery-inspecting']) {
      const html = render(sampleNamed(name), 'vi');
      assert.match(html, /<noscript><meta http-equiv="refresh" content="\d"\/?><\/noscript>/);
      assert.match(html, /<main[^>]*data-refresh="\d"/);
    }
    assert.doesNotMatch(render(sampleNamed('run'), 'vi'), /http-equiv="refresh"/);
  });
  test('says how long it still takes', () => {
    assert.match(textOf(render(sampleNamed('run-running'), 'vi')), /còn khoảng 3 phút/);
  });
});

describe('a refused form', () => {
  const html = render(sampleNamed('sources-refused'), 'vi');
  test('says at the top what was wrong and links to the field', () => {
    assert.match(html, /role="alert"[\s\S]*Mã nguồn không đúng[\s\S]*href="#field-id"/);
    assert.match(html, /id="field-id"/);
  });
  test('keeps what was typed, escaped, and says beside the field what is wrong', () => {
    assert.match(html, /name="id" value="&lt;script>.{0,160}aria-invalid="true"/);
    assert.match(html, /id="field-id-error">chữ thường, số, gạch nối</);
    assert.match(html, /name="title" value="Không khí &quot;A&quot;"/);
    assert.match(html, /value="partial"[^>]* checked/);
  });
  test('of several on a page is the only one that shows it', () => {
    const layers = render(sampleNamed('delivery-refused'), 'vi').split('<form').filter((part) => part.includes('name="key"')); // prettier-ignore
    assert.match(layers[0]!, /name="key" value="ma, ngay"[^>]*aria-invalid/);
    assert.match(layers[1]!, /name="key" value autocomplete/);
    assert.doesNotMatch(layers[1]!, /aria-invalid|class="error"/);
  });
  test('the language switch leads to a page that can be read', () => {
    assert.match(render(sampleNamed('delivery-refused'), 'vi'), /hreflang="en" href="\/deliveries\/4\?lang=en"/);
  });
});

test('a filter that knows nothing of a parameter says which one was asked for', () => {
  const html = render(sampleNamed('no-such-parameter'), 'vi');
  assert.match(html, /<option value="PM2\.5" selected[^>]*>PM2\.5<\/option>/);
});
