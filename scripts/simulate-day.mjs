// `node scripts/simulate-day.mjs [--stations 500] [--speed 60] [--hours 24] [--live MINUTES] [--url URL] [--mqtt URL]`: plays a
// day of made-up stations into a running node, so that it can be seen live: half of them drop station files into a folder that
// the node looks into, half publish over MQTT. The simulated day ends now: at 60x speed it takes 24 minutes, and with --live
// the stations go on sending every five minutes after it. The node needs LIENTHONG_MQTT_PORT; LIENTHONG_DATA is its folder.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectAsync } from 'mqtt';

const { values: asked } = parseArgs({
  options: {
    stations: { type: 'string', default: '500' },
    speed: { type: 'string', default: '60' },
    hours: { type: 'string', default: '24' },
    live: { type: 'string', default: '0' },
    url: { type: 'string', default: 'http://localhost:8080' },
    mqtt: { type: 'string', default: 'mqtt://localhost:1883' },
  },
});
const [stationCount, speed, hours, live] = ['stations', 'speed', 'hours', 'live'].map((name) => Number(asked[name]));
if (!(
  stationCount >= 1 &&
  stationCount <= 5_000 &&
  speed >= 1 &&
  speed <= 600 &&
  hours > 0 &&
  hours <= 72 &&
  live >= 0
)) {
  console.error('Up to 5,000 stations, 600x speed and 72 hours.');
  process.exit(2);
}

const network = 'mo-phong';
const stepMs = 300_000;
const publishedAtOnce = 200;
/** The folder is looked into each minute; a node that is behind may need some. */
const settleMs = 600_000;
const data = resolve(process.env.LIENTHONG_DATA ?? 'data');
const folder = join(data, network);
const token = readFileSync(join(data, 'operator-token'), 'utf8').trim();

/** What two kinds of stations measure: unit, level, height of the daily wave. */
const kinds = [
  { word: 'không khí', parameters: { 'PM2,5': ['ug/m3', 32, 18], PM10: ['ug/m3', 58, 26], NO2: ['ug/m3', 28, 14], O3: ['ug/m3', 45, 35] } }, // prettier-ignore
  { word: 'nước mặt', parameters: { pH: ['-', 7.1, 0.3], DO: ['mg/L', 5.6, 1.2], COD: ['mg/L', 14, 4], TSS: ['mg/L', 38, 15] } }, // prettier-ignore
];
/** Inland places around which the stations stand; nobody measures there in truth. */
const places = [[105.6, 21.1], [105.8, 21.65], [105.1, 21.35], [105.75, 20.35], [105.2, 18.95], [107.3, 16.35], [108.1, 13.9], [108.1, 12.7], [107.9, 11.7], [106.6, 11.0], [105.8, 10.5], [105.65, 10.1]]; // prettier-ignore

/** A number in [0, 1) that always follows from its seeds. */
function random(...seeds) {
  let state = seeds.reduce((sum, seed) => Math.imul(sum ^ seed, 0x9e3779b1) + 0x6d2b79f5, 0x811c9dc5);
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
}

const stations = Array.from({ length: stationCount }, (_, i) => {
  const [longitude, latitude] = places[i % places.length];
  const kind = kinds[Math.floor(i / places.length) % 2];
  const number = String(i + 1).padStart(3, '0');
  return {
    i,
    kind,
    code: `MP${number}`,
    name: `Trạm ${kind.word} ${number} (mô phỏng)`,
    longitude: longitude + (random(i, 1) - 0.5) * 0.7,
    latitude: latitude + (random(i, 2) - 0.5) * 0.5,
    // Both kinds, at every place, take both ways.
    byFile: Math.floor(i / places.length / 2) % 2 === 1,
    // One in twelve falls silent for some hours, one in twenty is calibrated, one in thirty has a fault.
    silent: i % 12 === 5 ? [6 + random(i, 3) * 10, 2 + random(i, 4) * 3] : null,
    calibrated: i % 20 === 7 ? 9 + random(i, 5) * 6 : null,
    faulty: i % 30 === 11 ? 12 + random(i, 6) * 8 : null,
  };
});

