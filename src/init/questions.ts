// How the set-up asks: whatever shows the questions implements this.

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** What is wrong with an answer; undefined if nothing is. */
export type Complaint = (answer: string) => string | undefined;

/** Each question rejects with `GivenUp` if the person leaves it. */
export interface Questions {
  choose<Value>(question: string, choices: readonly [Choice<Value>, ...Choice<Value>[]]): Promise<Value>;
  /** @returns the answer without spaces around it */
  text(question: string, complain: Complaint): Promise<string>;
  /** The same, but the answer is not shown. */
  secret(question: string, complain: Complaint): Promise<string>;
  confirm(question: string, suggested: boolean): Promise<boolean>;
  show(title: string, lines: readonly string[]): void;
  say(line: string): void;
  warn(line: string): void;
}

/** The person left a question. */
export class GivenUp extends Error {
  /** By Ctrl-C. */
  readonly isInterrupt: boolean;

  constructor(isInterrupt: boolean) {
    super('given up');
    this.isInterrupt = isInterrupt;
  }
}
