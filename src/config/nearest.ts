// Finds the known word that a misspelled one was most likely meant to be.

/** Longer words are not compared: they are no typing errors. */
const LONGEST = 40;

/**
 * The known word with the smallest edit distance: letters left out, inserted, replaced, or swapped with the
 * next. Undefined if none is close, that is if more than half of the letters would have to change.
 *
 * @param shared length of the prefix that all words share and that therefore does not count
 * @example nearest('OTP_LENGHT', ['OTP_LENGTH', 'OTP_STORE'], 4) // 'OTP_LENGTH'
 */
export function nearest(word: string, known: readonly string[], shared = 0): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    const most = (Math.max(word.length, candidate.length) - shared) / 2;
    if (distance <= most && distance < smallest) [best, smallest] = [candidate, distance];
  }
  return best;
}

/** The optimal string alignment distance: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function editDistance(a: string, b: string): number {
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
