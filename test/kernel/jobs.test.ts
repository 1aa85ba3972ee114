import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createJobs,
  kernelMigrations,
  migrate,
  nextTime,
  sql,
  type Clock,
  type Job,
  type JobKind,
  type Jobs,
  type JobsOptions,
} from '../../src/kernel/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';
import { onBothEngines } from './engines.ts';

const title = { vi: 'Thử', en: 'A try' };

let now = new Date('2026-01-01T00:00:00Z');
const clock: Clock = { now: () => now };
const wait = (milliseconds: number) => void (now = new Date(now.getTime() + milliseconds));

test("schedules count in Vietnam's time", () => {
  assert.equal(nextTime('0 6 * * *', new Date('2026-01-01T00:00:00Z'))?.toISOString(), '2026-01-01T23:00:00.000Z');
  assert.throws(() => nextTime('every day', new Date()), { code: 'invalid-schedule' });
});

onBothEngines('Jobs', (engine) => {
  const running: Jobs[] = [];
  before(async () => void (await migrate(engine.db(), [kernelMigrations])));
  after(async () => void (await Promise.all(running.map((jobs) => jobs.stop()))));

  async function runner(kinds: Record<string, JobKind<never>>, options: Partial<JobsOptions> = {}): Promise<Jobs> {
    const jobs = createJobs(engine.db(), { clock, log: quietLog, pollMs: 50, graceMs: 100, ...options });
    for (const [kind, definition] of Object.entries(kinds)) jobs.define(kind, definition);
    await jobs.start();
    running.push(jobs);
    return jobs;
  }
  const ended = async (jobs: Jobs, id: number): Promise<Job> => {
    await until(async () => (await jobs.get(id))!.finishedAt !== null, `job ${id} to finish`);
    return (await jobs.get(id))!;
  };

  test('a job runs with its payload and keeps its result', async () => {
    const jobs = await runner({
      double: { title, budgetMs: 1_000, run: ({ payload }) => Promise.resolve(payload * 2) },
    });
    const job = await ended(jobs, await jobs.enqueue(engine.db(), 'double', 21));
    assert.equal(job.state, 'done');
    assert.equal(job.result, 42);
  });

  test('a job enqueued in a transaction that is rolled back does not exist', async () => {
    const jobs = createJobs(engine.db(), { clock, log: quietLog });
    const id = await new Promise<number>((resolve) => {
      void engine
        .db()
        .transaction(async (tx) => {
          resolve(await jobs.enqueue(tx, 'never', null));
          throw new Error('no');
        })
        .catch(() => {});
    });
    assert.equal(await jobs.get(id), null);
  });

  test('a key keeps a second one out until the first has finished', async () => {
    const jobs = createJobs(engine.db(), { clock, log: quietLog });
    const first = await jobs.enqueue(engine.db(), 'unserved', 1, { key: 'station' });
    assert.equal(await jobs.enqueue(engine.db(), 'unserved', 2, { key: 'station' }), first);
    assert.equal(await jobs.cancel(first), true);
    assert.notEqual(await jobs.enqueue(engine.db(), 'unserved', 3, { key: 'station' }), first);
    assert.equal(await jobs.cancel(first), false);
  });

  test('a job whose end could not be stored runs again, though its runner goes on with others', async () => {
    let calls = 0;
    let storeIsAway = false;
    const away = new Proxy(engine.db(), {
      get: (db, name) => {
        const value: unknown = Reflect.get(db, name);
        if (typeof value !== 'function') return value;
        return name === 'query' && storeIsAway ? () => Promise.reject(new Error('away')) : value.bind(db);
      },
    });
    const jobs = createJobs(away, { clock, log: quietLog, pollMs: 50, leaseMs: 1_500, workerId: 'cut off' });
    jobs.define('cut', {
      title,
      budgetMs: 10_000,
      run: async () => {
        calls++;
        storeIsAway = calls === 1;
        if (storeIsAway) setTimeout(() => (storeIsAway = false), 100);
      },
    });
    jobs.define('companion', { title, budgetMs: 10_000, run: ({ signal }) => once(signal, 'abort') });
    await jobs.start();
    running.push(jobs);
    await jobs.enqueue(engine.db(), 'companion', null);
    const cut = await jobs.enqueue(engine.db(), 'cut', null);
    assert.equal((await ended(createJobs(engine.db(), { clock, log: quietLog }), cut)).state, 'done');
    assert.ok(calls >= 2);
  });

  test('a failed job is tried again after growing pauses, then fails with its reason', async () => {
    let tries = 0;
    const flaky: JobKind = {
      title,
      budgetMs: 1_000,
      retries: 2,
      backoffMs: 1_000,
      run: () => Promise.reject(new Error(`try ${++tries}`)),
    };
    const jobs = await runner({ flaky });
    const id = await jobs.enqueue(engine.db(), 'flaky', null);
    const pauses: number[] = [];
    for (const attempt of [1, 2]) {
      await until(async () => {
        const job = (await jobs.get(id))!;
        return job.state === 'waiting' && job.attempt === attempt;
      });
      pauses.push(new Date((await jobs.get(id))!.runAt).getTime() - now.getTime());
      wait(pauses.at(-1)!);
    }
    const job = await ended(jobs, id);
    assert.deepEqual(pauses, [1_000, 2_000]);
    assert.equal(job.state, 'failed');
    assert.equal(job.error!.en, 'try 3');
  });

  test('the signal tells that the time budget is used up; a job that ignores it is given up', async () => {
    let polite = false;
    const jobs = await runner({
      polite: {
        title,
        budgetMs: 50,
        run: async ({ signal }) => {
          await once(signal, 'abort');
          polite = true;
          throw signal.reason;
        },
      },
      deaf: { title, budgetMs: 50, retries: 5, run: () => sleep(60_000, undefined, { ref: false }) },
    });
    const first = await ended(jobs, await jobs.enqueue(engine.db(), 'polite', null));
    assert.equal(first.error!.code, 'job-over-budget');
    assert.ok(polite);
    const second = await ended(jobs, await jobs.enqueue(engine.db(), 'deaf', null));
    assert.equal(second.state, 'failed');
    assert.equal(second.error!.code, 'job-over-budget');
  });

  test('a running job can be cancelled', async () => {
    const jobs = await runner({
      long: { title, budgetMs: 60_000, run: ({ signal }) => sleep(60_000, undefined, { signal }) },
    });
    const id = await jobs.enqueue(engine.db(), 'long', null);
    await until(async () => (await jobs.get(id))!.state === 'running');
    assert.equal(await jobs.cancel(id), true);
    assert.equal((await ended(jobs, id)).state, 'cancelled');
  });

  test('progress is stored with the expected end', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const jobs = await runner({
      steps: {
        title,
        budgetMs: 10_000,
        run: async ({ progress }) => {
          progress(0, 100);
          await sleep(20);
          progress(50, 100);
          await held;
          progress(100, 100);
        },
      },
    });
    const id = await jobs.enqueue(engine.db(), 'steps', null);
    await until(async () => (await jobs.get(id))!.progressDone === 50, 'the progress');
    assert.ok((await jobs.get(id))!.expectedEnd);
    release();
    assert.equal((await ended(jobs, id)).progressDone, 100);
  });

  test('what a dead process left is taken over at start, at once', async () => {
    const seen: number[] = [];
    const left = createJobs(engine.db(), { clock, log: quietLog });
    const id = await left.enqueue(engine.db(), 'left', null);
    const dead = await deadIdentity();
    await engine.db().query(sql`
      update job set state = 'running', attempt = 1, worker = ${dead}, lease_until = now() + interval '1 hour'
      where id = ${id}`);
    const jobs = await runner({
      left: { title, budgetMs: 1_000, run: ({ attempt }) => Promise.resolve(void seen.push(attempt)) },
    });
    assert.equal((await ended(jobs, id)).state, 'done');
    assert.deepEqual(seen, [1], 'the crash does not count as an attempt');
  });

  test('a lease that has run out is taken over, and the former worker is told', async () => {
    let told: unknown;
    const slow = await runner(
      {
        slow: {
          title,
          budgetMs: 60_000,
          run: async ({ signal }) => {
            await once(signal, 'abort');
            told = signal.reason;
          },
        },
      },
      { leaseMs: 300 },
    );
    const id = await slow.enqueue(engine.db(), 'slow', null);
    await until(async () => (await slow.get(id))!.state === 'running');
    await engine.db().query(sql`update job set worker = 'another' where id = ${id}`);
    await until(() => told !== undefined, 'the signal');
    assert.match(String(told), /lost/);
    await engine.db().query(sql`delete from job where id = ${id}`);
  });

  test('stop puts a running job back, and the next runner does it', async () => {
    const kinds = (run: JobKind['run']) => ({ resumed: { title, budgetMs: 60_000, run } });
    const one = await runner(kinds(({ signal }) => sleep(60_000, undefined, { signal })));
    const id = await one.enqueue(engine.db(), 'resumed', null);
    await until(async () => (await one.get(id))!.state === 'running');
    await one.stop();
    assert.equal((await one.get(id))!.state, 'waiting');
    const two = await runner(kinds(() => Promise.resolve('done')));
    const job = await ended(two, id);
    assert.equal(job.attempt, 1);
    assert.equal(job.result, 'done');
  });

  test('of several runners one takes a job; all jobs are done once', async () => {
    const done: number[] = [];
    const kind = {
      many: {
        title,
        budgetMs: 1_000,
        run: ({ payload }: { payload: number }) => Promise.resolve(void done.push(payload)),
      },
    };
    const [jobs] = await Promise.all([runner(kind), runner(kind)]);
    for (let i = 0; i < 30; i++) await jobs!.enqueue(engine.db(), 'many', i);
    await until(() => done.length >= 30, 'all jobs');
    await sleep(60);
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      Array.from({ length: 30 }, (_, i) => i),
    );
  });

  test('a schedule fires once for each time, and once for all that were missed', async () => {
    let fired = 0;
    const kind = { daily: { title, budgetMs: 1_000, run: () => Promise.resolve(void fired++) } };
    const [one, two] = await Promise.all([runner(kind), runner(kind)]);
    await one!.schedule('air', '0 6 * * *', 'daily');
    await two!.schedule('air', '0 6 * * *', 'daily');
    // A job under the schedule's key keeps the next one out until its end is stored, which is after its run.
    const idle = async () => {
      const [open] = await engine
        .db()
        .query(sql`select 1 as one from job where kind = 'daily' and finished_at is null`);
      return open === undefined;
    };
    wait(24 * 3_600_000);
    await until(async () => fired === 1 && (await idle()), 'the first time');
    wait(3 * 24 * 3_600_000);
    await until(() => fired === 2, 'the missed ones');
    await sleep(150);
    assert.equal(fired, 2);
    await one!.unschedule('air');
  });
});

/** The identity of a process of this machine that has ended. */
async function deadIdentity(): Promise<string> {
  const { processIdentity } = await import('../../src/kernel/db/index.ts');
  const [boot, space, , , random] = processIdentity().split('/');
  return [boot, space, 4_194_303, '1', random].join('/');
}
