// The exit statuses and what they mean.

export const EXIT = {
  verified: 0,
  notVerified: 1,
  usage: 2,
  notSent: 69,
  defect: 70,
  store: 73,
  tryLater: 75,
  idle: 124,
  cannotRun: 126,
  notFound: 127,
  /** Plus the signal's number. */
  signalled: 128,
  /** Ctrl-C */
  interrupted: 130,
} as const;

/** What they mean, as the documentation says it. What is typed is in backquotes. */
export const EXIT_MEANINGS: readonly (readonly [status: string, meaning: string])[] = [
  [
    `${EXIT.verified}`,
    "verified (with a command after `--`: the command's own status; for `--help`, `--version` and all verbs that verify nobody: done)",
  ],
  [`${EXIT.notVerified}`, 'not verified: tries used up, or the person gave up; for `doctor`: something does not work'],
  [`${EXIT.usage}`, 'wrong usage or settings, or no terminal to ask at'],
  [`${EXIT.notSent}`, 'the code could not be sent: Twilio refused or could not be reached'],
  [`${EXIT.defect}`, 'a defect in otp-tui'],
  [`${EXIT.store}`, 'the store or the audit log could not be opened or written'],
  [`${EXIT.tryLater}`, 'locked, or too many sends or wrong recovery codes: try again later'],
  [`${EXIT.idle}`, 'no key for `OTP_IDLE_TIMEOUT`'],
  [`${EXIT.cannotRun}, ${EXIT.notFound}`, 'the command after `--` could not be run, or was not found'],
  [
    `${EXIT.signalled}+n`,
    `ended by signal n (${EXIT.interrupted} = Ctrl-C; ${EXIT.signalled + 13} = standard output could not be written)`,
  ],
];
