// Which of the known words a mistyped one was meant to be.

/** The longest word that is compared: what is longer is no slip of the finger. */
const LONGEST = 40;

/**
 * The known word that is the fewest slips away: letters left out, put in, taken for another, or swapped with
 * the next. Undefined where none is near, that is where half of the letters would have to change.
 *
 * @param shared how many letters every word begins with, which tell nothing
 * @example nearest('OTP_LENGHT', ['OTP_LENGTH', 'OTP_STORE'], 4) // 'OTP_LENGTH'
 */
export function nearest(word: string, known: readonly string[], shared = 0): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const slips = slipsBetween(word, candidate);
    const most = (Math.max(word.length, candidate.length) - shared) / 2;
    if (slips <= most && slips < fewest) [best, fewest] = [candidate, slips];
  }
  return best;
}

/** The optimal string alignment distance: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const [one, other] = [a[row - 1], b[column - 1]];
      const isSwapped = row > 1 && column > 1 && one === b[column - 2] && other === a[row - 2];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (one === other ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
