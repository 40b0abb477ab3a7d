// What a store in Redis is made with. Part of the library's types, so it names neither the engine's nor Node's.

/** How a store uses Redis. */
export interface RedisStoreOptions {
  /** What all its keys begin with; `otp-tui:` if left out, as in the program. */
  readonly prefix?: string;
  /** How long to wait for a connection, and for each reply, in ms; 3 s if left out. */
  readonly timeout?: number;
  /** How long to retry while others change the same ledger, in ms; 5 s if left out. */
  readonly patience?: number;
  /** Certificates of additional authorities to trust, in PEM format. Not for a client of your own. */
  readonly ca?: string | undefined;
}

/**
 * What a Redis store needs of a client. A client of `ioredis` has it; for any other it takes a line.
 *
 * @example
 * const ofNodeRedis = (client) => ({
 *   eval: (script, count, ...rest) =>
 *     client.eval(script, { keys: rest.slice(0, count).map(String), arguments: rest.slice(count).map(String) }),
 * });
 */
export interface RedisClient {
  /** Runs a script with so many keys, which come first, and arguments. Rejects if it cannot. */
  eval(script: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
}
