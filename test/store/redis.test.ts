import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseStore } from '../../src/config/setting-values.ts';
import { CLOCK_SKEW, EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { redisStore } from '../../src/store/redis.ts';
import type { Store } from '../../src/store/store.ts';
import { block } from '../docs/pages.ts';
import { CERTIFICATE } from '../support/proxy.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { SELF_SIGNED_CERTIFICATE } from '../support/self-signed.ts';
import { increment, PATIENT, testStore } from './contract.ts';
import { expectRefused } from './refusal.ts';

describeWithRedis('Redis store', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  testStore({ open: () => redisStore(server.url, PATIENT), place: () => server.url });

  describe('with a client of one’s own', () => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(server.url);
    });
    afterAll(() => client.disconnect());

    testStore({ open: () => redisStore(client, { ...PATIENT, prefix: 'own:' }) });

    it('leaves it open, and uses the prefix', async () => {
      const store = redisStore(client, { prefix: 'shop:otp:' });
      await store.update('mine', increment);
      await store.close();
      expect(await client.exists('shop:otp:mine', 'otp-tui:mine')).toBe(1);
      await expect(store.update('mine', increment)).rejects.toMatchObject({ name: 'StoreError' });
    });

    it('shares ledgers with a store at an address', async () => {
      const [one, other] = [redisStore(client), redisStore(server.url)];
      await one.update('both', increment);
      expect(await other.update('both', increment)).toBe(2);
      await other.close();
    });

    it('waits no longer for it than it is told', async () => {
      const store = redisStore({ eval: () => new Promise(() => {}) }, { timeout: 20 });
      expect(await expectRefused(store)).toBe(
        'Redis: no answer in time; check the network and the load of Redis (ETIMEDOUT)',
      );
    });

    it.each([
      ['refuses', () => Promise.reject(new Error('NOPERM no access'))],
      [
        'throws',
        () => {
          throw new Error('not connected');
        },
      ],
      ['answers what Redis never would', async () => ({ a: 1 })],
    ])('verifies nobody if it %s', async (_, evaluate) => {
      await expectRefused(redisStore({ eval: evaluate }, { prefix: 'shop:' }));
    });
  });

  describe('TLS', () => {
    let secured: RedisServer;
    beforeAll(async () => {
      const files = ['--tls-cert-file', '--tls-key-file', '--tls-ca-cert-file'].flatMap((flag) => [flag, CERTIFICATE]);
      secured = await startRedis('--port', '0', '--tls-port', 'PORT', '--tls-auth-clients', 'no', ...files);
    });
    afterAll(() => secured.remove());
    const open = (host: string, ca?: string) => redisStore(`rediss://${host}:${secured.port}`, { ca });

    it('is spoken with a Redis whose certificate an authority of ours has signed', async () => {
      const store = open('localhost', readFileSync(CERTIFICATE, 'utf8'));
      expect(await store.update('tls', increment)).toBe(1);
      await store.close();
    });

    it.each([
      ['that nobody vouches for', 'localhost', undefined],
      ['that another authority vouches for', 'localhost', SELF_SIGNED_CERTIFICATE],
      ['of another host', '127.0.0.1', readFileSync(CERTIFICATE, 'utf8')],
    ])('is not spoken with one that shows a certificate %s, whatever the environment says', async (_, host, ca) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      const store = open(host, ca);
      expect(await expectRefused(store)).toContain('its certificate is not trusted; name its CA in OTP_CA_FILE');
      await store.close();
      vi.unstubAllEnvs();
    });
  });

  describe('keys', () => {
    it('have a prefix, and an expiry only while there are no failures', async () => {
      const store = redisStore(server.url);
      const at = Date.now();
      const idle = { ...EMPTY_LEDGER, sends: [{ sealId: 'a', at }], seenAt: at };
      await store.update('expiry', () => ({ ledger: idle, outcome: undefined }));
      const day = 24 * 3_600_000;
      expect(Number(server.cli('PTTL', 'otp-tui:expiry'))).toBeGreaterThan(day - 60_000);
      expect(Number(server.cli('PTTL', 'otp-tui:expiry'))).toBeLessThanOrEqual(day);
      await store.update('expiry', increment);
      expect(server.cli('PTTL', 'otp-tui:expiry')).toBe('-1');
      await store.update('expiry', () => ({ ledger: idle, outcome: undefined }));
      expect(Number(server.cli('PTTL', 'otp-tui:expiry'))).toBeGreaterThan(0);
      await store.close();
    });

    it('vanish at once if nothing in the ledger matters any more', async () => {
      const store = redisStore(server.url);
      await store.update('gone', increment);
      await store.update('gone', () => ({ ledger: { ...EMPTY_LEDGER, seenAt: Date.now() }, outcome: undefined }));
      await expect.poll(() => server.cli('EXISTS', 'otp-tui:gone')).toBe('0');
      expect(await store.update('gone', increment)).toBe(1);
      await store.close();
    });
  });

  describe('time', () => {
    const HOUR = 3_600_000;
    const timeOfRedis = () => {
      const [seconds, microseconds] = server.cli('TIME').split('\n').map(Number);
      return 1_000 * (seconds ?? 0) + (microseconds ?? 0) / 1_000;
    };
    /** Does nothing, and returns the times it was given. */
    const askTime = async (store: Store, key: string) => {
      const times: (number | undefined)[] = [];
      await store.update(key, (ledger, now) => {
        times.push(now);
        return { ledger: { ...ledger, failures: ledger.failures + 1 }, outcome: undefined };
      });
      return times;
    };

    it('is that of Redis', async () => {
      const store = redisStore(server.url);
      for (const _ of [1, 2, 3]) {
        const before = timeOfRedis();
        const times = await askTime(store, 'time');
        expect(times.at(-1)).toBeGreaterThan(before - CLOCK_SKEW);
        expect(times.at(-1)).toBeLessThanOrEqual(timeOfRedis());
      }
      await store.close();
    });

    it('is read again if it has changed, and the change is computed again, once', async () => {
      for (const jump of [HOUR, -HOUR]) {
        let jumped = 0;
        const store = redisStore(server.url, { monotonic: () => performance.now() + jumped });
        const key = `jump ${jump}`;
        await askTime(store, key);
        jumped = jump;
        const [wrong = 0, right = 0, ...more] = await askTime(store, key);
        expect(Math.abs(wrong - timeOfRedis() - jump)).toBeLessThan(CLOCK_SKEW);
        expect(Math.abs(right - timeOfRedis())).toBeLessThan(CLOCK_SKEW);
        expect(more).toEqual([]);
        expect(await store.update(key, increment)).toBe(3);
        await store.close();
      }
    });

    it('refuses, with the reason, if every change comes too late', async () => {
      let late = 0;
      const store = redisStore(server.url, {
        patience: 20 * HOUR,
        monotonic: () => {
          late += HOUR;
          return late;
        },
      });
      const size = server.cli('DBSIZE');
      expect(await expectRefused(store)).toContain('changes arrive seconds late');
      expect(server.cli('DBSIZE')).toBe(size);
      await store.close();
    });

    it('lets a code live as long on a host whose clock is an hour off, and no longer', async () => {
      const store = redisStore(server.url);
      let code = '';
      const hostWith = (off: number, expiresIn = 300_000) =>
        new OtpVerifier({
          store,
          secret: 'a secret of the tests',
          policy: { expiresIn, resendAfter: 0 },
          clock: () => Date.now() + off,
          sender: {
            async send(text) {
              code = text.code;
              return { kind: 'accepted' };
            },
          },
        });
      const [ahead, right, behind] = [hostWith(HOUR), hostWith(0), hostWith(-HOUR)];
      const phone = '+14155552671';
      await ahead.send(phone);
      expect(await behind.check(phone, code)).toMatchObject({ kind: 'accepted' });
      await behind.send(phone);
      expect(await ahead.check(phone, code)).toMatchObject({ kind: 'accepted' });
      await hostWith(HOUR, 1_000).send(phone);
      const sentAt = timeOfRedis();
      await expect.poll(timeOfRedis).toBeGreaterThan(sentAt + 1_000);
      for (const host of [behind, right, ahead]) expect(await host.check(phone, code)).toEqual({ kind: 'expired' });
      await store.close();
    });
  });

  it('is reached by a socket, in the database that the address names', async () => {
    const store = redisStore(`redis+unix://${server.socket}?db=3`);
    await store.update('by socket', increment);
    expect(server.cli('-n', '3', 'EXISTS', 'otp-tui:by socket')).toBe('1');
    expect(server.cli('EXISTS', 'otp-tui:by socket')).toBe('0');
    await store.close();
  });

  it('asks for a user name and password, and needs only the rights that are documented', async () => {
    const lines = block('docs/stores.md', 'Redis', 'redis').replace('PASSWORD', 's3cret_pass').trimEnd().split('\n');
    for (const line of lines) {
      const [name = '', ...words] = line.split(' ');
      const command = name === 'user' ? ['ACL', 'SETUSER', ...words] : ['CONFIG', 'SET', name, ...words];
      expect(server.cli(...command)).toBe('OK');
    }
    const [plain = '', ...others] = block('docs/stores.md', 'Redis', 'text').trimEnd().split('\n');
    for (const address of others) expect(parseStore(address, '/')).toMatchObject({ kind: 'redis' });
    const address = plain.replace('user:password@host:6379/0', `otp-tui:s3cret_pass@127.0.0.1:${server.port}/1`);
    const store = redisStore(address);
    expect(await store.update('acl', increment)).toBe(1);
    await store.update('acl', () => ({ ledger: { ...EMPTY_LEDGER, seenAt: 1 }, outcome: undefined }));
    await store.close();
  });
});
