// How a recipient stands, told from a ledger.

import { describe, expect, it } from 'vitest';
import type { StoredCode } from '../../src/core/code.ts';
import { issue, judge } from '../../src/core/ledger.ts';
import { replaceRecoveryCodes } from '../../src/core/recover.ts';
import { standingOf } from '../../src/core/standing.ts';
import { LedgerDesk, MINUTE, SECOND, SERVICE, START } from './desk.ts';

class Desk extends LedgerDesk {
  send(id: string): void {
    this.ledger = issue(this.ledger, SERVICE, () => ({ id, digest: '' }), this.now, this.policy).ledger;
  }
  enter(code: string): void {
    const matches = ({ seal }: StoredCode) => seal.id === code;
    this.ledger = judge(this.ledger, SERVICE, matches, this.now, this.policy).ledger;
  }
  standing(service = SERVICE) {
    const { ledger, outcome } = standingOf(this.ledger, service, this.now, this.policy);
    expect(ledger).toBe(this.ledger);
    return outcome;
  }
}

const NOTHING = {
  kind: 'standing',
  newestCode: 'none',
  triesLeft: 0,
  sendsLeft: 5,
  failures: 0,
  locked: false,
  recoveryLeft: 0,
};

describe('how a recipient stands', () => {
  it('is told of one who was never here', () => {
    expect(new Desk().standing()).toEqual(NOTHING);
  });

  it('tells the newest code, its life and its tries, and never changes the ledger', () => {
    const desk = new Desk();
    desk.send('A');
    desk.enter('wrong');
    desk.now += 10 * SECOND;
    expect(desk.standing()).toEqual({
      ...NOTHING,
      newestCode: 'valid',
      sentAt: START,
      expiresAt: START + 5 * MINUTE,
      triesLeft: 4,
      sendsLeft: 4,
      resendAt: START + 30 * SECOND,
      failures: 1,
    });
    expect(desk.standing('another')).toMatchObject({ newestCode: 'none', triesLeft: 0, failures: 1 });
  });

  it.each<[string, (desk: Desk) => void]>([
    ['used', (desk) => desk.enter('A')],
    [
      'exhausted',
      (desk) => {
        for (let tries = 0; tries < 5; tries++) desk.enter('wrong');
      },
    ],
    [
      'expired',
      (desk) => {
        desk.now += 5 * MINUTE;
      },
    ],
  ])('tells that the newest code is %s', (newestCode, happen) => {
    const desk = new Desk();
    desk.send('A');
    happen(desk);
    expect(desk.standing()).toMatchObject({ newestCode, triesLeft: 0 });
  });

  it('tells how many sends are left in the window and in the day, whichever are fewer', () => {
    const desk = new Desk({ maxSends: 2, resendAfter: 0, sendWindow: MINUTE });
    const left = [];
    for (let sends = 0; sends < 9; sends++) {
      left.push(desk.standing().sendsLeft);
      desk.send(`${sends}`);
      if (sends % 2 === 1) desk.now += MINUTE;
    }
    expect(left).toEqual([2, 1, 2, 1, 2, 1, 2, 1, 0]);
  });

  it('tells a lock and its end, or that there is none', () => {
    const desk = new Desk({ maxAttempts: 10 });
    desk.send('A');
    for (let tries = 0; tries < 10; tries++) desk.enter('wrong');
    expect(desk.standing()).toMatchObject({ failures: 10, locked: true, until: START + 15 * MINUTE });
    desk.now += 15 * MINUTE;
    expect(desk.standing()).toMatchObject({ failures: 10, locked: false });
    desk.ledger = { ...desk.ledger, failures: 100 };
    expect(desk.standing()).toMatchObject({ locked: true, until: null });
  });

  it('tells how many recovery codes are left', () => {
    const desk = new Desk();
    desk.ledger = replaceRecoveryCodes(desk.ledger, ['one', 'two'], desk.now).ledger;
    expect(desk.standing()).toMatchObject({ recoveryLeft: 2 });
  });
});
