// Who asks, as PAM says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPamAttempt } from '../../src/config/pam-attempt.ts';

const SU = { PAM_TYPE: 'auth', PAM_SERVICE: 'su', PAM_USER: 'root', PAM_RUSER: 'alice', PAM_TTY: '/dev/pts/1' };

describe('who asks', () => {
  it('is the user who is to be let in, with where they come from', () => {
    const env = { PAM_TYPE: 'auth', PAM_SERVICE: 'sshd', PAM_USER: 'alice', PAM_RHOST: '192.0.2.7', PAM_TTY: 'ssh' };
    const attempt = { user: 'alice', service: 'sshd', host: '192.0.2.7', tty: 'ssh' };
    expect(readPamAttempt(env, 'user')).toEqual(attempt);
    expect(readPamAttempt({ ...env, PAM_RHOST: '', PAM_TTY: '' }, 'user')).toEqual({
      ...{ user: 'alice', service: 'sshd', host: undefined, tty: undefined },
    });
  });

  it('is, if so wanted, the one who started su', () => {
    expect(readPamAttempt(SU, 'ruser')).toMatchObject({ user: 'alice', service: 'su' });
    expect(readPamAttempt({ ...SU, PAM_SERVICE: 'su-l' }, 'ruser')).toMatchObject({ user: 'alice' });
  });

  it('is never nobody, never outside auth, and never PAM_RUSER but for su', () => {
    const word = fc.constantFrom('', 'auth', 'account', 'su', 'su-l', 'sudo', 'sshd', 'SU', 'alice');
    const env = fc.record({ PAM_TYPE: word, PAM_SERVICE: word, PAM_USER: word, PAM_RUSER: word }, { requiredKeys: [] });
    fc.assert(
      fc.property(env, fc.constantFrom('user', 'ruser'), (given, who) => {
        const attempt = readPamAttempt(given, who);
        if ('problem' in attempt) return;
        expect(given.PAM_TYPE).toBe('auth');
        expect(attempt.user).not.toBe('');
        expect(attempt.user).toBe(who === 'user' ? given.PAM_USER : given.PAM_RUSER);
        if (who === 'ruser') expect(['su', 'su-l']).toContain(given.PAM_SERVICE);
      }),
      { numRuns: 1_000 },
    );
  });
});
