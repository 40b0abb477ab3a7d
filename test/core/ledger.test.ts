import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, steadyClock } from '../../src/clock.ts';
import { type Challenge, codesOf } from '../../src/core/challenge.ts';
import type { DigestFor, StoredCode } from '../../src/core/code.ts';
import { forgetAt } from '../../src/core/forget.ts';
import {
  CLOCK_SKEW,
  EMPTY_LEDGER,
  type IssueOutcome,
  issue,
  type JudgeOutcome,
  judge,
  type Ledger,
  withdraw,
} from '../../src/core/ledger.ts';
import type { Policy } from '../../src/core/policy.ts';
import { DAY, HOUR, LedgerDesk, MINUTE, SECOND, SERVICE, START } from './desk.ts';

/** How long the wrong try of that number in a row locks, spelled out and not computed. */
const LOCKS = new Map<number, number>([
  [10, 15 * MINUTE],
  [15, 30 * MINUTE],
  [20, 1 * HOUR],
  [25, 2 * HOUR],
  [30, 4 * HOUR],
  [35, 8 * HOUR],
  [40, 16 * HOUR],
  ...[45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95].map((failures): [number, number] => [failures, 24 * HOUR]),
]);

// The rules see a code only through its digest. Here the digest's id is the code itself, and its value the expiry.
const digestOf =
  (code: string): DigestFor =>
  (expiresAt) => ({ id: code, digest: `${expiresAt}` });
const matcher =
  (code: string) =>
  ({ seal, expiresAt }: StoredCode): boolean =>
    seal.id === code && seal.digest === `${expiresAt}`;
const NO_CODE = 'a wrong code';
const newest = (ledger: Ledger, service = SERVICE): Challenge | undefined => codesOf(ledger, service)[0];

/** A ledger with its clock, for examples. */
class Desk extends LedgerDesk {
  send(code: string, service = SERVICE): IssueOutcome {
    return this.take(issue(this.ledger, service, digestOf(code), this.now, this.policy));
  }
  refuse(code: string): void {
    this.ledger = withdraw(this.ledger, code);
  }
  enter(code: string, service = SERVICE): JudgeOutcome {
    return this.take(judge(this.ledger, service, matcher(code), this.now, this.policy));
  }
  /** Wrong tries until so many in a row are on record, with sends and waits as they are needed. */
  failUntil(failures: number): JudgeOutcome | undefined {
    let last: JudgeOutcome | undefined;
    let sends = 0;
    for (let tries = 0; this.ledger.failures < failures; tries++) {
      if (tries > 1_000) throw new Error(`after ${tries} tries there are ${this.ledger.failures} failures`);
      last = this.enter(NO_CODE);
      if (last.kind === 'locked' && last.until !== null && this.ledger.failures < failures) this.now = last.until;
      if (last.kind === 'unsent' || last.kind === 'exhausted' || last.kind === 'expired') {
        this.now += 10 * MINUTE;
        this.send(`code ${failures}/${++sends}`);
      }
    }
    return last;
  }
}

