import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { redisStore } from '../../src/store/redis.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { increment, storeContract } from './contract.ts';

describeWithRedis('Redis store', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  storeContract({ open: () => redisStore(server.url), place: () => server.url });

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

    it('vanish at once where nothing in the ledger matters any more', async () => {
      const store = redisStore(server.url);
      await store.update('gone', increment);
      await store.update('gone', () => ({ ledger: { ...EMPTY_LEDGER, seenAt: Date.now() }, outcome: undefined }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(server.cli('EXISTS', 'otp-tui:gone')).toBe('0');
      expect(await store.update('gone', increment)).toBe(1);
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
    server.cli(
      'ACL',
      'SETUSER',
      'gate',
      'on',
      '>s3cret pass',
      '~otp-tui:*',
      '+eval',
      '+evalsha',
      '+get',
      '+set',
      '+select',
    );
    const store = redisStore(`redis://gate:s3cret%20pass@127.0.0.1:${server.port}/1`);
    expect(await store.update('acl', increment)).toBe(1);
    await store.update('acl', () => ({ ledger: { ...EMPTY_LEDGER, seenAt: 1 }, outcome: undefined }));
    await store.close();
  });
});
