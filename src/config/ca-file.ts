// Reads the certificate authorities in OTP_CA_FILE. Whoever can write to that file can impersonate Twilio.

import { X509Certificate } from 'node:crypto';
import { plainText } from '../core/plain-text.ts';
import { type RootsAlone, readTrustedFile } from './trusted-file.ts';

/** The certificates in PEM format, without any text around them; or why the file cannot be used. */
export type Authorities =
  | { readonly ca: string; readonly warnings: readonly string[] }
  | { readonly problem: string; readonly warnings: readonly string[] };

/** An operating system's whole bundle of authorities is about a quarter of this. */
const MAX_BYTES = 1_048_576;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads a file of certificates. @param rootsAlone whether it must be root's alone */
export function readCaFile(path: string, rootsAlone?: RootsAlone): Authorities {
  const file = readTrustedFile(path, MAX_BYTES, rootsAlone);
  const refuse = (why: string) => ({ problem: `OTP_CA_FILE ${plainText(path)}: ${why}`, warnings: [] });
  if (file.kind === 'absent') return refuse('no such file');
  if (file.kind !== 'read') return refuse(file.problem);
  const certificates = file.text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return refuse('it contains no PEM certificate (BEGIN CERTIFICATE)');
  const broken = certificates.findIndex((certificate) => !isReadable(certificate));
  if (broken >= 0) return refuse(`certificate ${broken + 1} of ${certificates.length} is damaged`);
  return { ca: certificates.join('\n'), warnings: file.warnings };
}

function isReadable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject !== undefined;
  } catch {
    return false;
  }
}
