// How the form shows a text's progress, and offers a call if it does not arrive.

import { describe, expect, it } from 'vitest';
import { follow } from '../../src/conversation/follow.ts';
import { type Conversation, type ConversationEvent, isCallOffered } from '../../src/conversation/state.ts';
import { openConversation, update } from '../../src/conversation/update.ts';
import type { Progress, SendOutcome } from '../../src/core/outcome.ts';
import { UNICODE } from '../../src/faces/screen/glyphs.ts';
import type { Size } from '../../src/faces/screen/scene.ts';
import { FULL, view } from '../../src/faces/screen/view.ts';
import { area, HELP, NOW, paint } from '../faces/screen/painter.ts';

const PROBLEM = { message: 'the phone is off. Switch it on, then resend.', detail: 'error 30003' };
const SENT = {
  kind: 'sent',
  length: 5,
  deliveryId: 'SM1',
  expiresAt: NOW + 300_000,
  resendAt: NOW + 30_000,
} as const;

/** A form whose first text Twilio has taken. */
function sent(offersCall = true, outcome: SendOutcome = SENT) {
  const [opened] = openConversation({ length: 5, recipient: '+1 ••• ••• ••71', stay: false, now: NOW, offersCall });
  return update(opened, { kind: 'sent', outcome }, NOW);
}

function show(form: Conversation, { columns, rows }: Size): string {
  const place = area(columns, rows);
  return paint(view(form, place, UNICODE, HELP), place);
}

function play(form: Conversation, event: ConversationEvent, ms = 0): Conversation {
  return update(form, event, NOW + ms)[0];
}

function progress(outcome: Progress, id = 'SM1'): ConversationEvent {
  return { kind: 'progress', id, outcome };
}

describe('a text on its way', () => {
  it('is followed if it can be', () => {
    expect(sent()[1]).toEqual([{ kind: 'follow', id: 'SM1' }]);
    expect(sent(true, { ...SENT, deliveryId: undefined })[1]).toEqual([]);
  });

  it.each([
    ['accepted', 'queued at Twilio · expires in 5:00'],
    ['sending', 'sending · expires in 5:00'],
    ['passed-on', 'on its way · expires in 5:00'],
    ['delivered', 'delivered · expires in 5:00'],
  ] as const)('that is %s is reported as that and no more', (kind, words) => {
    const screen = show(play(sent()[0], progress({ kind })), FULL);
    expect(screen).toContain(words);
    if (kind !== 'delivered') expect(screen).not.toContain('delivered');
  });

  it('keeps its words on a small screen, where they fit', () => {
    const delivered = play(sent()[0], progress({ kind: 'delivered' }));
    const small = { columns: 34, rows: 9 };
    expect(show(delivered, small)).toContain('sent to +1 ••• ••• ••71   5:00');
    expect(show({ ...delivered, recipient: '+49 ••••71' }, small)).toContain('delivered to +49 ••••71   5:00');
  });

  it('that was not delivered is reported with what to do, and exits with 69', () => {
    const form = play(sent()[0], progress({ kind: 'undelivered', problem: PROBLEM }));
    expect(form.notice).toMatchObject({ tone: 'bad', text: `Not delivered: ${PROBLEM.message}` });
    expect(update(form, { kind: 'escape' }, NOW)[1]).toMatchObject([{ kind: 'close', status: 69 }]);
    expect(show(form, FULL)).toContain('not delivered');
  });

  it('that a newer one replaced says nothing any more', () => {
    const { notice, delivery } = play(sent()[0], progress({ kind: 'undelivered', problem: PROBLEM }, 'SM0'));
    expect(notice).toBeNull();
    expect(delivery?.progress).toBeNull();
  });

  it('that failed is not reported as on its way when another is requested too soon, and stays the reason', () => {
    const failed = play(sent()[0], progress({ kind: 'undelivered', problem: PROBLEM }));
    const asked = play(failed, { kind: 'press', control: 'resend' });
    const times = { resendAt: NOW + 30_000, expiresAt: NOW + 300_000 };
    const form = play(asked, { kind: 'sent', outcome: { kind: 'too-soon', ...times } });
    expect(form.notice?.text).toBe('Please wait 30s for another code.');
    expect(update(form, { kind: 'escape' }, NOW)[1]).toEqual([
      { kind: 'close', status: 69, line: `Not delivered: ${PROBLEM.message} Not verified: the form was closed.` },
    ]);
  });

  it('does not speak into a check that is under way', () => {
    const checking = play(play(sent()[0], { kind: 'type', text: '1' }), { kind: 'enter' });
    const form = play(checking, progress({ kind: 'undelivered', problem: PROBLEM }));
    expect(form.notice?.text).toBe('Checking…');
    expect(form.delivery?.progress).toBe('undelivered');
  });
});