describe('sending', () => {
  it('issues a code with its life and the wait for the next', () => {
    const desk = new Desk();
    const times = { expiresAt: START + 5 * MINUTE, resendAt: START + 30 * SECOND };
    expect(desk.send('A')).toEqual({ kind: 'issued', codeId: 'A', replaces: false, ...times });
    expect(newest(desk.ledger)).toEqual({
      service: SERVICE,
      seal: digestOf('A')(START + 5 * MINUTE),
      expiresAt: START + 5 * MINUTE,
      tries: 0,
      used: false,
    });
  });

  it('says whether it replaces a code that was not used, wherever that is to be cancelled', () => {
    const desk = new Desk({ resendAfter: 0 });
    expect(desk.send('A')).toMatchObject({ replaces: false });
    expect(desk.send('B')).toMatchObject({ replaces: true });
    desk.enter('B');
    expect(desk.send('C')).toMatchObject({ replaces: false });
    expect(desk.send('X', 'another service')).toMatchObject({ replaces: false });
    desk.now += 5 * MINUTE;
    expect(desk.send('D')).toMatchObject({ replaces: true });
  });

  it('says too soon until the very moment, and when the code that was sent went out and expires', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += 30 * SECOND - 1;
    const wait = { kind: 'too-soon', resendAt: START + 30 * SECOND, expiresAt: START + 5 * MINUTE, sentAt: START };
    expect(desk.send('B')).toEqual(wait);
    expect(desk.enter('B')).toMatchObject({ kind: 'incorrect', superseded: false });
    desk.now += 1;
    expect(desk.send('C')).toMatchObject({ kind: 'issued' });
  });

  it.each([
    ['used', (desk: Desk) => [desk.enter('A'), desk.send('X', 'another service')]],
    ['dead from wrong tries', (desk: Desk) => Array.from({ length: 5 }, () => desk.enter(NO_CODE))],
    ['too old', (desk: Desk) => (desk.now += 5 * MINUTE)],
  ])('names no code to enter if the one that was sent is %s', (_, spend) => {
    const desk = new Desk({ resendAfter: 10 * MINUTE });
    desk.send('A');
    spend(desk);
    expect(desk.send('B')).toEqual({ kind: 'too-soon', resendAt: START + 10 * MINUTE, expiresAt: null });
  });

  it('counts the wait from the last send', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += 45 * SECOND;
    desk.send('B');
    expect(desk.send('C')).toMatchObject({ kind: 'too-soon', resendAt: START + 75 * SECOND });
  });

  it('says with the last send of a window how long that keeps the next one waiting', () => {
    const desk = new Desk({ maxSends: 1 });
    expect(desk.send('A')).toMatchObject({ kind: 'issued', resendAt: START + 10 * MINUTE });
  });

  it('says too many when the window is used up, until the oldest send leaves it', () => {
    const desk = new Desk({ maxSends: 3, resendAfter: 10 * SECOND, sendWindow: MINUTE });
    for (const code of ['A', 'B', 'C']) {
      expect(desk.send(code).kind).toBe('issued');
      desk.now += 10 * SECOND;
    }
    expect(desk.send('D')).toEqual({
      kind: 'too-many',
      resendAt: START + MINUTE,
      expiresAt: START + 20 * SECOND + 5 * MINUTE,
      sentAt: START + 20 * SECOND,
    });
    desk.now = START + MINUTE - 1;
    expect(desk.send('D')).toMatchObject({ kind: 'too-many' });
    desk.now = START + MINUTE;
    expect(desk.send('D')).toMatchObject({ kind: 'issued', resendAt: START + MINUTE + 10 * SECOND });
    // Another gate on this ledger may count over a longer window.
    expect(desk.ledger.sends.map(({ sealId }) => sealId)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('names the limit that takes longer', () => {
    const desk = new Desk({ maxSends: 1, resendAfter: 5 * MINUTE, sendWindow: MINUTE });
    desk.send('A');
    expect(desk.send('B')).toMatchObject({ kind: 'too-soon', resendAt: START + 5 * MINUTE });
    const other = new Desk({ maxSends: 1, resendAfter: MINUTE, sendWindow: 5 * MINUTE });
    other.send('A');
    expect(other.send('B')).toMatchObject({ kind: 'too-many', resendAt: START + 5 * MINUTE });
  });

  it('keeps the wait between two sends if it is longer than the window', () => {
    const desk = new Desk({ resendAfter: 10 * MINUTE, sendWindow: MINUTE });
    desk.send('A');
    desk.now += 2 * MINUTE;
    expect(desk.send('B')).toMatchObject({ kind: 'too-soon', resendAt: START + 10 * MINUTE });
    desk.now = START + 10 * MINUTE;
    expect(desk.send('B')).toMatchObject({ kind: 'issued' });
  });

  it('sends nothing while locked', () => {
    const desk = new Desk();
    desk.failUntil(10);
    const { challenges } = desk.ledger;
    desk.now += HOUR / 4 - 1;
    expect(desk.send('A')).toEqual({ kind: 'locked', until: desk.now + 1 });
    expect(desk.ledger.challenges).toEqual(challenges);
    desk.now += 1;
    expect(desk.send('A')).toMatchObject({ kind: 'issued' });
  });

  it('gives a new code its own tries and keeps the wrong tries in a row', () => {
    const desk = new Desk();
    desk.send('A');
    for (let n = 0; n < 3; n++) desk.enter(NO_CODE);
    desk.now += MINUTE;
    desk.send('B');
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: false });
    expect(desk.ledger.failures).toBe(4);
  });
});

describe('a refused text', () => {
  it('counts for neither the wait nor the window', () => {
    const desk = new Desk({ maxSends: 1 });
    desk.send('A');
    desk.refuse('A');
    expect(desk.ledger.sends).toEqual([]);
    expect(desk.send('B')).toMatchObject({ kind: 'issued' });
    expect(desk.send('C')).toMatchObject({ kind: 'too-many' });
  });

  it('makes the code before it the newest again, with the tries that both have left', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.enter(NO_CODE);
    desk.send('B');
    desk.enter(NO_CODE);
    desk.refuse('B');
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'incorrect', triesLeft: 2, superseded: false });
    expect(desk.enter('B')).toEqual({ kind: 'incorrect', triesLeft: 1, superseded: false });
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('gives no free tries at the code before it while it is under way', () => {
    const desk = new Desk({ resendAfter: 0, maxAttempts: 3 });
    desk.send('A');
    desk.enter(NO_CODE);
    desk.enter(NO_CODE);
    desk.send('B');
    expect(desk.enter('A')).toMatchObject({ kind: 'incorrect', superseded: true });
    desk.refuse('B');
    expect(desk.enter('A')).toEqual({ kind: 'exhausted' });
  });

  it('leaves no valid code if it was the first', () => {
    const desk = new Desk();
    desk.send('A');
    desk.refuse('A');
    expect(desk.enter('A')).toEqual({ kind: 'unsent' });
  });

  it('leaves no valid code if the previous one was refused after it', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.send('B');
    desk.refuse('B');
    desk.refuse('A');
    expect(desk.enter('A')).toEqual({ kind: 'unsent' });
  });

  it('brings no older code back once a newer one was issued', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.send('B');
    desk.send('C');
    desk.refuse('B');
    expect(desk.ledger.sends.map(({ sealId }) => sealId)).toEqual(['A', 'C']);
    expect(desk.enter('B')).toMatchObject({ kind: 'incorrect', superseded: false });
    expect(desk.enter('A')).toMatchObject({ kind: 'incorrect', superseded: false });
    expect(desk.enter('C')).toMatchObject({ kind: 'accepted' });
  });

  it('changes nothing for an unknown code', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.send('B');
    expect(withdraw(desk.ledger, 'X')).toEqual(desk.ledger);
  });
});

