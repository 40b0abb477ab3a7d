// What can be typed, as the completion scripts need it.

import type { Flag } from '../flags.ts';
import { VERBS, type Verb } from '../verbs.ts';

export const HEADER = `\
# Completes the command line of otp-tui, without running otp-tui.
# Made by otp-tui completion; changes here are lost.
`;

/** All verbs by name. The empty one is the program itself. */
export const TYPED: readonly (readonly [name: string, verb: Verb])[] = Object.entries<Verb>(VERBS).map(
  ([name, verb]) => [name === 'verify' ? '' : name, verb],
);

/** The flags of all verbs that take a value which cannot be left out, each once. */
export const VALUED: readonly Flag[] = [
  ...new Map(
    TYPED.flatMap(([, { flags }]) => flags)
      .filter(({ value, optional }) => value !== undefined && !optional)
      .map((flag) => [flag.name, flag]),
  ).values(),
];