describe('CALL ME', () => {
  const CALL = { kind: 'press', control: 'call' } as const;

  it('is offered after 30 seconds without delivery, and not before', () => {
    expect(isCallOffered(play(sent()[0], { kind: 'tick' }, 29_999))).toBe(false);
    expect(isCallOffered(play(sent()[0], { kind: 'tick' }, 30_000))).toBe(true);
  });

  it('is offered at once if the text has failed or was refused', () => {
    expect(isCallOffered(play(sent()[0], progress({ kind: 'undelivered', problem: PROBLEM })))).toBe(true);
    expect(isCallOffered(sent(true, { kind: 'refused', problem: PROBLEM })[0])).toBe(true);
  });

  it('is not there for a text that arrived, nor without the setting', () => {
    expect(isCallOffered(play(play(sent()[0], progress({ kind: 'delivered' })), { kind: 'tick' }, 60_000))).toBe(false);
    expect(isCallOffered(play(sent(false)[0], { kind: 'tick' }, 60_000))).toBe(false);
  });

  it('is in the Tab ring and takes the send by call', () => {
    let form = play(sent()[0], { kind: 'tick' }, 31_000);
    for (const focus of ['submit', 'resend', 'call', 'input']) {
      form = play(form, { kind: 'next' }, 31_000);
      expect(form.focus).toBe(focus);
    }
    form = play(form, { kind: 'previous' }, 31_000);
    expect(form.focus).toBe('call');
    const [calling, effects] = update(form, { kind: 'enter' }, NOW + 31_000);
    expect(effects).toEqual([{ kind: 'send', channel: 'call' }]);
    expect(calling.notice?.text).toBe('Calling…');
    const placed = play(calling, { kind: 'sent', outcome: { ...SENT, deliveryId: 'CA1' } }, 32_000);
    const ringing = play(placed, progress({ kind: 'sending' }, 'CA1'), 33_000);
    expect(show(ringing, FULL)).toContain('ringing · expires in');
  });

  it('does nothing if it is not offered', () => {
    expect(update(sent()[0], CALL, NOW)[1]).toEqual([]);
  });

  it('gives the focus back when it goes', () => {
    const form = play(play(sent()[0], { kind: 'tick' }, 31_000), { kind: 'previous' }, 31_000);
    expect(form.focus).toBe('call');
    expect(play(form, progress({ kind: 'delivered' }), 32_000).focus).toBe('input');
  });

  it('fits beside the others', () => {
    const form = { ...play(sent()[0], { kind: 'tick' }, 31_000), resendAt: NOW + 58_000 };
    const screen = show(form, FULL);
    for (const label of ['SUBMIT', 'RESEND OTP (27s)', 'CALL ME']) expect(screen).toContain(label);
    expect(show({ ...form, focus: 'call' }, { columns: 34, rows: 9 })).toContain('CALL ME');
  });
});

describe('following', () => {
  function watch(steps: readonly (Progress | undefined)[], over = () => false) {
    const waits: number[] = [];
    const seen: string[] = [];
    let step = 0;
    const ended = follow({
      track: async () => steps[step++],
      onProgress: ({ kind }) => seen.push(kind),
      isOver: over,
      wait: async (ms) => waits.push(ms),
    });
    return ended.then(() => ({ waits, seen }));
  }

  it('looks sooner at first and then less and less, until the text has arrived', async () => {
    const steps: Progress[] = [...Array<Progress>(9).fill({ kind: 'passed-on' }), { kind: 'delivered' }];
    const { waits, seen } = await watch(steps);
    expect(waits).toEqual([1, 1, 2, 3, 5, 8, 13, 20, 20, 20].map((seconds) => seconds * 1_000));
    expect(seen.at(-1)).toBe('delivered');
  });

  it('continues if it could not find out', async () => {
    expect((await watch([undefined, undefined, { kind: 'delivered' }])).seen).toEqual(['delivered']);
  });

  it('ends with a failure, and when nobody wants to know', async () => {
    expect((await watch([{ kind: 'undelivered', problem: PROBLEM }])).seen).toEqual(['undelivered']);
    expect((await watch([{ kind: 'sending' }], () => true)).seen).toEqual([]);
  });
});
