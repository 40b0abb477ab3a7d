// The moving picture of the README, and one made anew: what they show moment by moment, and that a page can carry them.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Film, readFilm } from '../support/film.ts';
import { temporaryFolder } from '../support/program.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, 'scripts/moving-picture.mjs');
const TEXT = 'is your verification code. It expires in 5 minutes.';

/** What is shown in turn: the terminal, and below it the phone. */
const STORY = [
  /^\$\n\nnothing$/,
  /^\$ otp-tui -- \.\/deploy\.sh prod\n\nnothing$/,
  /OTP Verification\nto run \.\/deploy\.sh prod\n\nCode sent to \+1 ••• ••• ••42\n.*RESEND OTP \([0-9]+s\).*\nnothing$/s,
  new RegExp(`\\n\\+1 415 555 0100\\nnow\\n[0-9]{5} ${TEXT}$`),
  /✗ Incorrect OTP! 4 tries left\./,
  /▸ RESEND OTP ◂/,
  new RegExp(`RESEND OTP \\([0-9]+s\\).*\\n[0-9]{5} ${TEXT}$`, 's'),
  /✓ Login Success!/,
  /^\$ otp-tui -- \.\/deploy\.sh prod\notp-tui: Login Success!\nDeploying release 42 to prod\.\.\.\n\n/,
  /\nRelease 42 is live in prod\.\n\$\n\nnothing$/,
];

function make(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { status, stderr };
}

function tellsTheStory({ screens }: Film): void {
  let at = 0;
  for (const part of STORY) {
    const next = screens.findIndex((screen, index) => index >= at && part.test(screen));
    expect(next, `where ${part} is, after:\n${screens[at]}`).toBeGreaterThanOrEqual(at);
    at = next;
  }
  expect(screens.slice(at + 1)).toEqual([]);
  expect(codesIn(screens)).toHaveLength(2);
}

/** The codes that the phone shows, in order. */
function codesIn(screens: readonly string[]): string[] {
  return [...new Set(screens.flatMap((screen) => screen.match(/(?<=\nnow\n)[0-9]+/) ?? []))];
}

describe('the moving picture of the README', () => {
  const svg = readFileSync(join(ROOT, 'docs/moving-picture.svg'), 'utf8');
  const film = readFilm(svg);

  it('tells the story', () => tellsTheStory(film));

  it('is small, and needs nothing else', () => {
    expect(Buffer.byteLength(svg)).toBeLessThan(200_000);
    expect(svg).not.toMatch(
      /<(?:script|style [^>]|foreignObject|image|use|a)\b|href|\bon[a-z]+=|url\(|@import|@font-face/i,
    );
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/[a-z]:\/\//);
  });

  it('stands still at the success where nothing may move', () => {
    const [, second = ''] = codesIn(film.screens);
    expect(film.still).toContain(`\n${[...second].join(' ')}\n`);
    expect(film.still).toContain('✓ Login Success!');
    expect(film.still).toContain(`\n${second} ${TEXT}`);
    expect(film.style.split('@media (prefers-reduced-motion:no-preference)')).toEqual([
      expect.not.stringContaining('animation'),
      expect.stringContaining('animation'),
    ]);
  });

  it('gives each notice the time to be read', () => {
    for (const words of [TEXT, 'Incorrect OTP!', 'Release 42 is live'])
      expect(film.secondsOf(words)).toBeGreaterThan(2.5);
    // The form is as quick as it is, and the prompt repeats it.
    expect(film.secondsOf('Login Success!')).toBeGreaterThan(1);
  });

  it('says in words what it shows', () => {
    const [title, description] = film.root.children;
    expect(title).toMatchObject({ name: 'title', text: 'otp-tui asks for a code before it runs a command' });
    expect(description).toMatchObject({
      name: 'desc',
      text: expect.stringMatching(/Incorrect OTP!.*RESEND OTP.*Login Success!/),
    });
  });

  it('shows no number that is anybody’s', () => {
    const numbers = film.screens.flatMap((screen) => screen.match(/\+[0-9][0-9• ]+/g) ?? []);
    expect(new Set(numbers)).toEqual(new Set(['+1 ••• ••• ••42', '+1 415 555 0100']));
  });
});

describe('npm run moving-picture', () => {
  it('makes it from what the program does', () => {
    const out = join(temporaryFolder(onTestFinished), 'out.svg');
    expect(make(out, '--pace', '0.1')).toEqual({ status: 0, stderr: '' });
    tellsTheStory(readFilm(readFileSync(out, 'utf8')));
  });

  it('refuses what it cannot do', () => {
    for (const args of [[], ['out.svg', '--pace', '0']]) {
      expect(make(...args)).toEqual({ status: 2, stderr: expect.stringContaining('usage:') });
    }
  });
});
