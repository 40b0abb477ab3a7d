// What PAM says about an attempt: who asks, for what, and from where. pam_exec passes it in the environment.

/** An attempt to get in. */
export interface PamAttempt {
  /** Chosen by the client, so it may be anything. */
  readonly user: string;
  /** The PAM service: `sshd`, `sudo`. */
  readonly service: string;
  /** The remote host. */
  readonly host: string | undefined;
  readonly tty: string | undefined;
}

/** Where PAM_RUSER is who has really typed: su takes it from the kernel. Elsewhere the client can choose it. */
const TRUSTED_RUSER: readonly string[] = ['su', 'su-l'];

/**
 * Reads the attempt.
 *
 * @param who whose phone is asked: the user who is to be let in, or the one who started su
 * @returns or why nobody may be asked, for the administrator
 */
export function readPamAttempt(env: NodeJS.ProcessEnv, who: 'user' | 'ruser'): PamAttempt | { problem: string } {
  const { PAM_TYPE, PAM_SERVICE = '', PAM_USER = '', PAM_RUSER = '', PAM_RHOST, PAM_TTY } = env;
  if (PAM_TYPE === undefined)
    return {
      problem:
        '--pam is for a line of PAM that pam_exec runs, and this is not one: sudo otp-tui doctor --pam prints such lines',
    };
  if (PAM_TYPE !== 'auth') return { problem: '--pam is for lines of PAM that begin with auth, and for no others' };
  if (PAM_SERVICE === '') return { problem: 'PAM did not name its service (PAM_SERVICE)' };
  if (who === 'ruser' && !TRUSTED_RUSER.includes(PAM_SERVICE)) {
    return {
      problem: `--pam ruser is for ${TRUSTED_RUSER.join(' and ')}: in other services, anyone can choose PAM_RUSER`,
    };
  }
  const user = who === 'ruser' ? PAM_RUSER : PAM_USER;
  if (user === '') return { problem: `PAM did not say who asks (${who === 'ruser' ? 'PAM_RUSER' : 'PAM_USER'})` };
  return { user, service: PAM_SERVICE, host: PAM_RHOST || undefined, tty: PAM_TTY || undefined };
}
