// Says after the summary which tests could not run on this machine, and how to get them.

import { spawnSync } from 'node:child_process';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export function teardown(): void {
  if (hasRedis) return;
  console.error('\n THE REDIS TESTS DID NOT RUN: there is no redis-server here.');
  console.error(' Install it (apt-get install redis-server) and run the tests again.\n');
}
