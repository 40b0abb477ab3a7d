// What is said about this computer: Node, and the terminal.

import { type Finding, ok, warning } from './finding.ts';

/** When each release line of Node gets its last security update: https://github.com/nodejs/release#release-schedule */
const LAST_UPDATES: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
};
const NEWEST_KNOWN = 26;

/** @param version such as `v24.1.0` @param now ms since 1970 */
export function nodeFinding(version: string, now: number): Finding {
  const about = 'Node';
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  const until = LAST_UPDATES[major];
  const next = 'install an even-numbered release that is supported: nodejs.org/en/about/previous-releases';
  if (until === undefined) {
    if (major > NEWEST_KNOWN) return ok(about, `${version}, which is newer than this otp-tui`);
    return warning(about, `${version} gets no security updates`, next);
  }
  if (now > Date.parse(`${until}T23:59:59Z`)) {
    return warning(about, `${version} has had no security updates since ${until}`, next);
  }
  return ok(about, `${version}, with security updates until ${until}`);
}

export interface TerminalFacts {
  readonly columns: number;
  readonly rows: number;
  readonly colours: number;
  readonly unicode: boolean;
  /** Whether questions are asked in plain lines here. */
  readonly inLines: boolean;
}

/** The smallest the form fits into. */
const LEAST = { columns: 34, rows: 9 };

/** @param terminal undefined if there is none */
export function terminalFinding(terminal: TerminalFacts | undefined): Finding {
  const about = 'terminal';
  if (terminal === undefined) {
    const next = 'run otp-tui where there is one (ssh -t), or use a verb that needs none';
    return warning(about, 'there is none here, and the form needs one', next);
  }
  const { columns, rows, colours, unicode, inLines } = terminal;
  if (inLines) return ok(about, 'asks in plain lines, as TERM or ACCESSIBLE say');
  // A serial line does not know its size.
  const isKnown = columns > 0 && rows > 0;
  const size = isKnown ? `${columns}x${rows}` : 'of an unknown size';
  if (isKnown && (columns < LEAST.columns || rows < LEAST.rows)) {
    const next = `make it ${LEAST.columns}x${LEAST.rows} or more, or use --plain`;
    return warning(about, `${size} is too small for the form`, next);
  }
  const shades = colours === 0 ? 'no colours' : `${colours} colours`;
  return ok(about, `${size}, ${shades}, ${unicode ? 'UTF-8' : 'ASCII'}`);
}
