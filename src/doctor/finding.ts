// What the doctor found out about one thing, and how it is written.

import { plainText } from '../core/plain-text.ts';

/** `error`: codes cannot be sent, or somebody could get in without one. `warning`: all works, but should not stay so. */
type Level = 'ok' | 'warning' | 'error';

export interface Finding {
  readonly level: Level;
  /** What was looked at, in a word or two. */
  readonly about: string;
  /** What was found. */
  readonly text: string;
  /** What to do about it, if anything. */
  readonly next?: string | undefined;
}

const MAX_TEXT = 1_000;
const MARKS: Readonly<Record<Level, readonly [unicode: string, ascii: string]>> = {
  ok: ['✓', 'ok'],
  warning: ['!', '! '],
  error: ['✗', 'x '],
};

export function ok(about: string, text: string): Finding {
  return { level: 'ok', about, text };
}

export function warning(about: string, text: string, next: string): Finding {
  return { level: 'warning', about, text, next };
}

export function error(about: string, text: string, next: string): Finding {
  return { level: 'error', about, text, next };
}

/** A finding on one line. @param unicode whether the terminal can show more than ASCII */
export function lineOf({ level, about, text, next }: Finding, unicode: boolean): string {
  const [mark, asciiMark] = MARKS[level];
  const remedy = next === undefined ? '' : ` ${unicode ? '→' : '->'} ${next}`;
  return `${unicode ? mark : asciiMark} ${about}: ${text}${remedy}`;
}

/** The finding as it may be shown: without control characters, and without secrets, should one have got into it. */
export function showable({ level, about, text, next }: Finding, secrets: readonly string[]): Finding {
  const clean = (words: string) => {
    const shown = plainText(words, MAX_TEXT);
    // As the words are shown, a secret in them has lost what it begins and ends with, too.
    const asShown = secrets.map((secret) => plainText(secret)).filter((secret) => secret !== '');
    return asShown.reduce((rest, secret) => rest.replaceAll(secret, '***'), shown);
  };
  return { level, about, text: clean(text), ...(next !== undefined && { next: clean(next) }) };
}
