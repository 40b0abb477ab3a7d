// The built program: its path, its settings, and how to run it without a terminal.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const PROGRAM = join(import.meta.dirname, '../../bin/otp-tui.cjs');
export const { version: VERSION } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));

export const AUTH_TOKEN = 'a-token-that-nobody-may-see';

/** All that the program has to be told, but for TWILIO_API_URL. */
export const SETTINGS = {
  TWILIO_SID: `AC${'0123456789abcdef'.repeat(2)}`,
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
  SENDER_NUMBER: '+15005550006',
  RECIPIENT_NUMBER: '+14155552671',
};

/**
 * Runs the program to its end, without a terminal. Its HOME is a place without settings.
 *
 * @param input on standard input; nothing if left out
 */
export async function runWithoutTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = tmpdir(),
  input?: string | Uint8Array,
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { HOME: tmpdir(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a session of its own, or it would find the terminal that the tests were started at.
    detached: true,
  });
  // It need not read all of it.
  child.stdin.on('error', () => {}).end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

/** A signal that means nothing to the program, for a preloaded script to listen to. */
export const POKE = 'SIGURG';

/** The environment in which the program first runs some JavaScript of a test's own. */
export function preload(script: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

/** The code in a text. */
export function codeIn(body: string): string {
  // A call says one digit at a time, and all of them twice.
  const spoken = body.match(/\b[0-9]\b/g) ?? [];
  const [code = spoken.slice(0, spoken.length / 2).join('')] = /\b[0-9]{4,10}\b/.exec(body) ?? [];
  if (code === '') throw new Error(`there is no code in "${body}"`);
  return code;
}

/** A code of the same length that is wrong. */
export function otherThan(code: string): string {
  return (code.startsWith('9') ? '8' : '9') + code.slice(1);
}

export function temporaryFolder(cleanup: (cleanup: () => void) => unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'otp-tui-'));
  cleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
