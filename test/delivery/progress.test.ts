import { describe, expect, it } from 'vitest';
import { deliveryFailure } from '../../src/delivery/problems.ts';
import { progressOfCall, progressOfText } from '../../src/delivery/progress.ts';

describe('a text', () => {
  it.each([
    ['accepted', 'accepted'],
    ['scheduled', 'accepted'],
    ['queued', 'accepted'],
    ['sending', 'sending'],
    ['sent', 'passed-on'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
  ])('that is %s has got as far as: %s', (status, kind) => {
    // A code beside them says nothing.
    for (const code of [null, 30007]) expect(progressOfText(status, code)).toEqual({ kind });
  });

  it.each(['undelivered', 'failed', 'canceled'])('that is %s was not delivered, and says why', (status) => {
    for (const code of [30003, 30007, 99999, null]) {
      expect(progressOfText(status, code)).toEqual({ kind: 'undelivered', problem: deliveryFailure(code) });
    }
  });

  it.each(['receiving', 'received', 'partially_delivered', 'DELIVERED', 'constructor', ''])(
    'that is %j is not said to be anywhere',
    (status) => {
      expect(progressOfText(status, null)).toBeUndefined();
    },
  );
});

describe('a call', () => {
  it.each([
    ['queued', 'accepted'],
    ['initiated', 'accepted'],
    ['ringing', 'sending'],
    ['in-progress', 'delivered'],
    ['completed', 'delivered'],
  ])('that is %s has got as far as: %s', (status, kind) => {
    expect(progressOfCall(status)).toEqual({ kind });
  });

  it.each([
    ['busy', 'the phone was busy. Try again in a minute.'],
    ['no-answer', 'nobody answered the call. Try again.'],
    ['failed', 'the call could not be put through. Try again.'],
    ['canceled', 'the call was cancelled. Try again.'],
  ])('that ended as %s reached nobody: %s', (status, message) => {
    expect(progressOfCall(status)).toEqual({
      kind: 'undelivered',
      problem: { message, detail: `the call ended as ${status}.` },
    });
  });

  it.each(['answered', 'sent', 'delivered', 'constructor', ''])('that is %j is not said to be anywhere', (status) => {
    expect(progressOfCall(status)).toBeUndefined();
  });
});
