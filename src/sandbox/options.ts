// What a sandbox is started with, and what it reports. Part of the library's types, so it names none of Node's.

/** One text as it would reach a phone, or the words that a call says. */
export interface SentText {
  /** ISO 8601. */
  readonly time: string;
  readonly to: string;
  /** The sender. For a Messaging Service without a sender, the service's SID; for Verify, `VERIFY`. */
  readonly from: string;
  readonly body: string;
  /** The SID of the message, call or verification. */
  readonly sid: string;
}

export interface ApiOptions {
  /** Called once for each text that is accepted, and once for each call when it is created. */
  readonly onText?: (text: SentText) => void;
  /** The time in ms since 1970; the system clock if left out. */
  readonly clock?: () => number;
}

export interface AccountOptions extends ApiOptions {
  /** Whether the account is a trial one, which can send little, and only to verified phones. */
  readonly trial?: boolean;
}

export interface MessagesOptions extends AccountOptions {
  readonly pace?: Pace;
}

/** When a text changes its status, in ms after its creation. */
export interface Pace {
  readonly sending: number;
  readonly sent: number;
  /** Delivered, or found to be undeliverable. */
  readonly settled: number;
}

export interface CallsOptions extends AccountOptions {
  readonly callPace?: CallPace;
}

/** When a call changes its status, in ms after its creation. */
export interface CallPace {
  readonly ringing: number;
  /** Answered, or given up. */
  readonly answered: number;
  readonly ended: number;
}

export interface VerifyOptions extends AccountOptions {
  /** How many digits the codes of a service have, by its SID; 6 for services that are not listed. */
  readonly codeLengths?: Readonly<Record<string, number>>;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface SandboxOptions extends AccountOptions, MessagesOptions, CallsOptions, VerifyOptions {
  /** The port to listen on; any free one if 0 or left out. */
  readonly port?: number;
  /** The only credentials to accept. If left out: the account's SID or any API key, with any password. */
  readonly credentials?: readonly Credentials[];
}
