// Runs the form: brings events to `form.ts`, does the effects, paints the views.

import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import type { Clock } from '../clock.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import type { OtpVerifier } from '../otp-verifier.ts';
import type { TakeSignals } from '../signals.ts';
import { follow } from './follow.ts';
import { type Effect, type FormEvent, openForm, update } from './form.ts';
import { ASCII, CONSOLE, type Glyphs, UNICODE } from './glyphs.ts';
import { helpPage } from './help.ts';
import type { KeySource } from './key-stream.ts';
import { nextTickAt } from './next-tick.ts';
import { type Phone, viewWithPhone } from './phone.ts';
import { type Console, openScreen } from './screen.ts';
import { view } from './view.ts';

/** Where the form is shown. */
export interface Terminal {
  readonly input: KeySource;
  readonly output: WriteStream;
  /** The streams of everyone else, held back while the form is up. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
}

export interface FormOptions {
  readonly verifier: Pick<OtpVerifier, 'send' | 'check' | 'track' | 'policy'>;
  /** In E.164. */
  readonly recipient: string;
  readonly stay: boolean;
  /** ms */
  readonly idleTimeout: number;
  /** Whether to offer a call where a text does not arrive. */
  readonly offerCall: boolean;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly takeSignals: TakeSignals;
  /** The demo's phone. */
  readonly phone?: () => Phone;
}

/** How the form ended: the exit status, and the last word for the normal screen. */
export interface Ending {
  readonly status: number;
  readonly line: string;
  /** Every problem that there was, in the operator's words. */
  readonly notes: readonly string[];
}

/** How long `Login Success!` is shown, in ms. */
const LINGER = 1_000;
/** The longest wait for the next tick, in ms: timers stand still while the computer sleeps, and the clock does not. */
const LONGEST_WAIT = 10_000;

/** Shows the form until it closes. The terminal is as it was before when the promise settles. */
export function runForm({
  verifier,
  recipient,
  stay,
  idleTimeout,
  terminal,
  clock,
  ...rest
}: FormOptions): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const glyphs = glyphsFor(terminal.console);
    const help = helpPage(verifier.policy);
    let open = true;
    let idle: NodeJS.Timeout;
    let ticking: NodeJS.Timeout | undefined;
    const notes: string[] = [];

    const [opened, first] = openForm({
      length: verifier.policy.length,
      recipient: maskPhoneNumber(recipient, '•'),
      stay,
      offersCall: rest.offerCall,
      now: clock(),
    });
    let form = opened;

    const dispatch = (event: FormEvent) => {
      if (!open) return;
      if ('outcome' in event && 'problem' in event.outcome) notes.push(event.outcome.problem.operator);
      const [next, effects] = update(form, event, clock());
      form = next;
      paint();
      for (const effect of effects) perform(effect);
      waitForTick();
    };
    const waitForTick = () => {
      clearTimeout(ticking);
      const at = open ? nextTickAt(form) : undefined;
      if (at === undefined) return;
      ticking = setTimeout(() => dispatch({ kind: 'tick' }), Math.min(at - clock(), LONGEST_WAIT));
    };
    const onKey = (key: FormEvent) => {
      idle.refresh();
      dispatch(key);
    };
    const perform = (effect: Effect) => {
      switch (effect.kind) {
        case 'send':
          // After the frame: loading the SDK holds everything up.
          return setImmediate(() => {
            setImmediate(() => send(effect.channel).catch(fail));
          });
        case 'follow':
          return lookAfter(effect.id).catch(fail);
        case 'check':
          return verifier
            .check(recipient, effect.entry)
            .then((outcome) => dispatch({ kind: 'checked', outcome }), fail);
        case 'linger':
          return setTimeout(() => dispatch({ kind: 'seen' }), LINGER);
        case 'close':
          return finish(() => resolve({ status: effect.status, line: effect.line, notes }));
        default:
          return effect satisfies never;
      }
    };
    const send = async (channel?: 'call') => {
      const outcome = await verifier.send(recipient, channel);
      dispatch({ kind: 'sent', outcome, length: verifier.policy.length });
    };
    const lookAfter = (id: string) =>
      follow({
        track: () => verifier.track(id),
        onProgress: (outcome) => dispatch({ kind: 'progress', id, outcome }),
        isOver: () => !open || form.verified || form.delivery?.id !== id || clock() >= (form.expiresAt ?? 0),
        wait: sleep,
      });
    const finish = (settle: () => void) => {
      if (!open) return;
      open = false;
      clearTimeout(idle);
      clearTimeout(ticking);
      releaseSignals();
      screen.close();
      settle();
    };
    const fail = (defect: unknown) => finish(() => reject(defect));
    const scene = () => {
      const area = screen.area();
      return rest.phone ? viewWithPhone(form, rest.phone(), area, glyphs, help) : view(form, area, glyphs, help);
    };
    const paint = () => screen.paint(scene);

    const releaseSignals = rest.takeSignals((signal) => dispatch({ kind: 'signal', ...signal }));
    const screen = openScreen({ ...terminal, onKey, onEnd: () => dispatch({ kind: 'end-of-input' }), onResize: paint });
    idle = setTimeout(() => dispatch({ kind: 'idle' }), idleTimeout);
    paint();
    for (const effect of first) perform(effect);
    waitForTick();
  });
}

function glyphsFor({ unicode, linux }: Console): Glyphs {
  if (!unicode) return ASCII;
  return linux ? CONSOLE : UNICODE;
}