describe('a try', () => {
  it('has nothing to be judged by before a code was sent', () => {
    expect(new Desk().enter('A')).toEqual({ kind: 'unsent' });
  });

  it('is accepted up to the last moment of the life', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += 5 * MINUTE - 1;
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('is too late from the end of the life on, and costs nothing', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += 5 * MINUTE;
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'expired' });
    expect(desk.ledger.failures).toBe(0);
  });

  it('counts down, and the code is dead with the last one, even for the right code', () => {
    const desk = new Desk({ maxAttempts: 3 });
    desk.send('A');
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'incorrect', triesLeft: 2, superseded: false });
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'incorrect', triesLeft: 1, superseded: false });
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'exhausted' });
    expect(desk.enter('A')).toEqual({ kind: 'exhausted' });
    expect(desk.ledger.failures).toBe(3);
  });

  it('with the replaced code costs a try and says that a newer one was sent', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.send('B');
    expect(desk.enter('A')).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: true });
    expect(desk.ledger.failures).toBe(1);
    expect(desk.enter('B')).toMatchObject({ kind: 'accepted' });
  });

  it('with a code from before the replaced one is only wrong', () => {
    const desk = new Desk({ resendAfter: 0 });
    for (const code of ['A', 'B', 'C']) desk.send(code);
    expect(desk.enter('A')).toMatchObject({ kind: 'incorrect', superseded: false });
  });

  it('with the used code says so, whatever has happened since, and costs nothing', () => {
    const desk = new Desk();
    desk.send('A');
    desk.enter('A');
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    for (let n = 0; n < 5; n++) desk.enter(NO_CODE);
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    desk.now += 5 * MINUTE;
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'exhausted' });
    expect(desk.ledger.failures).toBe(5);
  });

  it('with the used code that was replaced says so too, and costs nothing', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.enter('A');
    desk.send('B');
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    expect(desk.ledger.failures).toBe(0);
    expect(newest(desk.ledger)).toMatchObject({ tries: 0 });
    expect(desk.enter('B')).toMatchObject({ kind: 'accepted' });
  });

  it('after success still costs if it is wrong', () => {
    const desk = new Desk();
    desk.send('A');
    desk.enter('A');
    expect(desk.enter(NO_CODE)).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: false });
    expect(desk.ledger.failures).toBe(1);
  });

  it('that is right tells how many wrong ones came since the last right one, and how the code was sent', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.enter(NO_CODE);
    desk.ledger = issue(desk.ledger, SERVICE, digestOf('B'), desk.now, desk.policy, 'call').ledger;
    desk.enter(NO_CODE);
    expect(desk.enter('B')).toEqual({ kind: 'accepted', channel: 'call', failures: 2 });
    desk.send('C');
    expect(desk.enter('C')).toEqual({ kind: 'accepted' });
  });

  it('that is right clears the wrong tries in a row', () => {
    const desk = new Desk();
    desk.failUntil(12);
    desk.now += 10 * MINUTE;
    desk.send('A');
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
    expect(desk.ledger).toMatchObject({ failures: 0, lockedUntil: 0 });
  });
});

describe('services', () => {
  it('have a code each, and none is good for another', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A', 'one');
    expect(desk.enter('A', 'two')).toEqual({ kind: 'unsent' });
    expect(desk.send('B', 'two')).toMatchObject({ kind: 'issued', replaces: false });
    expect(desk.enter('A', 'two')).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: false });
    expect(desk.enter('B', 'two')).toMatchObject({ kind: 'accepted' });
    expect(desk.enter('B', 'one')).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: false });
    expect(desk.enter('A', 'one')).toMatchObject({ kind: 'accepted' });
    expect(desk.enter('B', 'two')).toEqual({ kind: 'used' });
  });

  it('share the waits and the window of one phone', () => {
    const desk = new Desk({ maxSends: 2 });
    desk.send('A', 'one');
    expect(desk.send('B', 'two')).toEqual({ kind: 'too-soon', resendAt: START + 30 * SECOND, expiresAt: null });
    desk.now += 30 * SECOND;
    expect(desk.send('B', 'two')).toMatchObject({ kind: 'issued' });
    expect(desk.send('C', 'three')).toMatchObject({ kind: 'too-many', resendAt: START + 10 * MINUTE, expiresAt: null });
    const wait = { kind: 'too-many', resendAt: START + 10 * MINUTE, expiresAt: START + 5 * MINUTE, sentAt: START };
    expect(desk.send('D', 'one')).toEqual(wait);
  });

  it('share the wrong tries in a row and the lock, and a correct code of any clears them', () => {
    const desk = new Desk({ resendAfter: 0, maxSends: 100 });
    for (const service of ['one', 'two']) desk.send(service, service);
    for (let tries = 0; tries < 4; tries++) desk.enter(NO_CODE, 'one');
    for (let tries = 0; tries < 4; tries++) desk.enter(NO_CODE, 'two');
    expect(desk.ledger.failures).toBe(8);
    expect(desk.enter('one', 'one')).toMatchObject({ kind: 'accepted' });
    expect(desk.ledger.failures).toBe(0);
    for (const service of ['three', 'four']) {
      desk.send(service, service);
      for (let tries = 0; tries < 5; tries++) desk.enter(NO_CODE, service);
    }
    const locked = { kind: 'locked', until: START + 15 * MINUTE };
    expect(desk.enter('two', 'two')).toEqual(locked);
    expect(desk.send('five', 'five')).toEqual(locked);
  });

  it('lose no code to a refused text for another', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A', 'one');
    desk.send('B', 'two');
    desk.enter(NO_CODE, 'two');
    desk.refuse('B');
    expect(desk.enter('B', 'two')).toEqual({ kind: 'unsent' });
    expect(newest(desk.ledger, 'one')).toMatchObject({ tries: 0 });
    expect(desk.enter('A', 'one')).toMatchObject({ kind: 'accepted' });
  });

  it('are all over if the clock was turned back, whichever is entered', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A', 'one');
    desk.now -= HOUR;
    desk.send('B', 'two');
    desk.now += HOUR + MINUTE;
    expect(desk.enter('A', 'one')).toEqual({ kind: 'expired' });
  });

  it('are remembered two codes each, for a day, and not without end', () => {
    const desk = new Desk({ resendAfter: 0, maxSends: 100, sendWindow: MINUTE });
    for (let n = 0; n < 3; n++) for (const service of ['one', 'two']) desk.send(`${service} ${n}`, service);
    expect(desk.ledger.challenges.map(({ seal }) => seal.id)).toEqual(['one 1', 'two 1', 'one 2', 'two 2']);
    desk.now += 24 * HOUR + 5 * MINUTE;
    desk.send('A', 'three');
    expect(desk.ledger.challenges.map(({ seal }) => seal.id)).toEqual(['A']);
    for (let n = 0; n < 300; n++) {
      desk.now += MINUTE;
      desk.send(`${n}`, `${n}`);
    }
    expect(desk.ledger.challenges.length).toBe(100);
    expect(desk.enter('299', '299')).toMatchObject({ kind: 'accepted' });
  });
});

