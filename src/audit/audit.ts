// Has every outcome in the log before anyone acts on it. Nothing is done while the log cannot be opened, and nobody is
// let in by an outcome that is not in it.

import type { StoreFailed } from '../core/outcome.ts';
import type { VerifierEvent } from '../verifier-event.ts';
import { auditLines, type Origin } from './line.ts';
import { AuditError, type AuditLog } from './log.ts';
import { withheld } from './withheld.ts';

export class Audit {
  readonly #log: AuditLog;
  readonly #origin: Origin;

  constructor(log: AuditLog, origin: Origin) {
    this.#log = log;
    this.#origin = origin;
  }

  /**
   * Does what is then recorded, if the log can be opened.
   *
   * @param work must call `record` and let its error pass
   * @param onFailure is told the outcome if the log is why it is not the outcome of the work
   */
  async guard<Outcome>(
    work: () => Promise<Outcome>,
    onFailure?: (outcome: StoreFailed) => unknown,
  ): Promise<Outcome | StoreFailed> {
    try {
      await this.#log.probe();
      return await work();
    } catch (error) {
      if (!(error instanceof AuditError || error instanceof Unrecorded)) throw error;
      const outcome: StoreFailed =
        error instanceof Unrecorded ? error.outcome : { kind: 'store-failed', problem: error.problem };
      await onFailure?.(outcome);
      return outcome;
    }
  }

  /** Writes what happened. */
  async record(event: VerifierEvent): Promise<void> {
    try {
      for (const line of auditLines(event, this.#origin)) await this.#log.write(line);
    } catch (error) {
      throw error instanceof AuditError ? new Unrecorded(withheld(event, error.problem)) : error;
    }
  }
}

/** Something was done, but could not be recorded. */
class Unrecorded extends Error {
  override readonly name = 'Unrecorded';
  /** The outcome in place of the one that is not in the log. */
  readonly outcome: StoreFailed;
  constructor(outcome: StoreFailed) {
    super(outcome.problem.detail);
    this.outcome = outcome;
  }
}
