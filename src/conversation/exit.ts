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