describe('the lock', () => {
  it('comes at each number of the table and at no other, for as long as it says', () => {
    const desk = new Desk({ maxAttempts: 10, resendAfter: 0, maxSends: 100 });
    for (let failures = 1; failures < 100; failures++) {
      const outcome = desk.failUntil(failures);
      const length = LOCKS.get(failures);
      if (length === undefined) expect([failures, outcome?.kind]).not.toEqual([failures, 'locked']);
      else expect([failures, outcome]).toEqual([failures, { kind: 'locked', until: desk.now + length, isNew: true }]);
    }
  });

  it('is for good at the 100th, and no time lifts it', () => {
    const desk = new Desk();
    expect(desk.failUntil(100)).toEqual({ kind: 'locked', until: null, isNew: true });
    desk.now += 1_000 * 24 * HOUR;
    expect(desk.send('A')).toEqual({ kind: 'locked', until: null });
    expect(desk.enter('A')).toEqual({ kind: 'locked', until: null });
  });

  it('ends no sooner if the clock is turned back, and no later than the longest lock', () => {
    const desk = new Desk();
    desk.failUntil(10);
    const until = desk.now + 15 * MINUTE;
    desk.now -= HOUR;
    expect(desk.enter('A')).toEqual({ kind: 'locked', until });
    desk.now -= 1_000 * HOUR;
    expect(desk.enter('A')).toEqual({ kind: 'locked', until: desk.now + 24 * HOUR });
    desk.now += 24 * HOUR;
    expect(desk.send('A')).toMatchObject({ kind: 'issued' });
  });

  it('does not come back once it was seen to be over, nor if there was none', () => {
    const desk = new Desk();
    desk.failUntil(10);
    desk.now += 15 * MINUTE;
    expect(desk.enter('A')).toMatchObject({ kind: 'exhausted' });
    desk.now -= 10 * MINUTE;
    expect(desk.enter('A')).toMatchObject({ kind: 'exhausted' });
    const other = new Desk();
    other.send('A');
    other.enter(NO_CODE);
    other.now -= 10 * MINUTE;
    expect(other.enter('A')).toMatchObject({ kind: 'expired' });
  });

  it('is not worn away by two clocks that take turns', () => {
    const desk = new Desk();
    desk.failUntil(10);
    const { now } = desk;
    for (let turn = 0; turn < 1_000; turn++) {
      desk.now = now - (turn % 2) * HOUR;
      expect(desk.enter('A').kind).toBe('locked');
      expect(desk.send('A').kind).toBe('locked');
    }
  });
});

describe('the clock', () => {
  it('stands still if it is up to two seconds behind', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += MINUTE;
    desk.enter(NO_CODE);
    desk.now -= 2 * SECOND;
    expect(desk.enter(NO_CODE)).toMatchObject({ kind: 'incorrect' });
    expect(desk.ledger.seenAt).toBe(START + MINUTE);
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('ends the code if it was turned back further', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now -= 2 * SECOND + 1;
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
    desk.now += 2 * SECOND + 1;
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
  });

  it('turned back leaves a code good that was sent after that', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.now -= HOUR;
    desk.send('B');
    desk.now += MINUTE;
    expect(desk.enter('B')).toMatchObject({ kind: 'accepted' });
  });

  it('turned back lets the used code be known as used, and the replaced one as replaced', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.enter('A');
    desk.now -= HOUR;
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    desk.send('B');
    expect(desk.enter('A')).toEqual({ kind: 'used' });
    desk.now -= HOUR;
    desk.send('C');
    expect(desk.enter('B')).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: true });
  });

  it('ends the life of the replaced code too, so that a refused text does not bring it back', () => {
    const desk = new Desk({ resendAfter: 0 });
    desk.send('A');
    desk.send('B');
    desk.now -= CLOCK_SKEW + 1;
    desk.enter(NO_CODE);
    desk.refuse('B');
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
  });

  it('does not bring an ended life back by a small step', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += 5 * MINUTE;
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
    desk.now -= 1;
    expect(desk.enter('A')).toEqual({ kind: 'expired' });
  });

  it('turned back lets no send come sooner and none wait longer than the rule says', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now -= 24 * HOUR;
    expect(desk.send('B')).toEqual({ kind: 'too-soon', resendAt: desk.now + 30 * SECOND, expiresAt: null });
    desk.now += 30 * SECOND;
    expect(desk.send('B')).toMatchObject({ kind: 'issued' });
  });

  it('taking turns with another one does not wear the waits away', () => {
    const desk = new Desk({ maxSends: 1 });
    desk.send('A');
    const { now } = desk;
    for (let turn = 1; turn < 100; turn++) {
      desk.now = now - (turn % 2) * MINUTE;
      expect(desk.send('B').kind).toBe('too-many');
    }
  });
});

