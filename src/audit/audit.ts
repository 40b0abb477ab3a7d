// Has every outcome in the log before anyone acts on it. Nothing is done while the log cannot be opened, and nobody is
// let in by an outcome that is not in it.

import type { StoreFailed } from '../core/outcome.ts';
import type { VerifierEvent } from '../verifier-event.ts';
import { auditLines, type Origin } from './line.ts';
import { AuditError, type AuditLog } from './log.ts';
import { withheld } from './withheld.ts';

/** What to do where the work has no outcome of its own. */
interface Otherwise {
  /** Is told the outcome if the log is why it is not the outcome of the work. */
  readonly onFailure?: (outcome: StoreFailed) => unknown;
  /** What is recorded if the work is left before it has an outcome. */
  readonly ifLeft?: () => VerifierEvent;
}

export class Audit {
  readonly #log: AuditLog;
  readonly #origin: Origin;
  /** What has no outcome yet; there is at most one of a kind at a time. */
  readonly #unanswered = new Map<VerifierEvent['kind'], () => VerifierEvent>();
  /** Every line that is being written. */
  #writing: Promise<unknown> = Promise.resolve();
  #isLeft = false;

  constructor(log: AuditLog, origin: Origin) {
    this.#log = log;
    this.#origin = origin;
  }

  /**
   * Does what is then recorded, if the log can be opened.
   *
   * @param work must call `record` and let its error pass
   */
  async guard<Outcome>(
    work: () => Promise<Outcome>,
    { onFailure, ifLeft }: Otherwise = {},
  ): Promise<Outcome | StoreFailed> {
    try {
      await this.#log.probe();
      if (this.#isLeft) return await NEVER;
      if (ifLeft) this.#unanswered.set(ifLeft().kind, ifLeft);
      return await work();
    } catch (error) {
      if (!(error instanceof AuditError || error instanceof Unrecorded)) throw error;
      const outcome: StoreFailed =
        error instanceof Unrecorded ? error.outcome : { kind: 'store-failed', problem: error.problem };
      await onFailure?.(outcome);
      return outcome;
    }
  }

  /** Writes what happened. Once it was left, its line is written already, and nobody is told the outcome. */
  async record(event: VerifierEvent): Promise<void> {
    if (this.#isLeft) return NEVER;
    this.#unanswered.delete(event.kind);
    try {
      await this.#write(event);
    } catch (error) {
      throw error instanceof AuditError ? new Unrecorded(withheld(event, error.problem)) : error;
    }
  }

  /**
   * Leaves all that has no outcome yet, and records that. If the log fails, nobody waits to be told.
   *
   * @returns once every line is written
   */
  async leave(): Promise<void> {
    this.#isLeft = true;
    // At once, without a probe: a second signal may end the process.
    for (const event of this.#unanswered.values()) void this.#write(event());
    await this.#writing;
  }

  #write(event: VerifierEvent): Promise<void> {
    const writing = this.#writeLines(event);
    this.#writing = Promise.allSettled([this.#writing, writing]);
    return writing;
  }

  async #writeLines(event: VerifierEvent): Promise<void> {
    for (const line of auditLines(event, this.#origin)) await this.#log.write(line);
  }
}

/** For whoever has left. */
const NEVER = new Promise<never>(() => {});

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
