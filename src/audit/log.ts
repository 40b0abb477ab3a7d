// The port to a log for operators. Implementations: `file-log.ts`, `syslog.ts`.

import type { Problem } from '../core/outcome.ts';

/** Where lines go: the parsed value of the setting. */
export type AuditAddress = { readonly kind: 'syslog' } | { readonly kind: 'file'; readonly path: string };

export interface AuditLog {
  /**
   * Checks that lines can be written, as far as that can be known.
   *
   * @throws AuditError if not
   */
  probe(): Promise<void>;
  /**
   * Writes one line, whole or not at all.
   *
   * @param line without its end
   * @throws AuditError if it is not certain to be written
   */
  write(line: string): Promise<void>;
}

/** The log cannot be written. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly problem: Problem;
  /** @param detail for the operator: where it is, and why */
  constructor(detail: string) {
    super(detail);
    this.problem = { message: 'the audit log failed.', remedy: 'administrator', detail: `OTP_AUDIT ${detail}` };
  }
}
