// One of the processes of `store.mjs`: node store-worker.mjs PLACE, where PLACE is the path or URL of the store. Reads
// tasks as lines of JSON, and prints when each was done, in ms since 1970.

import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { OtpVerifier } from '../dist/index.js';
import { fileStore } from '../dist/store/file.js';
import { redisStore } from '../dist/store/redis.js';
import { redisScript, redisWatch, sqlite } from './engines.mjs';

const place = process.argv[2];
const phoneAt = (index) => `+1415${2_000_000 + index}`;
const WRONG = '00000';

/** What can be measured. Each is opened on first use. */
const KINDS = {
  file: () => openStore(fileStore(place)),
  redis: () => openStore(redisStore(place)),
  sqlite: () => sqlite(place),
  redisScript: () => redisScript(place),
  redisWatch: () => redisWatch(place),
};

/** Checks a wrong code, as a gate does. It costs the store the same as a correct one, and can be repeated. */
function openStore(store) {
  const verifier = new OtpVerifier({
    store: forgiving(store),
    secret: 'a secret of the bench',
    policy: { maxAttempts: 10, expiresIn: 600_000 },
    // Every code is 99999.
    random: (limit) => limit - 1,
    sender: { send: async () => ({ kind: 'accepted' }) },
  });
  return {
    async fill(phones) {
      for (const phone of phones) await verifier.send(phone);
    },
    async check(phone) {
      const { kind } = await verifier.check(phone, WRONG);
      if (kind !== 'incorrect') throw new Error(`the outcome of a wrong code was ${kind}`);
    },
  };
}

/** Clears the wrong tries now and then, before they kill the code and lock the phone. */
function forgiving(store) {
  return {
    close: () => store.close(),
    update: (key, change) =>
      store.update(key, (before, now) => {
        const { ledger, outcome } = change(before, now);
        if (ledger.failures < 8) return { ledger, outcome };
        const challenges = ledger.challenges.map((challenge) => ({ ...challenge, tries: 0 }));
        return { ledger: { ...ledger, failures: 0, challenges }, outcome };
      }),
  };
}

const open = new Map();
for await (const line of createInterface(process.stdin)) {
  const { kind, phones, checks = 0, fill = false, at = 0 } = JSON.parse(line);
  if (!open.has(kind)) open.set(kind, await KINDS[kind]());
  const { fill: fillAll, check } = open.get(kind);
  if (fill) await fillAll(Array.from({ length: phones }, (_, index) => phoneAt(index)));
  while (Date.now() < at) await sleep(at - Date.now());
  for (let done = 0; done < checks; done++) await check(phoneAt(Math.floor(Math.random() * phones)), WRONG);
  console.log(performance.timeOrigin + performance.now());
}
process.exit();