/** What a station says at a moment; null: nothing. */
function reading({ i, kind, silent, calibrated, faulty }, at) {
  const hour = ((at + 7 * 3_600_000) % 86_400_000) / 3_600_000;
  if (silent && hour >= silent[0] && hour < silent[0] + silent[1]) return null;
  const status = calibrated && hour >= calibrated && hour < calibrated + 0.5 ? '01' : faulty && hour >= faulty && hour < faulty + 1 ? '02' : '00'; // prettier-ignore
  const rush = Math.exp(-((hour - 7.5) ** 2) / 5) + Math.exp(-((hour - 18.5) ** 2) / 6);
  const noon = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
  const values = Object.entries(kind.parameters).map(([symbol, [unit, level, wave]], place) => {
    const share = symbol === 'O3' || symbol === 'DO' ? noon : rush;
    const own = level * (0.75 + random(i, place, 7) * 0.5);
    const noise = (random(i, place, Math.floor(at / stepMs)) - 0.5) * wave * 0.3;
    // Rarely a jump that quality control should see.
    const jump = random(i, place, Math.floor(at / stepMs), 9) > 0.9995 ? wave * 12 : 0;
    return { symbol, unit, value: Math.max(0, own + share * wave + noise + jump).toFixed(2) };
  });
  return { status, values };
}

