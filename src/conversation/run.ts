// Runs a conversation: feeds events to `update`, performs the effects, and has a face show each state.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import type { OtpVerifier } from '../otp-verifier.ts';
import type { TakeSignals } from '../signals.ts';
import type { OpenFace } from './face.ts';
import { follow } from './follow.ts';
import { nextTickAt } from './next-tick.ts';
import type { ConversationEvent, Effect } from './state.ts';
import { openConversation, update } from './update.ts';

export interface ConversationOptions {
  readonly verifier: Pick<OtpVerifier, 'send' | 'check' | 'track' | 'recoveryLeft'>;
  /** In E.164. */
  readonly recipient: string;
  /** What is being approved, on one line; empty if unknown. */
  readonly approving: string;
  /** Digits in a code, as far as known before one is sent. */
  readonly length: number;
  /** Whether it continues after success, until the person leaves. */
  readonly stay: boolean;
  /** Whether what the face shows stays in sight after the end. */
  readonly keepsLines?: boolean;
  /** How long to wait for a key, in ms. */
  readonly idleTimeout: number;
  /** Whether to offer a call when a text does not arrive. */
  readonly offerCall: boolean;
  /** Whether codes go out by call rather than as texts. */
  readonly callsOnly: boolean;
  readonly openFace: OpenFace;
  readonly clock: Clock;
  readonly takeSignals: TakeSignals;
}

/** How a conversation ended: the exit status, and the line to leave on the normal screen, if any. */
export interface Ending {
  readonly status: number;
  readonly line: string;
}

/** How long `Login Success!` is shown, in ms. */
const LINGER = 1_000;
/** The longest wait for the next tick, in ms. Timers stop while the computer sleeps, but the clock does not. */
const MAX_WAIT = 10_000;

/** Runs a conversation to its end. The face is closed by the time the promise settles. */
export function converse({ verifier, recipient, idleTimeout, clock, ...rest }: ConversationOptions): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let open = true;
    let idle: NodeJS.Timeout;
    let ticking: NodeJS.Timeout | undefined;

    const [opened, first] = openConversation({
      length: rest.length,
      recipient: maskPhoneNumber(recipient, '•'),
      approving: rest.approving,
      stay: rest.stay,
      offersCall: rest.offerCall,
      callsOnly: rest.callsOnly,
      keepsLines: rest.keepsLines ?? false,
      now: clock(),
    });
    let state = opened;

    const dispatch = (event: ConversationEvent) => {
      if (!open) return;
      const [next, effects] = update(state, event, clock());
      state = next;
      face.show(state);
      for (const effect of effects) perform(effect);
      waitForTick();
    };
    const waitForTick = () => {
      clearTimeout(ticking);
      const at = open ? nextTickAt(state) : undefined;
      if (at === undefined) return;
      ticking = setTimeout(() => dispatch({ kind: 'tick' }), Math.min(at - clock(), MAX_WAIT));
    };
    const perform = (effect: Effect) => {
      switch (effect.kind) {
        case 'send':
          // Loading the SDK blocks.
          return afterFrame(() => send(effect.channel).catch(fail));
        case 'follow':
          return pollProgress(effect.id).catch(fail);
        case 'check':
          return verifier
            .check(recipient, effect.entry)
            .then((outcome) => dispatch({ kind: 'checked', outcome }), fail);
        case 'linger':
          return afterFrame(() => setTimeout(() => dispatch({ kind: 'seen' }), LINGER));
        case 'close':
          return finish(() => resolve({ status: effect.status, line: effect.line }));
        default:
          return effect satisfies never;
      }
    };
    // Both at once, but the count first: what a refusal changes depends on it.
    const send = async (channel?: 'call') => {
      const [outcome] = await Promise.all([verifier.send(recipient, { channel }), countRecoveryCodes()]);
      dispatch({ kind: 'sent', outcome });
    };
    /** If the store cannot be read, the answer to the send says so. */
    const countRecoveryCodes = async () => {
      const outcome = await verifier.recoveryLeft(recipient);
      if (outcome.kind === 'left') dispatch({ kind: 'counted', recoveryLeft: outcome.count });
    };
    const pollProgress = (id: string) =>
      follow({
        track: () => verifier.track(id),
        onProgress: (outcome) => dispatch({ kind: 'progress', id, outcome }),
        isOver: () => !open || state.verified || state.delivery?.id !== id || clock() >= (state.expiresAt ?? 0),
        wait: sleep,
      });
    const finish = (settle: () => void) => {
      if (!open) return;
      open = false;
      clearTimeout(idle);
      clearTimeout(ticking);
      releaseSignals();
      face.close();
      settle();
    };
    const fail = (defect: unknown) => finish(() => reject(defect));

    const releaseSignals = rest.takeSignals((signal) => dispatch({ kind: 'signal', ...signal }));
    const face = rest.openFace({
      onKey(key) {
        idle.refresh();
        dispatch(key);
      },
      onInput: () => idle.refresh(),
      onEnd: () => dispatch({ kind: 'end-of-input' }),
    });
    idle = setTimeout(() => dispatch({ kind: 'idle', after: idleTimeout }), idleTimeout);
    face.show(state);
    for (const effect of first) perform(effect);
    waitForTick();
  });
}

/** Runs it once the face has painted what it was shown. */
function afterFrame(work: () => unknown): void {
  setImmediate(() => setImmediate(work));
}