describe('forgetting', () => {
  it('comes no later for a code that a clock sent which was a year ahead', () => {
    const desk = new Desk();
    desk.now += 365 * DAY;
    desk.send('A');
    desk.now -= 365 * DAY;
    desk.enter('A');
    expect(forgetAt(desk.ledger)).toBe(START + 10 * MINUTE + DAY);
  });

  it('never happens while wrong tries are on record', () => {
    const desk = new Desk();
    desk.send('A');
    desk.enter(NO_CODE);
    expect(forgetAt(desk.ledger)).toBe(Number.POSITIVE_INFINITY);
  });

  it('happens a day after the end of the last code', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += MINUTE;
    desk.send('B');
    expect(forgetAt(desk.ledger)).toBe(START + MINUTE + 5 * MINUTE + DAY);
  });

  it('happens a day after the last send if its code ended before', () => {
    const desk = new Desk();
    desk.send('A');
    desk.now += MINUTE;
    desk.send('B');
    expect(forgetAt({ ...desk.ledger, challenges: [] })).toBe(START + MINUTE + DAY);
  });

  it('costs nothing if nothing ever happened', () => {
    expect(forgetAt(EMPTY_LEDGER)).toBeLessThan(START);
  });
});

// From here on: random histories, and what is true in all of them.

type Act =
  | { readonly kind: 'send' }
  | { readonly kind: 'refuse'; readonly which: number }
  | { readonly kind: 'enter'; readonly what: 'newest' | 'own' | 'stale' | 'used' | 'wrong'; readonly times: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'wait-as-told' };

interface Event {
  readonly terminal: number;
  readonly service: string;
  readonly act: Act;
}

const TERMINALS = 3;

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  length: fc.constant(5),
  expiresIn: fc.constantFrom(SECOND, 30 * SECOND, 5 * MINUTE, 10 * MINUTE),
  maxAttempts: fc.integer({ min: 1, max: 10 }),
  resendAfter: fc.constantFrom(0, SECOND, 30 * SECOND, 10 * MINUTE),
  maxSends: fc.constantFrom(1, 2, 3, 5, 100),
  sendWindow: fc.constantFrom(MINUTE, 10 * MINUTE, 24 * HOUR),
});

const wrongTries = fc.constantFrom(1, 1, 2, 5, 10).map((times): Act => ({ kind: 'enter', what: 'wrong', times }));
const anyTry = fc
  .constantFrom('newest' as const, 'newest' as const, 'own' as const, 'stale' as const, 'used' as const)
  .map((what): Act => ({ kind: 'enter', what, times: 1 }));
const forward = fc.oneof(
  fc.nat(3 * SECOND),
  fc.constantFrom(1, SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, HOUR, 24 * HOUR),
);
const backward = fc.oneof(fc.integer({ min: 1, max: CLOCK_SKEW }), fc.constantFrom(CLOCK_SKEW + 1, MINUTE, HOUR));

function anyHistory(step: fc.Arbitrary<number>, maxLength = 100): fc.Arbitrary<Event[]> {
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Act>({ kind: 'send' }) },
    { weight: 1, arbitrary: fc.nat(2).map((which): Act => ({ kind: 'refuse', which })) },
    { weight: 4, arbitrary: wrongTries },
    { weight: 3, arbitrary: anyTry },
    { weight: 3, arbitrary: step.map((ms): Act => ({ kind: 'wait', ms })) },
    { weight: 3, arbitrary: fc.constant<Act>({ kind: 'wait-as-told' }) },
  );
  const service = fc.constantFrom(SERVICE, SERVICE, SERVICE, 'another service');
  return fc.array(fc.record({ terminal: fc.nat(TERMINALS - 1), service, act }), { maxLength, size: 'max' });
}

// Plain assertions: a play makes a million of them, and each of Vitest's takes its time.
function atLeast(value: number, least: number): void {
  if (!(value >= least)) assert.fail(`${value} is less than ${least}`);
}

function atMost(value: number, most: number): void {
  if (!(value <= most)) assert.fail(`${value} is more than ${most}`);
}

interface IssuedCode {
  readonly code: string;
  readonly service: string;
  readonly terminal: number;
  /** Clock when it was issued, as the ledger told it. */
  readonly at: number;
  /** Time that had passed by then. */
  readonly passed: number;
  /** How far the clock had been turned back by then. */
  readonly turnedBack: number;
  withdrawn: boolean;
  used: boolean;
  wrongTries: number;
  /** The clock was seen at or after the end of its life, or further back than may be. */
  over: boolean;
}

/**
 * Plays a history at one ledger, keeps its own book of what happened, and compares the two at every
 * step. Knows the rules in the words of the contract, not of the code.
 *
 * Time: `passed` is the time that really passes and only grows; each terminal's clock may differ
 * from it by an offset of its own, and all of them may be turned back.
 */
