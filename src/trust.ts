// Whose certificates a TLS connection accepts: those that Node trusts, and those that our settings add.

import type { SecureContext } from 'node:tls';

/** Options for `tls.connect` and all that passes them on. */
export interface Trust {
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 must not reach a connection of ours. */
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
}

/**
 * What connections trust. Made at the first of them, since it takes 20 ms to read all authorities again.
 *
 * @param ca certificates of further authorities, in PEM format
 */
export function trusting(ca: string | undefined): () => Promise<Trust> {
  let trust: Promise<Trust> | undefined;
  return () => {
    trust ??= make(ca);
    return trust;
  };
}

async function make(ca: string | undefined): Promise<Trust> {
  if (ca === undefined) return { rejectUnauthorized: true };
  const tls: TlsWithDefaults = await import('node:tls');
  // The option replaces what is trusted otherwise, so that goes in again. Its full list, with NODE_EXTRA_CA_CERTS
  // in it, is known from Node 22.15 on.
  const own = tls.getCACertificates?.('default') ?? tls.rootCertificates;
  return { rejectUnauthorized: true, secureContext: tls.createSecureContext({ ca: [...own, ca] }) };
}

type TlsWithDefaults = typeof import('node:tls') & { getCACertificates?(type: 'default'): readonly string[] };
