// What every part of the sandbox is made with: where its texts are told, and the time.

/** One text as it would reach a phone, or the words that a call says. */
export interface SentText {
  /** ISO 8601. */
  readonly time: string;
  readonly to: string;
  /** The sender; with a Messaging Service and no sender, the SID of the service; from Verify, `VERIFY`. */
  readonly from: string;
  readonly body: string;
  /** Of the message, the call or the verification. */
  readonly sid: string;
}

export interface ApiOptions {
  /** Called once for each text that is taken, and for each call at its start. */
  readonly onText?: (text: SentText) => void;
  /** Milliseconds since 1970; the system's clock where left out. */
  readonly clock?: () => number;
}