class Play {
  readonly kinds = new Set<string>();
  readonly issued: IssuedCode[] = [];
  ledger: Ledger = EMPTY_LEDGER;
  passed = 0;
  failures = 0;
  /** When a lock ends, by the time that passes and by the clock. */
  #lock = { passed: 0, clock: 0 };
  #turnedBack = 0;
  #highest = 0;
  #wait = 0;
  readonly #policy: Policy;
  readonly #offsets: readonly number[];
  readonly #slack: number;
  readonly #steady: Clock | undefined;

  /** @param steady whether the terminals read a steady clock, as those of one process do */
  constructor(policy: Policy, { offsets = [0, 0, 0], steady = false } = {}) {
    this.#policy = policy;
    this.#offsets = offsets;
    this.#slack = Math.max(...offsets) - Math.min(...offsets);
    this.#steady = steady
      ? steadyClock(
          () => START + this.passed - this.#turnedBack,
          () => this.passed,
        )
      : undefined;
  }

  run(history: readonly Event[]): void {
    for (const { terminal, service, act } of history) this.#act(terminal, service, act);
  }

  #act(terminal: number, service: string, act: Act): void {
    switch (act.kind) {
      case 'send':
        this.#send(terminal, service);
        break;
      case 'refuse':
        this.#refuse(act.which);
        break;
      case 'enter':
        for (let n = 0; n < act.times; n++) this.#enter(this.#pick(terminal, service, act.what), terminal, service);
        break;
      case 'wait':
        if (act.ms < 0) this.#turnedBack -= act.ms;
        else this.passed += act.ms;
        break;
      case 'wait-as-told':
        this.passed += Math.max(0, this.#wait - this.#clock(terminal));
        break;
      default:
        act satisfies never;
    }
  }

  #clock(terminal: number): number {
    if (this.#steady) return this.#steady();
    return START + this.passed - this.#turnedBack + (this.#offsets[terminal] ?? 0);
  }

