// How often a test repeats what goes wrong only once in a while.

/** So often in `npm test`, and in `npm run test:slow`, which has the time to meet a rare moment. */
export function rounds(few: number, many: number): number {
  return process.env.TEST_SLOW ? many : few;
}
