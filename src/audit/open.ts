// Opens the audit log at an address.

import { fileLog } from './file-log.ts';
import type { AuditAddress, AuditLog } from './log.ts';
import { syslog } from './syslog.ts';

/** The audit log at an address. Touches nothing before it is used. */
export function openAuditLog(address: AuditAddress): AuditLog {
  switch (address.kind) {
    case 'syslog':
      return syslog();
    case 'file':
      return fileLog(address.path);
    default:
      return address satisfies never;
  }
}
