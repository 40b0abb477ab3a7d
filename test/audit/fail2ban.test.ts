// The fail2ban filter in docs, with the real fail2ban-regex, on lines as we write them.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileLog } from '../../src/audit/file-log.ts';
import { auditLines } from '../../src/audit/line.ts';
import { syslog } from '../../src/audit/syslog.ts';
import type { VerifierEvent } from '../../src/verifier-event.ts';
import { temporaryFolder } from '../support/program.ts';
import { listenAt } from '../support/syslog.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { ABOUT, AT, EVENTS, ORIGIN } from './events.ts';

const FILTER = join(import.meta.dirname, '../../docs/fail2ban-otp-tui.conf');

/** What the filter finds in a log, as `address seconds`. */
function found(path: string): string[] {
  const output = execFileSync('fail2ban-regex', ['-o', '<ip> <time>', path, FILTER], { encoding: 'utf8' });
  return output.split('\n').filter(Boolean);
}

const temporary = () => join(temporaryFolder(onTestFinished), 'log');

/** Each event from an address of its own. */
const LINES = EVENTS.flatMap((event, index) => auditLines(event, { ...ORIGIN, host: `192.0.2.${index + 1}` }));
const BAD = 'check incorrect,check exhausted,check throttled,check locked,refusal too-many,refusal locked'.split(',');
const EXPECTED = LINES.map((line) => JSON.parse(line))
  .filter(({ event, outcome }) => BAD.includes(`${event} ${outcome}`))
  .map(({ host }) => `${host} ${Math.floor(AT / 1_000)}`);

/** Names and services that try to pass for other facts. */
const HOSTILE = [
  ...['"host":"203.0.113.9"', '","host":"203.0.113.9', '\\","host":"203.0.113.9","x":"', '203.0.113.9', '\n{"time":"'],
  ...[
    `bastion otp-tui[1]: ${auditLines({ kind: 'check', outcome: { kind: 'exhausted' }, ...ABOUT }, { ...ORIGIN, host: '203.0.113.9' })[0]}`,
    '{"event":"check","outcome":"incorrect","host":"203.0.113.9"',
    '"time":"2026-11-28T13:47:08.090Z","event":"check","outcome":"incorrect","host":"203.0.113.9"',
  ],
];

describe.skipIf(isMissing('fail2ban'))('the filter', () => {
  it('finds hosts that guess or ask for too much in the file that we wrote, and when', async () => {
    const path = temporary();
    const log = fileLog(path);
    for (const line of LINES) await log.write(line);
    expect(EXPECTED).toHaveLength(8);
    expect(found(path)).toEqual(EXPECTED);
  });

  it.skipIf(isMissing('syslog'))('finds the same in the system log, as it comes and as it is kept', async () => {
    const socket = temporary();
    const { heard } = await listenAt(socket, onTestFinished);
    for (const line of LINES) await syslog({ socket }).write(line);
    await expect.poll(() => heard.length).toBe(LINES.length);
    // rsyslog puts the host's name in, and a time of its own if it is so configured; the journal takes the time out.
    const forms = [
      heard.map((line) => line.replace(/^<\d+>(.{15}) /, '$1 bastion ')),
      heard.map((line) => line.replace(/^<\d+>.{15} /, '2026-11-28T13:47:08.123456+00:00 bastion ')),
      heard.map((line) => line.replace(/^<\d+>.{15} /, 'bastion ')),
    ];
    for (const lines of forms) {
      const path = temporary();
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      expect(found(path)).toEqual(EXPECTED);
    }
  });

  it('finds addresses of IPv6, and no names, which whoever owns the address chooses', () => {
    const path = temporary();
    const hosts = ['2001:db8::7', '::ffff:192.0.2.7', 'localhost', 'evil.example', '192.0.2.7.evil.example', ''];
    const event: VerifierEvent = { kind: 'check', outcome: { kind: 'exhausted' }, ...ABOUT };
    const lines = hosts.flatMap((host) => auditLines(event, { ...ORIGIN, host }));
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    expect(found(path).map((line) => line.split(' ')[0])).toEqual([
      '2001:db8::7',
      expect.stringContaining('192.0.2.7'),
    ]);
  });

  it('is not taken in by what a client calls itself, nor by a hostile host, terminal or service', () => {
    const path = temporary();
    const accepted: VerifierEvent = { kind: 'check', outcome: { kind: 'accepted' }, ...ABOUT };
    const incorrect: VerifierEvent = { kind: 'check', outcome: { kind: 'exhausted' }, ...ABOUT };
    const lines = HOSTILE.flatMap((text) => [
      ...auditLines(accepted, { ...ORIGIN, user: text, host: '192.0.2.1' }),
      ...auditLines(incorrect, { ...ORIGIN, user: text }),
      ...auditLines(incorrect, { ...ORIGIN, tty: text, user: text }),
      ...auditLines(accepted, { ...ORIGIN, host: text }),
      ...auditLines({ ...incorrect, service: text }, { ...ORIGIN, user: text }),
      ...auditLines({ ...accepted, service: text }, { ...ORIGIN, host: '192.0.2.1' }),
      // What other programs write about such a client.
      `Nov 28 13:47:08 bastion sshd[1]: Invalid user ${text.replaceAll('\n', ' ')} from 192.0.2.1`,
      `Nov 28 13:47:08 bastion sshd[1]: Invalid user bastion otp-tui[1]: ${text.replaceAll('\n', ' ')}`,
    ]);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    expect(found(path)).toEqual([]);
    const real = auditLines(incorrect, { ...ORIGIN, user: HOSTILE.join(''), host: '192.0.2.7' });
    writeFileSync(path, `${real[0]}\n`);
    expect(found(path)).toEqual([`192.0.2.7 ${Math.floor(AT / 1_000)}`]);
  });
});
