import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; fails after `limitMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = 'the condition',
  limitMs = 10_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
    await sleep(10);
  }
}
