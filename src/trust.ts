// Which certificate authorities a TLS connection trusts: Node's, and those that our settings add.

import type { SecureContext } from 'node:tls';

/** Options for `tls.connect` and everything built on it. */
export interface Trust {
  /** Set so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not affect our connections. */
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
}

/**
 * What connections trust. Created for the first one, since parsing all authorities takes 20 ms.
 *
 * @param ca certificates of additional authorities, in PEM format
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
  // The option replaces the default authorities, so include them. The full list, with NODE_EXTRA_CA_CERTS, is only
  // available from Node 22.15 on.
  const own = tls.getCACertificates?.('default') ?? tls.rootCertificates;
  return { rejectUnauthorized: true, secureContext: tls.createSecureContext({ ca: [...own, ca] }) };
}

type TlsWithDefaults = typeof import('node:tls') & { getCACertificates?(type: 'default'): readonly string[] };
