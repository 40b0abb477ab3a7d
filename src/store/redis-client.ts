// A client of the caller's own, in place of a connection that the store opens: never closed here, and asked for no more
// than scripts.

import type { RemoteClock } from '../clock.ts';
import { type Link, readTime, SWAP } from './redis-link.ts';
import type { RedisClient } from './redis-options.ts';

const GET = "return redis.call('GET', KEYS[1])";
const TIME = "return redis.call('TIME')";

/** @param timeout how long to wait for each reply, in ms: the client itself may wait for ever */
export function borrow(client: RedisClient, timeout: number, clock: RemoteClock): Link {
  const ask = async (script: string, ...rest: string[]) =>
    inTime(client.eval(script, rest.length > 0 ? 1 : 0, ...rest), timeout);
  return {
    client: {
      status: 'ready',
      get: (key) => ask(GET, key),
      swap: (key, expected, next, expireIn, now) => ask(SWAP, key, expected, next, expireIn, `${now}`),
      disconnect() {},
    },
    clock,
    ready: ask(TIME).then((time) => clock.set(readTime(time))),
  };
}

function inTime(reply: Promise<unknown>, timeout: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no reply'), { code: 'ETIMEDOUT' })), timeout);
  });
  return Promise.race([reply, late]).finally(() => clearTimeout(timer));
}