async function call(method, path, body, type = 'application/json') {
  const answer = await fetch(new URL(path, asked.url), {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }) }, // prettier-ignore
    ...(body === undefined ? {} : { body: type === 'application/json' ? JSON.stringify(body) : body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text.startsWith('{') ? JSON.parse(text) : {};
}

async function pages(path) {
  const found = [];
  for (let next = path; next;) {
    const page = await call('GET', next);
    found.push(...(page.value ?? page.stations));
    next = page['@iot.nextLink'] ?? page.links?.find(({ rel }) => rel === 'next')?.href;
  }
  return found;
}

/** Network, stations with their places, and the folder for files. Answers the number of each series by station and symbol. */
async function prepare(first) {
  const { networks } = await call('GET', '/networks');
  if (!networks.some(({ id }) => id === network)) {
    await call('POST', '/networks', { id: network, title: 'Trạm mô phỏng (không phải số liệu thật)', titleEn: 'Simulated stations (no true values)', openness: 'open' }); // prettier-ignore
  }
  const rows = stations.flatMap((station) =>
    (reading(station, first) ?? reading({ ...station, silent: null }, first)).values.map(
      ({ symbol, unit, value }) => `${station.code},"${symbol}",${unit},${new Date(first).toISOString()},${value}`,
    ),
  );
  const csv = ['station,parameter,unit,time,value', ...rows].join('\n');
  await call('POST', `/networks/${network}/observations?every=${stepMs / 1000}&stamp=end`, csv, 'text/csv');
  const known = await pages(`/stations?network=${network}`);
  for (const { id, code, longitude } of known) {
    const station = stations.find((one) => one.code === code);
    if (!station || longitude !== null) continue;
    const thing = `/networks/${network}/sta/v1.1/Things(${id})`;
    await call('PATCH', thing, { name: station.name });
    const location = { type: 'Point', coordinates: [station.longitude, station.latitude] };
    await call('POST', `${thing}/Locations`, { name: station.name, description: station.name, encodingType: 'application/geo+json', location }); // prettier-ignore
  }
  mkdirSync(folder, { recursive: true });
  await call('POST', `/networks/${network}/feeds`, { path: folder });
  const codes = new Map(known.map(({ id, code }) => [id, code]));
  const list = await pages(`/networks/${network}/sta/v1.1/Datastreams?$top=500&$expand=Thing($select=id),ObservedProperty`); // prettier-ignore
  const found = new Map(
    list.map(({ '@iot.id': id, Thing, ObservedProperty: { definition } }) => [
      `${codes.get(Thing['@iot.id'])} ${decodeURIComponent(definition.split(':').at(-1))}`,
      id,
    ]),
  );
  for (const { code, kind } of stations) {
    for (const symbol of Object.keys(kind.parameters)) {
      if (!found.has(`${code} ${symbol}`)) throw new Error(`The node knows no series of ${code} ${symbol}.`);
    }
  }
  return found;
}

const digits = (at) => new Date(at + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
const sent = { files: 0, published: 0, values: 0 };
/** How many values of each series were sent, by station and symbol. */
const sentOf = new Map();
function count(code, symbol) {
  sent.values++;
  sentOf.set(`${code} ${symbol}`, (sentOf.get(`${code} ${symbol}`) ?? 0) + 1);
}

/** The file of a station at a moment (Thông tư 10/2021/TT-BTNMT): written aside, then named, as loggers do. */
function dropFile({ code }, at, { status, values }) {
  const place = join(folder, code, digits(at).slice(0, 8));
  mkdirSync(place, { recursive: true });
  const file = join(place, `MP_MOPHONG_${code}_${digits(at)}.txt`);
  const lines = values.map(({ symbol, value, unit }) => [symbol, value, unit, digits(at), status].join('\t'));
  writeFileSync(`${file}.part`, `${lines.join('\n')}\n`);
  renameSync(`${file}.part`, file);
  sent.files++;
  for (const { symbol } of values) count(code, symbol);
}

const client = await connectAsync(asked.mqtt, { username: 'simulation', password: token }, false).catch((fault) => {
  console.error(`No MQTT at ${asked.mqtt} (${fault.message}): start the node with LIENTHONG_MQTT_PORT=1883.`);
  process.exit(1);
});
const span = hours * 3_600_000;
const began = Date.now();
const first = Math.ceil((began + span / speed - span) / stepMs) * stepMs;
console.log(`Preparing ${stationCount} stations in the network ${network}`);
const series = await prepare(first);
// An earlier day may have been played into it.
const storedBefore = await storedOf();

async function publish({ code }, at, { status, values }) {
  if (status !== '00') return;
  for (const { symbol, value } of values) {
    const id = series.get(`${code} ${symbol}`);
    const body = JSON.stringify({ phenomenonTime: new Date(at).toISOString(), result: Number(value) });
    await client.publishAsync(`v1.1/Datastreams(${id})/Observations`, body, { qos: 1 });
    sent.published++;
    count(code, symbol);
  }
}

/** One moment of all stations. Waits until what was published is acknowledged: the node sets the pace where it must. */
async function play(at) {
  const speaking = stations.map((station) => [station, reading(station, at)]).filter(([, said]) => said !== null);
  for (const [station, said] of speaking) if (station.byFile) dropFile(station, at, said);
  const queue = speaking.filter(([{ byFile }]) => !byFile);
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await publish(next[0], at, next[1]);
  };
  await Promise.all(Array.from({ length: publishedAtOnce }, work));
}

const end = Date.now() + live * 60_000 + span / speed;
const started = Date.now();
let at = first + stepMs;
for (let steps = 1; ; at += stepMs, steps++) {
  // The day runs faster until it has caught up with the clock; then the clock sets the pace.
  const due = Math.max(started + (steps * stepMs) / speed, at);
  if (at > Date.now() && live === 0) break;
  if (due > end) break;
  if (due > Date.now()) await wait(due - Date.now());
  await play(at);
  if (steps % 12 === 0 || at > Date.now() - stepMs) {
    const behind = Math.max(0, Math.round((Date.now() - due) / 1000));
    console.log(`${digits(at).slice(0, 12)}: ${sent.values} values, ${sent.files} files, ${sent.published} publications${behind > 1 ? `, ${behind} s behind` : ''}`); // prettier-ignore
  }
}
await client.endAsync();
console.log(`Sent ${sent.values} values: ${sent.files} files, ${sent.published} publications.`);

/** How many values of each series stand in the node since the first moment that was played, as its SensorThings service counts. */
async function storedOf() {
  const since = new Date(first + stepMs).toISOString();
  const list = await pages(`/networks/${network}/sta/v1.1/Datastreams?$top=200&$select=id&$expand=Observations($filter=phenomenonTime%20ge%20${since};$count=true;$top=0)`); // prettier-ignore
  return new Map(list.map((one) => [one['@iot.id'], one['Observations@iot.count']]));
}

/** How many values were kept out since the day began, by the receipts of the network. */
async function quarantined() {
  let sum = 0;
  for (let next = `/networks/${network}/receipts`; next;) {
    const page = await call('GET', next);
    const own = page.receipts.filter(({ receivedAt }) => Date.parse(receivedAt) >= began);
    for (const receipt of own) sum += receipt.quarantined;
    next = own.length === page.receipts.length ? page.next : null;
  }
  return sum;
}

/** Waits until the folder has been looked into, then holds what is stored against what was sent, series by series. */
async function reckon() {
  for (const end = Date.now() + settleMs; ;) {
    const now = await storedOf();
    const stored = new Map([...now].map(([id, n]) => [id, n - (storedBefore.get(id) ?? 0)]));
    const [total, out] = [[...sentOf.keys()].reduce((sum, key) => sum + (stored.get(series.get(key)) ?? 0), 0), await quarantined()]; // prettier-ignore
    const wrong = [...sentOf].filter(([key, n]) => stored.get(series.get(key)) !== n);
    if (total + out === sent.values || Date.now() > end) {
      console.log(`Of ${stations.length} stations: sent ${sent.values} = stored ${total} + quarantined ${out}${total + out === sent.values ? '' : ' DOES NOT HOLD'}; ${sentOf.size - wrong.length} of ${sentOf.size} series have every value.`); // prettier-ignore
      for (const [key, n] of wrong.slice(0, 20)) console.log(`  ${key}: sent ${n}, stored ${stored.get(series.get(key)) ?? 0}`); // prettier-ignore
      return total + out === sent.values;
    }
    await wait(5_000);
  }
}
if (!(await reckon())) process.exitCode = 1;
