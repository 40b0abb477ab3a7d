// One more process at a store, for tests: node store-worker.mjs PLACE TASK …
// Starts when told so by a line on its standard input, and says what it did in lines of JSON.

import { once } from 'node:events';
import { writeSync } from 'node:fs';

const [place, task, ...rest] = process.argv.slice(2);
// In a crowd on a busy machine, one or the other waits for longer than a person would.
const patience = 60_000;
const store = /^rediss?[:+]/.test(place)
  ? (await import('../../dist/store/redis.js')).redisStore(place, { patience, timeout: patience })
  : (await import('../../dist/store/file.js')).fileStore(place, { patience });
const increment = (ledger) => ({ ledger: { ...ledger, failures: ledger.failures + 1 }, outcome: ledger.failures + 1 });
// Written at once and not by a stream: what was acknowledged must be out before the process is killed.
const say = (value) => writeSync(1, `${JSON.stringify(value)}\n`);
const verifierFor = async (texts) => {
  const { OtpVerifier } = await import('../../dist/index.js');
  return new OtpVerifier({
    store,
    secret: 'a secret of the tests',
    policy: { resendAfter: 0, maxSends: 100 },
    sender: {
      async send({ body }) {
        texts.push(body);
        return { kind: 'accepted' };
      },
    },
  });
};

const tasks = {
  /** Adds one to a key, so many times. */
  async count(key, times) {
    for (let done = 0; done < Number(times); done++) await store.update(key, increment);
  },
  /** Adds one to each of two keys for ever, and says each number that was acknowledged. */
  async forever(own, shared) {
    for (;;) {
      say({ own: await store.update(own, increment) });
      say({ shared: await store.update(shared, increment) });
    }
  },
  /** Answers every recipient with its code, and says whose was accepted. */
  async check(answers) {
    const verifier = await verifierFor([]);
    for (const [recipient, code] of JSON.parse(answers)) {
      if ((await verifier.check(recipient, code)).kind === 'accepted') say(recipient);
    }
  },
  /** Sends to one recipient after another until the store fails, then answers the first one. */
  async fill(most) {
    const texts = [];
    const verifier = await verifierFor(texts);
    const recipient = (index) => `+1415555${String(index).padStart(4, '0')}`;
    let sent = 0;
    let outcome;
    do outcome = await verifier.send(recipient(sent));
    while (outcome.kind === 'sent' && ++sent < Number(most));
    say({ sent, outcome, check: await verifier.check(recipient(0), texts[0]?.slice(0, 5) ?? '00000') });
  },
};

say('ready');
await once(process.stdin, 'data');
process.stdin.destroy();
await tasks[task](...rest);
await store.close();
