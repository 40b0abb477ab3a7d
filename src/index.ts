// The library's public names.

export { type Clock, steadyClock } from './clock.ts';
export type { Channel } from './core/channel.ts';
export { forgetAt } from './core/forget.ts';
export { EMPTY_LEDGER, type Ledger, type Step } from './core/ledger.ts';
export type {
  Accepted,
  CheckOutcome,
  InvalidPhone,
  Locked,
  Problem,
  Progress,
  RecoveryLeft,
  RecoveryOutcome,
  SendOutcome,
  Standing,
  StoreFailed,
  Times,
  UnlockOutcome,
  Wait,
} from './core/outcome.ts';
export { parsePhoneNumber, phoneProblem } from './core/phone.ts';
export { DEFAULT_POLICY, type Policy } from './core/policy.ts';
export type { AccountOptions } from './delivery/account-options.ts';
export { type KeepingSender, keepingSender } from './delivery/keeping.ts';
export type { CodeService, Delivery, Judgement, Sender, Text } from './delivery/sender.ts';
export { type TwilioOptions, twilioSender } from './delivery/twilio.ts';
export { twilioVerify, type VerifyOptions } from './delivery/verify.ts';
export { OtpVerifier } from './otp-verifier.ts';
export { fileStore } from './store/file.ts';
export { readLedger, writeLedger } from './store/ledger-text.ts';
export { memoryStore } from './store/memory.ts';
export { redisStore } from './store/redis.ts';
export type { RedisClient, RedisStoreOptions } from './store/redis-options.ts';
export { type Store, StoreError } from './store/store.ts';
export type { VerifierEvent } from './verifier-event.ts';
export type { OtpVerifierOptions, Purpose, SendOptions } from './verifier-options.ts';
