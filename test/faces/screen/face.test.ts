import { describe } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { screenFace } from '../../../src/faces/screen/face.ts';
import { faceContract } from '../contract.ts';

describe('the full screen', () => {
  faceContract({
    on: (terminal) => screenFace(terminal, DEFAULT_POLICY),
    keys: { submit: '\r', resend: '\x1b[Z\r', recover: '\x1b[Z ', leave: '\x1b' },
  });
});
