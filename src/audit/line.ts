// The lines of the audit log, made from what a verifier reports: one JSON object each, in printable ASCII.

import { plainText } from '../core/plain-text.ts';
import type { VerifierEvent } from '../verifier-event.ts';

/** Who asks, from where, and by what. */
export interface Origin {
  /** The remote host. */
  readonly host?: string | undefined;
  readonly tty?: string | undefined;
  /** What is asked for, if that is not what the codes are for. */
  readonly service?: string | undefined;
  readonly pid: number;
  /** Of otp-tui. */
  readonly version: string;
  /** As the client calls itself, which may be anything. */
  readonly user?: string | undefined;
}

/**
 * The lines about an event; none about progress. A wrong try that locks the phone is two: the check, and the lock.
 *
 * The order of the keys is fixed, and the user's name comes last: whatever a client calls itself, it cannot make a
 * pattern match that is anchored to the start of the line.
 */
export function auditLines(event: VerifierEvent, origin: Origin): readonly string[] {
  switch (event.kind) {
    case 'send':
      return [lineOf(REFUSALS.has(event.outcome.kind) ? 'refusal' : 'send', event, origin)];
    case 'check':
      return ['check', ...('isNew' in event.outcome ? ['lock'] : [])].map((name) => lineOf(name, event, origin));
    case 'unlock':
    case 'recovery':
      return [lineOf(event.kind, event, origin)];
    case 'progress':
      return [];
    default:
      return event satisfies never;
  }
}

/** The line about someone who was not even asked for a code. @param detail for the operator: why not */
export function turnedAwayLine(
  {
    at,
    outcome,
    detail,
  }: { readonly at: number; readonly outcome: 'unknown-user' | 'misconfigured'; readonly detail: string },
  origin: Origin,
): string {
  return written({
    time: timeOf(at),
    event: 'refusal',
    outcome,
    service: short(origin.service, 30),
    ...whoAsks(origin, detail),
  });
}

/** The outcomes of a send that Twilio or the limits refused. */
const REFUSALS: ReadonlySet<string> = new Set(['refused', 'too-soon', 'too-many', 'locked']);

function lineOf(name: string, event: Exclude<VerifierEvent, { kind: 'progress' }>, origin: Origin): string {
  const { at, outcome, service, recipient } = event;
  const facts = {
    time: timeOf(at),
    event: name,
    outcome: outcome.kind,
    by: 'by' in outcome ? outcome.by : undefined,
    service: short(origin.service ?? service, 30),
    phone: recipient.replaceAll('•', '*'),
    channel: event.kind === 'send' ? event.channel : undefined,
    error: 'problem' in outcome ? outcome.problem.code : undefined,
    sid: 'deliveryId' in outcome ? ascii(outcome.deliveryId, 64) : undefined,
    ...whoAsks(origin),
  };
  return written(facts);
}

/** Who asks, and from where; the name last. */
function whoAsks({ host, tty, pid, version, user }: Origin, detail?: string) {
  return {
    host: ascii(host, 128),
    tty: ascii(tty, 64),
    pid,
    version,
    detail: ascii(detail, 400),
    user: short(user, 64),
  };
}

// Escaped, other characters stay apart from those that a terminal or a log would act on.
function written(facts: object): string {
  return JSON.stringify(facts).replace(/[^\x20-\x7e]/g, escaped);
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

function short(text: string | undefined, max: number): string | undefined {
  return (text && plainText(text, max)) || undefined;
}

function ascii(text: string | undefined, max: number): string | undefined {
  return short(text?.replace(/[^\x20-\x7e]/g, ''), max);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
