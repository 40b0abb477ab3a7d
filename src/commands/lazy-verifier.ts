// A verifier that is loaded and composed when first used: after the form's first frame, which should not wait
// for it.

import type { Clock } from '../clock.ts';
import type { GateSettings } from '../config/gate.ts';
import type { OtpVerifierOptions } from '../verifier-options.ts';
import type { Composed } from './compose.ts';

/** A lazy stand-in for the verifier that the settings describe. */
export function lazyVerifier(
  settings: GateSettings,
  clock: Clock,
  onEvent?: OtpVerifierOptions['onEvent'],
): Omit<Composed['verifier'], 'status'> & Pick<Composed, 'close'> {
  let composed: Composed | undefined;
  const load = async () => {
    const { compose } = await import('./compose.ts');
    composed ??= compose(settings, clock, onEvent);
    return composed.verifier;
  };
  return {
    send: async (...args) => (await load()).send(...args),
    check: async (...args) => (await load()).check(...args),
    track: async (...args) => (await load()).track(...args),
    recoveryLeft: async (...args) => (await load()).recoveryLeft(...args),
    async close() {
      await composed?.close();
    },
  };
}
