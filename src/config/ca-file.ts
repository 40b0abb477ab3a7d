// Reads the certificates of the authorities that OTP_CA_FILE names: whoever can write that file can pass for Twilio.

import { X509Certificate } from 'node:crypto';
import { plainText } from '../core/plain-text.ts';
import { readTrustedFile } from './trusted-file.ts';

/** The certificates in PEM format, and nothing else of the file; or why there are none. */
export type Authorities =
  | { readonly ca: string; readonly warnings: readonly string[] }
  | { readonly problem: string; readonly warnings: readonly string[] };

/** The bundles of operating systems, with every authority there is, are a quarter of that. */
const MOST_BYTES = 1_048_576;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads a file of certificates. */
export function readCaFile(path: string): Authorities {
  const file = readTrustedFile(path, MOST_BYTES);
  const refuse = (why: string) => ({ problem: `OTP_CA_FILE ${plainText(path)}: ${why}`, warnings: [] });
  if (file.kind === 'absent') return refuse('there is no such file');
  if (file.kind !== 'read') return refuse(file.problem);
  const certificates = file.text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return refuse('there is no certificate in PEM format (BEGIN CERTIFICATE) in it');
  const broken = certificates.findIndex((certificate) => !isReadable(certificate));
  if (broken >= 0) return refuse(`certificate ${broken + 1} of ${certificates.length} in it is damaged`);
  return { ca: certificates.join('\n'), warnings: file.warnings };
}

function isReadable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject !== undefined;
  } catch {
    return false;
  }
}
