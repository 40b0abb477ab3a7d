// The library's public names.

export { type Clock, steadyClock } from './clock.ts';
export type { Channel } from './core/channel.ts';
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
export { DEFAULT_POLICY, type Policy } from './core/policy.ts';
export type { CodeService, Delivery, Judgement, Sender, Text } from './delivery/sender.ts';
export { type TwilioOptions, twilioSender } from './delivery/twilio.ts';
export { twilioVerify, type VerifyOptions } from './delivery/verify.ts';
export { OtpVerifier } from './otp-verifier.ts';
export { fileStore } from './store/file.ts';
export { memoryStore } from './store/memory.ts';
export { redisStore } from './store/redis.ts';
export { type Store, StoreError } from './store/store.ts';
export type { VerifierEvent } from './verifier-event.ts';
export type { OtpVerifierOptions, Purpose, SendOptions } from './verifier-options.ts';