  #pick(terminal: number, service: string, what: 'newest' | 'own' | 'stale' | 'used' | 'wrong'): string {
    const anywhere = this.issued.filter(({ withdrawn }) => !withdrawn);
    const sent = anywhere.filter((one) => one.service === service);
    const own = anywhere.filter((one) => one.terminal === terminal);
    const used = sent.filter((one) => one.used);
    const picked = { newest: sent.at(-1), own: own.at(-1), stale: sent.at(-2), used: used.at(-1), wrong: undefined };
    return picked[what]?.code ?? NO_CODE;
  }

  /** What the clock shows is what a life is measured by: seen once too late or too far back, a code is over. */
  #look(clock: number): void {
    for (const one of this.issued) {
      if (clock >= one.at + this.#policy.expiresIn || clock < this.#highest - CLOCK_SKEW) one.over = true;
    }
    if (clock >= this.#highest - CLOCK_SKEW) {
      this.#highest = Math.max(clock, this.#highest);
      if (this.#highest >= this.#lock.clock) this.#lock.clock = 0;
    } else {
      this.#highest = clock;
      this.#lock.clock = Math.min(this.#lock.clock, clock + 24 * HOUR);
    }
  }

  #mustBeLocked(): boolean {
    return this.failures >= 100 || this.passed < this.#lock.passed - this.#slack || this.#highest < this.#lock.clock;
  }

  #told(outcome: IssueOutcome | JudgeOutcome): void {
    if (outcome.kind !== 'locked') return;
    assert.equal(outcome.until, this.failures >= 100 ? null : this.#lock.clock);
    if (outcome.until === null) return;
    atLeast(outcome.until, this.#highest + 1);
    atMost(outcome.until, this.#highest + 24 * HOUR);
    this.#wait = outcome.until;
  }

  #keep(ledger: Ledger): void {
    assert.deepEqual(JSON.parse(JSON.stringify(ledger)), ledger);
    this.ledger = ledger;
    assert.equal(ledger.failures, this.failures);
    this.#forget(ledger);
  }

  /** From then on an empty ledger would do. */
  #forget(ledger: Ledger): void {
    const at = forgetAt(ledger);
    if (this.failures > 0) assert.equal(at, Number.POSITIVE_INFINITY);
    if (at === Number.POSITIVE_INFINITY) return;
    const strict = { ...this.#policy, maxSends: 1, sendWindow: 24 * HOUR, resendAfter: 10 * MINUTE };
    const clock = Math.max(at, ledger.seenAt - CLOCK_SKEW);
    for (const policy of [this.#policy, strict]) {
      const fresh = issue(EMPTY_LEDGER, SERVICE, digestOf('next'), clock, policy).outcome;
      // A ledger forgotten a little early by a clock that stands still may name moments a little later.
      assert.equal(issue(ledger, SERVICE, digestOf('next'), clock, policy).outcome.kind, fresh.kind);
    }
    for (const { code, service } of [...this.issued.slice(-3), { code: NO_CODE, service: SERVICE }]) {
      const { ledger: after, outcome } = judge(ledger, service, matcher(code), clock, this.#policy);
      assert.equal(['unsent', 'used', 'expired', 'exhausted'].includes(outcome.kind), true);
      assert.equal(after.failures, 0);
    }
  }

  #send(terminal: number, service: string): void {
    const clock = this.#clock(terminal);
    this.#look(clock);
    const now = this.#highest;
    const code = `code ${this.issued.length}`;
    const { ledger, outcome } = issue(this.ledger, service, digestOf(code), clock, this.#policy);
    this.kinds.add(outcome.kind);
    this.#told(outcome);
    if (this.#mustBeLocked()) assert.equal(outcome.kind, 'locked');

    const { resendAfter, sendWindow, maxSends, expiresIn, maxAttempts } = this.#policy;
    /** The longest wait for another code by the limits on many. */
    const longest = (sent: number) => (sent >= 4 * maxSends ? DAY : sendWindow);
    const sends = this.issued.filter(({ withdrawn, used }) => !withdrawn && !used);
    const sentWithin = (ms: number) => sends.filter(({ passed }) => this.passed - passed < ms).length;
    switch (outcome.kind) {
      case 'issued': {
        assert.equal(outcome.expiresAt, now + expiresIn);
        atLeast(outcome.resendAt, now + resendAfter);
        atMost(outcome.resendAt, now + Math.max(resendAfter, longest(sends.length + 1)));
        const last = sends.at(-1);
        if (last) atLeast(this.passed - last.passed, resendAfter - this.#slack);
        atMost(sentWithin(sendWindow - this.#slack), maxSends - 1);
        atMost(sentWithin(DAY - this.#slack), 4 * maxSends - 1);
        this.issued.push({
          code,
          service,
          terminal,
          at: now,
          passed: this.passed,
          turnedBack: this.#turnedBack,
          withdrawn: false,
          used: false,
          wrongTries: 0,
          over: false,
        });
        this.#wait = outcome.resendAt;
        break;
      }
      case 'too-soon':
      case 'too-many': {
        atLeast(sends.length, outcome.kind === 'too-many' ? maxSends : 1);
        atLeast(outcome.resendAt, now + 1);
        atMost(outcome.resendAt - now, outcome.kind === 'too-many' ? longest(sends.length) : resendAfter);
        const target = this.#newest(service);
        const open = target && !target.over && !target.used && target.wrongTries < maxAttempts;
        assert.equal(outcome.expiresAt, open && now < target.at + expiresIn ? target.at + expiresIn : null);
        this.#wait = outcome.resendAt;
        break;
      }
      case 'locked':
        assert.equal(this.#mustBeLocked(), true);
        break;
      default:
        outcome satisfies never;
    }
    this.#keep(ledger);
  }

  #refuse(which: number): void {
    const one = this.issued.at(-1 - which);
    // Nobody has a code that never left, so it can neither be used nor refused twice.
    if (!one || one.used || one.withdrawn) return;
    one.withdrawn = true;
    const [challenge, replaced] = codesOf(this.ledger, one.service);
    const revived = this.issued.find(({ code }) => code === replaced?.seal.id);
    if (challenge?.seal.id === one.code && revived) revived.wrongTries += one.wrongTries;
    this.#keep(withdraw(this.ledger, one.code));
    assert.equal(
      this.ledger.sends.some(({ sealId }) => sealId === one.code),
      false,
    );
  }

  #enter(code: string, terminal: number, service: string): void {
    const clock = this.#clock(terminal);
    this.#look(clock);
    let looked = 0;
    const matches = (stored: StoredCode) => {
      looked++;
      return matcher(code)(stored);
    };
    const before = this.ledger;
    const { ledger, outcome } = judge(before, service, matches, clock, this.#policy);
    this.kinds.add(outcome.kind);

    const [latest, replaced] = codesOf(before, service);
    const target = this.#newest(service);
    const wasOpen = target && !target.over && !target.used && target.wrongTries < this.#policy.maxAttempts;
    const mustBeLocked = this.#mustBeLocked();
    const wasCharged = ledger.failures === before.failures + 1;
    if (mustBeLocked) {
      assert.equal(outcome.kind, 'locked');
      assert.equal(looked, 0);
    }
    if (outcome.kind === 'accepted') this.#accept(code, service);
    else if (wasCharged) this.#charge(target, outcome);
    else if (outcome.kind === 'locked') assert.deepEqual([mustBeLocked, outcome.isNew], [true, undefined]);
    else this.#refused(outcome, code, target);
    this.#told(outcome);
    this.#keep(ledger);

    // And the other way round: what is in order is judged, and what is remembered is recognized.
    const isOpen = wasOpen && !mustBeLocked;
    const isUsed = (one?: Challenge) => one?.used && one.seal.id === code;
    if (!mustBeLocked && (isUsed(latest) || (isOpen && isUsed(replaced)))) assert.equal(outcome.kind, 'used');
    if (outcome.kind === 'incorrect') assert.equal(outcome.superseded, replaced?.seal.id === code);
    if (isOpen && code === target?.code) assert.equal(outcome.kind, 'accepted');
    if (isOpen && code === NO_CODE) assert.equal(wasCharged, true);
  }

  /** The code that counts, as the ledger has it: one that is long forgotten may be none. */
  #newest(service: string): IssuedCode | undefined {
    const id = newest(this.ledger, service)?.seal.id;
    return this.issued.find(({ code }) => code === id);
  }

  #accept(code: string, service: string): void {
    const one = this.issued.find((other) => other.code === code);
    if (!one) assert.fail('a code that was never issued was accepted');
    assert.equal(one.service, service);
    const newer = this.issued.slice(this.issued.indexOf(one) + 1).filter((other) => other.service === service);
    assert.equal(
      newer.every(({ withdrawn }) => withdrawn),
      true,
    );
    assert.equal(!one.withdrawn && !one.used && !one.over, true);
    atMost(one.wrongTries, this.#policy.maxAttempts - 1);
    // A code lives longer by what nobody saw: clocks that differ, and a clock turned back between two looks at it.
    // And by what its issuer's clock was behind the ledger, which then stood still, at most CLOCK_SKEW.
    const stoodStill = Math.min(CLOCK_SKEW, Math.max(0, one.at - (START + one.passed - one.turnedBack)));
    const unseen = this.#steady ? 0 : this.#slack + this.#turnedBack - one.turnedBack + stoodStill;
    atMost(this.passed - one.passed, this.#policy.expiresIn + unseen - 1);
    one.used = true;
    this.failures = 0;
    this.#lock = { passed: 0, clock: 0 };
  }

  #charge(target: IssuedCode | undefined, outcome: JudgeOutcome): void {
    if (!target) assert.fail('a try was charged with no code issued');
    target.wrongTries++;
    this.failures++;
    const triesLeft = this.#policy.maxAttempts - target.wrongTries;
    atLeast(triesLeft, 0);
    assert.equal(target.over, false);
    const length = LOCKS.get(this.failures);
    if (this.failures === 100) assert.deepEqual(outcome, { kind: 'locked', until: null, isNew: true });
    else if (length !== undefined) {
      assert.deepEqual(outcome, { kind: 'locked', until: this.#highest + length, isNew: true });
      this.#lock = { passed: this.passed + length, clock: this.#highest + length };
    } else if (triesLeft === 0) assert.deepEqual(outcome, { kind: 'exhausted' });
    else assert.deepEqual({ ...outcome, superseded: null }, { kind: 'incorrect', triesLeft, superseded: null });
  }

  /** Not accepted, and not charged. */
  #refused(outcome: JudgeOutcome, code: string, target: IssuedCode | undefined): void {
    switch (outcome.kind) {
      case 'used':
        assert.equal(this.issued.find((one) => one.code === code)?.used, true);
        break;
      case 'exhausted':
        atLeast(target?.wrongTries ?? 0, this.#policy.maxAttempts);
        break;
      case 'expired':
        assert.equal(target?.over, true);
        break;
      case 'unsent':
        assert.equal(target, undefined);
        break;
      default:
        assert.fail(`${outcome.kind}, and nothing was charged`);
    }
  }
}

describe('in any history', () => {
  const everyKind = [
    ...['accepted', 'exhausted', 'expired', 'incorrect', 'issued', 'locked'],
    ...['too-many', 'too-soon', 'unsent', 'used'],
  ];

  const set = fc.oneof({ weight: 2, arbitrary: forward }, { weight: 1, arbitrary: backward.map((ms) => -ms) });

  it('of sends, tries, refusals and a clock set forward and back, the rules hold', () => {
    fc.assert(
      fc.property(anyPolicy, anyHistory(set), (policy, history) => {
        new Play(policy).run(history);
      }),
      { numRuns: 200 },
    );
  });

  // Always the same hundred, so that what they reach is not left to chance.
  it('such as these, there is every outcome and a second lock', () => {
    const kinds = new Set<string>();
    let mostFailures = 0;
    for (const [policy, history] of fc.sample(fc.tuple(anyPolicy, anyHistory(set)), { seed: 1, numRuns: 100 })) {
      const play = new Play(policy);
      play.run(history);
      for (const kind of play.kinds) kinds.add(kind);
      mostFailures = Math.max(mostFailures, play.failures);
    }
    expect([...kinds].sort()).toEqual(everyKind);
    expect(mostFailures).toBeGreaterThanOrEqual(15);
  });

  it('by a steady clock, no code lives longer, whatever the wall clock does', () => {
    const step = fc.oneof(
      forward,
      backward.map((ms) => -ms),
    );
    fc.assert(
      fc.property(anyPolicy, anyHistory(step), (policy, history) => {
        new Play(policy, { steady: true }).run(history);
      }),
      { numRuns: 100 },
    );
  });

  it('of wrong tries, every lock comes when it should, up to the last', () => {
    const step = fc.constantFrom(1, SECOND, 10 * MINUTE, 24 * HOUR);
    const persistent = fc.record({
      terminal: fc.nat(TERMINALS - 1),
      lull: step,
      times: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(anyPolicy, fc.array(persistent, { minLength: 100, maxLength: 100 }), (policy, rounds) => {
        const play = new Play(policy);
        for (const { terminal, lull, times } of rounds) {
          const acts: Act[] = [
            { kind: 'wait', ms: lull },
            { kind: 'wait-as-told' },
            { kind: 'send' },
            { kind: 'wait-as-told' },
            { kind: 'send' },
            { kind: 'enter', what: 'wrong', times },
          ];
          play.run(acts.map((act) => ({ terminal, service: terminal ? SERVICE : 'another service', act })));
        }
        expect(play.failures).toBe(100);
        expect(play.kinds).not.toContain('accepted');
      }),
      { numRuns: 10 },
    );
  });

  it('on hosts whose clocks differ, locks and waits are shorter by no more than the clocks differ', () => {
    const offset = fc.constantFrom(0, 500, CLOCK_SKEW, 5 * SECOND, 10 * MINUTE, -HOUR);
    const offsets = fc.tuple(offset, offset, offset);
    fc.assert(
      fc.property(anyPolicy, offsets, anyHistory(forward), (policy, differ, history) => {
        new Play(policy, { offsets: differ }).run(history);
      }),
      { numRuns: 200 },
    );
  });
});
